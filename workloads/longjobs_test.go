package workloads

import (
	"math"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

func TestLongJobsAreWhatTheirParametersSay(t *testing.T) {
	args := []Arg{{"jobs_per_day", "240"}, {"days", "20"}, {"duration", "6h"}, {"deadline_ratio", "1.2"}, {"overestimate", "1.5"}, {"gpus", "8"}}
	jobs := take(t, nil, "longjobs", args, 5, 1e6)
	if n := len(jobs); n < 4500 || n > 5100 {
		t.Fatalf("%d jobs in 20 days, want about 4,800", n)
	}
	var sum, log float64
	for i, j := range jobs {
		sum += float64(j.Work)
		log += math.Pow(math.Log(float64(j.Work)/float64(6*time.Hour))+0.125, 2)
		if d := float64(j.Deadline.Sub(j.Submit)) / float64(j.Estimate); math.Abs(d-1.2) > 1e-9 {
			t.Fatalf("job %d has %v of its estimate to its deadline, want 1.2", i, d)
		}
		if e := float64(j.Estimate) / float64(j.Work); math.Abs(e-1.5) > 1e-9 {
			t.Fatalf("job %d claims %v of its work, want 1.5", i, e)
		}
		if j.Demand.GPUs != 8 || j.Demand.Share != 1000 || j.Restart.Keep != sim.KeepAll || j.Restart.Owes != sim.OweFirst|sim.OweRestart || j.Restart.Overhead != 12*time.Minute {
			t.Fatalf("job %d is %+v", i, j)
		}
	}
	n := float64(len(jobs))
	if mean := sum / n / float64(time.Hour); math.Abs(mean-6) > 0.2 {
		t.Errorf("mean run time is %v hours, want 6", mean)
	}
	if sigma := math.Sqrt(log / n); math.Abs(sigma-0.5) > 0.02 {
		t.Errorf("sigma of the logarithm is %v, want 0.5", sigma)
	}
}

// TestLongJobsChangeOneThingAtATime wants what a parameter does not say to stay as it was.
func TestLongJobsChangeOneThingAtATime(t *testing.T) {
	base := take(t, nil, "longjobs", nil, 3, 1000)
	for _, arg := range []Arg{{"deadline_ratio", "2"}, {"restart_overhead", "0s"}, {"checkpoint_every", "30m"}, {"gpus", "0"}, {"overestimate", "2"}, {"spread", "0"}} {
		for i, j := range take(t, nil, "longjobs", []Arg{arg}, 3, 1000) {
			if j.Submit != base[i].Submit || (j.Work != base[i].Work) != (arg.Name == "spread") {
				t.Fatalf("%v: job %d is %+v, was %+v", arg, i, j, base[i])
			}
		}
	}
	for _, c := range []struct {
		args []Arg
		want sim.Restart
	}{
		{[]Arg{{"restart_overhead", "0s"}}, sim.Restart{Keep: sim.KeepAll}},
		{[]Arg{{"checkpoint_every", "30m"}, {"checkpoint_cost", "1m"}}, sim.Restart{Keep: sim.KeepCheckpoint, Every: 30 * time.Minute, Cost: time.Minute, Overhead: 12 * time.Minute, Owes: sim.OweFirst | sim.OweRestart}},
	} {
		if got := take(t, nil, "longjobs", c.args, 1, 1)[0].Restart; got != c.want {
			t.Errorf("%v: %+v, want %+v", c.args, got, c.want)
		}
	}
}

func TestLongJobsThatMakeNoSense(t *testing.T) {
	for _, c := range []struct {
		arg  Arg
		want string
	}{
		{Arg{"deadline_ratio", "0.9"}, `workload longjobs: deadline_ratio = "0.9": want a number from 1 to 1000`},
		{Arg{"checkpoint_cost", "1m"}, "checkpoint_cost is 1m0s without checkpoints, want a checkpoint_every"},
		{Arg{"duration", "8"}, "want a duration such as 8h"},
	} {
		if _, err := New(nil, "longjobs", []Arg{c.arg}, 1); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want ... %s ...", c.arg, err, c.want)
		}
	}
}

package workloads

import (
	"math"
	"slices"
	"testing"
	"time"

	"skysim/sim"
)

func TestBatchesStayInTheirRanges(t *testing.T) {
	args := []Arg{{"batches", "50"}, {"jobs", "7"}, {"every", "90s"}, {"shortest", "3"}, {"longest", "11"}, {"smallest", "0.2"}, {"largest", "0.6"}}
	jobs := take(t, nil, "batches", args, 3, 1000)
	if len(jobs) != 350 {
		t.Fatalf("%d jobs, want 350", len(jobs))
	}
	seconds, milli := map[int64]int{}, map[int64]int{}
	for i, j := range jobs {
		if want := sim.Time(i/7) * 90e9; j.Submit != want || j.Work%1e9 != 0 || int64(j.Estimate) != j.Work {
			t.Errorf("job %d comes at %v with work %d and estimate %v, want %v, whole seconds and the truth", i, j.Submit, j.Work, j.Estimate, want)
		}
		seconds[j.Work/1e9]++
		milli[j.Demand.CPU]++
	}
	// 350 draws miss one of nine numbers with probability 1e-17; sizes only stay inside
	if len(seconds) != 9 || seconds[3] == 0 || seconds[11] == 0 {
		t.Errorf("run times %v, want all of 3 to 11 s", seconds)
	}
	for m := range milli {
		if m < 200 || m > 600 {
			t.Errorf("a job of %d milli-vCPU, want 200 to 600", m)
		}
	}
	sorted := take(t, nil, "batches", append(args, Arg{"longest_first", "true"}), 3, 1000)
	for i := 0; i < len(jobs); i += 7 {
		a, b := works(jobs[i:i+7]), works(sorted[i:i+7])
		slices.Sort(a)
		slices.Reverse(a)
		if !slices.Equal(a, b) {
			t.Errorf("batch %d sorted is %v, want %v", i/7, b, a)
		}
	}
}

func works(jobs []sim.Job) (all []int64) {
	for _, j := range jobs {
		all = append(all, j.Work)
	}
	return all
}

// Each level comes as often as the others, within four standard errors.
func TestLevelsAreEven(t *testing.T) {
	const periods, least, most = 20_000, 2, 6
	args := []Arg{{"every", "10m"}, {"periods", "20000"}, {"least", "2"}, {"most", "6"}}
	levels := make([]int, periods)
	for _, j := range take(t, nil, "levels", args, 5, periods*most) {
		if j.Submit%sim.Time(10*time.Minute) != 0 || j.Work != int64(10*time.Minute) {
			t.Fatalf("job %+v, want one that begins and ends with a period", j)
		}
		levels[j.Submit/sim.Time(10*time.Minute)]++
	}
	count := map[int]float64{}
	for _, n := range levels {
		count[n]++
	}
	for n := least; n <= most; n++ {
		if want := periods / 5.0; math.Abs(count[n]-want) > 4*math.Sqrt(want*0.8) {
			t.Errorf("level %d in %v periods, want about %v", n, count[n], want)
		}
		delete(count, n)
	}
	if len(count) != 0 {
		t.Errorf("further levels: %v", count)
	}
}

// The worst cases are as bad as their papers say, on the rule they are made for.
func TestWorstCasesAreWorst(t *testing.T) {
	run := func(name, m string, machines int64) sim.Totals {
		source, err := New(nil, name, []Arg{{"machines", m}}, 0)
		if err != nil {
			t.Fatal(err)
		}
		s, err := sim.New(sim.Config{World: servers(machines), Jobs: source, Policy: inOrder{}})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Run(); err != nil {
			t.Fatal(err)
		}
		return s.Totals()
	}
	for _, c := range []struct {
		name, m  string
		machines int64
		end      sim.Time // of the last job, in s
		used     int64    // machine-seconds of vCPU
	}{
		{"worst-list", "1", 1, 1, 1},
		{"worst-list", "4", 4, 7, 16},
		{"worst-list", "7", 7, 13, 49},
		{"worst-lpt", "2", 2, 7, 12},
		{"worst-lpt", "5", 5, 19, 75},
	} {
		got := run(c.name, c.m, c.machines)
		if got.LastEnd != c.end*1e9 {
			t.Errorf("%s of %s machines ends at %v, want %d s", c.name, c.m, got.LastEnd, c.end)
		}
		if work := got.FinishedCPU.Float() / 1e12; work != float64(c.used) {
			t.Errorf("%s of %s machines has %v vCPU-seconds of work, want %d: the optimum would be another", c.name, c.m, work, c.used)
		}
	}
	// On one machine fewer than first fit takes, somebody has to wait.
	for machines, waits := range map[int64]bool{20: false, 19: true} {
		if got := run("worst-firstfit", "12", machines); got.WaitMax > 0 != waits {
			t.Errorf("first fit on %d machines: longest wait %v, want one: %t", machines, got.WaitMax, waits)
		}
	}
}

func TestJobsTakeStopsAsTheyAreTold(t *testing.T) {
	for _, c := range []struct {
		name string
		args []Arg
		want sim.Restart
	}{
		{"constant", nil, sim.Restart{}},
		{"mmc", []Arg{{"resume", "true"}}, sim.Restart{Keep: sim.KeepAll}},
		{"mg1", []Arg{{"restart_overhead", "9s"}}, sim.Restart{Overhead: 9e9, Owes: sim.OweRestart}},
		{"constant", []Arg{{"checkpoint_every", "1h"}, {"checkpoint_cost", "1m"}}, sim.Restart{Keep: sim.KeepCheckpoint, Every: 3600e9, Cost: 60e9}},
	} {
		for _, j := range take(t, nil, c.name, c.args, 1, 3) {
			if j.Restart != c.want {
				t.Errorf("%s %v: %+v, want %+v", c.name, c.args, j.Restart, c.want)
			}
		}
	}
}

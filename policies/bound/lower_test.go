package bound_test

import (
	"strings"
	"testing"

	"skysim/policies/bound"
	"skysim/sim"
)

// TestFewStepsAreValidAndMoreAreBetter runs the search for one step and for many.
func TestFewStepsAreValidAndMoreAreBetter(t *testing.T) {
	spot := sim.Offer{Purchase: sim.Spot, Price: sim.Constant(dollar / 4), Supply: sim.Constant(1)}
	in := bound.Instance{World: plain([]sim.MachineType{small()}, onDemand(dollar, 9), spot), Jobs: []sim.Job{hours(0, 4, 4000), hours(0, 4, 4000)}, Until: 5 * h}
	few, err := bound.Lower(in, bound.Options{Steps: 1})
	if err != nil {
		t.Fatal(err)
	}
	many, err := bound.Lower(in, bound.Options{Steps: 300})
	if err != nil {
		t.Fatal(err)
	}
	if few.Complete || few.Cost > many.Cost || few.Cost < sim.Dollar || many.Cost > 4250*sim.Dollar/1000 {
		t.Errorf("one step: %v (complete %v), %d steps: %v", few.Cost, few.Complete, many.Steps, many.Cost)
	}
}

// TestMorePricesMoreBound makes worlds dearer and scarcer: what a bound says of the world as it
// was must not be above what it says now. Floats look for prices, and lines are rounded, so a little is allowed.
func TestMorePricesMoreBound(t *testing.T) {
	for seed := range uint64(60) {
		d := draw{sim.NewStream(seed, "dearer")}
		w := d.world()
		in := bound.Instance{World: w, Jobs: d.jobs(w, 6)}
		before, err := bound.Lower(in, bound.Options{Steps: 20})
		if err != nil {
			t.Fatal(err)
		}
		for i := range w.Offers {
			for k := range w.Offers[i].Price.Value {
				w.Offers[i].Price.Value[k] *= 2
			}
		}
		for i := range w.Commitments {
			w.Commitments[i].Price *= 2
		}
		after, err := bound.Lower(in, bound.Options{Steps: 20})
		if err != nil {
			t.Fatal(err)
		}
		if float64(after.Cost) < 0.98*float64(max(0, before.Cost))-5e7 || after.Required != before.Required || after.Completion != before.Completion {
			t.Errorf("world %d: %v, at twice the prices %v", seed, before.Cost, after.Cost)
		}
	}
}

func TestLowerRefuses(t *testing.T) {
	good := plain([]sim.MachineType{small()}, onDemand(dollar, 1))
	for _, c := range []struct {
		in   bound.Instance
		o    bound.Options
		want string
	}{
		{bound.Instance{}, bound.Options{}, "no world"},
		{bound.Instance{World: &sim.World{Offers: []sim.Offer{{}}}}, bound.Options{}, "offer 0: type 0 of 0"},
		{bound.Instance{World: good, Until: -1}, bound.Options{}, "until -1ns"},
		{bound.Instance{World: good, Jobs: []sim.Job{{Submit: 5}, {Submit: 4}}}, bound.Options{}, "job 1: submitted at 4ns"},
		{bound.Instance{World: good, Jobs: []sim.Job{{Work: -1}}}, bound.Options{}, "job 0: work -1 ns"},
		{bound.Instance{World: good, Jobs: []sim.Job{{Demand: sim.Demand{CPU: -1}}}}, bound.Options{}, "job 0: demand"},
		{bound.Instance{World: good, Jobs: []sim.Job{{After: []int64{0}}}}, bound.Options{}, "job 0: waits for job 0"},
		{bound.Instance{World: good, Jobs: []sim.Job{{Profile: 3}}}, bound.Options{}, "job 0: profile 3"},
		{bound.Instance{World: good, Jobs: []sim.Job{{Restart: sim.Restart{Keep: sim.KeepCheckpoint}}}}, bound.Options{}, "job 0: keeps checkpoints"},
		{bound.Instance{World: good, Jobs: []sim.Job{{Data: sim.Data{Home: 7, Reads: 1}}}}, bound.Options{}, "job 0: data"},
	} {
		if _, err := bound.Lower(c.in, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Lower = %v, want %q", err, c.want)
		}
	}
}

// TestWhatCannotBeFinished is charged for nothing and required of nobody.
func TestWhatCannotBeFinished(t *testing.T) {
	w := plain([]sim.MachineType{small()}, onDemand(dollar, 3))
	limited, gang := hours(0, 2, 1000), hours(0, 2, 4000)
	limited.Limit, gang.Tasks = 3600e9, 4
	jobs := []sim.Job{hours(0, 2, 4001), limited, gang, hours(0, 1, 4000), hours(0, 1, 1000), hours(0, 9, 1), hours(12*h, 1, 1)}
	jobs[4].After = []int64{0}
	b, err := bound.Lower(bound.Instance{World: w, Jobs: jobs, Until: 8 * h}, bound.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if b.Required != 1 || b.Excluded != 5 || b.Cost != sim.Dollar || b.End != 8*h {
		t.Errorf("%d required, %d excluded, %v, ends at %v; want 1, 5, $1 and 8h", b.Required, b.Excluded, b.Cost, b.End)
	}
}

package greedy

import (
	"testing"

	"skysim/sim"
)

// TestLeaveOut wants jobs of even numbers to be started as if the others were not there, also by orders that change
// while jobs wait, and where the head would block.
func TestLeaveOut(t *testing.T) {
	for _, order := range []Order{FCFS, SJF, WFP3} {
		o := Default()
		o.Order = order
		g := made(t, o)
		g.LeaveOut(func(v *sim.View, j sim.JobID) bool { return v.Job(j).Number%2 == 1 })
		w := &sim.World{
			Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "z"}},
			Types:  []sim.MachineType{{Name: "m", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000}},
			Offers: []sim.Offer{{Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(1)}},
		}
		var jobs []sim.Job
		for range 6 {
			jobs = append(jobs, sim.Job{Demand: sim.Demand{CPU: 1000}, Work: 60e9, Estimate: 60e9})
		}
		run, err := sim.New(sim.Config{World: w, Policy: g, Jobs: sim.Jobs(jobs...), Until: sim.Time(3600e9)})
		if err == nil {
			err = run.Run()
		}
		sum := run.Totals()
		if err != nil || sum.Finished() != 3 || sum.LastEnd != sim.Time(180e9) {
			t.Errorf("order %v: %v, %d jobs finished, the last at %v, want 3 after three minutes", order, err, sum.Finished(), sum.LastEnd)
		}
	}
}

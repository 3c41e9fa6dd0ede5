package greedy

import (
	"testing"

	"skysim/sim"
)

// A job whose tenant holds all that it may waits without a machine, and those of other
// tenants pass it: nothing is rented that nobody may use.
func TestWhoIsOverQuotaWaitsAlone(t *testing.T) {
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "z"}},
		Types:   []sim.MachineType{{Name: "m", CPU: 1000, GPUKind: -1, Speed: 1_000_000}},
		Offers:  []sim.Offer{{Purchase: sim.OnDemand, Price: sim.Constant(1e12), Supply: sim.Constant(sim.Unlimited)}},
		Tenants: []sim.Tenant{{Name: "small", CPU: 1000}, {Name: "large"}},
	}
	const hour = 3_600_000_000_000
	job := func(tenant int32) sim.Job {
		return sim.Job{Demand: sim.Demand{CPU: 1000}, Work: hour, Tenant: tenant}
	}
	policy, err := New(Default(), 1)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(job(1), job(1), job(1), job(2)), Policy: policy, Thorough: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	sum := s.Totals()
	if sum.Finished() != 4 || sum.Refused != 0 || sum.LastEnd != 3*hour || sum.WaitSum != (sim.Wide{Lo: 3 * hour}) || sum.Rented > 4 {
		t.Errorf("%d of 4 jobs finished, %d refusals, the last at %v, waits of %v ns in all, %d machines: want all, none, after 3h, 3h and at most 4",
			sum.Finished(), sum.Refused, sum.LastEnd, sum.WaitSum, sum.Rented)
	}
}

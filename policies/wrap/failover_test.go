package wrap_test

import (
	"testing"
	"time"

	"skysim/sim"
)

// recovery adds up for how long jobs that had run did not.
type recovery struct {
	since map[int64]sim.Time
	lost  int
	stood sim.Duration
}

func (r *recovery) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		switch {
		case e.Kind == sim.AttemptEnded && e.Why != sim.WorkDone:
			r.since[e.Job] = e.Time
			r.lost++
		case e.Kind == sim.AttemptStarted:
			if at, stood := r.since[e.Job]; stood {
				r.stood += e.Time.Sub(at)
				delete(r.since, e.Job)
			}
		}
	}
}

// rentable is three zones of machines that boot for five minutes and break every ten hours.
func rentable() *sim.World {
	w := ownZones(3)
	w.Outages = []sim.Path{{At: []sim.Time{0, sim.Time(5 * time.Hour), sim.Time(9 * time.Hour)}, Value: []int64{0, 1, 0}}, sim.Constant(0), sim.Constant(0)}
	for o := range w.Offers {
		at := &w.Offers[o]
		at.Purchase, at.Price, at.Supply, at.Boot = sim.OnDemand, sim.Constant(int64(sim.DollarRate)), sim.Constant(sim.Unlimited), 5*time.Minute
	}
	w.SortOffers()
	return w
}

// With spares, jobs stand still for a fraction of the time after a loss, and the bill is higher.
func TestFailoverRecoversSoonerAndCostsMore(t *testing.T) {
	ten := 10 * time.Hour
	try := func(policy string, seed uint64) (mean time.Duration, cost sim.Money) {
		var jobs []sim.Job
		for n := range 6 {
			jobs = append(jobs, sim.Job{
				Submit: sim.Time(n) * sim.Time(time.Hour), Work: int64(40 * time.Hour), Demand: sim.Demand{CPU: 4000}, Restart: sim.Restart{Keep: sim.KeepAll},
			})
		}
		r := recovery{since: map[int64]sim.Time{}}
		s, err := sim.New(sim.Config{
			World: rentable(), Jobs: sim.Jobs(jobs...), Policy: made(t, policy), Observers: []sim.Observer{&r},
			Faults: renewal{seed: seed, life: []time.Duration{ten, ten, ten}, mend: []time.Duration{1, 1, 1}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Run(); err != nil {
			t.Fatal(err)
		}
		if sum := s.Totals(); sum.Finished() != 6 || r.lost < 10 {
			t.Fatalf("%s: %d of 6 jobs finished and %d attempts were lost, want at least 10", policy, sum.Finished(), r.lost)
		}
		return r.stood / time.Duration(r.lost), s.Totals().Cost
	}
	for seed := range uint64(10) {
		without, cheap := try("greedy(idle=0s)", seed)
		with, dear := try("failover(greedy(idle=0s),spares=2)", seed)
		t.Logf("seed %d: %v and %v without, %v and %v with", seed, without, cheap, with, dear)
		if without < 4*time.Minute || with > time.Minute {
			t.Errorf("seed %d: jobs stand still for %v without spares and %v with, want at least 4m and no more than 1m", seed, without, with)
		}
		if dear <= cheap || dear > cheap*3/2 {
			t.Errorf("seed %d: %v without spares, %v with: want more, but not by half: two machines beside six", seed, cheap, dear)
		}
	}
}

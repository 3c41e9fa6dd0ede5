package wrap_test

import (
	"fmt"
	"testing"
	"time"

	"skysim/sim"
	"skysim/sim/simtest"
)

// stormy is a world of three zones with one's own, on-demand and spot machines, in which machines break, dawdle and fail
// to boot, spot supply comes and goes, a zone goes down for a while and regions cannot reach each other.
func stormy(seed uint64) (*sim.World, renewal) {
	draw := sim.NewStream(seed, "test/storm")
	const hour = sim.Time(time.Hour)
	w := &sim.World{
		Epoch:     time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		Providers: []sim.Provider{{Name: "p", Notice: 2 * time.Minute}, {Name: "q"}},
		Regions:   []sim.Region{{Name: "r"}, {Name: "s", Provider: 1}}, Zones: []sim.Zone{{Name: "a"}, {Name: "b"}, {Name: "c", Region: 1}},
		Types: []sim.MachineType{{Name: "t", CPU: 4000, GPUKind: -1, Speed: 1_000_000}, {Name: "u", Provider: 1, CPU: 8000, GPUKind: -1, Speed: 1_500_000}},
	}
	for z := range w.Zones {
		typ := sim.TypeID(w.Zones[z].Region)
		for how := sim.Owned; how <= sim.Spot; how++ {
			supply := sim.Constant(2 + draw.Int64N(6))
			for at := hour; how == sim.Spot && at < 100*hour; at += hour + sim.Time(draw.Int64N(int64(6*hour))) {
				supply.At, supply.Value = append(supply.At, at), append(supply.Value, draw.Int64N(5))
			}
			price := int64(sim.DollarRate) / int64(how) * (3 + draw.Int64N(3))
			w.Offers = append(w.Offers, sim.Offer{
				Type: typ, Zone: sim.ZoneID(z), Purchase: how, Price: sim.Constant(price), Supply: supply, Boot: time.Duration(draw.Int64N(5)) * time.Minute,
			})
		}
	}
	w.SortOffers()
	down := hour + sim.Time(draw.Int64N(int64(10*hour)))
	w.Outages = make([]sim.Path, 3)
	for z := range w.Outages {
		w.Outages[z] = sim.Constant(0)
	}
	w.Outages[draw.Int64N(3)] = sim.Path{At: []sim.Time{0, down, down + 3*hour}, Value: []int64{0, 1, 0}}
	w.Cuts = []sim.Cut{{A: 0, B: 1, At: sim.Path{At: []sim.Time{0, 2 * hour, 4 * hour}, Value: []int64{0, 1, 0}}}}
	faults := renewal{seed: seed, noise: true}
	for range w.Offers {
		faults.life, faults.mend = append(faults.life, 10*time.Hour), append(faults.mend, time.Hour)
	}
	return w, faults
}

// stormyJobs come within a day.
func stormyJobs(seed uint64) (jobs []sim.Job) {
	draw := sim.NewStream(seed, "test/storm/jobs")
	at := sim.Time(0)
	for range 40 {
		at = at.Add(time.Duration(draw.Int64N(60)) * time.Minute)
		work := time.Duration(1+draw.Int64N(300)) * time.Minute
		j := sim.Job{
			Submit: at, Work: int64(work), Demand: sim.Demand{CPU: 500 * (1 + draw.Int64N(8))}, Tasks: int32(1 + draw.Int64N(2)*draw.Int64N(3)),
			Restart: sim.Restart{Keep: sim.Keep(draw.Int64N(3)), Every: 20 * time.Minute, Cost: time.Minute, Overhead: 2 * time.Minute, Owes: sim.Owe(draw.Int64N(8))},
		}
		if draw.Int64N(3) > 0 {
			j.Estimate = work * time.Duration(1+draw.Int64N(4)) / 2
		}
		if draw.Int64N(3) == 0 {
			j.Deadline = at.Add(3 * work)
		}
		if draw.Int64N(2) == 0 {
			j.Restart.Size = 1e9
		}
		if draw.Int64N(8) == 0 {
			j.Quorum = 2
		}
		jobs = append(jobs, j)
	}
	return jobs
}

// refusals lists what a policy was refused that it could have known.
type refusals struct{ list []string }

func (r *refusals) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.ActionRefused && e.Refusal != sim.NoSupply {
			r.list = append(r.list, fmt.Sprintf("%v: %v: %+v", e.Time, e.Refusal, e))
		}
	}
}

// Where everything breaks, decorators lose no job, ask for nothing impossible, and the run adds up.
func TestDecoratorsUnderFire(t *testing.T) {
	for _, name := range []string{
		"checkpoint(greedy(idle=0s),every=young)", "checkpoint(greedy(spot=prefer),every=daly)", "retry(greedy(spot=only))",
		"replicate(greedy,copies=2)", "replicate(greedy(spot=prefer),copies=3,spread=machine)", "hedge(greedy,after=1)",
		"failover(greedy(idle=0s),spares=2)", "failover(greedy(spot=only),spares=3,spread=provider)",
		"rebalance(greedy(spot=prefer),every=10m,gain=0)", "rebalance(greedy(place=leastloaded),every=10m,level=0.1)",
		"failover(rebalance(retry(replicate(checkpoint(greedy(spot=prefer)),copies=2))))",
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(12) {
				w, faults := stormy(seed)
				jobs := stormyJobs(seed)
				audit, refused := simtest.NewAudit(w, jobs).Under(faults), &refusals{}
				s, err := sim.New(sim.Config{
					World: w, Jobs: sim.Jobs(jobs...), Policy: made(t, name), Faults: faults, Observers: []sim.Observer{audit, refused},
					Thorough: true, Until: sim.Time(3000 * time.Hour),
				})
				if err != nil {
					t.Fatal(err)
				}
				if err := s.Run(); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				sum := s.Totals()
				if n := sum.Finished(); n != int64(len(jobs)) {
					t.Errorf("seed %d: %d of %d jobs finished, want all", seed, n, len(jobs))
				}
				if err := audit.Check(sum, s.Now()); err != nil {
					t.Errorf("seed %d: %v", seed, err)
				}
				if len(refused.list) > 0 {
					t.Errorf("seed %d: %d refusals, the first: %s", seed, len(refused.list), refused.list[0])
				}
			}
		})
	}
}

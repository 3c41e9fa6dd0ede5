package sim_test

import (
	"testing"
	"time"

	"skysim/sim"
)

// churn rents, starts, stops and releases all the time, with many machines and
// more demand shapes than there are bitmaps, and now and then compares the
// indexes with a walk over everything.
type churn struct {
	chaos
	asked    int
	attempts []sim.AttemptID
	most     int
}

func (c *churn) Decide(v *sim.View, p *sim.Plan) {
	c.asked++
	s := sim.NewStream(c.seed, "churn", uint64(c.asked))
	if c.asked%8 == 0 {
		c.inspect(v)
	}
	growing := c.asked/200%2 == 0 // by turns more machines and fewer
	for range s.Int64N(4) {
		if growing && v.Machines() < 200 {
			p.Rent(sim.OfferID(s.Int64N(int64(len(v.World().Offers)))))
		} else if m := v.OldestIdle(); m != 0 && !growing {
			p.Release(m)
		}
	}
	for n := 0; v.First() != 0 && n < 3; n++ {
		j := v.First()
		m := v.BestFit(j)
		if s.Bool(0.5) {
			m = v.FirstFit(j)
		}
		if a, refused := p.Start(j, sim.Place{Machine: m}); refused == sim.Accepted {
			c.attempts = append(c.attempts, a)
		} else if v.Queued() > 12 {
			p.Reject(j)
		}
	}
	if n := int64(len(c.attempts)); n > 0 && s.Int64N(4) == 0 {
		p.Stop(c.attempts[s.Int64N(n)])
	}
	c.most = max(c.most, v.Machines())
	if c.asked%8 == 0 {
		c.inspect(v)
	}
}

// churnWorld has a machine type for each capacity, rented on demand and spot.
func churnWorld(types ...sim.MachineType) *sim.World {
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p", Notice: 3 * time.Second}},
		Regions:   []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "z"}}, GPUKinds: []string{"a100", "t4"}, Types: types,
	}
	for k := range w.Types {
		t := &w.Types[k]
		t.Name = string(rune('a' + k))
		if t.GPUs == 0 {
			t.GPUKind = -1
		}
		spot := sim.Path{At: []sim.Time{0}, Value: []int64{60}}
		for n := range sim.Time(200) {
			spot.At, spot.Value = append(spot.At, (n+1)*17*sim.Time(time.Second)), append(spot.Value, int64(n*13%60))
		}
		w.Offers = append(w.Offers,
			sim.Offer{Type: sim.TypeID(k), Purchase: sim.OnDemand, Price: sim.Constant(1), Supply: sim.Constant(100), Boot: time.Duration(k) * time.Second},
			sim.Offer{Type: sim.TypeID(k), Purchase: sim.Spot, Price: sim.Constant(1), Supply: spot})
	}
	w.SortOffers()
	return w
}

func TestIndexesUnderChurn(t *testing.T) {
	const full = 1_000_000
	cases := []struct {
		name     string
		world    *sim.World
		cpu, mem int64 // grain of demands
		gpus     bool
		shapes   int64
	}{
		{"many alike", churnWorld(sim.MachineType{CPU: 2000, Mem: 4096, Speed: full}), 1000, 2048, false, 2},
		{"coarse capacities, few shapes", churnWorld(sim.MachineType{CPU: 8000, Mem: 16384, Speed: full}, sim.MachineType{CPU: 4000, Mem: 32768, Speed: full}), 500, 1024, false, 5},
		{"coarse capacities, many shapes", churnWorld(sim.MachineType{CPU: 8000, Mem: 16384, Speed: full}, sim.MachineType{CPU: 4000, Mem: 32768, Speed: full}), 250, 512, false, 12},
		{"capacities without a common grain", churnWorld(sim.MachineType{CPU: 7919, Mem: 15991, Speed: full}, sim.MachineType{CPU: 4001, Mem: 32003, Speed: full}), 377, 611, false, 12},
		{"a type that runs nothing", churnWorld(sim.MachineType{CPU: 2000, Mem: 4096, Speed: 0}, sim.MachineType{CPU: 4000, Mem: 16384, Speed: full}), 500, 1024, false, 4},
		{"GPUs", churnWorld(sim.MachineType{CPU: 8000, Mem: 16384, GPUs: 4, Speed: full}, sim.MachineType{CPU: 4000, Mem: 32768, GPUs: 2, GPUKind: 1, Speed: full}, sim.MachineType{CPU: 8000, Mem: 8192, Speed: full}), 1000, 2048, true, 3},
	}
	cases = append(cases, cases[2], cases[5])
	for i := range cases {
		c := &cases[i]
		if i >= 6 {
			w := *c.world
			w.Profiles = [][]int64{make([]int64, len(w.Types)), make([]int64, len(w.Types))}
			for k := range w.Types {
				w.Profiles[0][k], w.Profiles[1][k] = full, int64(k%2)*full
			}
			c.world, c.name = &w, c.name+", with profiles"
		}
		t.Run(c.name, func(t *testing.T) {
			s := sim.NewStream(1, c.name)
			jobs := make([]sim.Job, 2500)
			for n := range jobs {
				j := sim.Job{
					Submit: sim.Time(n/8*8) * sim.Time(time.Second), Work: s.Int64N(int64(10 * time.Minute)),
					Demand: sim.Demand{CPU: c.cpu * s.Int64N(c.shapes), Mem: c.mem * s.Int64N(c.shapes)},
				}
				if c.gpus && s.Bool(0.7) {
					j.Demand.GPUs, j.Demand.Share, j.Demand.Kinds = int32(1+s.Int64N(3)), int32(100*(1+s.Int64N(10))), uint64(s.Int64N(4))
				}
				if len(c.world.Profiles) > 0 {
					j.Profile = int32(s.Int64N(2))
				}
				jobs[n] = j
			}
			p := &churn{chaos: chaos{t: t, seed: 1, needs: sim.Needs{FirstFit: true, BestFit: true}}}
			run, err := sim.New(sim.Config{World: c.world, Jobs: sim.Jobs(jobs...), Policy: p, Thorough: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := run.Run(); err != nil {
				t.Fatal(err)
			}
			got := run.Totals()
			if p.most < 100 || p.looked < 50_000 || got.Finished() < 1000 || got.Lost == 0 {
				t.Errorf("%d comparisons, at most %d machines, %d jobs finished and %d machines lost: too few to mean something",
					p.looked, p.most, got.Finished(), got.Lost)
			}
		})
	}
}

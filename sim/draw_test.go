package sim_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// A drawn world is small, and its times are few whole seconds, so that events
// meet at the same instants.

// up draws a whole number from 0 to n.
func up(t *rapid.T, what string, n int) int { return rapid.IntRange(0, n).Draw(t, what) }

// one draws one of some values.
func one[T any](t *rapid.T, what string, from ...T) T { return rapid.SampledFrom(from).Draw(t, what) }

func seconds(t *rapid.T, what string, n int) time.Duration {
	return time.Duration(up(t, what, n)) * time.Second
}

// drawWorld draws a world with some of everything.
func drawWorld(t *rapid.T) *sim.World {
	w := &sim.World{GPUKinds: []string{"a100", "t4"}}
	for p := range 1 + up(t, "providers", 1) {
		w.Providers = append(w.Providers, sim.Provider{
			Name: fmt.Sprintf("p%d", p), Notice: seconds(t, "notice", 3),
			Billing: sim.Billing{
				Increment: one(t, "increment", 0, 1, 7*time.Nanosecond, time.Second, time.Minute),
				Minimum:   one(t, "minimum", 0, 1, time.Second, time.Minute), Boot: rapid.Bool().Draw(t, "billed from rent"),
			},
		})
		w.Regions = append(w.Regions, sim.Region{Name: fmt.Sprintf("r%d", p), Provider: sim.ProviderID(p)})
		for z := range 1 + up(t, "more zones", 3)/3 {
			w.Zones = append(w.Zones, sim.Zone{Name: fmt.Sprintf("z%d%d", p, z), Region: sim.RegionID(p)})
		}
	}
	gpus := rapid.Bool().Draw(t, "world with GPUs")
	for k := range 1 + up(t, "types", 2) {
		m := sim.MachineType{
			Name: fmt.Sprintf("t%d", k), CPU: 500 * int64(up(t, "cpu", 8)), Mem: 1024 * int64(up(t, "mem", 8)), GPUKind: -1,
			Speed: one(t, "speed", int64(1_000_000), 1_000_000, 500_000, 333_333, 1_500_001, 0),
		}
		if gpus && rapid.Bool().Draw(t, "type with GPUs") {
			m.GPUs, m.GPUKind = int32(1+up(t, "gpus", 3)), int32(up(t, "kind", 1))
		}
		w.Types = append(w.Types, m)
	}
	for range up(t, "profiles", 2) {
		speeds := make([]int64, len(w.Types))
		for i := range speeds {
			speeds[i] = one(t, "profile speed", int64(1_000_000), 700_000, 0, 3_000_001)
		}
		w.Profiles = append(w.Profiles, speeds)
	}
	for k := range w.Types {
		for z := range w.Zones {
			for how := sim.Owned; how <= sim.Spot; how++ {
				if up(t, "offered", 2) > 0 {
					w.Offers = append(w.Offers, drawOffer(t, sim.TypeID(k), sim.ZoneID(z), how))
				}
			}
		}
	}
	w.SortOffers()
	return w
}

func drawOffer(t *rapid.T, k sim.TypeID, z sim.ZoneID, how sim.Purchase) sim.Offer {
	return sim.Offer{
		Type: k, Zone: z, Purchase: how, Boot: one(t, "boot", 0, 0, time.Second, 5*time.Second),
		Price:  drawPath(t, "price", 3, rapid.Int64Range(0, int64(100*sim.DollarRate))),
		Supply: drawPath(t, "supply", 5, rapid.Int64Range(0, 5)),
	}
}

// drawPath draws a step function of up to n steps.
func drawPath(t *rapid.T, what string, n int, value *rapid.Generator[int64]) sim.Path {
	p := sim.Path{At: []sim.Time{-sim.Time(seconds(t, what+" begins before", 1))}, Value: []int64{value.Draw(t, what)}}
	for range up(t, what+" steps", n) {
		p.At = append(p.At, p.At[len(p.At)-1].Add(time.Second+seconds(t, what+" holds", 30)))
		p.Value = append(p.Value, value.Draw(t, what))
	}
	return p
}

// drawJobs draws a stream of jobs.
func drawJobs(t *rapid.T, w *sim.World, most int) []sim.Job {
	jobs := make([]sim.Job, up(t, "jobs", most))
	at := sim.Time(0)
	for n := range jobs {
		at = at.Add(seconds(t, "gap", 3))
		jobs[n] = drawJob(t, w, n, at)
	}
	return jobs
}

func drawJob(t *rapid.T, w *sim.World, n int, at sim.Time) sim.Job {
	j := sim.Job{
		Submit: at, Work: int64(seconds(t, "work", 20)) + int64(up(t, "odd work", 3)), Tasks: int32(one(t, "tasks", 0, 1, 1, 2, 3)),
		Demand:   sim.Demand{CPU: 250 * int64(up(t, "demand cpu", 8)), Mem: 512 * int64(up(t, "demand mem", 6))},
		Estimate: seconds(t, "estimate", 20), Priority: int32(up(t, "priority", 2)),
		Restart: sim.Restart{
			Keep: sim.Keep(up(t, "keep", 2)), Every: time.Second + seconds(t, "every", 4), Cost: seconds(t, "cost", 1) / 3,
			Overhead: seconds(t, "overhead", 2), Owes: sim.Owe(up(t, "owes", 7)), Size: one(t, "size", int64(0), 1e9, 1, 5e11), OnNotice: rapid.Bool().Draw(t, "on notice"),
		},
	}
	if len(w.Profiles) > 0 {
		j.Profile = int32(up(t, "profile", len(w.Profiles)-1))
	}
	if up(t, "wants GPUs", 2) == 0 {
		j.Demand.GPUs, j.Demand.Share = int32(1+up(t, "demand gpus", 2)), one(t, "share", int32(1000), 500, 300, 701, 1)
		j.Demand.Kinds = uint64(up(t, "kinds", 3))
	}
	if up(t, "needs several", 4) == 0 {
		j.Quorum = int32(up(t, "quorum", 3))
	}
	if up(t, "has a limit", 4) == 0 {
		j.Limit = time.Second + seconds(t, "limit", 10)
	}
	if up(t, "has a deadline", 2) == 0 {
		j.Deadline = at.Add(seconds(t, "deadline", 40))
	}
	for i := up(t, "waits for", 2); n > 0 && i > 1; i-- {
		j.After = append(j.After, int64(up(t, "after", n-1)))
	}
	return j
}

// badBoots is a weather in which boots take other times than they should.
type badBoots struct{ seed uint64 }

func (b badBoots) Boot(o sim.OfferID, ordinal int64) (sim.Duration, bool) {
	draw := sim.NewStream(b.seed, "boot", uint64(o), uint64(ordinal))
	return time.Duration(draw.Int64N(5)) * time.Second, draw.Int64N(4) > 0
}

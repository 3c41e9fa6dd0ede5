package bench

import (
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/policies"
	"skysim/sim"
	"skysim/workloads/weather"
)

// counted is a cloud of owned and rented machines in two places.
const counted = `name = "counted"
why = "tests"
[[cloud]]
use = "machines"
[cloud.carbon]
g_per_kwh = 500
vcpu_idle_watts = 1.25
vcpu_full_watts = 5
gpu_idle_watts = 40
gpu_full_watts = 300
pue = 1.5
[[cloud.machine]]
name = "server"
cores = 8
[[cloud.machine]]
name = "big"
provider = "east"
purchase = "on-demand"
cores = 16
gpus = 4
gpu_kind = "T1000"
price_per_hour = 2
boot = "90s"
[[cloud.machine]]
name = "small"
provider = "west"
purchase = "spot"
count = 3
cores = 4
price_per_hour = 0.1
boot = "1m"
[[cloud.machine]]
name = "tiny"
provider = "west"
purchase = "on-demand"
count = 2
cores = 2
price_per_hour = 0.1
[[workload]]
use = "mmc"
lambda = 1
[[policy]]
use = "greedy(order=fcfs,place=cheapest)"
`

func countedWorld(t testing.TB, old, now string) *sim.World {
	t.Helper()
	c, err := openCloud(&parsed(t, strings.Replace(counted, old, now, 1)).Clouds[0], time.Time{}, "")
	if err != nil {
		t.Fatal(err)
	}
	return c.base
}

// carbonOf runs jobs in a world and returns what was counted.
func carbonOf(t testing.TB, w *sim.World, boots sim.Boots, until sim.Time, jobs []sim.Job, more ...sim.Observer) (r Row) {
	t.Helper()
	policy, err := policies.Parse("greedy(order=fcfs,place=cheapest,idle=10m)", policies.Env{})
	if err != nil {
		t.Fatal(err)
	}
	c := newCarbonSum(w)
	s, err := sim.New(sim.Config{
		World: w, Jobs: sim.Jobs(jobs...), Policy: policy, Boots: boots, Until: until, Observers: append(more, c),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	c.fill(&r)
	return r
}

// One owned server of eight cores works for two hours on four of them and then a GPU
// machine is rented for one: by hand.
func TestCarbonByHand(t *testing.T) {
	w := countedWorld(t, "", "")
	h := int64(time.Hour)
	jobs := []sim.Job{
		{Submit: 0, Work: 2 * h, Demand: sim.Demand{CPU: 4000}},
		{Submit: sim.Time(2 * h), Work: h, Demand: sim.Demand{CPU: 2000, GPUs: 2, Share: 1000}},
	}
	r := carbonOf(t, w, nil, sim.Time(4*h), jobs)
	// The server: 8 × 1.25 W until the run is over, which is with its last job, and
	// 4 × 3.75 W more for two hours. The GPU machine: 16 × 1.25 + 4 × 40 W from rent on
	// (90 s and an hour), and 2 × 3.75 + 2 × 260 W more for its hour. All of it × 1.5.
	boot := 90.0 / 3600
	want := 1.5 * (10*(3+boot) + 15*2 + 180*(1+boot) + (7.5+520)*1)
	if off := *r.Energy - want; off > 1e-9 || off < -1e-9 {
		t.Errorf("%v Wh, want %v", *r.Energy, want)
	}
	if off := *r.Carbon - want/2; off > 1e-9 || off < -1e-9 {
		t.Errorf("%v g, want %v", *r.Carbon, want/2)
	}
}

// Where a kilowatt-hour emits twice as much all is twice as much, and the energy the
// same; a step that doubles it in the middle of a run adds what the second half emits.
func TestCarbonDoubles(t *testing.T) {
	h := sim.Time(time.Hour)
	jobs := []sim.Job{{Submit: h, Work: int64(2 * h), Demand: sim.Demand{CPU: 8000}}, {Submit: h, Work: int64(h), Demand: sim.Demand{CPU: 4000}}}
	run := func(path sim.Path) Row {
		w := countedWorld(t, "", "")
		for r := range w.Carbon.Intensity {
			w.Carbon.Intensity[r] = path
		}
		return carbonOf(t, w, nil, 4*h, jobs)
	}
	once, twice := run(sim.Constant(300_000)), run(sim.Constant(600_000))
	if *twice.Carbon != 2**once.Carbon || *twice.Energy != *once.Energy {
		t.Errorf("%v g of %v Wh, twice as dirty %v of %v", *once.Carbon, *once.Energy, *twice.Carbon, *twice.Energy)
	}
	at := func(t sim.Time, before, after int64) sim.Path {
		return sim.Path{At: []sim.Time{0, t}, Value: []int64{before, after}}
	}
	middle, late := run(at(2*h, 300_000, 600_000)), run(at(2*h, 0, 300_000))
	if off := *middle.Carbon - *once.Carbon - *late.Carbon; off > 1e-9 || off < -1e-9 || *late.Carbon == 0 {
		t.Errorf("doubled in the middle %v g, want %v and %v more", *middle.Carbon, *once.Carbon, *late.Carbon)
	}
}

// logbook keeps the event log.
type logbook struct{ events []sim.Event }

func (l *logbook) Observe(_ *sim.View, events []sim.Event) { l.events = append(l.events, events...) }

// recount plays the log, and between every two instants at which anything changes,
// intensities too, adds up what each machine alive draws with what it then holds.
func (l *logbook) recount(w *sim.World) (energy, carbon *big.Rat) {
	type host struct {
		offer    sim.OfferID
		cpu, gpu int64
	}
	hosts := map[int64]*host{}
	where := map[int64][]int64{} // machines of a gang's tasks, by job
	var instants []sim.Time
	for _, e := range l.events {
		instants = append(instants, e.Time)
	}
	for _, p := range w.Carbon.Intensity {
		instants = append(instants, p.At...)
	}
	slices.Sort(instants)
	last := l.events[len(l.events)-1].Time
	energy, carbon = new(big.Rat), new(big.Rat)
	next := 0
	for i, now := range slices.Compact(instants) {
		for ; next < len(l.events) && l.events[next].Time == now; next++ {
			switch e := &l.events[next]; e.Kind {
			case sim.MachineRented, sim.MachineUp:
				if hosts[e.Machine] == nil {
					hosts[e.Machine] = &host{offer: e.Offer}
				}
			case sim.MachineReleased, sim.MachineLost, sim.MachineFailed:
				delete(hosts, e.Machine)
			case sim.TaskPlaced:
				where[e.Job] = append(where[e.Job], e.Machine)
			case sim.AttemptStarted, sim.AttemptEnded:
				sign := int64(1)
				if e.Kind == sim.AttemptEnded {
					sign = -1
				}
				on := where[e.Job]
				if e.Tasks == 1 {
					on = []int64{e.Machine}
				}
				for _, m := range on {
					if e.Kind == sim.AttemptStarted || e.Run > 0 {
						hosts[m].cpu += sign * e.CPU / int64(e.Tasks)
						hosts[m].gpu += sign * e.GPU / int64(e.Tasks)
					}
				}
				if sign < 0 {
					delete(where, e.Job)
				}
			}
		}
		if now >= last {
			break
		}
		until := slices.Compact(instants)[i+1]
		for _, h := range hosts {
			watts := big.NewRat(w.Carbon.Power[w.Offers[h.offer].Type].Draw(h.cpu, h.gpu), 1_000_000_000)
			hours := big.NewRat(int64(until-now), int64(time.Hour))
			wh := new(big.Rat).Mul(watts, hours)
			energy.Add(energy, wh)
			region := w.Zones[w.Offers[h.offer].Zone].Region
			carbon.Add(carbon, new(big.Rat).Mul(wh, big.NewRat(w.Carbon.Intensity[region].ValueAt(now), 1_000_000)))
		}
	}
	return energy, carbon
}

// Gangs, boots that fail, machines that are taken away and grids that change: the
// sum by ends is the sum over time, to the last bit.
func TestCarbonIsThatOfTheLog(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := *countedWorld(t, "", "")
		counted := *w.Carbon
		counted.Intensity, counted.Power = nil, slices.Clone(counted.Power)
		for i := range counted.Power {
			counted.Power[i].CPU += int64(i) * 1000
		}
		for range w.Regions {
			p := sim.Path{}
			for at := sim.Time(0); len(p.At) < rapid.IntRange(1, 8).Draw(rt, "steps"); at += sim.Time(rapid.Int64Range(1, 5e12).Draw(rt, "stay")) {
				p.At, p.Value = append(p.At, at), append(p.Value, rapid.Int64Range(0, 900_000).Draw(rt, "mg"))
			}
			counted.Intensity = append(counted.Intensity, p)
		}
		w.Carbon = &counted
		seed := rapid.Uint64().Draw(rt, "seed")
		market, err := weather.Supply{Up: 30 * time.Minute, Down: 10 * time.Minute, Count: 2}.Overlay(&w, seed, 20e12)
		if err != nil {
			rt.Fatal(err)
		}
		boots, err := weather.Boots{Jitter: 0.5, Failure: 0.2}.In(market, seed)
		if err != nil {
			rt.Fatal(err)
		}
		var jobs []sim.Job
		at := sim.Time(0)
		for range rapid.IntRange(1, 25).Draw(rt, "jobs") {
			at += sim.Time(rapid.Int64Range(0, 1e12).Draw(rt, "gap"))
			j := sim.Job{Submit: at, Work: rapid.Int64Range(1, 8e12).Draw(rt, "work"), Tasks: int32(rapid.IntRange(1, 3).Draw(rt, "tasks"))}
			j.Demand.CPU = 500 * rapid.Int64Range(1, 8).Draw(rt, "cpu")
			if rapid.IntRange(0, 3).Draw(rt, "gpus") == 0 {
				j.Demand.GPUs, j.Demand.Share = 1, int32(100*rapid.IntRange(1, 10).Draw(rt, "share"))
			}
			jobs = append(jobs, j)
		}
		var log logbook
		r := carbonOf(t, market, boots, sim.Time(rapid.SampledFrom([]int64{0, 9e12}).Draw(rt, "until")), jobs, &log)
		energy, carbon := log.recount(market)
		wh, _ := energy.Float64()
		g, _ := carbon.Float64()
		if *r.Energy != wh || *r.Carbon != g {
			rt.Fatalf("%v Wh and %v g, from the log %v and %v", *r.Energy, *r.Carbon, wh, g)
		}
	})
}

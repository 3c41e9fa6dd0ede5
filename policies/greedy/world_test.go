package greedy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// stall describes an offer of a market for tests; the zero value of a field is
// what does not matter.
type stall struct {
	zone   string // its first two letters are the region
	kind   string // name of the machine type, with the stall's capacity
	how    sim.Purchase
	cents  int64 // per hour
	supply int64 // 0 is no limit
	boot   sim.Duration
	cpu    int64 // cores, 0 is 8
	gpus   int32
	speed  int64 // percent, 0 is 100
}

// market builds a world of stalls. The provider bills by the second.
func bazaar(stalls ...stall) *sim.World {
	w := &sim.World{
		Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), GPUKinds: []string{"t4"},
		Providers: []sim.Provider{{Name: "p", Billing: sim.Billing{Increment: time.Second, Minimum: time.Minute, Boot: true}}},
	}
	regions, zones := []string{}, []string{}
	for i, s := range stalls {
		if !slices.Contains(regions, s.zone[:2]) {
			regions = append(regions, s.zone[:2])
			w.Regions = append(w.Regions, sim.Region{Name: s.zone[:2]})
		}
		if !slices.Contains(zones, s.zone) {
			zones = append(zones, s.zone)
			w.Zones = append(w.Zones, sim.Zone{Name: s.zone, Region: sim.RegionID(slices.Index(regions, s.zone[:2]))})
		}
		or := func(v, otherwise int64) int64 {
			if v == 0 {
				return otherwise
			}
			return v
		}
		t := sim.MachineType{
			Name: fmt.Sprintf("%s%d", s.kind, i), CPU: 1000 * or(s.cpu, 8), Mem: 1 << 20, GPUs: s.gpus,
			GPUKind: -1, Speed: 10_000 * or(s.speed, 100),
		}
		if s.gpus > 0 {
			t.GPUKind = 0
		}
		w.Types = append(w.Types, t)
		w.Offers = append(w.Offers, sim.Offer{
			Type: sim.TypeID(i), Zone: sim.ZoneID(slices.Index(zones, s.zone)), Purchase: sim.Purchase(or(int64(s.how), int64(sim.OnDemand))),
			Price: sim.Constant(s.cents * int64(sim.DollarRate/100)), Supply: sim.Constant(or(s.supply, sim.Unlimited)), Boot: s.boot,
		})
	}
	w.SortOffers()
	return w
}

// task is a job of one task that arrives at a minute, needs some cores and runs
// for some minutes, which its user knows.
func task(at, cores, minutes int64) sim.Job {
	run := time.Duration(minutes) * time.Minute
	return sim.Job{Submit: sim.Time(time.Duration(at) * time.Minute), Work: int64(run), Estimate: run, Demand: sim.Demand{CPU: 1000 * cores}}
}

// gangOf is a task several times over.
func gangOf(n int32, j sim.Job) sim.Job {
	j.Tasks = n
	return j
}

// diary writes down what a policy decides, a line for each of the kinds that
// matter here.
type diary struct{ lines []string }

func (d *diary) Observe(v *sim.View, events []sim.Event) {
	w := v.World()
	for _, e := range events {
		kind := ""
		if e.Offer >= 0 {
			kind = strings.TrimRight(w.Types[w.Offers[e.Offer].Type].Name, "0123456789")
		}
		switch e.Kind {
		case sim.MachineRented:
			d.add(e.Time, "rent %s as m%d", kind, e.Machine)
		case sim.MachineReleased:
			d.add(e.Time, "release m%d", e.Machine)
		case sim.AttemptStarted:
			d.add(e.Time, "start j%d on m%d %s", e.Job, e.Machine, kind)
		case sim.JobEnded:
			d.add(e.Time, "end j%d", e.Job)
		case sim.PolicyWoken:
			d.add(e.Time, "wake")
		case sim.ActionRefused:
			d.add(e.Time, "refused: %v", e.Refusal)
		}
	}
}

func (d *diary) add(at sim.Time, format string, args ...any) {
	d.lines = append(d.lines, fmt.Sprintf("%v: ", sim.Duration(at))+fmt.Sprintf(format, args...))
}

// story runs jobs in a world and returns the diary.
func story(t testing.TB, w *sim.World, p sim.Policy, jobs ...sim.Job) []string {
	t.Helper()
	var d diary
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: p, Observers: []sim.Observer{&d}, Thorough: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	return d.lines
}

// with returns the default options, changed.
func with(change func(*Options)) Options {
	o := Default()
	o.Idle = Never
	change(&o)
	return o
}

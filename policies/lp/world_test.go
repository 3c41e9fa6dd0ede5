package lp

import (
	"fmt"
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
)

// stall is an offer of a small market.
type stall struct {
	name   string
	how    sim.Purchase
	cents  int64 // per hour
	supply int64
	gpus   int32
	speeds []int64 // percent, by profile
}

// bazaar builds a world of stalls in one zone, billed by the second, without boots.
func bazaar(stalls ...stall) *sim.World {
	w := &sim.World{
		Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), GPUKinds: []string{"x"},
		Providers: []sim.Provider{{Name: "p", Billing: sim.Billing{Increment: time.Second}}},
		Regions:   []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "z"}},
	}
	w.Profiles = make([][]int64, len(stalls[0].speeds))
	for i, s := range stalls {
		t := sim.MachineType{Name: s.name, CPU: 8000, Mem: 1 << 16, GPUs: s.gpus, GPUKind: -1, Speed: 1_000_000}
		if s.gpus > 0 {
			t.GPUKind = 0
		}
		w.Types = append(w.Types, t)
		for p, percent := range s.speeds {
			w.Profiles[p] = append(w.Profiles[p], 10_000*percent)
		}
		w.Offers = append(w.Offers, sim.Offer{
			Type: sim.TypeID(i), Purchase: s.how, Price: sim.Constant(s.cents * int64(sim.DollarRate/100)), Supply: sim.Constant(s.supply),
		})
	}
	w.SortOffers()
	return w
}

// task is a job of one GPU whose user knows its run time in minutes.
func task(at, minutes int64, profile int32) sim.Job {
	d := time.Duration(minutes) * time.Minute
	return sim.Job{
		Submit: sim.Time(time.Duration(at) * time.Minute), Work: int64(d), Estimate: d, Profile: profile,
		Demand: sim.Demand{CPU: 1000, GPUs: 1, Share: 1000},
	}
}

// diary notes where each job starts, and when in minutes.
type diary struct{ starts map[int64]string }

func (d *diary) Observe(v *sim.View, events []sim.Event) {
	for _, e := range events {
		if w := v.World(); e.Kind == sim.AttemptStarted {
			d.starts[e.Job] = fmt.Sprintf("%s at %d", w.Types[w.Offers[e.Offer].Type].Name, int64(e.Time)/60e9)
		}
	}
}

// play runs jobs and returns where they started and the bill in cents.
func play(t testing.TB, w *sim.World, p sim.Policy, jobs ...sim.Job) (starts map[int64]string, cents int64) {
	t.Helper()
	d := diary{starts: map[int64]string{}}
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: p, Observers: []sim.Observer{&d}, Thorough: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	sum := s.Totals()
	if sum.Refused > 0 {
		t.Errorf("%d actions were refused", sum.Refused)
	}
	return d.starts, int64(sum.Cost) / 10_000_000
}

// made returns a policy of the default options, changed; machines are given back at once.
func made(t testing.TB, change func(*Options)) *Policy {
	t.Helper()
	o := Default()
	o.Idle = 0
	change(&o)
	l, err := New(o, 1)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// fcfs is the greedy scheduler that it is compared with.
func fcfs(t testing.TB) *greedy.Policy {
	t.Helper()
	o := greedy.Default()
	o.Idle = 0
	g, err := greedy.New(o, 1)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

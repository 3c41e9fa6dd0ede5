package sim_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"skysim/sim"
)

// TestQueuedIsWhenAJobLastJoinedTheQueue stops the first job after a minute; the
// second waits for it to finish, which is three minutes later. A snapshot in
// between changes nothing.
func TestQueuedIsWhenAJobLastJoinedTheQueue(t *testing.T) {
	var got []string
	p := asked{decide: func(v *sim.View, p *sim.Plan) {
		for j := v.First(); j != 0; j = v.First() {
			got = append(got, fmt.Sprintf("j%d since %v", v.Job(j).Number, v.Job(j).Queued))
			m := v.FirstMachine()
			if m == 0 {
				m, _ = p.Rent(0)
			}
			if v.Now() == sim.Time(time.Minute) { // a round of waiting
				return
			}
			p.Start(j, sim.Place{Machine: m})
		}
		switch running := v.Tasks(v.FirstMachine(), nil); v.Now() {
		case 0:
			p.WakeAt(sim.Time(time.Minute))
		case sim.Time(time.Minute):
			p.Stop(v.Job(running[0]).Running)
			p.WakeAt(sim.Time(2 * time.Minute))
		}
	}}
	w := rented()
	w.Offers[0].Boot = 0
	c := func() sim.Config {
		return sim.Config{World: w, Policy: p, Jobs: sim.Jobs(
			sim.Job{Work: int64(2 * time.Minute), Demand: sim.Demand{CPU: 1000}},
			sim.Job{Work: int64(time.Minute), Demand: sim.Demand{CPU: 1000}, After: []int64{0}},
		)}
	}
	s, err := sim.New(c())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RunUntil(sim.Time(90 * time.Second)); err != nil {
		t.Fatal(err)
	}
	snap, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if s, err = sim.Resume(c(), snap); err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	want := []string{"j0 since 0s", "j0 since 1m0s", "j1 since 4m0s"}
	if !slices.Equal(got, want) {
		t.Errorf("waiting are %q, want %q", got, want)
	}
}

package sim_test

import (
	"fmt"
	"testing"
	"time"

	"skysim/sim"
)

// asked is a policy made of a function.
type asked struct {
	needs  sim.Needs
	decide func(v *sim.View, p *sim.Plan)
}

func (a asked) Decide(v *sim.View, p *sim.Plan) { a.decide(v, p) }
func (a asked) Needs() sim.Needs                { return a.needs }
func (a asked) String() string                  { return "asked" }

// rented is a world with one offer, which boots for ten seconds.
func rented() *sim.World {
	w := churnWorld(sim.MachineType{CPU: 4000, Mem: 4096, GPUs: 2, Speed: 1_000_000})
	w.Offers = w.Offers[:1]
	w.Offers[0].Boot = 10 * time.Second
	return w
}

func mustRun(t *testing.T, c sim.Config) *sim.Sim {
	t.Helper()
	s, err := sim.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	return s
}

// late boots in 15 seconds and fails every second time.
type late struct{}

func (late) Boot(_ sim.OfferID, n int64) (sim.Duration, bool) { return 15 * time.Second, n%2 == 0 }

// A policy sees when a boot should be over, and not when it will be: whether it
// takes longer or fails is weather.
func TestMachineTimes(t *testing.T) {
	var got []string
	rent := true
	p := asked{decide: func(v *sim.View, p *sim.Plan) {
		if rent {
			rent = false
			m, _ := p.Rent(0)
			p.Rent(0)
			p.Start(v.First(), sim.Place{Machine: m})
			p.WakeAt(sim.Time(5 * time.Second))
		}
		if v.Now() == sim.Time(5*time.Second) {
			p.WakeAt(sim.Time(12 * time.Second))
		}
		for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
			i := v.Machine(m)
			got = append(got, fmt.Sprintf("%v: machine %d is %v, ready %v, busy until %v", v.Now(), i.Number, i.State, i.Ready, i.BusyUntil))
		}
	}}
	mustRun(t, sim.Config{World: rented(), Policy: p, Boots: late{}, Jobs: sim.Jobs(sim.Job{
		Work: int64(20 * time.Second), Estimate: 30 * time.Second, Demand: sim.Demand{CPU: 1000},
	}, sim.Job{Submit: sim.Time(40 * time.Second), Demand: sim.Demand{CPU: 1000}, Work: 1}), Until: sim.Time(time.Minute)})
	want := []string{
		"0s: machine 0 is booting, ready 10s, busy until 40s",
		"0s: machine 1 is booting, ready 10s, busy until 10s",
		"5s: machine 0 is booting, ready 10s, busy until 40s",
		"5s: machine 1 is booting, ready 10s, busy until 10s",
		"12s: machine 0 is booting, ready 12s, busy until 40s",
		"12s: machine 1 is booting, ready 12s, busy until 10s",
		"15s: machine 0 is up, ready 15s, busy until 40s",
		"35s: machine 0 is up, ready 15s, busy until 35s",
		"40s: machine 0 is up, ready 15s, busy until 35s",
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("line %d: got\n%v\nwant\n%v", i, got, want)
		}
	}
}

// An observer changes nothing: a policy sees events if it needs them, and
// only then.
func TestEventsAreShownToWhoNeedsThem(t *testing.T) {
	for _, needs := range []bool{false, true} {
		for _, observers := range [][]sim.Observer{nil, {&diary{}}} {
			seen := 0
			p := asked{needs: sim.Needs{Events: needs}, decide: func(v *sim.View, p *sim.Plan) { seen += len(v.Events()) }}
			mustRun(t, sim.Config{World: rented(), Policy: p, Observers: observers, Jobs: sim.Jobs(sim.Job{Demand: sim.Demand{CPU: 1000}})})
			if want := map[bool]int{true: 1}[needs]; seen != want {
				t.Errorf("needs events: %v, observers: %d: sees %d, want %d", needs, len(observers), seen, want)
			}
		}
	}
}

// A fork asks its own policy for the order of the queue.
func TestForkUnderAnotherOrder(t *testing.T) {
	var jobs []sim.Job
	for n := range 4 {
		jobs = append(jobs, sim.Job{Priority: int32(n), Demand: sim.Demand{CPU: 1000}})
	}
	jobs = append(jobs, sim.Job{Submit: sim.Time(time.Hour), Demand: sim.Demand{CPU: 1000}})
	orders := map[string]func(j *sim.JobInfo) int64{
		"none": nil, "priority": func(j *sim.JobInfo) int64 { return -int64(j.Priority) }, "number": func(j *sim.JobInfo) int64 { return j.Number },
	}
	want := map[string]string{"none": "[0 1 2 3]", "priority": "[3 2 1 0]", "number": "[0 1 2 3]"}
	for from := range orders {
		for to := range orders {
			config := func(order string) sim.Config {
				p := asked{needs: sim.Needs{Order: orders[order]}, decide: func(*sim.View, *sim.Plan) {}}
				return sim.Config{World: rented(), Policy: p, Jobs: sim.Jobs(jobs...), Thorough: true}
			}
			s, err := sim.New(config(from))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.RunUntil(1); err != nil {
				t.Fatal(err)
			}
			snap, err := s.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			if s, err = sim.Resume(config(to), snap); err != nil {
				t.Fatal(err)
			}
			var got []int64
			for j := s.View().First(); j != 0; j = s.View().Next(j) {
				got = append(got, s.View().Job(j).Number)
			}
			if fmt.Sprint(got) != want[to] {
				t.Errorf("from order by %s to order by %s: queue is %v, want %s", from, to, got, want[to])
			}
		}
	}
}

// Whatever a policy asks about, there is an answer.
func TestViewSurvivesGarbage(t *testing.T) {
	handles := []uint64{0, 3, 1 << 32, 1<<32 | 1, 1<<32 | 1<<31, 1<<63 | 1<<31, 1<<64 - 1, 2 << 32, 7}
	p := asked{decide: func(v *sim.View, p *sim.Plan) {
		p.Rent(0)
		for _, h := range handles {
			j, m := sim.JobID(h), sim.MachineID(h)
			v.Job(j)
			v.Gang(j)
			v.Next(j)
			v.FirstFit(j)
			v.BestFit(j)
			v.Machine(m)
			v.NextMachine(m)
			v.NextIdle(m)
			v.Tasks(m, nil)
			v.Line(m)
			v.InLine(m, nil)
			v.Attempt(sim.AttemptID(h))
			v.Places(sim.AttemptID(h), nil)
			for _, g := range handles {
				v.Room(j, sim.MachineID(g))
				v.NextFit(j, sim.MachineID(g))
				v.Device(m, int(g))
				v.OfferRoom(j, sim.OfferID(g))
				p.Start(j, sim.Place{Machine: sim.MachineID(g), GPUs: uint32(h)})
				p.Dispatch(j, sim.MachineID(g))
			}
			v.Price(sim.OfferID(h))
			v.Available(sim.OfferID(h))
			v.Speed(int32(h), sim.TypeID(h))
			p.Rent(sim.OfferID(h))
			p.Stop(sim.AttemptID(h))
			p.WakeAt(sim.Time(h) - 1) // never the present, which would be a livelock
		}
		for _, h := range handles {
			p.Release(sim.MachineID(h))
			p.Recall(sim.JobID(h))
			p.Reject(sim.JobID(h))
		}
	}}
	mustRun(t, sim.Config{World: rented(), Policy: p, Jobs: sim.Jobs(sim.Job{Work: 10, Demand: sim.Demand{CPU: 1000, GPUs: 1, Share: 500}}), Until: 100, Thorough: true})
}

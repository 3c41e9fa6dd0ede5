package dispatch

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/sim/simtest"
)

func made(t testing.TB, choices int) *Policy {
	t.Helper()
	d, err := New(Options{Choices: choices}, 7)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestContract(t *testing.T) {
	for _, choices := range []int{1, 2, 3, MostChoices, All} {
		t.Run(made(t, choices).String(), func(t *testing.T) {
			simtest.Policy(t, func() sim.Policy { return made(t, choices) })
		})
	}
}

// plain is the same policy said more plainly, with nothing remembered.
type plain struct {
	choices int
	rest    *greedy.Policy
}

func (plain) String() string { return "plain" }

func (q plain) Needs() sim.Needs { return q.rest.Needs() }

func (q plain) Decide(v *sim.View, p *sim.Plan) {
	var queue []sim.JobID
	for id := v.First(); id != 0; id = v.Next(id) {
		queue = append(queue, id)
	}
	for _, id := range queue {
		j := v.Job(id)
		var pool, asked []sim.MachineID
		for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
			o := v.Machine(m).Offer
			if v.World().Offers[o].Purchase == sim.Owned && v.OfferRoom(id, o) > 0 {
				pool = append(pool, m)
			}
		}
		if j.Tasks != 1 || len(pool) == 0 {
			continue
		}
		asked = pool
		if q.choices < len(pool) {
			asked = nil
			draws := sim.NewStream(7, "policy", uint64(j.Number), uint64(j.Attempts))
			for len(asked) < q.choices {
				if m := pool[draws.Int64N(int64(len(pool)))]; !slices.Contains(asked, m) {
					asked = append(asked, m)
				}
			}
		}
		p.Dispatch(id, slices.MinFunc(asked, func(a, b sim.MachineID) int {
			return len(v.InLine(a, v.Tasks(a, nil))) - len(v.InLine(b, v.Tasks(b, nil)))
		}))
	}
	q.rest.Decide(v, p)
}

// log notes who was sent where and when who started.
type log []string

func (l *log) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.JobDispatched || e.Kind == sim.AttemptStarted || e.Kind == sim.JobEnded {
			*l = append(*l, fmt.Sprintf("%v: event %d of job %d, machine %d", e.Time, e.Kind, e.Job, e.Machine))
		}
	}
}

func played(t interface{ Fatal(...any) }, w *sim.World, jobs []sim.Job, p sim.Policy) (log, sim.Totals) {
	var l log
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: p, Observers: []sim.Observer{&l}, Thorough: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	return l, s.Totals()
}

// fleets is a world of owned machines: so many of one vCPU and so many of four.
// Where something can be rented as well, it has eight.
func fleets(small, large int64, rent bool) *sim.World {
	w := &sim.World{
		Providers: []sim.Provider{{Name: "own"}}, Regions: []sim.Region{{Name: "here"}}, Zones: []sim.Zone{{Name: "here"}},
		Types: []sim.MachineType{
			{Name: "small", CPU: 1000, GPUKind: -1, Speed: 1e6}, {Name: "large", CPU: 4000, GPUKind: -1, Speed: 1e6},
			{Name: "rented", CPU: 8000, GPUKind: -1, Speed: 1e6},
		},
	}
	for i, n := range []int64{small, large} {
		if n > 0 {
			w.Offers = append(w.Offers, sim.Offer{Type: sim.TypeID(i), Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(n)})
		}
	}
	if rent {
		w.Offers = append(w.Offers, sim.Offer{Type: 2, Purchase: sim.OnDemand, Price: sim.Constant(1e9), Supply: sim.Constant(sim.Unlimited)})
	}
	w.SortOffers()
	return w
}

func TestSameAsSaidPlainly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := fleets(rapid.Int64Range(0, 5).Draw(t, "small"), rapid.Int64Range(1, 4).Draw(t, "large"), rapid.Bool().Draw(t, "rent"))
		var jobs []sim.Job
		at := sim.Time(0)
		for range rapid.IntRange(1, 60).Draw(t, "jobs") {
			at = at.Add(time.Duration(rapid.Int64Range(0, 3).Draw(t, "gap")) * time.Second)
			jobs = append(jobs, sim.Job{
				Submit: at, Work: 1e9 * rapid.Int64Range(1, 9).Draw(t, "work"), Tasks: rapid.SampledFrom([]int32{1, 1, 1, 1, 2}).Draw(t, "tasks"),
				Demand: sim.Demand{CPU: rapid.SampledFrom([]int64{500, 1000, 2000, 5000}).Draw(t, "cpu")},
			})
		}
		choices := rapid.SampledFrom([]int{1, 2, 3, All}).Draw(t, "choices")
		rest, _ := greedy.New(greedy.Default(), 7)
		p, err := New(Options{Choices: choices}, 7)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := played(t, w, jobs, p)
		want, _ := played(t, w, jobs, plain{choices, rest})
		if !slices.Equal(got, want) {
			t.Fatalf("choices %d:\n%q\nsaid plainly\n%q", choices, got, want)
		}
	})
}

// Ten thousand jobs on five machines: each machine gets a fifth of them, and
// each pair of choices comes as often as the others.
func TestDrawsAreFair(t *testing.T) {
	const n = 10_000
	var jobs []sim.Job
	for i := range sim.Time(n) {
		jobs = append(jobs, sim.Job{Submit: i * 2e9, Work: 1e9, Demand: sim.Demand{CPU: 1000}})
	}
	for _, choices := range []int{1, 2} {
		count := map[int64]float64{}
		p := made(t, choices)
		watch := observe(func(e *sim.Event) {
			if e.Kind == sim.AttemptStarted {
				count[e.Machine]++
			}
		})
		s, err := sim.New(sim.Config{World: fleets(5, 0, false), Jobs: sim.Jobs(jobs...), Policy: p, Observers: []sim.Observer{watch}})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Run(); err != nil {
			t.Fatal(err)
		}
		for m := range int64(5) {
			if math.Abs(count[m]-n/5) > 4*math.Sqrt(n*0.16) {
				t.Errorf("%v: machine %d got %v jobs of %d, want about a fifth", p, m, count[m], n)
			}
		}
	}
}

type observe func(e *sim.Event)

func (o observe) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		o(&events[i])
	}
}

// Under every one of these loads more choices mean shorter waits, by far.
func TestMoreChoicesWaitLess(t *testing.T) {
	arrivals, service := sim.NewStream(1, "arrivals"), sim.NewStream(1, "service")
	var jobs []sim.Job
	at := sim.Time(0)
	for range 40_000 {
		at = at.Add(time.Duration(arrivals.Exponential() / 18 * 1e9))
		jobs = append(jobs, sim.Job{Submit: at, Work: 1 + int64(service.Exponential()*1e9), Demand: sim.Demand{CPU: 1000}})
	}
	last := math.Inf(1)
	for _, choices := range []int{1, 2, 4, All} {
		_, sum := played(t, fleets(20, 0, false), jobs, made(t, choices))
		wait := sum.WaitSum.Float()
		if wait > 0.8*last {
			t.Errorf("with %d choices jobs wait %v s altogether, with half as many %v s", choices, wait/1e9, last/1e9)
		}
		last = wait
	}
}

func TestWrongChoices(t *testing.T) {
	for _, choices := range []int{0, -1, MostChoices + 1} {
		if p, err := New(Options{Choices: choices}, 1); err == nil {
			t.Errorf("New with %d choices is %v, want an error", choices, p)
		}
	}
}

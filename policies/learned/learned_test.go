package learned

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/policies/greedy"
	"skysim/policies/learned/order"
	"skysim/policies/learned/weights"
	"skysim/policies/wrap"
	"skysim/sim"
	"skysim/sim/simtest"
)

// functions are some that order quite differently.
var functions = []order.Function{{}, {Handicap: 1e6, Run: 1, Width: 1.3}, {Handicap: 600, Run: 2, Width: -1}, {Handicap: 1e12, Run: -3, Width: 0.5}}

func made(t testing.TB, f order.Function, change func(*greedy.Options)) *Policy {
	o := greedy.Default()
	change(&o)
	p, err := New("test.json", f, o, 7)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestContract(t *testing.T) {
	for i, f := range functions {
		for turn := range 1 + i%2 {
			change := func(o *greedy.Options) {
				o.Place, o.Backfill = greedy.Place(1+(4*i+turn)%len(greedy.Places())), greedy.Backfill(1+(i+turn)%len(greedy.Backfills()))
				o.Preempt = greedy.Preempt(1 + turn%2)
				o.Idle = []sim.Duration{10 * 60e9, 0, greedy.Never}[turn]
			}
			t.Run(fmt.Sprint(i, made(t, f, change)), func(t *testing.T) {
				simtest.Policy(t, func() sim.Policy { return made(t, f, change) })
			})
		}
		t.Run(fmt.Sprint(i, "committed"), func(t *testing.T) {
			simtest.Policy(t, func() sim.Policy {
				c, err := wrap.NewCommit(made(t, f, func(*greedy.Options) {}), wrap.Backfill(1+i%2))
				if err != nil {
					t.Fatal(err)
				}
				return c
			})
		})
	}
}

// starts runs jobs on a machine of 8 cores and lists the minutes at which they start.
func starts(t testing.TB, p sim.Policy, jobs []sim.Job) string {
	w := &sim.World{
		Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}},
		Zones: []sim.Zone{{Name: "z"}}, Types: []sim.MachineType{{Name: "t", CPU: 8000, GPUKind: -1, Speed: 1_000_000}},
		Offers: []sim.Offer{{Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(1)}},
	}
	d := &diary{}
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: p, Observers: []sim.Observer{d}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(*d, " ")
}

type diary []string

func (d *diary) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.AttemptStarted {
			*d = append(*d, fmt.Sprintf("j%d@%v", e.Job, time.Duration(e.Time).Minutes()))
		}
	}
}

// task arrives at a minute, needs some cores and runs for some minutes.
func task(at, cores, minutes int64) sim.Job {
	run := time.Duration(minutes) * time.Minute
	return sim.Job{Submit: sim.Time(time.Duration(at) * time.Minute), Work: int64(run), Estimate: run, Demand: sim.Demand{CPU: 1000 * cores}}
}

// TestOldJobsComeFirstInTheEnd: j1 is long, and short ones keep coming. Its handicap is 65
// minutes and theirs 49: those that come more than 16 minutes later do not pass it.
func TestOldJobsComeFirstInTheEnd(t *testing.T) {
	jobs := []sim.Job{task(0, 8, 30), task(1, 8, 100)}
	for at := int64(2); at < 200; at += 20 {
		jobs = append(jobs, task(at, 8, 20))
	}
	f := order.Function{Handicap: 7200, Run: 1, Width: 1}
	got := starts(t, made(t, f, func(*greedy.Options) {}), jobs)
	if want := "j0@0 j2@30 j1@50 j3@150"; !strings.HasPrefix(got, want) {
		t.Errorf("with ageing %s, want %s …", got, want)
	}
	f.Handicap = 1e9
	if got := starts(t, made(t, f, func(*greedy.Options) {}), jobs); !strings.HasSuffix(got, " j1@230") {
		t.Errorf("without %s, want j1 last", got)
	}
}

// TestSteadyIsLive: an order that is asked at each decision decides the same.
func TestSteadyIsLive(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var jobs []sim.Job
		at := int64(0)
		for range rapid.IntRange(1, 25).Draw(rt, "jobs") {
			at += rapid.Int64Range(0, 9).Draw(rt, "pause")
			jobs = append(jobs, task(at, rapid.Int64Range(1, 8).Draw(rt, "cores"), rapid.Int64Range(1, 50).Draw(rt, "minutes")))
		}
		f := functions[rapid.IntRange(0, len(functions)-1).Draw(rt, "function")]
		live := made(t, f, func(*greedy.Options) {})
		live.OrderNow()
		if got, want := starts(t, live, jobs), starts(t, made(t, f, func(*greedy.Options) {}), jobs); got != want {
			rt.Fatalf("ordering at each decision %s, want %s", got, want)
		}
	})
}

func TestNewRefusesAnOrder(t *testing.T) {
	o := greedy.Default()
	o.Order = greedy.SJF
	if _, err := New("x", order.Function{}, o, 1); err == nil || !strings.Contains(err.Error(), "order is sjf, and the weights say the order") {
		t.Errorf("an order beside the weights: %v", err)
	}
}

// TestEmbeddedOrdersCanBeRead reads every file of the kind that comes with skysim.
func TestEmbeddedOrdersCanBeRead(t *testing.T) {
	found := 0
	for _, name := range weights.Names() {
		data, err := weights.Embedded(name)
		if err != nil {
			t.Fatal(err)
		}
		if f, err := weights.Read(name, data); err != nil || f.Kind != order.Kind {
			continue // another family's, or package weights' to complain about
		}
		found++
		if _, err := Read(name, data); err != nil {
			t.Error(err)
		}
	}
	if found == 0 {
		t.Error("no order comes with skysim")
	}
}

func Example() {
	data, err := weights.Embedded("rlscheduler-1")
	if err != nil {
		panic(err)
	}
	f, err := Read("rlscheduler-1", data)
	if err != nil {
		panic(err)
	}
	p, err := New("rlscheduler-1", f, greedy.Default(), 1)
	fmt.Println(p, err)
	// Output: learned(weights=rlscheduler-1,place=cheapest) <nil>
}

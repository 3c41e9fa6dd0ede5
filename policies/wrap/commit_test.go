package wrap

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/sim/simtest"
)

// inner returns a greedy policy with some options changed.
func inner(t testing.TB, change func(*greedy.Options)) *greedy.Policy {
	o := greedy.Default()
	o.Place = greedy.FirstFit
	change(&o)
	g, err := greedy.New(o, 7)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func committed(t testing.TB, b Backfill, change func(*greedy.Options)) *Commit {
	c, err := NewCommit(inner(t, change), b)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCommitContract(t *testing.T) {
	for i := range greedy.Orders() {
		for _, b := range []Backfill{BackfillNone, BackfillEarly} {
			change := func(o *greedy.Options) {
				o.Order, o.Place = greedy.Order(i+1), greedy.Place(1+i%len(greedy.Places()))
				o.Idle = []sim.Duration{10 * 60e9, 0, greedy.Never}[i%3]
			}
			t.Run(committed(t, b, change).String(), func(t *testing.T) {
				simtest.Policy(t, func() sim.Policy { return committed(t, b, change) })
			})
		}
	}
}

// cluster is one owned machine of 8 cores.
func cluster() *sim.World {
	w := &sim.World{
		Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}},
		Zones: []sim.Zone{{Name: "z"}}, Types: []sim.MachineType{{Name: "t", CPU: 8000, GPUKind: -1, Speed: 1_000_000}},
		Offers: []sim.Offer{{Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(1)}},
	}
	return w
}

// task arrives at a minute, needs some cores and runs for some minutes.
func task(at, cores, minutes int64) sim.Job {
	run := time.Duration(minutes) * time.Minute
	return sim.Job{Submit: sim.Time(time.Duration(at) * time.Minute), Work: int64(run), Estimate: run, Demand: sim.Demand{CPU: 1000 * cores}}
}

// diary writes down when jobs started.
type diary []string

func (d *diary) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.AttemptStarted {
			*d = append(*d, fmt.Sprintf("j%d@%v", e.Job, time.Duration(e.Time).Minutes()))
		}
	}
}

func starts(t testing.TB, p sim.Policy, jobs ...sim.Job) string {
	return startsIn(t, cluster(), p, jobs...)
}

// startsIn is starts in another world.
func startsIn(t testing.TB, w *sim.World, p sim.Policy, jobs ...sim.Job) string {
	var d diary
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: p, Observers: []sim.Observer{&d}, Thorough: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(d, " ")
}

// TestCommitKeepsToItsChoice: j0 holds 6 of 8 cores for an hour; j1, the shortest of
// those that wait, does not fit, and j2, shorter still, comes too late to be chosen.
func TestCommitKeepsToItsChoice(t *testing.T) {
	jobs := []sim.Job{task(0, 6, 60), task(1, 4, 20), task(2, 4, 10), task(3, 2, 57), task(4, 2, 15), task(5, 2, 40)}
	for _, tt := range []struct {
		name string
		p    sim.Policy
		want string
	}{
		{"greedy chooses anew", inner(t, func(o *greedy.Options) { o.Order = greedy.SJF }), "j0@0 j2@60 j4@60 j1@70 j5@70 j3@75"},
		{"commit does not", committed(t, BackfillNone, func(o *greedy.Options) { o.Order = greedy.SJF }), "j0@0 j1@60 j2@60 j4@70 j5@70 j3@80"},
		{"early lets pass who ends before minute 60, and not at it", committed(t, BackfillEarly, func(o *greedy.Options) { o.Order = greedy.SJF }),
			"j0@0 j4@4 j5@19 j1@60 j2@60 j3@70"},
	} {
		if got := starts(t, tt.p, jobs...); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestEarlyPromisesOnce: j0 ends at 30 and not at 60 as it had claimed. j1 blocks until
// then; its reservation stays at 60 while it blocks.
func TestEarlyPromisesOnce(t *testing.T) {
	wrong := task(0, 6, 30)
	wrong.Estimate = time.Hour
	got := starts(t, committed(t, BackfillEarly, func(*greedy.Options) {}), wrong, task(1, 4, 10), task(2, 2, 57), task(3, 2, 58))
	if want := "j0@0 j2@2 j1@30 j3@30"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestEarlyPromisesAnew: j1 blocks until 30, and j2 after it until 50. The reservation of
// j1 is not that of j2: j3, which ends at 46, may pass j2, and j4 may not.
func TestEarlyPromisesAnew(t *testing.T) {
	got := starts(t, committed(t, BackfillEarly, func(*greedy.Options) {}), task(0, 6, 30), task(1, 4, 20), task(2, 8, 10), task(31, 2, 15), task(32, 2, 18))
	if want := "j0@0 j1@30 j3@31 j2@50 j4@60"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestEarlyPromisesWhatMayBeUsed: j1 has left for a rented machine until 235. j2 waits for
// owned machines alone, so that what it counts on is the end of j0 at 240, and j3, which
// ends at 237, may pass.
func TestEarlyPromisesWhatMayBeUsed(t *testing.T) {
	w := cluster()
	w.Offers = append(w.Offers, sim.Offer{Purchase: sim.OnDemand, Supply: sim.Constant(1), Price: sim.Constant(int64(sim.DollarRate))})
	p := committed(t, BackfillEarly, func(o *greedy.Options) {
		o.Wait, o.Idle = greedy.Waiting{Rule: greedy.WaitBySize, By: 1}, greedy.Never // an hour for each core
	})
	got := startsIn(t, w, p, task(0, 6, 240), task(1, 3, 54), task(230, 8, 30), task(231, 2, 6))
	if want := "j0@0 j1@181 j3@231 j2@240"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestPatienceHoldsUnderCommit: the head is rejected when its patience is over, and
// the one behind it starts.
func TestPatienceHoldsUnderCommit(t *testing.T) {
	got := starts(t, committed(t, BackfillNone, func(o *greedy.Options) { o.Patience = 10 * time.Minute }), task(0, 6, 60), task(1, 4, 10), task(2, 2, 10))
	if want := "j0@0 j2@11"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestNewCommitRefuses(t *testing.T) {
	c := committed(t, BackfillNone, func(*greedy.Options) {})
	for _, tt := range []struct {
		inner sim.Policy
		b     Backfill
		want  string
	}{
		{&simtest.InOrder{}, BackfillNone, "commit cannot wrap in-order, which does not say which job is next"},
		{c, BackfillNone, "which does not say which job is next"},
		{head{c}, BackfillEarly, "commit with backfill=early cannot wrap"},
		{inner(t, func(o *greedy.Options) { o.Preempt = greedy.PreemptLater }), BackfillNone, "preempt=later is at odds with it"},
		{c.Inner(), 0, "backfill is 0, want 1 to 2"},
	} {
		if got, err := NewCommit(tt.inner, tt.b); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("NewCommit(%v, %v) = %v, %v, want an error with %q", tt.inner, tt.b, got, err, tt.want)
		}
	}
}

// head is a Scheduler and nothing else.
type head struct{ sim.Policy }

func (head) Head(*sim.View) sim.JobID                             { return 0 }
func (head) Start(*sim.View, *sim.Plan, sim.JobID, sim.Time) bool { return false }
func (head) Retire(*sim.View, *sim.Plan) bool                     { return false }

// TestCommitIsTheBookLoop compares the starts of a random crowd with a loop that
// sorts, takes the first, and waits until it fits.
func TestCommitIsTheBookLoop(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var jobs []sim.Job
		at := int64(0)
		for range rapid.IntRange(1, 20).Draw(rt, "jobs") {
			at += rapid.Int64Range(1, 9).Draw(rt, "pause")
			jobs = append(jobs, task(at, rapid.Int64Range(1, 8).Draw(rt, "cores"), rapid.Int64Range(1, 50).Draw(rt, "minutes")))
		}
		got := starts(t, committed(t, BackfillNone, func(o *greedy.Options) { o.Order = greedy.SJF }), jobs...)
		if want := book(jobs); got != want {
			rt.Fatalf("%s, want %s", got, want)
		}
	})
}

// book works minute by minute.
func book(jobs []sim.Job) string {
	var log []string
	var queue []int
	ends, next, free := map[int]int64{}, 0, int64(8)
	chosen := -1
	for minute := int64(0); len(log) < len(jobs); minute++ {
		for i := range jobs {
			if end, runs := ends[i]; runs && end == minute {
				free += jobs[i].Demand.CPU / 1000
			}
		}
		for next < len(jobs) && int64(jobs[next].Submit) == minute*60e9 {
			queue = append(queue, next)
			next++
		}
		for {
			if chosen < 0 && len(queue) > 0 {
				slices.SortFunc(queue, func(a, b int) int { return cmp.Or(cmp.Compare(jobs[a].Work, jobs[b].Work), cmp.Compare(a, b)) })
				chosen, queue = queue[0], queue[1:]
			}
			if chosen < 0 || jobs[chosen].Demand.CPU/1000 > free {
				break
			}
			free -= jobs[chosen].Demand.CPU / 1000
			ends[chosen] = minute + jobs[chosen].Work/60e9
			log = append(log, fmt.Sprintf("j%d@%d", chosen, minute))
			chosen = -1
		}
	}
	return strings.Join(log, " ")
}

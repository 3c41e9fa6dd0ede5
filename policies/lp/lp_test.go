package lp

import (
	"testing"

	"skysim/policies/greedy"
	"skysim/policies/lp/network"
	"skysim/sim"

	"pgregory.net/rapid"
)

// two is a market where one fast machine can be had and any number of slow ones, for a dollar an
// hour each: jobs of profile 0 run four times as fast on it, those of profile 1 a quarter faster.
func two() *sim.World {
	return bazaar(
		stall{name: "fast", how: sim.OnDemand, cents: 100, supply: 1, gpus: 1, speeds: []int64{400, 125}},
		stall{name: "slow", how: sim.OnDemand, cents: 100, supply: sim.Unlimited, gpus: 1, speeds: []int64{100, 100}},
	)
}

// TestComparativeAdvantage has both want the fast machine: 4 h of work cost $1.00 or $3.20 there and
// $4.00 elsewhere. Whoever comes first has it under greedy; a plan gives it to the one that
// saves $3.00 and not to the one that saves $0.80.
func TestComparativeAdvantage(t *testing.T) {
	jobs := []sim.Job{task(0, 240, 1), task(0, 240, 0)}
	starts, cents := play(t, two(), fcfs(t), jobs...)
	if starts[0] != "fast at 0" || starts[1] != "slow at 0" || cents != 720 {
		t.Errorf("greedy: %v for %d cents, want job 0 on fast for 720", starts, cents)
	}
	l := made(t, func(o *Options) { o.Window = 0 })
	starts, cents = play(t, two(), l, jobs...)
	if starts[0] != "slow at 0" || starts[1] != "fast at 0" || cents != 500 {
		t.Errorf("lp: %v for %d cents, want job 1 on fast for 500", starts, cents)
	}
	if c := l.Counts(); c.Solved == 0 || c.Failed > 0 || c.Unproved > 0 {
		t.Errorf("counts %+v, want problems solved and none that failed", c)
	}
}

// TestDelayPrice has one job on the only fast machine for an hour when another comes, a minute later, of an hour's work:
// it could wait an hour and pay $0.25, or pay $1.00 at once. An hour of delay costs Delay dollars.
func TestDelayPrice(t *testing.T) {
	for _, c := range []struct {
		delay float64
		want  string
		cents int64
	}{
		{0, "fast at 60", 125}, {0.1, "fast at 60", 125}, {5, "slow at 1", 200},
	} {
		l := made(t, func(o *Options) { o.Delay, o.Window = c.delay, 3600e9 })
		starts, cents := play(t, two(), l, task(0, 240, 0), task(1, 60, 0))
		if starts[1] != c.want || cents != c.cents {
			t.Errorf("delay %v: %v for %d cents, want job 1 on %s for %d", c.delay, starts, cents, c.want, c.cents)
		}
	}
}

// TestWindow ends a wait that goes on for longer than was expected: the job on the fast machine runs for
// four hours and its user says one.
func TestWindow(t *testing.T) {
	long := task(0, 960, 0)
	long.Estimate /= 4
	starts, _ := play(t, two(), made(t, func(o *Options) { o.Delay, o.Window = 0, 7200e9 }), long, task(1, 60, 0))
	if starts[1] != "slow at 121" {
		t.Errorf("%v, want job 1 on slow when it has waited for 120 minutes", starts)
	}
}

// TestDeadlines lets a job with a deadline of 90 minutes not wait for an hour, if that counts.
func TestDeadlines(t *testing.T) {
	late := task(1, 60, 1)
	late.Deadline = sim.Time(70 * 60e9)
	for form, want := range map[Form]string{Transport: "fast at 60", Deadlines: "slow at 1"} {
		l := made(t, func(o *Options) { o.Delay, o.Window, o.Form = 0, 3600e9, form })
		if starts, _ := play(t, two(), l, task(0, 240, 0), late); starts[1] != want {
			t.Errorf("%v: %v, want job 1 on %s", form, starts, want)
		}
	}
}

// TestNobodyMayUse has offers that no job can run on, or only one of two: what can run does, the rest
// waits for ever and disturbs nobody.
func TestNobodyMayUse(t *testing.T) {
	w := bazaar(stall{name: "odd", how: sim.OnDemand, cents: 1, supply: 1, gpus: 1, speeds: []int64{0, 100}})
	for _, every := range []sim.Duration{0, 600e9} {
		starts, _ := play(t, w, made(t, func(o *Options) { o.Every = every }), task(0, 60, 0), task(0, 60, 1), task(0, 60, 0))
		if len(starts) != 1 || starts[1] != "odd at 0" {
			t.Errorf("every %v: %v, want job 1 alone on odd", every, starts)
		}
	}
}

// TestDemandAboveSupply starts as many as there is room for and the others as it becomes free,
// though all places are equally good: a degenerate problem.
func TestDemandAboveSupply(t *testing.T) {
	w := bazaar(stall{name: "own", how: sim.Owned, supply: 2, gpus: 1, speeds: []int64{100}})
	var jobs []sim.Job
	for range 6 {
		jobs = append(jobs, task(0, 60, 0))
	}
	starts, _ := play(t, w, made(t, func(*Options) {}), jobs...)
	for n, want := range []string{"own at 0", "own at 0", "own at 60", "own at 60", "own at 120", "own at 120"} {
		if starts[int64(n)] != want {
			t.Errorf("job %d on %s, want %s", n, starts[int64(n)], want)
		}
	}
}

// TestTick decides at whole multiples of Every.
func TestTick(t *testing.T) {
	starts, _ := play(t, two(), made(t, func(o *Options) { o.Every, o.Window = 600e9, 0 }), task(3, 240, 1), task(8, 240, 0), task(20, 60, 1))
	if starts[0] != "slow at 10" || starts[1] != "fast at 10" || starts[2] != "slow at 20" {
		t.Errorf("%v, want jobs 0 and 1 at 10, with job 1 on fast, and job 2 at 20", starts)
	}
}

// TestPlanIsNeverDearerAtOnce holds one plan against the other orders in which greedy could have
// served the same jobs of one GPU: where nobody waits and all come at once, no order of
// serving costs less.
func TestPlanIsNeverDearerAtOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := bazaar(
			stall{name: "a", how: sim.OnDemand, cents: rapid.Int64Range(50, 200).Draw(r, "a"), supply: rapid.Int64Range(0, 3).Draw(r, "supply a"), gpus: 1, speeds: percent(r)},
			stall{name: "b", how: sim.Spot, cents: rapid.Int64Range(50, 200).Draw(r, "b"), supply: rapid.Int64Range(0, 3).Draw(r, "supply b"), gpus: 1, speeds: percent(r)},
			stall{name: "c", how: sim.OnDemand, cents: 300, supply: sim.Unlimited, gpus: 1, speeds: []int64{100, 100, 100}},
		)
		var jobs []sim.Job
		for range rapid.IntRange(1, 7).Draw(r, "jobs") {
			jobs = append(jobs, task(0, 60*rapid.Int64Range(1, 4).Draw(r, "hours"), int32(rapid.IntRange(0, 2).Draw(r, "profile"))))
		}
		l := made(t, func(o *Options) { o.Window, o.Delay = 0, 0 })
		_, plan := play(t, w, l, jobs...)
		for _, order := range []greedy.Order{greedy.FCFS, greedy.SJF, greedy.LJF} {
			o := greedy.Default()
			o.Idle, o.Order = 0, order
			g, err := greedy.New(o, 1)
			if err != nil {
				t.Fatal(err)
			}
			if _, cents := play(t, w, g, jobs...); plan > cents+int64(len(jobs)) {
				r.Fatalf("the plan costs %d cents, greedy with order=%v %d", plan, order, cents)
			}
		}
	})
}

// percent draws speeds of three profiles.
func percent(r *rapid.T) []int64 {
	return rapid.SliceOfN(rapid.Int64Range(50, 400), 3, 3).Draw(r, "speeds")
}

// TestRoomIsTheEngines holds room against View.OfferRoom, by which the engine goes.
func TestRoomIsTheEngines(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := bazaar(stall{name: "m", how: sim.OnDemand, supply: 1, gpus: int32(rapid.IntRange(0, 8).Draw(r, "gpus")), speeds: []int64{100}})
		d := sim.Demand{CPU: rapid.Int64Range(0, 4000).Draw(r, "cpu"), Mem: rapid.Int64Range(0, 1<<15).Draw(r, "mem")}
		if d.GPUs = int32(rapid.IntRange(0, 4).Draw(r, "of them")); d.GPUs > 0 {
			d.Share = int32(rapid.IntRange(1, 1000).Draw(r, "share"))
		}
		if d == (sim.Demand{}) {
			d.CPU = 1
		}
		ask := &asking{}
		play(t, w, ask, sim.Job{Work: 1, Demand: d})
		if got := room(&d, &w.Types[0]); ask.asked && got != ask.room && ask.room < 1<<30 {
			r.Fatalf("room(%+v, %+v) = %d, the engine says %d", d, w.Types[0], got, ask.room)
		}
	})
}

// asking is a policy that notes what the engine says of its first job.
type asking struct {
	room  int64
	asked bool
}

func (a *asking) Decide(v *sim.View, _ *sim.Plan) {
	if j := v.First(); j != 0 && !a.asked {
		a.room, a.asked = int64(v.OfferRoom(j, 0)), true
	}
}

func (a *asking) String() string { return "asking" }

// TestAnswersAreChecked spoils what the solver is given: the answer does not count, and jobs are
// placed one by one.
func TestAnswersAreChecked(t *testing.T) {
	p := network.Problem{Supply: []int64{1}, Demand: []int64{1}, Penalty: []int64{9}, Arcs: []network.Arc{{From: 0, To: 0, Cost: 1, Cap: 1}}}
	s, err := network.Solve(&p, network.Budget{})
	if err != nil || network.Check(&p, s) != nil {
		t.Fatalf("Solve: %v", err)
	}
	s.Flow[0] = 2
	if network.Check(&p, s) == nil {
		t.Error("a flow of 2 from a supply of 1 passes")
	}
}

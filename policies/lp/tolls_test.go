package lp

import (
	"math"
	"testing"

	"skysim/sim"
)

// near fails unless a float is what was wanted, by a relative tolerance.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance*math.Max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// TestWithin integrates by hand what share of a run falls in the horizon, and checks the ends.
func TestWithin(t *testing.T) {
	const all = 4.0
	for hours, want := range map[float64]float64{0: 1, all: 0.5, 2 * all: 0.25} {
		near(t, "within", within(hours), want, 1e-12)
	}
	for _, hours := range []float64{0.5, 3, 5, 20} {
		var sum float64
		const n = 100_000
		for i := range n { // it begins in the middle of each of n parts
			sum += math.Min(hours, all-all*(float64(i)+0.5)/n) / hours
		}
		near(t, "within", within(hours), sum/n, 1e-4)
	}
}

// TestClimbFindsThePrice has two streams of a job an hour each, of an hour, want one machine: the
// one gains 3 from it, the other 1. Any toll between 1 and 3 sends the right one there.
func TestClimbFindsThePrice(t *testing.T) {
	for _, c := range []struct {
		limit    float64
		low, top float64
	}{
		{0.5, 3, 3}, // half of the better stream has to go: it gets no better by the machine than elsewhere
		{1, 1, 3},
		{1.5, 1, 1}, // half of the other one gets in
		{2, 0, 1},
		{3, 0, 0},
	} {
		var w tolls
		w.open(1)
		w.limit[0], w.scale[0] = c.limit, 3
		w.flows = []stream{
			{rate: 1, rival: 4, ways: []way{{cost: 1, use: 1, load: 1}}},
			{rate: 1, rival: 4, ways: []way{{cost: 3, use: 1, load: 1}}},
		}
		w.climb()
		if p := w.price[0]; p < c.low-0.2 || p > c.top+0.2 {
			t.Errorf("%v machines: a toll of %v, want %v to %v", c.limit, p, c.low, c.top)
		}
		w.limit[0] = -1 // no longer limited
		w.climb()
		near(t, "the toll of what is not limited", w.price[0], 0, 0)
	}
}

// TestClimbChargesByUse has the second stream hold the machine for four hours for a gain of 4: 1 an
// hour, against 3 an hour of the first.
func TestClimbChargesByUse(t *testing.T) {
	var w tolls
	w.open(1)
	w.limit[0], w.scale[0] = 1, 3
	w.flows = []stream{
		{rate: 1, rival: 4, ways: []way{{cost: 1, use: 1, load: 1}}},
		{rate: 1, rival: 5, ways: []way{{cost: 1, use: 4, load: 4}}},
	}
	w.climb()
	if p := w.price[0]; p < 0.8 || p > 3.2 {
		t.Errorf("a toll of %v an hour, want 1 to 3", p)
	}
	load := []float64{0}
	near(t, "what the second stream pays", w.flows[1].take(load, w.price), 5, 1e-9)
	near(t, "what it takes", load[0], 0, 0)
	near(t, "what the first stream pays", w.flows[0].take(load, w.price), 1+w.price[0], 1e-9)
	near(t, "what it takes", load[0], 1, 0)
	w.flows[0].rate, w.flows[0].ways[0].load = 3, 0.5 // half of its hours are in the horizon
	w.flows[0].take(load, nil)
	near(t, "what three an hour take as well", load[0], 1+1.5, 0)
}

// TestSurvey counts two machines, which are taken for another hour and for half an hour of the four that
// count; the hours expected of all who are alive are those of the jobs that run and of the one that waits.
func TestSurvey(t *testing.T) {
	w := bazaar(stall{name: "own", how: sim.Owned, supply: 2, gpus: 1, speeds: []int64{100}})
	l := made(t, func(*Options) {})
	g := &glance{at: sim.Time(hour), p: fcfs(t), look: func(v *sim.View) {
		l.market.open(w, l.opts.Spot)
		l.tolls.open(1)
		near(t, "hours alive", l.survey(v), 2+0.5+3, 1e-9)
		near(t, "machines", l.tolls.held[0], 2-0.25-0.125, 1e-9)
	}}
	play(t, w, g, task(0, 120, 0), task(60, 30, 0), task(60, 180, 0))
	if !g.done {
		t.Error("nobody looked")
	}
}

// TestMemory has jobs that gain little and jobs that gain much take turns on the fast machine, which
// has room for one kind. Without memory whoever comes takes it; with it, those that
// gain little go elsewhere and leave it to the others, and it costs less.
func TestMemory(t *testing.T) {
	var jobs []sim.Job
	for i := range int64(96) { // 240 min of work: 60 min on fast or 192
		jobs = append(jobs, task(65*i, 240, 1), task(65*i+5, 240, 0))
	}
	share := func(memory sim.Duration) (little, much int, cents int64) {
		l := made(t, func(o *Options) { o.Window, o.Memory = 0, memory })
		starts, cents := play(t, two(), l, jobs...)
		for n, s := range starts {
			if s[:4] == "fast" && n >= 48 { // after it has seen some
				if n%2 == 0 {
					little++
				} else {
					much++
				}
			}
		}
		return little, much, cents
	}
	little0, much0, cents0 := share(0)
	little, much, cents := share(6 * hour)
	if little >= little0 || much <= much0 || much < 60 || cents >= cents0 {
		t.Errorf("on fast: %d that gain little and %d that gain much for %d cents; without memory %d and %d for %d", little, much, cents, little0, much0, cents0)
	}
}

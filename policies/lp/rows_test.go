package lp

import (
	"fmt"
	"maps"
	"testing"

	"skysim/policies/greedy"
	"skysim/sim"
)

// TestPartsBeginAlike has the parts of a short window be the first of those of a longer one.
func TestPartsBeginAlike(t *testing.T) {
	for _, c := range []struct {
		window sim.Duration
		parts  int
	}{
		{0, 0}, {1, 1}, {900e9, 1}, {901e9, 2}, {3600e9, 3}, {24 * hour, 8}, {240 * hour, 11}, {100_000 * hour, 20}, {greedy.Never, mostParts},
	} {
		if n := parts(c.window); n != c.parts {
			t.Errorf("a window of %v has %d parts, want %d", c.window, n, c.parts)
		}
		if c.parts > 0 && c.parts < mostParts && ends(c.parts-1) < c.window {
			t.Errorf("a window of %v ends after its last part, %v", c.window, ends(c.parts-1))
		}
	}
	if ends(mostParts-1) < 0 || parts(greedy.Never) != mostParts {
		t.Errorf("the last part ends %v from now", ends(mostParts-1))
	}
}

// TestLongerWindowsWaitLonger has a job wait for a machine that is taken for 40 h, or for 3 h: it does in every
// window that reaches so far, however long, and in no shorter one.
func TestLongerWindowsWaitLonger(t *testing.T) {
	for _, taken := range []int64{3, 40} {
		var before string
		for _, window := range []sim.Duration{0, 60, 900, 3600, 2.5 * 3600, 3 * 3600, 24 * 3600, 39 * 3600, 40 * 3600, 240 * 3600, 1000 * 3600, 1e5 * 3600} {
			l := made(t, func(o *Options) { o.Window, o.Delay = window*1e9, 0.01 })
			starts, _ := play(t, two(), l, task(0, 4*60*taken, 0), task(1, 60, 0))
			want := "slow at 1"
			if window >= sim.Duration(taken*3600) {
				want = fmt.Sprintf("fast at %d", 60*taken)
			}
			if starts[1] != want {
				t.Errorf("taken for %d h, window %d s: job 1 on %s, want %s (a shorter window: %s)", taken, window, starts[1], want, before)
			}
			before = starts[1]
		}
	}
}

// TestNothingBeyond has a crowd whose last job ends within two days: all windows of ten days and more
// mean the same.
func TestNothingBeyond(t *testing.T) {
	w := bazaar(
		stall{name: "own", how: sim.Owned, supply: 3, gpus: 1, speeds: []int64{200, 100}},
		stall{name: "fast", how: sim.OnDemand, cents: 100, supply: 2, gpus: 1, speeds: []int64{400, 125}},
		stall{name: "slow", how: sim.OnDemand, cents: 100, supply: sim.Unlimited, gpus: 1, speeds: []int64{100, 100}},
	)
	var jobs []sim.Job
	for i := range int64(60) {
		jobs = append(jobs, task(i*7, 30+i*37%400, int32(i%2)))
	}
	var first map[int64]string
	for _, hours := range []int64{240, 1000, 100_000} {
		starts, _ := play(t, w, made(t, func(o *Options) { o.Window = sim.Duration(hours) * hour }), jobs...)
		if first == nil {
			first = starts
		}
		if !maps.Equal(starts, first) {
			t.Errorf("a window of %d h decides otherwise than one of 240 h:\n%v\n%v", hours, starts, first)
		}
	}
}

// TestTurnover has room for one job now and one at a time later: in a part as long as the mean job, all that
// came free before it comes free once more, and none of it after the window.
func TestTurnover(t *testing.T) {
	for _, c := range []struct {
		window sim.Duration
		want   []int64
	}{
		{2 * hour, []int64{250 + 7, 250, 507, 1014}},
		{1.5 * hour, []int64{250 + 7, 250, 507, 507}}, // half of the last part
	} {
		l := made(t, func(o *Options) { o.Window = c.window })
		l.market.world = two()
		reach := &reach{options: []option{{offer: 0, room: 1, speed: 1_000_000}}}
		l.classes = []class{{size: 1000, work: hour, reach: reach, jobs: []sim.JobID{1, 2}}}
		r := &l.rows
		r.kinds, r.first, r.list = int(rowLater)+parts(c.window), []int32{1, 0}, make([]row, int(rowLater)+parts(c.window))
		for s := range parts(c.window) {
			r.list[int(rowLater)+s].wait = ends(s)
		}
		r.list[rowNow].cap, r.list[rowLater].cap = 1000, 7
		l.turnOver()
		for s, want := range c.want {
			if s == 1 { // of 1007 that are there by then
				want = 1007 / 4
			}
			if got := r.list[int(rowLater)+s].cap; got < want-8 || got > want+8 {
				t.Errorf("window %v, part %d: room for %d, want about %d", c.window, s, got, want)
			}
		}
	}
}

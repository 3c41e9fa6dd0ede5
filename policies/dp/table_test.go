package dp

import (
	"testing"
	"time"

	optimum "skysim/policies/dp/spot"
	"skysim/policies/spot"
	"skysim/sim"
)

// drawKey draws what a table depends on; the price is never that of on-demand machines.
func drawKey(r *sim.Stream) key {
	chance := func() float64 { return []float64{0, 0.01, 0.1, 0.3, 0.5}[r.Int64N(5)] }
	return key{
		tick: 1 + int(r.Int64N(2)), overhead: int(r.Int64N(8)), price: 1 + int(r.Int64N(priceSteps-1)),
		odds: optimum.Odds{Down: chance(), Up: chance(), Evict: chance()},
	}
}

// TestTableAgainstExpect wants the decisions of the general solver in every state whose deadline is near enough.
func TestTableAgainstExpect(t *testing.T) {
	const parts, ticks = 24, 30
	seen := make(map[uint8]int)
	for seed := range uint64(150) {
		r := sim.NewStream(seed, "table")
		k := drawKey(&r)
		if k.tick == 2 && k.overhead%2 == 0 {
			k.overhead++ // or the general solver would count in whole ticks
		}
		part := sim.Duration(time.Hour) / sim.Duration(k.tick)
		// prices are scaled by a power of two, so that sums are rounded alike and ties are ties in both
		f := &optimum.Forecast{
			Tick: sim.Duration(time.Hour), Overhead: sim.Duration(k.overhead) * part, Odds: []optimum.Odds{k.odds},
			Places: []optimum.Place{{SpotPrice: []sim.Rate{sim.Rate(k.price) << 30}, OnDemand: []sim.Rate{priceSteps << 30}}},
		}
		want, err := optimum.Expect(f, ticks, parts)
		if err != nil {
			t.Fatal(err)
		}
		tab := newTable(k)
		for n := parts; n > 0; n -= 5 { // grown at once, and looked at again
			for left := 1; left <= ticks; left++ {
				for up := range 2 {
					for s := min(1, tab.stages-1); s < tab.stages; s++ {
						seen[same(t, tab, want, situation{n, left, up, s, optimum.Wait})]++
						seen[same(t, tab, want, situation{n, left, up, s, optimum.OnDemand})]++
						if up == 1 {
							seen[same(t, tab, want, situation{n, left, up, s, optimum.Spot})]++
						}
					}
				}
			}
		}
	}
	for d := never; d <= stay; d++ {
		if seen[d] < 1000 {
			t.Errorf("decision %d was found %d times: the test says little", d, seen[d])
		}
	}
}

type situation struct {
	parts, ticks, up, stage int
	on                      optimum.Kind
}

// same compares the decisions in a state, and those that need no table, and returns them.
func same(t *testing.T, tab *table, want *optimum.Strategy, s situation) uint8 {
	t.Helper()
	state := map[optimum.Kind]int{optimum.Wait: idle(s.up), optimum.OnDemand: tab.onDemand(s.stage, s.up), optimum.Spot: tab.spot(s.stage)}[s.on]
	got := tab.at(s.parts, s.ticks, state)
	l := optimum.Left{Ticks: s.ticks, Parts: s.parts, Up: uint(s.up), Mode: optimum.Mode{Kind: s.on}}
	if s.on != optimum.Wait {
		l.Data, l.Pending = 1, sim.Duration(tab.pend[s.stage])*sim.Duration(time.Hour)/sim.Duration(tab.tick)
	}
	m, safe, err := want.Best(l)
	is := map[uint8]optimum.Kind{stay: s.on, takeSpot: optimum.Spot, takeOnDemand: optimum.OnDemand}[got]
	if err != nil || safe != (got != never) || m.Kind != is {
		t.Fatalf("%+v in %+v: the table says %d, the general solver %v, %v, %v", s, tab.key, got, m, safe, err)
	}
	j := layout{tick: time.Hour, part: time.Hour / sim.Duration(tab.tick), overhead: tab.overhead}
	j.total = sim.Duration(s.parts) * j.part
	if s.on == optimum.Spot && tab.pend[s.stage] == 0 && tab.keeps(&j, s.ticks) && got != stay {
		t.Fatalf("%+v in %+v: keeps says to stay, the table %d", s, tab.key, got)
	}
	return got
}

// TestLayoutOfCheckpoints: the first start charges no checkpoint, a stop what it loses, and the way to the end is never shorter
// than it is.
func TestLayoutOfCheckpoints(t *testing.T) {
	const minute = time.Minute
	for _, c := range []struct {
		name                     string
		on                       spot.Kind
		left, entry, un, pending sim.Duration
		overhead, owed, parts    int
	}{
		{"waits for its first start", spot.Wait, 240 * minute, 2 * minute, 0, 0, 4, 0, 21},
		{"works since ten minutes", spot.Spot, 230 * minute, 2 * minute, 10 * minute, 0, 4, 2, 21},
		{"boots again", spot.Spot, 240 * minute, 7 * minute, 0, 7 * minute, 4, 3, 22},
		{"short, so it cannot lose much", spot.Wait, 10 * minute, 2 * minute, 0, 0, 2, 0, 1},
	} {
		s := &spot.Situation{Progress: spot.Progress{Tick: 10 * minute, Overhead: 37 * minute, Work: 300 * minute, On: c.on, Pending: c.pending}}
		s.Done, s.AtRisk, s.Entry, s.Unsaved = s.Work-c.left, 30*minute, c.entry, c.un
		j := lay(s)
		at := j.pending
		if c.on == spot.Wait {
			at = j.overhead
		}
		if j.overhead != c.overhead || j.pending != c.owed || j.parts(at) != c.parts {
			t.Errorf("%s: overhead %d, pending %d, work %d, want %d, %d, %d", c.name, j.overhead, j.pending, j.parts(at), c.overhead, c.owed, c.parts)
		}
		if sim.Duration(at+j.parts(at))*j.part < j.total {
			t.Errorf("%s: %d parts of %v, less than %v", c.name, at+j.parts(at), j.part, j.total)
		}
	}
}

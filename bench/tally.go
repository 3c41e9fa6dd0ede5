package bench

import (
	"cmp"
	"maps"
	"slices"

	"skysim/sim"
)

// Tally is a count of one kind of thing in one run, as tallies.parquet holds it.
type Tally struct {
	Hash string `parquet:"hash"` // of the cell
	What string `parquet:"what"` // "refused", "interrupted" or "moved"
	// Of a refusal, the action and the reason; of an attempt that ended before its work
	// was done, why; of data that moved, the regions, as provider/region.
	From  string `parquet:"from"`
	To    string `parquet:"to"`
	Count int64  `parquet:"count"`
	Bytes int64  `parquet:"bytes"`
	Cost  int64  `parquet:"cost_nanousd"`
}

// tallies is the Observer that counts refusals by action and reason, interruptions by
// cause and traffic by pair of regions.
type tallies struct {
	world   *sim.World
	refused [256][256]int64
	ended   [256]int64
	moved   map[pair]*Tally
}

type pair struct{ from, to sim.RegionID }

var _ sim.LineObserver = (*tallies)(nil)

func newTallies(w *sim.World) *tallies { return &tallies{world: w, moved: map[pair]*Tally{}} }

// Observe takes in one round.
func (t *tallies) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		switch e := &events[i]; e.Kind {
		case sim.ActionRefused:
			t.refused[e.Action][e.Refusal]++
		case sim.AttemptEnded:
			t.ended[e.Why]++
		}
	}
}

// Charge takes in one line of the bill.
func (t *tallies) Charge(l sim.Line) {
	if l.Kind != sim.TrafficLine {
		return
	}
	k := pair{l.Moved.Source, l.Moved.Target}
	m := t.moved[k]
	if m == nil {
		m = &Tally{What: "moved", From: t.region(k.from), To: t.region(k.to)}
		t.moved[k] = m
	}
	m.Count++
	m.Bytes += l.Moved.Bytes
	m.Cost += int64(l.Amount)
}

// region names a region with its provider.
func (t *tallies) region(r sim.RegionID) string {
	return t.world.Providers[t.world.Regions[r].Provider].Name + "/" + t.world.Regions[r].Name
}

// ruled are the refusals that a rule of residency or access gave, not the state of things.
var ruled = []sim.Refusal{sim.OutsideResidence, sim.DataOutsideResidence, sim.NotCertified, sim.ProviderBarred, sim.OverQuota}

// fill writes the columns of the row and returns the tallies, in a fixed order.
func (t *tallies) fill(r *Row) []Tally {
	var list []Tally
	for a := range t.refused {
		for why, n := range t.refused[a] {
			if n == 0 {
				continue
			}
			if slices.Contains(ruled, sim.Refusal(why)) {
				r.RefusedByRule += n
			}
			list = append(list, Tally{What: "refused", From: actions[a], To: sim.Refusal(why).String(), Count: n})
		}
	}
	for why, n := range t.ended {
		if n > 0 && sim.Why(why) != sim.WorkDone {
			list = append(list, Tally{What: "interrupted", From: whys[why], Count: n})
		}
	}
	moved := slices.SortedFunc(maps.Values(t.moved), func(a, b *Tally) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for _, m := range moved {
		list = append(list, *m)
	}
	for i := range list {
		list[i].Hash = r.Hash
	}
	return list
}

package bench

import "skysim/sim"

// watchers are the observers that measure a run: together they fill a Row.
type watchers struct {
	measure *measure
	waived  *waived
	trouble *trouble
	wasted  *wasted
	tallies *tallies
	carbon  *carbonSum // nil if the world does not count it
	heed    *heed      // nil if there are no rules
}

func newWatchers(w *sim.World, warmup sim.Duration, width sim.Time) *watchers {
	all := &watchers{
		measure: newMeasure(warmup, width), waived: &waived{world: w}, trouble: newTrouble(w), wasted: newWasted(w), tallies: newTallies(w),
	}
	if w.Carbon != nil {
		all.carbon = newCarbonSum(w)
	}
	return all
}

// list returns them as observers.
func (w *watchers) list() []sim.Observer {
	list := []sim.Observer{w.measure, w.waived, w.trouble, w.wasted, w.tallies}
	if w.carbon != nil {
		list = append(list, w.carbon)
	}
	return list
}

// fill writes the columns of a run that is over and returns its tallies. It reports a
// measure that went wrong.
func (w *watchers) fill(r *Row, t *sim.Totals, world *sim.World) ([]Tally, error) {
	if err := w.measure.err; err != nil {
		return nil, err
	}
	if err := fillTotals(r, t, world); err != nil {
		return nil, err
	}
	w.measure.fill(r)
	r.CostWaived = int64(w.waived.sum)
	w.trouble.fill(r)
	w.wasted.fill(r)
	w.heed.fill(r)
	if w.carbon != nil {
		w.carbon.fill(r)
	}
	return w.tallies.fill(r), nil
}

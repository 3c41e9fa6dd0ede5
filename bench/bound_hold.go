package bench

import (
	"errors"
	"fmt"

	"skysim/sim"
)

// BoundBrokenError is a run that was cheaper than what package bound says any run
// must cost. One of the two is wrong, and no figure of either can be believed.
type BoundBrokenError struct {
	Cell     string
	Hash     string
	Cost     sim.Money // of the run, what was waived included
	Bound    sim.Money
	Instance string
	Method   string
}

// Error says what to report.
func (e *BoundBrokenError) Error() string {
	return fmt.Sprintf("cell %s (%s) cost %v, less than the %v that every run of %s must cost (%s): this is a bug in skysim, please report it; bound = false at the top of the experiment runs it without",
		e.Cell, e.Hash[:shortHash], e.Cost, e.Bound, e.Instance, e.Method)
}

// hold holds the bounds against all rows.
func (r *Result) hold() error {
	at := instancesOf(r.Bounds)
	var errs []error
	for i := range r.Rows {
		row := &r.Rows[i]
		b := at[row.instance()]
		if b == nil {
			continue
		}
		if b.broken(row) {
			errs = append(errs, &BoundBrokenError{row.Cell, row.Hash, sim.Money(row.gross()), sim.Money(b.on(row)), b.Instance, b.Method})
		}
	}
	return errors.Join(errs...)
}

// conditions are what rows and a bound must share: names do not tell.
type conditions struct {
	workload, cloud string // hashes
	until, seed     int64
}

func (r *Row) instance() conditions {
	return conditions{r.WorkloadHash, r.CloudHash, r.Until, r.Seed}
}

// instancesOf arranges bounds by what they hold for.
func instancesOf(bounds []BoundRow) map[conditions]*BoundRow {
	at := map[conditions]*BoundRow{}
	for i := range bounds {
		b := &bounds[i]
		at[conditions{b.WorkloadHash, b.CloudHash, b.Until, b.Seed}] = b
	}
	return at
}

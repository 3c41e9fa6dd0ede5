package bench

import (
	"fmt"
	"math"
	"slices"

	"skysim/bench/stats"
	"skysim/bench/table"
)

// Bound tells comparisons what no policy can undercut. Bounds of other instances
// than theirs are left aside; without any, tables have no row and no column for them.
func Bound(all []Comparison, results ...*Result) {
	at := map[conditions]*BoundRow{}
	for _, r := range results {
		for k, b := range instancesOf(r.Bounds) {
			at[k] = b
		}
	}
	for i := range all {
		all[i].bound(at)
	}
}

// bound gives every line the bounds of its rows.
func (c *Comparison) bound(at map[conditions]*BoundRow) {
	for i := range c.Lines {
		l := &c.Lines[i]
		l.Bounds = make([]*BoundRow, len(l.Rows))
		for k := range l.Rows {
			l.Bounds[k] = at[l.Rows[k].instance()]
			c.Bounded = c.Bounded || l.Bounds[k] != nil
		}
	}
}

// above compares a line's costs with their bounds: the ratio of the means, minus
// one. why says why not, if they cannot be compared.
func (l *Line) above() (ratio stats.Interval, why string) {
	var costs, bounds []stats.Sample
	for i := range l.Rows {
		r, b := &l.Rows[i], l.Bounds[i]
		if b == nil {
			return ratio, "its runs have no bound"
		}
		if why := b.compares(r); why != "" {
			return ratio, fmt.Sprintf("seed %d: %s", r.Seed, why)
		}
		costs = append(costs, stats.Sample{Seed: uint64(r.Seed), Value: float64(r.gross()) / 1e9})
		bounds = append(bounds, stats.Sample{Seed: uint64(r.Seed), Value: float64(b.Cost) / 1e9})
	}
	return stats.Compare(bounds, costs).Ratio.Change().Scale(100), ""
}

// aboveCell shows how far a line is above the bound.
func (l *Line) aboveCell() table.Cell {
	ratio, why := l.above()
	switch {
	case why != "":
		return table.Text("not comparable").Note(l.Policy + " and the bound: " + why)
	case math.IsNaN(ratio.Center):
		return table.Text("–") // a bound of nothing
	}
	return table.Interval(ratio.Center, ratio.Low, ratio.High, "%")
}

// lowest are the bounds of a comparison's instances, one per seed of the baseline.
func (c *Comparison) lowest() (list []*BoundRow) {
	for i := range c.Lines {
		if c.Lines[i].Policy != c.Baseline {
			continue
		}
		for _, b := range c.Lines[i].Bounds {
			if b != nil && b.Missing == "" {
				list = append(list, b)
			}
		}
	}
	return list
}

// boundCost is the mean of the bounds in dollars, NaN without any.
func (c *Comparison) boundCost() float64 {
	var costs []float64
	for _, b := range c.lowest() {
		costs = append(costs, float64(b.Cost)/1e9)
	}
	return stats.Mean(costs)
}

// boundNotes say what the bound is.
func (c *Comparison) boundNotes() []string {
	var notes []string
	var methods []string
	var turnaround float64
	jobs, settled := int64(0), true
	all := c.lowest()
	for _, b := range all {
		if !slices.Contains(methods, b.Method) {
			methods = append(methods, b.Method)
		}
		turnaround += float64(b.Turnaround) / 1e6
		jobs += b.Required
		settled = settled && b.Settled
	}
	for i := range c.Lines {
		for _, b := range c.Lines[i].Bounds {
			if b != nil && b.Missing != "" && !slices.Contains(notes, b.Missing) {
				notes = append(notes, b.Missing)
			}
		}
	}
	switch {
	case len(all) == 0:
		return notes
	case c.boundCost() == 0:
		return append(notes, "the bound is nothing: with time enough a policy could do all work on machines that are there anyway")
	}
	of := "cost"
	if c.waived() {
		of = "cost + waived"
	}
	what := fmt.Sprintf("the bound is on %s: no policy has less that finishes all jobs, even if it knew the future (%s", of, methods[0])
	if len(methods) > 1 {
		what += " and others"
	}
	if !settled {
		what += "; with more steps it might be higher"
	}
	notes = append(notes, what+fmt.Sprintf("); above the bound is the mean of %s ÷ the mean bound, minus one", of))
	if c.waived() {
		notes = append(notes, "waived is what a provider did not bill because it took spot machines back early: a bill alone may be below the bound")
	}
	if c.noSpotCost() > c.boundCost() {
		notes = append(notes, "the bound without spot machines holds for runs that use none: the column compares them with the other one all the same")
	}
	if jobs > 0 && turnaround > 0 {
		notes = append(notes, fmt.Sprintf("no policy has a mean turnaround below %.4g s", turnaround/float64(jobs)))
	}
	return notes
}

// waived reports whether a provider waived anything.
func (c *Comparison) waived() bool {
	return slices.ContainsFunc(c.Lines, func(l Line) bool {
		return slices.ContainsFunc(l.Rows, func(r Row) bool { return r.CostWaived > 0 })
	})
}

// boundRows are the rows of the bounds in a table with so many columns: on all runs, and
// where that is more, on those without spot machines.
func (c *Comparison) boundRows(columns int) (rows [][]table.Cell) {
	row := func(name string, cost float64) {
		cells := []table.Cell{table.Text(name), table.Money(cost)}
		for len(cells) < columns {
			cells = append(cells, table.Text(""))
		}
		rows = append(rows, cells)
	}
	all, without := c.boundCost(), c.noSpotCost()
	if math.IsNaN(all) {
		return nil
	}
	row("lower bound", all)
	if without > all {
		row("lower bound without spot machines", without)
	}
	return rows
}

// noSpotCost is the mean of the bounds without spot machines in dollars.
func (c *Comparison) noSpotCost() float64 {
	var costs []float64
	for _, b := range c.lowest() {
		costs = append(costs, float64(b.NoSpot)/1e9)
	}
	return stats.Mean(costs)
}

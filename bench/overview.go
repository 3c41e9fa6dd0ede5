package bench

import (
	"fmt"
	"math"
	"slices"

	"skysim/bench/stats"
	"skysim/bench/table"
)

// Overview sets comparisons beside each other: a row per policy, a column per workload
// and cloud, in each the mean cost and how far it is above the bound. It is nil unless
// there are several comparisons.
func Overview(all []Comparison) *table.Table {
	if len(all) < 2 {
		return nil
	}
	t := table.New("mean cost, and how far above the bound", table.Column{Title: "policy"})
	bounded, missed := false, false
	for i := range all {
		t.Columns = append(t.Columns, table.Column{Title: all[i].Workload + " on " + all[i].Cloud})
		bounded = bounded || all[i].Bounded
		missed = missed || all[i].deadlines()
	}
	if missed {
		t.Columns = append(t.Columns, table.Column{Title: "deadlines missed"})
	}
	for _, policy := range policiesOf(all) {
		cells := []table.Cell{table.Code(policy)}
		jobs, misses := 0.0, 0.0
		for i := range all {
			l := all[i].line(policy)
			cells = append(cells, all[i].brief(l))
			if l != nil && l.Mean("deadline_jobs") > 0 {
				jobs, misses = jobs+l.Mean("deadline_jobs"), misses+l.Mean("deadline_misses")
			}
		}
		if missed {
			cells = append(cells, table.Percent(misses/jobs, 1))
		}
		t.Add(cells...)
	}
	if bounded {
		low, without := []table.Cell{table.Text("lower bound")}, []table.Cell{table.Text("lower bound without spot machines")}
		for i := range all {
			low = append(low, table.Text(table.Money(all[i].boundCost()).String()))
			without = append(without, table.Text(table.Money(all[i].noSpotCost()).String()))
		}
		if missed {
			low, without = append(low, table.Text("")), append(without, table.Text(""))
		}
		t.Add(low...)
		if slices.ContainsFunc(all, func(c Comparison) bool { return c.noSpotCost() > c.boundCost() }) {
			t.Add(without...)
			t.Note("the bound without spot machines holds for runs that use none")
		}
	}
	t.Note("in brackets: (mean cost + mean of what providers waived) ÷ the mean bound, minus one; ~ marks costs that the exact test of the comparison cannot tell from the baseline's; – is a run that is not comparable with the bound")
	return t
}

// policiesOf lists the policies in order of first appearance.
func policiesOf(all []Comparison) (list []string) {
	seen := map[string]bool{}
	for i := range all {
		for _, l := range all[i].Lines {
			if !seen[l.Policy] {
				seen[l.Policy] = true
				list = append(list, l.Policy)
			}
		}
	}
	return list
}

// line returns a policy's line, or nil.
func (c *Comparison) line(policy string) *Line {
	for i := range c.Lines {
		if c.Lines[i].Policy == policy {
			return &c.Lines[i]
		}
	}
	return nil
}

// deadlines reports whether any job had one.
func (c *Comparison) deadlines() bool {
	for i := range c.Lines {
		if c.Lines[i].Mean("deadline_jobs") > 0 {
			return true
		}
	}
	return false
}

// brief is what the overview says of a line.
func (c *Comparison) brief(l *Line) table.Cell {
	if l == nil {
		return table.Text("")
	}
	text := table.Money(l.Mean("cost_nanousd") / 1e9).String()
	if l.Policy != c.Baseline && l.Unlike == "" && l.Cost.Verdict() == stats.NoWinner {
		text += " ~"
	}
	if !c.Bounded {
		return table.Text(text)
	}
	above := "–"
	if ratio, why := l.above(); why == "" && !math.IsNaN(ratio.Center) {
		above = fmt.Sprintf("+%.0f %%", ratio.Center)
	}
	return table.Text(text + " (" + above + ")")
}

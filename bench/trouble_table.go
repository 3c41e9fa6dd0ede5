package bench

import (
	"fmt"
	"slices"

	"skysim/bench/table"
)

// most comparisons of which what went wrong is told unasked, where it is only spot machines
// that were taken back.
const mostTroubled = 2

// Troubles lays out what went wrong and what it cost: a table for each comparison
// in which anything did, or for every one. Unless all are asked for, results of more than two comparisons
// show those alone in which machines broke or rules refused something.
func Troubles(all []Comparison, every bool) []*table.Table {
	var list []*table.Table
	for i := range all {
		c := &all[i]
		grave := c.some("machines_broken") || c.some("refused_by_rule") || c.some("jobs_forbidden")
		if every || grave || (c.some("interruptions") || c.some("migrations")) && (every || len(all) <= mostTroubled) {
			list = append(list, c.troubles())
		}
	}
	return list
}

// some reports whether any row has more than 0 in a column.
func (c *Comparison) some(metric string) bool {
	return slices.ContainsFunc(c.Lines, func(l Line) bool {
		return slices.ContainsFunc(l.values(metric), func(v float64) bool { return v > 0 })
	})
}

// troubles is the table of one comparison.
func (c *Comparison) troubles() *table.Table {
	t := table.New(fmt.Sprintf("what went wrong: workload %s on %s", c.Workload, c.Cloud),
		table.Column{Title: "policy"}, table.Column{Title: "availability"}, table.Column{Title: "interruptions"},
		table.Column{Title: "not recovered"}, table.Column{Title: "recovery mean", Unit: "s"}, table.Column{Title: "longest", Unit: "s"},
		table.Column{Title: "lost work", Unit: "h"}, table.Column{Title: "wasted", Unit: "$"}, table.Column{Title: "migrations"},
		table.Column{Title: "traffic", Unit: "$"})
	storage, rules := c.some("cost_storage_nanousd"), c.some("refused_by_rule") || c.some("jobs_forbidden")
	if storage {
		t.Columns = append(t.Columns, table.Column{Title: "storage", Unit: "$"})
	}
	if rules {
		t.Columns = append(t.Columns, table.Column{Title: "refused by rules"}, table.Column{Title: "forbidden jobs"})
	}
	for i := range c.Lines {
		l := &c.Lines[i]
		cells := []table.Cell{
			table.Code(l.Policy), table.Percent(l.Mean("availability"), 2), table.Number(l.Mean("interruptions"), 3),
			table.Number(l.Mean("interruptions")-l.Mean("recovered"), 3), table.Number(l.Mean("recovery_mean_seconds"), 3),
			table.Number(l.most("recovery_max_seconds"), 3), table.Number(l.Mean("lost_work_us")/3.6e9, 3),
			table.Money(l.Mean("cost_wasted_nanousd") / 1e9), table.Number(l.Mean("migrations"), 3), table.Money(l.Mean("cost_traffic_nanousd") / 1e9),
		}
		if storage {
			cells = append(cells, table.Money(l.Mean("cost_storage_nanousd")/1e9))
		}
		if rules {
			cells = append(cells, table.Number(l.Mean("refused_by_rule"), 3), table.Number(l.Mean("jobs_forbidden"), 3))
		}
		t.Add(cells...)
	}
	t.Note("means over the seeds, longest over all; availability is the share of the time between a job's first start and its end in which it ran; " +
		"wasted is what machines cost while tasks on them did nothing that was kept; MEASURES.md defines them")
	return t
}

// most is the largest value of a metric over the line's rows, 0 if none has it.
func (l *Line) most(metric string) float64 {
	if v := l.values(metric); len(v) > 0 {
		return slices.Max(v)
	}
	return 0
}

package bench

import (
	"fmt"
	"slices"

	"skysim/bench/stats"
	"skysim/bench/table"
)

// Across lays out what the cloud does to each policy's cost: for every
// workload that ran on several clouds, a table of the change from the first of
// them, paired by seed. Under the same seed, clouds that differ only in their
// tariff meet the same jobs and the same weather. Clouds that differ in their rules
// only have a table of their own before it, of the cost of compliance.
func Across(all []Comparison) []*table.Table {
	var tables []*table.Table
	for len(all) > 0 {
		workload := all[0].Workload
		same := slices.IndexFunc(all, func(c Comparison) bool { return c.Workload != workload })
		if same < 0 {
			same = len(all)
		}
		pairs := compliances(all[:same])
		for _, p := range pairs {
			tables = append(tables, p.table())
		}
		if same > 1 && (same > 2 || len(pairs) == 0) {
			tables = append(tables, across(all[:same]))
		}
		all = all[same:]
	}
	return tables
}

// across is the table of one workload.
func across(clouds []Comparison) *table.Table {
	first := &clouds[0]
	t := table.New(fmt.Sprintf("workload %s, cost on other clouds than %s", first.Workload, first.Cloud),
		table.Column{Title: "policy"}, table.Column{Title: "cost on " + first.Cloud, Unit: "$"})
	for _, c := range clouds[1:] {
		t.Columns = append(t.Columns, table.Column{Title: "on " + c.Cloud})
	}
	for _, l := range first.Lines {
		cells := []table.Cell{table.Code(l.Policy), table.Money(l.Mean("cost_nanousd") / 1e9)}
		var others [][]stats.Sample
		for i := range clouds[1:] {
			others = append(others, clouds[1+i].costs(&l))
		}
		for _, s := range (stats.Options{}).CompareAll(sampled(l.Rows, "cost_nanousd"), others) {
			cells = append(cells, change(&s, l.Policy))
		}
		t.Add(cells...)
	}
	t.Note(explainChange)
	return t
}

// costs are what a line's policy costs on this cloud, for the same jobs.
func (c *Comparison) costs(l *Line) []stats.Sample {
	for _, own := range c.Lines {
		a, b := &l.Rows[0], &own.Rows[0]
		if own.Policy == l.Policy && a.WorkloadHash == b.WorkloadHash && a.Until == b.Until {
			return sampled(own.Rows, "cost_nanousd")
		}
	}
	return nil
}

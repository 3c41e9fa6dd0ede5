package bench

import (
	"math"

	"skysim/bench/stats"
	"skysim/bench/table"
)

// compliance is one cloud twice, without its rules and with them, under one workload.
type compliance struct{ off, on *Comparison }

// compliances finds, among comparisons of one workload, the clouds that were run with
// rules and without. A cloud without any rules is one with them left out, too.
func compliances(all []Comparison) (pairs []compliance) {
	for i := range all {
		on := all[i].first()
		if on.Rules != "on" {
			continue
		}
		for k := range all {
			off := all[k].first()
			if off.Rules == "off" && off.BareCloud == on.BareCloud || off.CloudHash == on.BareCloud {
				pairs = append(pairs, compliance{&all[k], &all[i]})
				break
			}
		}
	}
	return pairs
}

// first returns a comparison's first row.
func (c *Comparison) first() *Row { return &c.Lines[0].Rows[0] }

// table lays out what the rules cost each policy.
func (p *compliance) table() *table.Table {
	t := table.New("cost of compliance: workload "+p.on.Workload+" on "+p.off.Cloud+" and on "+p.on.Cloud,
		table.Column{Title: "policy"}, table.Column{Title: "cost without rules", Unit: "$"}, table.Column{Title: "with rules", Unit: "$"},
		table.Column{Title: "difference"}, table.Column{Title: "wait without", Unit: "s"}, table.Column{Title: "with", Unit: "s"},
		table.Column{Title: "lawful without"}, table.Column{Title: "with"}, table.Column{Title: "refused by rules"}, table.Column{Title: "forbidden jobs"})
	bounded := p.off.Bounded && p.on.Bounded
	if bounded {
		t.Columns = append(t.Columns, table.Column{Title: "above the bound without"}, table.Column{Title: "with"})
	}
	var baselines []*Line
	for i := range p.off.Lines {
		l := &p.off.Lines[i]
		if on := p.on.line(l.Policy); on != nil && len(p.on.costs(l)) > 0 {
			baselines = append(baselines, l)
		}
	}
	for _, l := range baselines {
		on := p.on.line(l.Policy)
		s := stats.Options{}.CompareAll(sampled(l.Rows, "cost_nanousd"), [][]stats.Sample{p.on.costs(l)})
		cells := []table.Cell{
			table.Code(l.Policy), table.Money(l.Mean("cost_nanousd") / 1e9), table.Money(on.Mean("cost_nanousd") / 1e9), change(&s[0], l.Policy),
			table.Number(l.Mean("wait_mean_seconds"), 3), table.Number(on.Mean("wait_mean_seconds"), 3),
			l.lawful(), on.lawful(), table.Number(on.Mean("refused_by_rule"), 3), table.Number(on.Mean("jobs_forbidden"), 3),
		}
		if bounded {
			cells = append(cells, l.aboveCell(), on.aboveCell())
		}
		t.Add(cells...)
	}
	if off, on := p.off.boundCost(), p.on.boundCost(); bounded && !math.IsNaN(off) && !math.IsNaN(on) {
		cells := []table.Cell{table.Text("lower bound"), table.Money(off), table.Money(on)}
		for len(cells) < len(t.Columns) {
			cells = append(cells, table.Text(""))
		}
		t.Add(cells...)
		t.Note("the bound knows no rules: they only take away, so that it holds with them as well")
	}
	t.Note("the same jobs and the same weather with the cloud's rules and without; lawful is the share of what jobs under rules paid for machines that was paid where the rules allow them")
	t.Note(explainChange)
	return t
}

// lawful shows the share of the cost of jobs under rules that was paid where they may be.
func (l *Line) lawful() table.Cell {
	share := l.Mean("cost_lawful_share")
	if math.IsNaN(share) {
		return table.Text("–")
	}
	return table.Percent(share, 1)
}

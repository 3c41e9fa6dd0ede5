package bench

import (
	"cmp"
	"slices"

	"skysim/bench/table"
)

// TallyTables lays out what results have counted by kind, as means per run: refusals by
// action and reason, interruptions by cause, traffic by pair of regions. A kind of which
// nothing was counted has no table.
func TallyTables(results ...*Result) []*table.Table {
	var list []*table.Table
	for _, k := range []struct {
		what  string
		title string
		table.Column
	}{
		{"refused", "refusals, per run", table.Column{Title: "action"}},
		{"interrupted", "attempts that ended before their work was done, per run", table.Column{Title: "why"}},
		{"moved", "traffic between regions, per run", table.Column{Title: "from"}},
	} {
		t := table.New(k.title, table.Column{Title: "workload"}, table.Column{Title: "cloud"}, table.Column{Title: "policy"}, k.Column)
		switch k.what {
		case "refused":
			t.Columns = append(t.Columns, table.Column{Title: "reason"})
		case "moved":
			t.Columns = append(t.Columns, table.Column{Title: "to"})
		}
		t.Columns = append(t.Columns, table.Column{Title: "times"})
		if k.what == "moved" {
			t.Columns = append(t.Columns, table.Column{Title: "data", Unit: "GB"}, table.Column{Title: "cost", Unit: "$"})
		}
		rows := 0
		for _, r := range results {
			rows += r.tally(t, k.what)
		}
		if rows > 0 {
			list = append(list, t)
		}
	}
	return list
}

// tallied is a line of a table of tallies.
type tallied struct {
	row               *Row
	order             int // of the policy within its workload and cloud
	from, to          string
	count, bytes, sum float64
}

// tally adds a result's lines of one kind to a table, and returns how many.
func (r *Result) tally(t *table.Table, what string) int {
	runs, of := map[[3]string]int{}, map[string]*Row{}
	for i := range r.Rows {
		row := &r.Rows[i]
		runs[[3]string{row.Workload, row.Cloud, row.Policy}]++
		of[row.Hash] = row
	}
	var lines []*tallied
	found := map[[5]string]*tallied{}
	for _, y := range r.Tallies {
		row := of[y.Hash]
		if y.What != what || row == nil {
			continue
		}
		k := [5]string{row.Workload, row.Cloud, row.Policy, y.From, y.To}
		l := found[k]
		if l == nil {
			l = &tallied{row: row, order: len(lines), from: y.From, to: y.To}
			found[k], lines = l, append(lines, l)
		}
		l.count, l.bytes, l.sum = l.count+float64(y.Count), l.bytes+float64(y.Bytes), l.sum+float64(y.Cost)
	}
	first := map[[3]string]int{}
	for _, l := range lines {
		k := [3]string{l.row.Workload, l.row.Cloud, l.row.Policy}
		if _, seen := first[k]; !seen {
			first[k] = l.order
		}
		l.order = first[k]
	}
	slices.SortStableFunc(lines, func(a, b *tallied) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	for _, l := range lines {
		n := float64(runs[[3]string{l.row.Workload, l.row.Cloud, l.row.Policy}])
		cells := []table.Cell{table.Text(l.row.Workload), table.Text(l.row.Cloud), table.Code(l.row.Policy), table.Text(l.from)}
		if what != "interrupted" {
			cells = append(cells, table.Text(l.to))
		}
		cells = append(cells, table.Number(l.count/n, 4))
		if what == "moved" {
			cells = append(cells, table.Number(l.bytes/n/1e9, 4), table.Money(l.sum/n/1e9))
		}
		t.Add(cells...)
	}
	return len(lines)
}

package formats

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"skysim/traces/internal/decimal"
	"skysim/traces/internal/sheet"
	"skysim/traces/summary"
)

// table is a table of published numbers. Its columns are words, which are not blank,
// numbers, and others, which may be anything.
type table struct {
	words, numbers []string // columns that must be there
	rest           bool     // the others are numbers too, where they are there
	free           []string // but for these
}

// The tables that are known.
var (
	allocations = table{words: []string{"workload", "sc_policy"}, numbers: []string{"tune", "seed", "total_gpus"}, rest: true}
	skynomad    = table{
		words: []string{"scenario_name", "strategy"}, numbers: []string{"cost"}, rest: true,
		free: []string{"regions_in_scenario", "task_type", "trace_mode", "region", "strategy_file", "use_full_trace", "enforce_window_bound", "data_paths"},
	}
)

// column gathers what one column holds.
type column struct {
	name    string
	numeric bool
	must    bool
	numbers []int64
	words   map[string]bool
}

// columns returns the columns of a file with that header, and those that are missing.
func (t *table) columns(header []string) (all []column, form sheet.Form) {
	names := slices.Clone(header)
	for _, must := range slices.Concat(t.words, t.numbers) {
		if !slices.Contains(names, must) {
			names = append(names, must)
		}
	}
	form.Lenient = true
	for _, name := range names {
		c := column{name: name, words: map[string]bool{}, must: slices.Contains(t.words, name)}
		c.numeric = slices.Contains(t.numbers, name) || t.rest && !c.must && !slices.Contains(t.free, name)
		all = append(all, c)
		if !slices.ContainsFunc(form.Columns, func(o sheet.Column) bool { return o.Name == name }) {
			form.Columns = append(form.Columns, sheet.Column{Name: name})
		}
	}
	return all, form
}

// places is how many decimals of a published number are kept.
const places = 9

// sum describes the columns.
func (t table) sum(in *Input, r *summary.Report) error {
	all, form := t.columns(in.Head.names)
	rows, err := sheet.Read(in.plain, in.Name, form)
	if err != nil {
		return err
	}
	values := make([]int64, len(all))
	good := int64(0)
	for rows.Next() {
		for i := range all {
			switch c := &all[i]; {
			case c.numeric:
				if values[i], _, err = decimal.Parse(rows.Text(i), 1_000_000_000); err != nil {
					rows.Fault(i, "a number")
				}
			case c.must:
				rows.Word(i, "a name")
			}
		}
		if !rows.Good() {
			continue
		}
		good++
		for i := range all {
			if c := &all[i]; c.numeric {
				c.numbers = append(c.numbers, values[i])
			} else if len(c.words) < 1000 {
				c.words[strings.Clone(rows.Text(i))] = true
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	r.Skips = rows.Skipped()
	r.Rows = good + r.Skipped()
	r.Lead("points", good)
	columns := summary.List{}
	for i := range all {
		c := &all[i]
		if c.numeric {
			columns = append(columns, summary.Named{Name: c.name, Value: summary.NewSpread(c.numbers, places)})
			continue
		}
		columns = append(columns, summary.Named{Name: c.name, Value: fmt.Sprintf("%s different texts", strconv.Itoa(len(c.words)))})
	}
	r.Set("columns", columns)
	r.Assume("units are as the origin states them: the table is not interpreted")
	return nil
}

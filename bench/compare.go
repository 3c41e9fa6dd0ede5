package bench

import (
	"fmt"
	"math"
	"slices"

	"skysim/bench/stats"
	"skysim/bench/table"
)

// Comparison sets the policies beside each other under one workload and cloud,
// each against the baseline and paired by seed.
type Comparison struct {
	Workload string
	Cloud    string
	Baseline string
	Seeds    int // of the baseline
	Fewest   int // seeds of the policy that has fewest
	Most     int // seeds of the policy that has most
	Lines    []Line
	// Bounded says that there are bounds: see Bound.
	Bounded bool
	// Warnings weaken what the lines say; they are printed under the table.
	Warnings []string
}

// Line is one policy of a comparison.
type Line struct {
	Policy string
	Rows   []Row
	Cost   stats.Comparison // in dollars, against the baseline
	Wait   stats.Comparison // mean wait in seconds, against the baseline
	Bounds []*BoundRow      // by row; nil where there is none
	// Unlike says what its rows do not share with the baseline's, so that
	// nothing is compared; "" if they ran under the same conditions.
	Unlike string
}

// Compare makes one comparison for each workload and cloud in rows, in order
// of first appearance. An empty baseline means the first policy. It reports an
// error if the baseline is not among the policies of each.
func Compare(rows []Row, baseline string) ([]Comparison, error) {
	var all []Comparison
	for _, r := range rows {
		i := slices.IndexFunc(all, func(c Comparison) bool { return c.Workload == r.Workload && c.Cloud == r.Cloud })
		if i < 0 {
			i = len(all)
			all = append(all, Comparison{Workload: r.Workload, Cloud: r.Cloud, Baseline: baseline})
		}
		c := &all[i]
		j := slices.IndexFunc(c.Lines, func(l Line) bool { return l.Policy == r.Policy })
		if j < 0 {
			j = len(c.Lines)
			c.Lines = append(c.Lines, Line{Policy: r.Policy})
		}
		c.Lines[j].Rows = append(c.Lines[j].Rows, r)
	}
	for i := range all {
		if err := all[i].judge(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// judge compares every line with the baseline.
func (c *Comparison) judge() error {
	if c.Baseline == "" {
		c.Baseline = c.Lines[0].Policy
	}
	var policies []string
	for _, l := range c.Lines {
		policies = append(policies, l.Policy)
	}
	base := slices.Index(policies, c.Baseline)
	if base < 0 {
		return fmt.Errorf("baseline %q has no rows under workload %s on cloud %s%s", c.Baseline, c.Workload, c.Cloud, suggest(c.Baseline, policies))
	}
	c.count(base)
	for i := range c.Lines {
		c.Lines[i].Unlike = unlike(c.Lines[base].Rows, c.Lines[i].Rows)
	}
	for _, metric := range []string{"cost_nanousd", "wait_mean_seconds"} {
		var others [][]stats.Sample
		for i, l := range c.Lines {
			switch {
			case i == base:
			case l.Unlike != "":
				others = append(others, nil)
			default:
				others = append(others, sampled(l.Rows, metric))
			}
		}
		compared := stats.Options{}.CompareAll(sampled(c.Lines[base].Rows, metric), others)
		for i := range c.Lines {
			if i == base {
				continue
			}
			if metric == "cost_nanousd" {
				c.Lines[i].Cost = compared[0]
			} else {
				c.Lines[i].Wait = compared[0]
			}
			compared = compared[1:]
		}
	}
	c.warn(base)
	return nil
}

// sampled returns a metric of rows; rows that have none are left out.
func sampled(rows []Row, metric string) []stats.Sample {
	var out []stats.Sample
	for i := range rows {
		v, ok := rows[i].Metric(metric)
		if !ok {
			v = math.NaN()
		}
		if metric == "cost_nanousd" {
			v /= 1e9
		}
		out = append(out, stats.Sample{Seed: uint64(rows[i].Seed), Value: v, Undone: rows[i].Undone()})
	}
	return out
}

// Undone returns the number of jobs submitted whose work was not done.
func (r *Row) Undone() int64 { return r.Submitted - r.Finished }

// Mean returns the mean of a metric over the line's rows, and NaN if no row has it.
func (l *Line) Mean(metric string) float64 { return stats.Mean(l.values(metric)) }

// values returns a metric of the rows that have it.
func (l *Line) values(metric string) []float64 {
	var values []float64
	for i := range l.Rows {
		if v, ok := l.Rows[i].Metric(metric); ok {
			values = append(values, v)
		}
	}
	return values
}

// Table lays the comparison out for printing.
func (c *Comparison) Table() *table.Table {
	t := table.New(fmt.Sprintf("workload %s on %s, %s", c.Workload, c.Cloud, c.means()),
		table.Column{Title: "policy"}, table.Column{Title: "cost", Unit: "$"}, table.Column{Title: "cost vs baseline"})
	waived := c.Bounded && c.waived()
	if waived {
		t.Columns = append(t.Columns, table.Column{Title: "waived", Unit: "$"})
	}
	if c.Bounded {
		t.Columns = append(t.Columns, table.Column{Title: "above the bound"})
	}
	t.Columns = append(t.Columns,
		table.Column{Title: "wait mean", Unit: "s"}, table.Column{Title: "wait p95", Unit: "s"}, table.Column{Title: "wait vs baseline"},
		table.Column{Title: "slowdown"}, table.Column{Title: "deadlines missed"}, table.Column{Title: "not done"})
	carbon := c.counted()
	if carbon {
		t.Columns = append(t.Columns, table.Column{Title: "energy", Unit: "kWh"}, table.Column{Title: "carbon", Unit: "kgCO₂e"})
	}
	used := c.utilisations()
	for _, u := range used {
		t.Columns = append(t.Columns, table.Column{Title: u.title})
	}
	for i := range c.Lines {
		l := &c.Lines[i]
		cells := []table.Cell{
			table.Code(l.Policy), table.Money(l.Mean("cost_nanousd") / 1e9), c.against(l, &l.Cost),
		}
		if waived {
			cells = append(cells, table.Money(l.Mean("cost_waived_nanousd")/1e9))
		}
		if c.Bounded {
			cells = append(cells, l.aboveCell())
		}
		cells = append(cells,
			table.Number(l.Mean("wait_mean_seconds"), 3), table.Number(l.Mean("wait_p95_seconds"), 3), c.against(l, &l.Wait),
			table.Number(l.Mean("bounded_slowdown_mean"), 3), l.misses(), table.Number(l.undone(), 3))
		if carbon {
			cells = append(cells, table.Number(l.Mean("energy_wh")/1000, 4), table.Number(l.Mean("carbon_grams")/1000, 4))
		}
		for _, u := range used {
			cells = append(cells, table.Percent(l.Mean(u.metric), 1))
		}
		t.Add(cells...)
	}
	for _, row := range c.boundRows(len(t.Columns)) {
		t.Add(row...)
	}
	if len(c.Lines) > 1 {
		t.Note(explainChange)
	}
	for _, n := range c.boundNotes() {
		t.Note(n)
	}
	if s := c.alone(); s != "" {
		t.Note(s)
	}
	if s := c.finished(); s != "" {
		t.Note(s)
	}
	for _, w := range c.Warnings {
		t.Note("warning: " + w)
	}
	return t
}

// counted reports whether any row has carbon.
func (c *Comparison) counted() bool {
	return slices.ContainsFunc(c.Lines, func(l Line) bool { return len(l.values("carbon_grams")) > 0 })
}

// alone says how sure the mean wait of the only policy is: there is no
// difference to speak of.
func (c *Comparison) alone() string {
	if len(c.Lines) != 1 {
		return ""
	}
	waits := c.Lines[0].values("wait_mean_seconds")
	if len(waits) < 2 {
		return ""
	}
	i := stats.MeanInterval(waits, 0.99)
	return fmt.Sprintf("mean wait %.6g s, 99 %% interval [%.6g, %.6g] over the seeds", i.Center, i.Low, i.High)
}

// finished says what every run of the comparison has done, where that is the same.
func (c *Comparison) finished() string {
	var first *Row
	for i := range c.Lines {
		for k := range c.Lines[i].Rows {
			r := &c.Lines[i].Rows[k]
			if first == nil {
				first = r
			}
			if r.Finished != first.Finished || r.FinishedGPU != first.FinishedGPU || r.FinishedCPU != first.FinishedCPU {
				return ""
			}
		}
	}
	if first == nil {
		return ""
	}
	return fmt.Sprintf("every run finished %d jobs: %s GPU-hours and %s vCPU-hours of work", first.Finished, hours(first.FinishedGPU), hours(first.FinishedCPU))
}

// hours writes microseconds as hours, with four decimals rounded to nearest.
func hours(us int64) string {
	const tick = 3_600_000_000 / 10_000
	n := (us + tick/2) / tick
	return fmt.Sprintf("%d.%04d", n/10_000, n%10_000)
}

// undone returns the mean number of jobs whose work was not done.
func (l *Line) undone() float64 { return l.Mean("jobs_submitted") - l.Mean("jobs_finished") }

// misses returns the share of the jobs with a deadline that missed it.
func (l *Line) misses() table.Cell {
	jobs := l.Mean("deadline_jobs")
	if !(jobs > 0) {
		return table.Text("–")
	}
	return table.Percent(l.Mean("deadline_misses")/jobs, 1)
}

// against shows a difference to the baseline.
func (c *Comparison) against(l *Line, s *stats.Comparison) table.Cell {
	switch {
	case l.Policy == c.Baseline:
		return table.Text("baseline")
	case l.Unlike != "":
		return table.Text("not comparable").Note(l.Policy + ": " + l.Unlike)
	}
	return change(s, l.Policy)
}

// explainChange stands under tables with changes.
const explainChange = "changes are ratios of means minus one, paired by seed, with 95 % intervals; ~ marks those that an exact test corrected for their number cannot tell from none"

// change shows the ratio of a policy's comparison, minus one.
func change(s *stats.Comparison, policy string) table.Cell {
	verdict := s.Verdict()
	if verdict == stats.NotComparable {
		for _, w := range s.Warnings {
			if w.Kind == stats.Unfinished {
				return table.Text("not comparable").Note(policy + ": " + w.Text)
			}
		}
		return table.Text("not comparable")
	}
	ratio := s.Ratio.Change().Scale(100)
	unit := "%"
	if verdict == stats.NoWinner {
		unit = "% ~"
	}
	return table.Interval(ratio.Center, ratio.Low, ratio.High, unit)
}

// utilisation is a column of the table.
type utilisation struct{ title, metric string }

// utilisations returns the columns that at least one row has.
func (c *Comparison) utilisations() []utilisation {
	var used []utilisation
	for _, u := range []utilisation{
		{"owned CPU used", "utilisation_owned_cpu"}, {"owned GPU used", "utilisation_owned_gpu"},
		{"rented CPU used", "utilisation_rented_cpu"}, {"rented GPU used", "utilisation_rented_gpu"},
	} {
		if slices.ContainsFunc(c.Lines, func(l Line) bool { return !math.IsNaN(l.Mean(u.metric)) }) {
			used = append(used, u)
		}
	}
	return used
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

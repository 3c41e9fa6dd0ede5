package bench

import (
	"fmt"
	"io"
	"time"

	"skysim/bench/table"
	"skysim/sim"
)

// Write tells of a fork: what both have in common, where they part, what each sees next,
// and what has become of them in the end.
func (f *Fork) Write(w io.Writer) error {
	fmt.Fprintf(w, "cell %s\nforked at %v; both have the same past, whose event log has the fingerprint %s\n", f.Rows[0].Cell, f.At, f.Past)
	fmt.Fprintf(w, "A goes on under %s\nB goes on under %s\n", f.Policies[0], f.Policies[1])
	if len(f.Common) > 0 {
		fmt.Fprintf(w, "\nthe last that they have in common since then\n")
		lines(w, "  ", f.Common)
	}
	if f.Parts < 0 {
		fmt.Fprintf(w, "\nthey never part: nothing differs up to the end\n")
	} else {
		fmt.Fprintf(w, "\nthey part at %v\n", f.Parts)
		for i, name := range []string{"A", "B"} {
			if len(f.Futures[i]) == 0 {
				fmt.Fprintf(w, "%s: nothing more happens\n", name)
			}
			lines(w, name+" ", f.Futures[i])
		}
	}
	fmt.Fprintln(w)
	return f.Table().WriteText(w, table.TextOptions{})
}

func lines(w io.Writer, before string, list []string) {
	for _, l := range list {
		fmt.Fprintf(w, "%s %s\n", before, l)
	}
}

// Table sets the two whole runs, past and future, beside each other.
func (f *Fork) Table() *table.Table {
	t := table.New("the two runs, from the beginning to the end", table.Column{Title: "measure"}, table.Column{Title: "A"},
		table.Column{Title: "B"}, table.Column{Title: "B − A"})
	for _, m := range []struct {
		title, metric string
		unit          float64
	}{
		{"cost ($)", "cost_nanousd", 1e9}, {"of it wasted ($)", "cost_wasted_nanousd", 1e9}, {"jobs finished", "jobs_finished", 1},
		{"deadlines missed", "deadline_misses", 1}, {"turnaround, mean (s)", "turnaround_mean_seconds", 1}, {"wait, mean (s)", "wait_mean_seconds", 1},
		{"interruptions", "interruptions", 1}, {"recovered", "recovered", 1}, {"recovery, mean (s)", "recovery_mean_seconds", 1},
		{"availability (%)", "availability", 0.01}, {"lost work (h)", "lost_work_us", 3.6e9}, {"migrations", "migrations", 1},
		{"last job ended (h)", "makespan_ns", float64(3600e9)},
	} {
		a, has := f.Rows[0].Metric(m.metric)
		b, too := f.Rows[1].Metric(m.metric)
		if !has || !too {
			continue
		}
		cells := []table.Cell{table.Text(m.title)}
		for _, v := range []float64{a, b, b - a} {
			if m.unit == 1e9 {
				cells = append(cells, table.Money(v/m.unit))
			} else {
				cells = append(cells, table.Number(v/m.unit, 5))
			}
		}
		t.Add(cells...)
	}
	return t
}

// ForkAt reads where to fork a cell: an instant such as 30h, or the word outage for the
// first one of its weather.
func ForkAt(p *Plan, c Cell, text string) (sim.Time, error) {
	if text != "outage" {
		d, err := time.ParseDuration(text)
		if err != nil || d < 0 {
			return 0, fmt.Errorf("a run is forked at an instant such as 30h, or at the first outage, not at %q", text)
		}
		return sim.Time(d), nil
	}
	at, any, err := FirstOutage(p, c)
	if err == nil && !any {
		err = fmt.Errorf("no zone goes down in this cell and no regions are cut off: want an instant such as 30h instead of outage")
	}
	return at, err
}

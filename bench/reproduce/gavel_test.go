package reproduce

import (
	"context"
	"math"
	"os"
	"strings"
	"testing"
)

// TestGavelQuick runs the lowest and the two highest rates that are gated.
func TestGavelQuick(t *testing.T) {
	if testing.Short() {
		t.Skip("nine runs of 5,000 jobs: not with -short")
	}
	r := gavel()
	o, err := r.Do(context.Background(), &Lab{Data: dataWith(t, "gavel"), Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range o.Numbers {
		if !n.OK {
			t.Errorf("%s: %.3f, want %.2f ± %.2f", n.Case, n.Ours, n.Published, n.Tolerance)
		}
	}
	if o.Compared() != 3 || len(o.Figures) != 1 {
		t.Errorf("%d numbers are compared and there are %d figures, want 3 and 1", o.Compared(), len(o.Figures))
	}
}

const gavelTable = `{"v100": {"('A', 1)": {"null": 8}}}`

func TestGavelReads(t *testing.T) {
	const text = "\ufeff## continuous_jobs\n" +
		"['fifo', 'fifo_perf'] ; Input job rate: 0.50 ; fifo: 3 ; fifo_perf: 2.5 ; \n" +
		"Input job rate: 5.25 ; fifo_perf: 30 ; \n\n" +
		"['fifo', 'gandiva'] ; Input job rate: 0.50 ; fifo: 3 ; gandiva: 4 ; \n" +
		"['fifo', 'gandiva'] ; Input job rate: 0.50 ; fifo: 1.00 ; gandiva: 0.9 ; \nInput job rate: 5.25 ; \n" +
		"## other\n" +
		"['fifo'] ; Input job rate: 0.50 ; fifo: 7 ;"
	f := readGavel("x.txt", []byte(text))
	if len(f.bad) > 0 {
		t.Fatalf("refused %v", f.bad)
	}
	want := []gavelRow{
		{"continuous_jobs", "fifo", 0.5, 3, 2}, {"continuous_jobs", "fifo_perf", 0.5, 2.5, 2}, {"continuous_jobs", "fifo_perf", 5.25, 30, 3},
		{"continuous_jobs", "gandiva", 0.5, 4, 5}, {"other", "fifo", 0.5, 7, 9},
	}
	if len(f.rows) != len(want) || f.ratios != 2 {
		t.Fatalf("%d rows and %d ratios: %v", len(f.rows), f.ratios, f.rows)
	}
	for i := range want {
		if f.rows[i] != want[i] {
			t.Errorf("row %d is %v, want %v", i, f.rows[i], want[i])
		}
	}
	all, left := f.series(false)
	var names []string
	for _, s := range all {
		names = append(names, s.name())
	}
	if got, want := strings.Join(names, "; "), "continuous_jobs/fifo_perf; continuous_jobs/fifo_perf, shares decided at most every 32 min; "+
		"continuous_jobs/fifo_perf, rounds of 36 s; continuous_jobs/fifo; other/fifo"; got != want {
		t.Errorf("series %s, want %s", got, want)
	}
	if s := all[0]; !s.gated(0) || s.gated(1) || all[3].gated(0) || len(all[1].rates) != 1 {
		t.Errorf("gated is %v, %v of fifo_perf and %v of fifo, and a variant has %d rates, want the one below 5.2", s.gated(0), s.gated(1), all[3].gated(0), len(all[1].rates))
	}
	if notes := strings.Join(left, "\n"); !strings.Contains(notes, "not built here: gandiva") || !strings.Contains(notes, "gives 2 of") {
		t.Errorf("notes: %s", notes)
	}
}

// What is broken is said with its line, and the rest is used.
func TestGavelRefuses(t *testing.T) {
	const head = "## s\n['a', 'b'] ; Input job rate: 1.0 ; a: 1 ; b: 2 ;\n"
	for text, want := range map[string]string{
		"":                                       "x.txt:1: no numbers, want rows such as",
		"Input job rate: 1 ; a: 1":               "x.txt:1: a: 1 stands in no section",
		head + "Input job rate: 2 ; a: x":        `x.txt:3: a is "x", want hours above 0`,
		head + "Input job rate: 2 ; a: -1":       `x.txt:3: a is "-1", want hours above 0`,
		head + "Input job rate: 2 ; a: NaN":      `x.txt:3: a is "NaN"`,
		head + "Input job rate: 2 ; a:":          `x.txt:3: a is ""`,
		head + "Input job rate: 2 ; c: 1":        "x.txt:3: c is not in the list of its group, which is a, b",
		head + "Input job rate: two ; a: 3":      `x.txt:3: job rate is "two"`,
		head + "Input job rate: 0 ; a: 3":        `x.txt:3: job rate is "0"`,
		head + "a: 3":                            "x.txt:3: a: 3 has no job rate",
		head + "Input job rate: 1 ; a: 7 ; b: 2": "x.txt:3: a at 1 is 7, and 1 in line 2",
		head + "rubbish":                         `x.txt:3: "rubbish" is no field`,
		head + "['a', b] ;":                      "is no list of names",
	} {
		f := readGavel("x.txt", []byte(text))
		var notes []string
		for _, n := range f.bad {
			notes = append(notes, n.Note)
		}
		if !strings.Contains(strings.Join(notes, "\n"), want) {
			t.Errorf("%q: refused %q, want %q", text, notes, want)
		}
		if used := strings.HasPrefix(text, head); used && len(f.rows) < 2 {
			t.Errorf("%q: %d rows are used, want the sound ones", text, len(f.rows))
		}
	}
}

// TestGavelGoesOn has a file that is broken in one place, and a second one; the table of speeds
// lacks what the experiment wants, which costs the numbers and not the run.
func TestGavelGoesOn(t *testing.T) {
	data := write(t, map[string]string{
		"gavel/gavel_simulation_throughputs.json": gavelTable,
		"gavel/a.txt":                     "## continuous_jobs\n['fifo_perf'] ; Input job rate: 1 ; fifo_perf: 2 ;\n",
		"gavel/gavel_avg_jct_by_rate.txt": "## continuous_jobs\n['fifo_perf'] ; Input job rate: 1 ; fifo_perf: what ; Input job rate: 2 ; fifo_perf: 3 ;\n",
	})
	r := gavel()
	o, err := r.Do(context.Background(), &Lab{Data: data, Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, o, `gavel_avg_jct_by_rate.txt:2: fifo_perf is "what"`, "the speed of ('ResNet-18 (batch size 16)', 1) on v100 is unknown", "the speed of")
}

// TestGavelSecondFile compares a file of the same layout, of another name, and rates that the first
// does not have.
func TestGavelSecondFile(t *testing.T) {
	if testing.Short() {
		t.Skip("three runs of 5,000 jobs: not with -short")
	}
	table, err := os.ReadFile(dataWith(t, "gavel") + "/gavel/gavel_simulation_throughputs.json")
	if err != nil {
		t.Fatal(err)
	}
	data := write(t, map[string]string{
		"gavel/gavel_simulation_throughputs.json": string(table),
		"gavel/more.txt": "## continuous_jobs\n['fifo_perf'] ; Input job rate: 4.25 ; fifo_perf: 17.6 ;\n",
	})
	r := gavel()
	o, err := r.Do(context.Background(), &Lab{Data: data, Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Numbers) != 1 || o.Numbers[0].Case != "continuous_jobs/fifo_perf at 4.25 jobs/h" || !o.Numbers[0].OK {
		t.Errorf("numbers %+v, want one, 4.25 jobs/h within tolerance of a number between its neighbours", o.Numbers)
	}
	if w := math.Abs(o.Numbers[0].Tolerance - 0.06*17.6); w > 1e-12 {
		t.Errorf("tolerance %v, want 6 %%", o.Numbers[0].Tolerance)
	}
}

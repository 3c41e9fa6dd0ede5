package nomad

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"skysim/traces/tracetest"
)

func Example() {
	runs, bad, err := Read("testdata/runs.csv")
	if err != nil || len(bad) > 0 {
		panic(err)
	}
	for _, r := range runs {
		fmt.Printf("%d: %s %s of %q in %s, %v h of %v from %v, $%v, %d moves\n", r.Line, r.Strategy, r.Task, r.Zones, r.Folder, r.Work, r.Deadline, r.Start, r.Cost, r.Migrations)
	}
	// Output:
	// 2: multi_region_oracle_dp multi_region of ["north-1a_x" "south-2b_x"] in two_merged, 2.5 h of 3 from 0.5, $7.25, 1 moves
	// 3: rc_cr_threshold single_region of ["north-1a_x" "south-2b_x"] in two_merged, 2.5 h of 3 from 0.5, $9.5, -1 moves
}

// sample returns the hand-made file with some text replaced.
func sample(t testing.TB, old, with string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/runs.csv")
	if err != nil {
		t.Fatal(err)
	}
	if old != "" && !strings.Contains(string(b), old) {
		t.Fatalf("the sample has no %q", old)
	}
	return strings.Replace(string(b), old, with, 1)
}

// A broken row is named, and the others are there.
func TestBrokenRows(t *testing.T) {
	for _, c := range []struct{ name, old, with, want string }{
		{"no number", "0,7.25,", "0,dear,", `x:2:136: cost is "dear", want a number from 0 to 1e+09`},
		{"not a number", ",3.0,0.5,", ",NaN,0.5,", `x:2:96: deadline_hours is "NaN", want a number from 1e-06 to 1e+06`},
		{"negative", "50.0,0.2", "50.0,-0.2", `restart_overhead is "-0.2", want a number from 0 to 1e+06`},
		{"no list", "'north-1a_x', 'south-2b_x'", "north-1a_x", `regions_in_scenario is "[north-1a_x]", want a list of names, as in ['a', 'b']`},
		{"an unknown task", ",multi_region,", ",many,", `task_type is "many", want multi_region, single_region or trace_mode_baseline`},
		{"no zone", ",,south-2b_x,,", ",,,,", `x:3:71: region is "", want the zone of a single_region run`},
		{"two folders", "'data/two_merged'", "'a' , 'b'", `data_paths is "['a'", want a list of names`},
		{"neither", "True", "yes", `use_full_trace is "yes", want True or False`},
		{"cut short", ",7.25,1", "", `x:2: number of columns is "19", want 21, as in the header`},
	} {
		runs, bad, err := From(strings.NewReader(sample(t, c.old, c.with)), "x")
		if c.name == "two folders" { // the comma divides the cell
			c.want = `number of columns is "22", want 21`
		}
		if err != nil || len(runs) != 1 || len(bad) != 1 || !strings.Contains(bad[0].Error(), c.want) {
			t.Errorf("%s: %d runs, %v, %v, want one and %s", c.name, len(runs), bad, err, c.want)
		}
	}
}

// What ends the reading leaves the rows before it.
func TestBrokenFiles(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	rows := sample(t, "", "")
	fmt.Fprint(z, rows, strings.Repeat("Two,x\n", 5000))
	z.Close()
	for _, c := range []struct {
		name, text, want string
		runs             int
	}{
		{"empty", "", "x: the file is empty", 0},
		{"another table", "a,b\n1,2\n", `x:1: header is "a,b", want a column scenario_name`, 0},
		{"no rows", strings.SplitAfter(rows, "\n")[0], "want at least one row", 0},
		{"an open quote", rows + "\"Two,\n" + rows, `x:4: row is`, 2},
		{"cut in the middle", packed.String()[:packed.Len()-20], "ends too early", 2},
	} {
		runs, _, err := From(strings.NewReader(c.text), "x")
		if err == nil || !strings.Contains(err.Error(), c.want) || len(runs) != c.runs {
			t.Errorf("%s: %d runs, %v, want %d and %s", c.name, len(runs), err, c.runs, c.want)
		}
	}
	if runs, _, err := From(strings.NewReader(sample(t, "True", "False")), "x"); err != nil || runs[0].Whole || !runs[1].Whole {
		t.Errorf("%+v, %v, want the first on a window that was cut out", runs, err)
	}
	if _, _, err := Read("testdata/none.csv"); err == nil {
		t.Error("there is no such file")
	}
}

func TestRecordedRuns(t *testing.T) {
	for name, want := range map[string]struct {
		runs, single int
		cost         float64
	}{"deadline_sensitivity.csv.gz": {666, 324, 1083045.12}, "region_scaling.csv.gz": {1040, 546, 1936079.72}} {
		runs, bad, err := Read(tracetest.Path(t, "skynomad/"+name))
		single, cost := 0, 0.0
		for _, r := range runs {
			cost += r.Cost
			if r.Task == SingleRegion && r.Strategy == "rc_cr_threshold" {
				single++
			}
			if r.Folder != "converted_multi_region_aligned_h100_16_merged" || !r.Whole || math.Abs(r.Work*r.Ratio-r.Deadline) > 1e-9*r.Deadline {
				t.Errorf("%s:%d: %+v", name, r.Line, r)
			}
		}
		if err != nil || len(bad) > 0 || len(runs) != want.runs || single != want.single || math.Abs(cost-want.cost) > 0.005 {
			t.Errorf("%s: %d runs, %d of one zone, %v dollars, %v, %v; want %+v", name, len(runs), single, cost, bad, err, want)
		}
	}
}

func FuzzFrom(f *testing.F) {
	f.Add([]byte(sample(f, "", "")))
	f.Add([]byte(sample(f, "True", "False")))
	f.Fuzz(func(t *testing.T, b []byte) {
		runs, bad, err := From(bytes.NewReader(b), "x")
		if len(runs) == 0 && len(bad) == 0 && err == nil {
			t.Fatal("nothing at all")
		}
		for _, r := range runs {
			if !(r.Work > 0 && r.Deadline > 0 && r.Overhead >= 0 && r.Cost >= 0) || len(r.Zones) == 0 || r.Task == SingleRegion && r.Zone == "" {
				t.Fatalf("run %+v", r)
			}
		}
	})
}

package gavel

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"skysim/traces/tracetest"
)

func TestRecordedThroughputs(t *testing.T) {
	table := throughputs(t, tracetest.Path(t, "gavel/gavel_simulation_throughputs.json"))
	job := JobType{"ResNet-18 (batch size 16)", 1}
	var got string
	for _, kind := range []string{"v100", "p100", "k80"} {
		rate, _ := table.Rate(kind, job)
		got += fmt.Sprintf("%.4f ", float64(rate)/1e9)
	}
	if want := "32.3534 35.8692 4.7953 "; got != want {
		t.Errorf("%v makes %s, want %s", job, got, want)
	}
	single := 0
	for _, job := range table.Types {
		if job.Scale == 1 {
			single++
		}
	}
	if single != 26 || len(table.Kinds) != 6 || table.Pairs() != 5*1759+1543 {
		t.Errorf("%d types on one GPU, %d kinds, %d pairs, want 26, 6, 10338", single, len(table.Kinds), table.Pairs())
	}
}

// Every row of the four traces has a speed and becomes a job.
func TestRecordedTraces(t *testing.T) {
	table := throughputs(t, tracetest.Path(t, "gavel/gavel_simulation_throughputs.json"))
	for _, c := range []struct {
		name        string
		rows, steps int64
		last        int64 // s
	}{
		{"artifact_evaluation", 15, 304_697, 0}, {"max_min_fairness", 96, 18_166_806, 46_317}, {"minimize_makespan", 100, 42_596_220, 0}, {"small_test", 20, 53_402, 0},
	} {
		r, err := Open(tracetest.Path(t, "gavel/"+c.name+".trace"), Options{})
		rows := collect(t, r, err)
		steps := int64(0)
		for i := range rows {
			steps += rows[i].Steps
			if j, err := table.Job(&rows[i], "v100"); err != nil || j.Work <= 0 {
				t.Errorf("%s: job %+v, %v", c.name, j, err)
			}
		}
		if int64(len(rows)) != c.rows || steps != c.steps || rows[len(rows)-1].Arrival != c.last*second || r.Columns() != 10 {
			t.Errorf("%s: %d rows of %d columns, %d steps, last at %d ns, want %+v", c.name, len(rows), r.Columns(), steps, rows[len(rows)-1].Arrival, c)
		}
		r.Close()
	}
}

func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, false, true)
		f.Add(b, true, false)
	}
	f.Fuzz(func(t *testing.T, b []byte, sorted, lenient bool) {
		if table, err := ReadThroughputs(bytes.NewReader(b), "x"); err == nil {
			for _, job := range table.Types {
				row := Row{Type: job.Name, Scale: job.Scale, Steps: 3, SLO: 1}
				for _, kind := range table.Kinds {
					if j, err := table.Job(&row, kind); err == nil && (j.Work <= 0 || j.Tasks < 1 || j.Deadline < 0) {
						t.Fatalf("%v on %s is %+v", job, kind, j)
					}
				}
				for _, speed := range table.Speeds(job, table.Kinds[0], table.Kinds) {
					if speed < 0 {
						t.Fatalf("speeds of %v are below 0", job)
					}
				}
			}
		}
		r, err := NewReader(bytes.NewReader(b), "x", Options{Sort: sorted, Lenient: lenient})
		if err != nil {
			return
		}
		last := int64(0)
		for row := (Row{}); r.Next(&row); last = row.Arrival {
			if row.Arrival < last || row.Scale < 1 || row.Steps < 1 || row.Type == "" || row.Weight < 0 || row.SLO < Absent || row.Duration < Absent {
				t.Fatalf("row after %d is %+v", last, row)
			}
		}
	})
}

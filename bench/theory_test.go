package bench

import (
	"testing"

	"skysim/sim"
	"skysim/traces/tracetest"
)

// ready prepares an embedded experiment.
func ready(t testing.TB, name, data string, change func(*Experiment)) *Plan {
	t.Helper()
	e, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(e)
	}
	p, err := Prepare(e, data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The worlds whose answers are known from theory (Erlang C) or from ten
// independent programs state them in their files.
func TestKnownAnswers(t *testing.T) {
	for name, answers := range map[string]int{"mmc": 1, "engine-w1": 1, "engine-w2": 6} {
		p := ready(t, name, "", nil)
		r := mustRun(t, p, RunOptions{Dir: t.TempDir()})
		all, err := Compare(r.Rows, p.Experiment.Baseline)
		if err != nil {
			t.Fatal(err)
		}
		judged := Judge(p.Experiment.Expects, all)
		for _, j := range judged {
			if !j.Pass {
				t.Errorf("%s: %v", name, j)
			}
		}
		if len(judged) != answers {
			t.Errorf("%s states %d answers, want %d", name, len(judged), answers)
		}
		for _, row := range r.Rows {
			if row.LittlesGap != 0 {
				t.Errorf("%s: Little's law is off by %d ns", row.Cell, row.LittlesGap)
			}
		}
	}
}

// Every run of the Philly trace accounts for all recorded work.
func TestPhilly(t *testing.T) {
	p := ready(t, "philly-on-clouds", tracetest.Path(t, ""), func(e *Experiment) { e.Seeds.Count, e.Policies = 1, e.Policies[:2] })
	for _, row := range mustRun(t, p, RunOptions{Dir: t.TempDir()}).Rows {
		// 978,078.4728 GPU-hours, of which the recording has whole seconds.
		if lasts := int64(p.Experiment.Clouds[0].Weather.Lasts); row.Makespan > lasts {
			t.Errorf("%s: the last job ends after %v, when the weather has stopped: it lasts %v", row.Cell, sim.Duration(row.Makespan), sim.Duration(lasts))
		}
		if row.Finished != 82_247 || row.FinishedGPU != 3_521_082_502_000_000 {
			t.Errorf("%s: %d jobs and %d GPU-µs finished, want 82247 and 3521082502000000", row.Cell, row.Finished, row.FinishedGPU)
		}
	}
}

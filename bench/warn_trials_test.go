package bench

import (
	"strings"
	"testing"
)

// TestTrialsAreWarnedOf: a name does not tell a trial, the construction does, also where
// two results are compared and policies have other names.
func TestTrialsAreWarnedOf(t *testing.T) {
	const use = `"greedy(order=fcfs,place=bestfit)"`
	p := smallPlan(t, use, `"trial(greedy(order=fcfs,place=bestfit,wait=1h))"`)
	one := mustRun(t, p, RunOptions{Dir: t.TempDir() + "/one"})
	two := mustRun(t, smallPlan(t, "", ""), RunOptions{Dir: t.TempDir() + "/two"})
	for _, tt := range []struct {
		results []*Result
		want    string // the policies warned of
	}{{[]*Result{one}, "second"}, {[]*Result{two}, ""}, {[]*Result{two, one}, "second@one"}} {
		rows, base, err := Merge(tt.results)
		if err != nil {
			t.Fatal(err)
		}
		all, err := Compare(rows, base)
		if err != nil {
			t.Fatal(err)
		}
		WarnOfTrials(all, tt.results...)
		var got []string
		for _, w := range all[0].Warnings {
			if about, is := strings.CutPrefix(w, "wait of "); is && strings.Contains(w, "the trial") {
				name, _, _ := strings.Cut(about, " ")
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("warned of %q, want %q", got, tt.want)
		}
	}
}

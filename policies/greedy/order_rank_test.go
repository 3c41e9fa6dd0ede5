package greedy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"skysim/sim"
)

// tidy ranks as F1 does, steadily or, which must be the same, by asking again and again.
type tidy struct {
	o      Options
	steady bool
}

func (r tidy) Score(j *sim.JobInfo, _ sim.Time) float64 {
	run, submit := log10(seconds(r.o.expected(j))), log10(seconds(sim.Duration(j.Submit)))
	return float64(run*processors(j)) + float64(870*submit)
}

func (r tidy) Steady() bool { return r.steady }

// TestRankStandsInForTheOrder gives the policy F1 from outside, with any order of its own.
func TestRankStandsInForTheOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs, o := stalls(rt), tasks(rt), options(rt)
		o.Preempt = Preempt(rapid.IntRange(1, len(Preempts())).Draw(rt, "preempt"))
		o.Ageing = Never
		ranked := made(t, o)
		ranked.RankBy(tidy{o, rapid.Bool().Draw(rt, "steady")})
		if rapid.Bool().Draw(rt, "asked at each decision") {
			ranked.OrderNow()
		}
		o.Order = F1
		if got, want := story(t, w, ranked, jobs...), story(t, w, made(t, o), jobs...); !slices.Equal(got, want) {
			rt.Fatalf("F1 from outside in %v:\n%s\nwant\n%s", ranked, got, want)
		}
	})
}

// patient puts those first that have waited for more than an hour, the longest first,
// and the others by length: an order that changes while jobs wait.
type patient struct{}

func (patient) Score(j *sim.JobInfo, now sim.Time) float64 {
	if wait := now.Sub(j.Submit); wait > 3600e9 {
		return -seconds(wait)
	}
	return seconds(j.Estimate)
}

func (patient) Steady() bool { return false }

// TestRankMayChangeWhileJobsWait: j0 runs for 50 minutes when three come; then j2 is
// the shortest. At 80 minutes j1 has waited for 70 and passes j3, which is shorter.
func TestRankMayChangeWhileJobsWait(t *testing.T) {
	w := bazaar(stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 1})
	g := made(t, with(func(*Options) {}))
	g.RankBy(patient{})
	got := ended(story(t, w, g, task(0, 8, 50), task(10, 8, 60), task(11, 8, 30), task(30, 8, 40)))
	if want := "j0 j2 j1 j3"; got != want {
		t.Errorf("jobs end in the order %s, want %s", got, want)
	}
}

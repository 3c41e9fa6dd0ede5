package train

import (
	"context"
	"math"
	"slices"
	"testing"

	"skysim/bench"
	"skysim/bench/stats"
)

// TestImitationPaysLessThanUniformProgress runs the experiment imitation, in zones and weeks that no training has seen: over the
// three zones and the deadline ratios 1.2 and 1.5 together, each seed for itself, imitate pays less than Uniform
// Progress by more than chance; and at no ratio it is late more often. Seeds draw jobs and boots: the
// markets are the same, so the interval is over jobs that might have come, not over other weeks.
func TestImitationPaysLessThanUniformProgress(t *testing.T) {
	data := dataOf(t)
	e, err := bench.Open("imitation")
	if err != nil {
		t.Fatal(err)
	}
	checkHeldOut(t, e)
	e.Policies = e.Policies[:2] // Uniform Progress, and what was learned
	e.Expects = nil
	plan, err := bench.Prepare(e, data)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := plan.Collect(context.Background(), bench.CollectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	type place struct {
		workload, cloud string
		seed            int64
	}
	total := map[string][2]int64{}
	usual := map[place]bench.Row{}
	pooled := map[string][2]map[int64]float64{}
	for _, r := range rows {
		at := place{r.Workload, r.Cloud, r.Seed}
		if r.Policy == plan.Experiment.Baseline {
			usual[at] = r
		}
	}
	for _, r := range rows {
		u, paired := usual[place{r.Workload, r.Cloud, r.Seed}]
		if r.Policy == plan.Experiment.Baseline {
			continue
		}
		total[r.Workload] = [2]int64{total[r.Workload][0] + u.DeadlineMisses, total[r.Workload][1] + r.DeadlineMisses}
		if !paired {
			t.Fatalf("%s on %s: nothing to compare seed %d with", r.Workload, r.Cloud, r.Seed)
		}
		for _, name := range []string{r.Workload, "1.2 and 1.5"} {
			if name != r.Workload && r.Workload != "longjobs(deadline_ratio=1.2)" && r.Workload != "longjobs(deadline_ratio=1.5)" {
				continue
			}
			if pooled[name][0] == nil {
				pooled[name] = [2]map[int64]float64{{}, {}}
			}
			pooled[name][0][r.Seed] += float64(u.Cost)
			pooled[name][1][r.Seed] += float64(r.Cost)
		}
	}
	for workload, late := range total { // at 1.05, short jobs are late whatever is done
		t.Logf("%s: late are %d jobs of Uniform Progress and %d of imitate", workload, late[0], late[1])
		if late[1] > late[0] {
			t.Errorf("%s: imitate is late more often", workload)
		}
	}
	for _, ratio := range []string{"longjobs(deadline_ratio=1.05)", "longjobs(deadline_ratio=1.2)", "longjobs(deadline_ratio=1.5)", "longjobs(deadline_ratio=2)", "1.2 and 1.5"} {
		gain := saved(pooled[ratio])
		t.Logf("%s: saves %.2f %%, %.2f to %.2f", ratio, 100*gain.Center, 100*gain.Low, 100*gain.High)
		if ratio == "1.2 and 1.5" && !(gain.Low > 0) {
			t.Errorf("imitate saves %v to %v", gain.Low, gain.High)
		}
	}
}

// checkHeldOut reports recordings of an experiment that are not held out.
func checkHeldOut(t *testing.T, e *bench.Experiment) {
	t.Helper()
	for i := range e.Clouds {
		for _, r := range e.Clouds[i].Recordings {
			if p := heldOutPart(); !slices.Contains(p.files, r.Path) || r.Offset.Hours() != float64(24*p.from) {
				t.Errorf("%s from %v on is not held out: want %v", r.Path, r.Offset, p)
			}
		}
	}
	if end := float64(24*heldOutPart().from) + e.Until.Hours(); end > 24*float64(heldOutPart().until) {
		t.Errorf("the experiment ends after %v h of recordings", end)
	}
}

// saved returns the interval of the share that the second saves of the first, seed by seed.
func saved(costs [2]map[int64]float64) stats.Interval {
	var shares []float64
	for seed := int64(1); seed <= int64(len(costs[0])); seed++ {
		shares = append(shares, 1-costs[1][seed]/costs[0][seed])
	}
	if len(shares) == 0 {
		return stats.Interval{Center: math.NaN(), Low: math.NaN()}
	}
	return stats.MeanInterval(shares, 0.95)
}

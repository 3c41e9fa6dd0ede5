package bench

import (
	"fmt"
	"math"
)

// Judgement is what became of an expectation under one workload and cloud.
type Judgement struct {
	Expect   Expect
	Workload string
	Cloud    string
	Ratio    float64 // mean over mean, of the seeds that both have; NaN if there is none
	Pass     bool
}

// String says it in one line.
func (j Judgement) String() string {
	word := "FAIL"
	if j.Pass {
		word = "pass"
	}
	want := ""
	switch x := j.Expect; {
	case x.MinRatio > 0 && x.MaxRatio > 0:
		want = fmt.Sprintf("%v to %v", x.MinRatio, x.MaxRatio)
	case x.MaxRatio > 0:
		want = fmt.Sprintf("at most %v", x.MaxRatio)
	default:
		want = fmt.Sprintf("at least %v", x.MinRatio)
	}
	return fmt.Sprintf("%s: %s of %s is %.4g times the baseline's, want %s (workload %s on %s)",
		word, j.Expect.Metric, j.Expect.Policy, j.Ratio, want, j.Workload, j.Cloud)
}

// Judge holds expectations against what came out.
func Judge(expects []Expect, all []Comparison) []Judgement {
	var out []Judgement
	for _, x := range expects {
		for _, c := range all {
			j := Judgement{Expect: x, Workload: c.Workload, Cloud: c.Cloud, Ratio: c.ratio(x.Policy, x.Metric)}
			j.Pass = j.Ratio >= x.MinRatio && (x.MaxRatio == 0 || j.Ratio <= x.MaxRatio)
			out = append(out, j)
		}
	}
	return out
}

// ratio returns the mean of a policy's metric over the baseline's, over the
// seeds that both have.
func (c *Comparison) ratio(policy, metric string) float64 {
	base := map[int64]float64{}
	for _, l := range c.Lines {
		for i := range l.Rows {
			if v, ok := l.Rows[i].Metric(metric); ok && l.Policy == c.Baseline {
				base[l.Rows[i].Seed] = v
			}
		}
	}
	over, under := 0.0, 0.0
	for _, l := range c.Lines {
		for i := range l.Rows {
			b, paired := base[l.Rows[i].Seed]
			if v, ok := l.Rows[i].Metric(metric); ok && paired && l.Policy == policy && l.Unlike == "" {
				over, under = over+v, under+b
			}
		}
	}
	if under == 0 {
		return math.NaN()
	}
	return over / under
}

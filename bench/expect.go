package bench

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"skysim/bench/stats"
)

func (e *Experiment) readExpects(s *section) {
	for _, x := range s.sections("expect") {
		want := Expect{
			Policy: x.required("policy"), Metric: x.required("metric"),
			MinRatio: x.number("min_ratio", 0, 0), MaxRatio: x.number("max_ratio", 0, 0),
			Equals: x.optional("equals"), Tolerance: x.number("tolerance", 0, 0),
			Interval: x.number("interval", 0, 0), Value: x.optional("value"),
		}
		x.done()
		e.checkExpect(x, &want)
		e.Expects = append(e.Expects, want)
	}
}

// optional returns a number, or nil when it is absent.
func (s *section) optional(key string) *float64 {
	if _, there := s.get(key); !there {
		return nil
	}
	v := s.number(key, 0, 0)
	return &v
}

// checkExpect finds expectations of nobody, of nothing, and of several things at once.
func (e *Experiment) checkExpect(s *section, x *Expect) {
	if x.Policy != "" && !slices.Contains(e.policyNames(), x.Policy) {
		s.fail("policy", "unknown policy %q%s", x.Policy, suggest(x.Policy, e.policyNames()))
	}
	if x.Metric != "" && !slices.Contains(Metrics(), x.Metric) {
		s.fail("metric", "unknown metric %q%s", x.Metric, suggest(x.Metric, Metrics()))
	}
	_, level := s.values["interval"]
	kinds := 0
	for _, given := range []bool{x.MinRatio != 0 || x.MaxRatio != 0, x.Equals != nil, level || x.Value != nil} {
		if given {
			kinds++
		}
	}
	switch {
	case kinds != 1:
		s.doc.fail(s.path, "an expectation wants min_ratio, max_ratio or both; or equals; or interval and value")
	case level != (x.Value != nil):
		s.doc.fail(s.path, "an expectation wants interval and value together")
	case level && !(x.Interval > 0 && x.Interval < 1):
		s.fail("interval", "interval = %v, want a level between 0 and 1, such as 0.99", x.Interval)
	case x.Tolerance != 0 && x.Equals == nil:
		s.fail("tolerance", "tolerance is of equals, which is missing")
	}
}

// Judgement is what became of an expectation under one workload and cloud.
type Judgement struct {
	Expect   Expect
	Workload string
	Cloud    string
	Ratio    float64        // mean over mean, of the seeds that both have; NaN if there is none
	Mean     stats.Interval // of the metric over the policy's seeds, at the level expected
	Pass     bool
}

// String says it in one line.
func (j Judgement) String() string {
	word := "FAIL"
	if j.Pass {
		word = "pass"
	}
	x := &j.Expect
	of := fmt.Sprintf("%s: %s of %s is", word, x.Metric, x.Policy)
	where := fmt.Sprintf("(workload %s on %s)", j.Workload, j.Cloud)
	switch {
	case x.Equals != nil:
		return fmt.Sprintf("%s %.12g, want %.12g with a tolerance of %v of it %s", of, j.Mean.Center, *x.Equals, x.Tolerance, where)
	case x.Value != nil:
		return fmt.Sprintf("%s %.6g, %v %% interval [%.6g, %.6g], want one that contains %v %s",
			of, j.Mean.Center, 100*x.Interval, j.Mean.Low, j.Mean.High, *x.Value, where)
	}
	var want []string
	if x.MinRatio > 0 {
		want = append(want, fmt.Sprintf("at least %v", x.MinRatio))
	}
	if x.MaxRatio > 0 {
		want = append(want, fmt.Sprintf("at most %v", x.MaxRatio))
	}
	return fmt.Sprintf("%s %.4g times the baseline's, want %s %s", of, j.Ratio, strings.Join(want, " and "), where)
}

// Judge holds expectations against what came out.
func Judge(expects []Expect, all []Comparison) []Judgement {
	var out []Judgement
	for _, x := range expects {
		for _, c := range all {
			j := Judgement{Expect: x, Workload: c.Workload, Cloud: c.Cloud, Ratio: c.ratio(x.Policy, x.Metric), Mean: c.mean(&x)}
			switch {
			case x.Equals != nil:
				j.Pass = math.Abs(j.Mean.Center-*x.Equals) <= float64(x.Tolerance*math.Abs(*x.Equals))
			case x.Value != nil:
				j.Pass = j.Mean.Bounded() && j.Mean.Contains(*x.Value)
			default:
				j.Pass = j.Ratio >= x.MinRatio && (x.MaxRatio == 0 || j.Ratio <= x.MaxRatio)
			}
			out = append(out, j)
		}
	}
	return out
}

// mean returns the mean of a policy's metric over its seeds with its interval.
func (c *Comparison) mean(x *Expect) stats.Interval {
	level := x.Interval
	if level == 0 {
		level = 0.95
	}
	return stats.MeanInterval((&Line{Rows: c.rows(x.Policy)}).values(x.Metric), level)
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

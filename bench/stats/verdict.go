package stats

import "math"

// Verdict is the answer of a comparison.
type Verdict uint8

// The answers.
const (
	NotComparable Verdict = iota + 1 // different work was left undone, or nothing to compare
	NoWinner                         // no significant difference
	Better                           // the policy beats the baseline
	Worse                            // the baseline beats the policy
)

// String returns the verdict in words for a table.
func (v Verdict) String() string {
	switch v {
	case NotComparable:
		return "not comparable"
	case NoWinner:
		return "no significant winner"
	case Better:
		return "better"
	case Worse:
		return "worse"
	}
	return "unknown"
}

// Verdict says whether the policy differs from the baseline in an exact test
// at α = 1 - Level, after correction for the number of comparisons.
func (c *Comparison) Verdict() Verdict {
	switch {
	case c.N == 0 || c.Has(Unfinished):
		return NotComparable
	case c.AdjustedP > c.options.alpha():
		return NoWinner
	case (c.Difference.Center > 0) == c.options.HigherBetter:
		return Better
	}
	return Worse
}

// CompareAll compares each of others with the baseline and corrects their p
// values for being several (Holm). Comparison i belongs to others[i].
func (o Options) CompareAll(baseline []Sample, others [][]Sample) []Comparison {
	o = o.withDefaults()
	all := make([]Comparison, len(others))
	p := make([]float64, len(others))
	for i, other := range others {
		all[i] = o.Compare(baseline, other)
		p[i] = all[i].P
	}
	need := seedsFor(o.alpha(), len(others))
	for i, adjusted := range Holm(p) {
		c := &all[i]
		c.AdjustedP = adjusted
		if c.N > 0 && c.N < need && !c.Has(FewSeeds) {
			c.warn(FewSeeds, "%d %s: an exact test needs at least %d to reach p ≤ %g for %d comparisons", c.N, plural(c.N, "seed"), need, o.alpha(), len(others))
		}
	}
	return all
}

// Winner says who is best among several policies.
type Winner struct {
	Best   int   // index of the best mean; -1 when there is nothing to rank
	Tied   []int // the others that are not significantly worse, or not comparable with it
	Clear  bool  // Best beats every other one: a significant winner
	Versus []Comparison
}

// FindWinner ranks policies by mean and compares the best with every other,
// as its baseline, corrected for their number. Versus[i] compares
// policies[i] with the best; at i == Best it compares the best with itself.
// A lone policy wins nothing.
func (o Options) FindWinner(policies [][]Sample) Winner {
	w := Winner{Best: -1}
	best := math.NaN()
	for i, samples := range policies {
		mean := meanOf(samples)
		if !finite(mean) {
			continue
		}
		if w.Best < 0 || (mean < best) != o.HigherBetter && mean != best {
			w.Best, best = i, mean
		}
	}
	if w.Best < 0 {
		return w
	}
	others := make([][]Sample, 0, len(policies))
	for i, samples := range policies {
		if i != w.Best {
			others = append(others, samples)
		}
	}
	versus := o.CompareAll(policies[w.Best], others)
	w.Versus = make([]Comparison, 0, len(policies))
	for i := range policies {
		if i == w.Best {
			w.Versus = append(w.Versus, o.Compare(policies[i], policies[i]))
			continue
		}
		c := versus[0]
		versus = versus[1:]
		if c.Verdict() != Worse {
			w.Tied = append(w.Tied, i)
		}
		w.Versus = append(w.Versus, c)
	}
	w.Clear = len(policies) > 1 && len(w.Tied) == 0
	return w
}

// meanOf is the mean of the samples' values.
func meanOf(samples []Sample) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = s.Value
	}
	return Mean(values)
}

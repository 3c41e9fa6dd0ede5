package stats

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

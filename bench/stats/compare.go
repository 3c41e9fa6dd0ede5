package stats

import "math"

// Sample is what one run says about one measure.
type Sample struct {
	Seed  uint64
	Value float64 // in the measure's unit
	// Undone counts the jobs that were rejected or unfinished at the end.
	// Costs and waits of runs that did different work cannot be compared.
	Undone int64
}

// Options says how to compare. The zero value is the usual: 95 %, 2,000
// resamples, smaller is better.
type Options struct {
	Level        float64 // confidence of intervals; 0 means 0.95. Verdicts use α = 1 - Level
	Resamples    int     // bootstrap resamples; 0 means 2,000
	Seed         uint64  // of the resampling stream
	HigherBetter bool    // for measures such as utilisation
}

// Comparison is one policy against the baseline, paired by seed. Differences
// are policy minus baseline, ratios policy over baseline.
type Comparison struct {
	N          int      // pairs used
	Baseline   Interval // mean over the pairs
	Policy     Interval // mean over the pairs
	Difference Interval // mean paired difference, t interval
	Bootstrap  Interval // the same difference, percentile bootstrap
	Ratio      Interval // ratio of the two means, Fieller's interval
	Lower      int      // seeds where the policy is lower than the baseline,
	Equal      int      // equal to it,
	Higher     int      // and higher
	SignP      float64  // exact two-sided sign test
	P          float64  // exact two-sided sign-flip test on the mean difference
	AdjustedP  float64  // P after Holm's correction (P itself for a lone comparison)
	Warnings   []Warning

	options Options
}

// Compare compares other with baseline, paired by seed, at 95 %. Seeds that
// only one side has are left out with a warning.
func Compare(baseline, other []Sample) Comparison {
	return Options{}.Compare(baseline, other)
}

// Compare compares other with baseline as o says.
func (o Options) Compare(baseline, other []Sample) Comparison {
	o = o.withDefaults()
	c := Comparison{options: o}
	base, pol := c.pair(baseline, other)
	diff := make([]float64, len(base))
	for i := range base {
		diff[i] = pol[i] - base[i]
	}
	c.N = len(diff)
	c.Baseline = MeanInterval(base, o.Level)
	c.Policy = MeanInterval(pol, o.Level)
	c.Difference = MeanInterval(diff, o.Level)
	c.Bootstrap = o.bootstrapMean(diff)
	c.Ratio = ratioOfMeans(base, pol, o.Level)
	c.Lower, c.Equal, c.Higher = signs(diff)
	c.SignP = signTest(c.Lower, c.Higher)
	c.P = o.flipTest(diff)
	c.AdjustedP = c.P
	c.judge(base, pol, diff)
	return c
}

// withDefaults fills in what the caller left zero.
func (o Options) withDefaults() Options {
	if o.Level == 0 {
		o.Level = 0.95
	}
	if o.Resamples == 0 {
		o.Resamples = 2000
	}
	return o
}

// alpha is the error rate that goes with Level. It is rounded, because
// 1 - 0.95 is a little more than 0.05.
func (o Options) alpha() float64 { return math.Round((1-o.Level)*1e9) / 1e9 }

// judge adds the warnings that follow from the numbers.
func (c *Comparison) judge(base, pol, diff []float64) {
	if c.N == 0 {
		c.warn(NoPairs, "no seed in common with the baseline: nothing to compare")
		return
	}
	if need := seedsFor(c.options.alpha(), 1); c.N < need {
		c.warn(FewSeeds, "%d %s: an exact test needs at least %d to reach p ≤ %g", c.N, plural(c.N, "seed"), need, c.options.alpha())
	}
	if c.N >= 2 && constant(base) && constant(pol) {
		c.warn(NoVariance, "the same values for all %d seeds: the difference is exact for this instance and says nothing about others", c.N)
	} else if c.N >= 2 && constant(diff) && diff[0] != 0 {
		c.warn(NoVariance, "the same difference for all %d seeds: its interval has no width", c.N)
	}
	if c.Baseline.Center == 0 {
		c.warn(ZeroBaseline, "the baseline's mean is zero: no ratio")
	}
	if c.N >= 6 && c.Difference.Contains(0) != c.Bootstrap.Contains(0) {
		c.warn(Skewed, "the t interval and the bootstrap disagree whether the difference is zero: the differences are skewed")
	}
}

// ratioOfMeans returns mean(pol)/mean(base) with Fieller's interval: all ρ
// for which the paired values pol - ρ·base have a mean that t finds
// compatible with zero. It is unbounded when base's mean may itself be zero.
func ratioOfMeans(base, pol []float64, level float64) Interval {
	n, mx, my := len(base), Mean(base), Mean(pol)
	r := Interval{Center: my / mx, Low: math.Inf(-1), High: math.Inf(1), Level: level, N: n}
	if n == 0 || mx == 0 {
		r.Center = math.NaN()
		return r
	}
	if n < 2 {
		return r
	}
	// (my - ρ·mx)² ≤ k·(syy - 2ρ·sxy + ρ²·sxx), a quadratic in ρ.
	t := TQuantile(0.5+level/2, n-1)
	k := float64(t*t) / float64(n)
	sxx, syy, sxy := Variance(base), Variance(pol), covariance(base, pol)
	a := float64(mx*mx) - float64(k*sxx)
	b := float64(mx*my) - float64(k*sxy)
	c := float64(my*my) - float64(k*syy)
	if a <= 0 {
		return r
	}
	root := math.Sqrt(max(0, float64(b*b)-float64(a*c))) / a
	// A tie in every seed makes b = a up to rounding; keep the centre inside.
	r.Low, r.High = min(b/a-root, r.Center), max(b/a+root, r.Center)
	return r
}

// covariance returns the sample covariance of two paired lists.
func covariance(x, y []float64) float64 {
	mx, my, sum := Mean(x), Mean(y), 0.0
	for i := range x {
		sum += float64((x[i] - mx) * (y[i] - my))
	}
	return sum / float64(len(x)-1)
}

// plural returns the noun with an s unless n is one.
func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

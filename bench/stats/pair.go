package stats

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// pair returns the values of the seeds that both sides have exactly once, in
// order of seed, and warns about all that it leaves out.
func (c *Comparison) pair(baseline, other []Sample) (base, pol []float64) {
	b, p := c.unique("baseline", baseline), c.unique("policy", other)
	var unpaired, bad, uneven []uint64
	for len(b) > 0 || len(p) > 0 {
		switch {
		case len(p) == 0 || (len(b) > 0 && b[0].Seed < p[0].Seed):
			unpaired, b = append(unpaired, b[0].Seed), b[1:]
			continue
		case len(b) == 0 || p[0].Seed < b[0].Seed:
			unpaired, p = append(unpaired, p[0].Seed), p[1:]
			continue
		}
		x, y := b[0], p[0]
		b, p = b[1:], p[1:]
		if !finite(x.Value) || !finite(y.Value) {
			bad = append(bad, x.Seed)
			continue
		}
		if x.Undone != y.Undone {
			uneven = append(uneven, x.Seed)
		}
		base, pol = append(base, x.Value), append(pol, y.Value)
	}
	if len(unpaired) > 0 {
		c.warn(MissingPairs, "%s left out: only one side has a result", seedList(unpaired))
	}
	if len(bad) > 0 {
		c.warn(NotANumber, "%s left out: a value is not a number", seedList(bad))
	}
	if len(uneven) > 0 {
		c.warn(Unfinished, "not comparable: policy and baseline left different numbers of jobs undone (%s)", seedList(uneven))
	}
	return base, pol
}

// unique returns the samples in order of seed, without seeds that occur more
// than once: which of the values would be the right one?
func (c *Comparison) unique(side string, samples []Sample) []Sample {
	s := slices.Clone(samples)
	slices.SortStableFunc(s, func(a, b Sample) int { return cmp.Compare(a.Seed, b.Seed) })
	var kept []Sample
	var repeated []uint64
	for i := 0; i < len(s); {
		j := i + 1
		for j < len(s) && s[j].Seed == s[i].Seed {
			j++
		}
		if j-i == 1 {
			kept = append(kept, s[i])
		} else {
			repeated = append(repeated, s[i].Seed)
		}
		i = j
	}
	if len(repeated) > 0 {
		c.warn(RepeatedSeeds, "%s left out: more than one result in the %s", seedList(repeated), side)
	}
	return kept
}

// seedList writes seeds for a footnote: all if few, else how many.
func seedList(seeds []uint64) string {
	const most = 5
	names := make([]string, 0, most)
	for _, s := range seeds[:min(len(seeds), most)] {
		names = append(names, fmt.Sprint(s))
	}
	list := plural(len(seeds), "seed") + " " + strings.Join(names, ", ")
	if len(seeds) > most {
		list += fmt.Sprintf(" and %d more", len(seeds)-most)
	}
	return list
}

// finite reports whether x is neither NaN nor infinite.
func finite(x float64) bool { return math.Abs(x) <= math.MaxFloat64 }

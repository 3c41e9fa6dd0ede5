package stats

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// samples numbers values with seeds from 1.
func samples(values ...float64) []Sample {
	s := make([]Sample, len(values))
	for i, v := range values {
		s[i] = Sample{Seed: uint64(i + 1), Value: v}
	}
	return s
}

func TestPairingFindsWhatUnpairedIntervalsHide(t *testing.T) {
	// Weather moves both policies by ±40; the policy saves 2 to 4 every time.
	base := samples(100, 140, 60, 120, 80, 130, 70, 110)
	pol := samples(97, 136, 58, 117, 77, 127, 68, 106)
	c := Compare(base, pol)
	if !c.Baseline.Contains(c.Policy.Center) {
		t.Errorf("unpaired, %v should hide %v", c.Baseline, c.Policy.Center)
	}
	if c.Difference.Center != -3 || c.Difference.Contains(0) {
		t.Errorf("Difference = %+v, want -3 with an interval below zero", c.Difference)
	}
	if c.Lower != 8 || c.Higher != 0 || c.SignP != 2.0/256 || c.P != 2.0/256 {
		t.Errorf("signs %d/%d, sign test %v, flips %v; want 8/0 and 2/256 twice", c.Lower, c.Higher, c.SignP, c.P)
	}
	if got := c.Verdict(); got != Better {
		t.Errorf("Verdict = %v, want better", got)
	}
	if len(c.Warnings) != 0 {
		t.Errorf("Warnings = %v, want none", c.Warnings)
	}
}

func TestWarnings(t *testing.T) {
	nan := math.NaN()
	undone := samples(1, 2, 3, 4, 5, 7)
	undone[2].Undone = 4
	for _, c := range []struct {
		name       string
		base, pol  []Sample
		kinds      []Kind
		pairs      int
		comparable bool
	}{
		{"nothing", nil, nil, []Kind{NoPairs}, 0, false},
		{"no seed in common", samples(1), []Sample{{Seed: 9, Value: 1}}, []Kind{MissingPairs, NoPairs}, 0, false},
		{"one side misses a seed", samples(1, 2, 4, 3, 6, 5, 9), samples(2, 1, 3, 5, 7, 8), []Kind{MissingPairs}, 6, true},
		{"a seed twice", append(samples(1, 2, 4, 3, 6, 5, 8), Sample{Seed: 7, Value: 1}), samples(2, 1, 3, 5, 7, 8), []Kind{RepeatedSeeds}, 6, true},
		{"a value is missing", samples(1, 2, nan, 3, 6, 5, 9), samples(2, 1, 3, 5, 7, 8, 3), []Kind{NotANumber}, 6, true},
		{"infinite", samples(1, 2, 4, 3, 6, 5, math.Inf(1)), samples(2, 1, 3, 5, 7, 8, 3), []Kind{NotANumber}, 6, true},
		{"five seeds", samples(1, 2, 3, 4, 5), samples(2, 3, 5, 5, 6), []Kind{FewSeeds}, 5, true},
		{"values that do not vary", samples(3, 3, 3, 3, 3, 3), samples(2, 2, 2, 2, 2, 2), []Kind{NoVariance}, 6, true},
		{"a difference that does not vary", samples(3, 4, 5, 6, 7, 8), samples(2, 3, 4, 5, 6, 7), []Kind{NoVariance}, 6, true},
		{"different work left undone", samples(1, 2, 3, 4, 5, 6), undone, []Kind{Unfinished}, 6, false},
		{"a baseline of zero", samples(0, 0, 0, 0, 0, 0), samples(1, 2, 3, 4, 5, 6), []Kind{ZeroBaseline}, 6, true},
	} {
		got := Compare(c.base, c.pol)
		var kinds []Kind
		for _, w := range got.Warnings {
			kinds = append(kinds, w.Kind)
		}
		if !reflect.DeepEqual(kinds, c.kinds) {
			t.Errorf("%s: warnings %v, want kinds %v", c.name, got.Warnings, c.kinds)
		}
		if got.N != c.pairs {
			t.Errorf("%s: N = %d, want %d", c.name, got.N, c.pairs)
		}
		if comparable := got.Verdict() != NotComparable; comparable != c.comparable {
			t.Errorf("%s: Verdict = %v", c.name, got.Verdict())
		}
	}
}

func TestIdenticalPoliciesHaveNoWinner(t *testing.T) {
	s := samples(5, 7, 1, 9, 4, 4, 8)
	c := Compare(s, s)
	if c.Verdict() != NoWinner || c.P != 1 || c.SignP != 1 || c.Equal != 7 {
		t.Errorf("Compare(s, s) = %+v, verdict %v; want no winner", c, c.Verdict())
	}
	if want := (Interval{1, 1, 1, 0.95, 7}); !near(c.Ratio.Low, 1, 1e-12) || !near(c.Ratio.High, 1, 1e-12) || c.Ratio.Center != 1 {
		t.Errorf("Ratio = %+v, want %+v", c.Ratio, want)
	}
}

func TestNoTestReachesSignificanceWithTooFewSeeds(t *testing.T) {
	base := samples(100, 101, 102, 103, 104)
	others := [][]Sample{samples(1, 2, 3, 4, 6), samples(50, 51, 52, 53, 55)}
	for _, c := range (Options{}).CompareAll(base, others) {
		if c.Verdict() != NoWinner || !c.Has(FewSeeds) {
			t.Errorf("5 seeds: %v %v, want no winner and a warning that says why", c.Verdict(), c.Warnings)
		}
	}
}

func TestHolm(t *testing.T) {
	got := Holm([]float64{0.01, 0.04, 0.03, 0.005, math.NaN()})
	want := []float64{0.04, 0.09, 0.09, 0.025, 1}
	for i := range want {
		if !near(got[i], want[i], 1e-12) {
			t.Errorf("Holm[%d] = %v, want %v", i, got[i], want[i])
		}
	}
}

func TestHolmIsMonotoneAndNeverBelowItsInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOf(rapid.Float64Range(0, 1)).Draw(t, "p")
		a := Holm(p)
		for i := range p {
			if a[i] < p[i] || a[i] > min(1, p[i]*float64(len(p)))+1e-12 {
				t.Errorf("adjusted %v of %v is not between it and Bonferroni", a[i], p[i])
			}
			for j := range p {
				if p[i] < p[j] && a[i] > a[j] {
					t.Errorf("order lost: %v < %v but %v > %v", p[i], p[j], a[i], a[j])
				}
			}
		}
	})
}

func TestSignTestAgainstCountingCoins(t *testing.T) {
	for n := range 13 {
		for k := range n + 1 {
			count := 0
			for mask := range 1 << n {
				ones := 0
				for m := mask; m > 0; m &= m - 1 {
					ones++
				}
				if min(ones, n-ones) <= min(k, n-k) {
					count++
				}
			}
			want := float64(count) / float64(int(1)<<n)
			if got := signTest(k, n-k); !near(got, want, 1e-12) {
				t.Errorf("signTest(%d, %d) = %v, counting gives %v", k, n-k, got, want)
			}
		}
	}
	// 10,000 flips, 4,900 heads: about 2 standard deviations.
	if got := signTest(4900, 5100); !near(got, 0.04659, 1e-4) {
		t.Errorf("signTest(4900, 5100) = %v, want about 0.0466", got)
	}
}

func TestRandomFlipsAgreeWithAllFlips(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	diff := make([]float64, exactPairs+1)
	for i := range diff {
		diff[i] = rng.NormFloat64() + 0.4
	}
	count, seen := 0, math.Abs(flipped(diff, 0))
	for mask := range uint64(1) << len(diff) {
		if math.Abs(flipped(diff, mask)) >= seen-1e-12 {
			count++
		}
	}
	want := float64(count) / float64(uint64(1)<<len(diff))
	if got := (Options{Seed: 7}).flipTest(diff); math.Abs(got-want) > 0.005 {
		t.Errorf("drawn p = %v, all patterns give %v", got, want)
	}
}

func TestOrderOfSamplesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := samples(rapid.SliceOfN(rapid.Float64Range(0, 1e6), 2, 20).Draw(t, "baseline")...)
		pol := samples(rapid.SliceOfN(rapid.Float64Range(0, 1e6), 2, 20).Draw(t, "policy")...)
		want := Compare(base, pol)
		got := Compare(rapid.Permutation(base).Draw(t, "b"), rapid.Permutation(pol).Draw(t, "p"))
		if !reflect.DeepEqual(got, want) {
			t.Errorf("shuffled: %+v, want %+v", got, want)
		}
	})
}

func TestScalingScalesAndSwappingMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 12).Draw(t, "n")
		base := samples(rapid.SliceOfN(rapid.Float64Range(10, 1000), n, n).Draw(t, "baseline")...)
		pol := samples(rapid.SliceOfN(rapid.Float64Range(10, 1000), n, n).Draw(t, "policy")...)
		c, swapped := Compare(base, pol), Compare(pol, base)
		if !near(swapped.Difference.Low, -c.Difference.High, 1e-9) || swapped.P != c.P {
			t.Errorf("swapped %+v p %v, want the mirror of %+v p %v", swapped.Difference, swapped.P, c.Difference, c.P)
		}
		for i := range base {
			base[i].Value *= 4
			pol[i].Value *= 4
		}
		four := Compare(base, pol)
		if four.Difference != c.Difference.Scale(4) || four.Ratio != c.Ratio || four.P != c.P {
			t.Errorf("×4: %+v and ratio %+v, want 4 × %+v and %+v", four.Difference, four.Ratio, c.Difference, c.Ratio)
		}
	})
}

func TestIntervalsCoverTheTruth(t *testing.T) {
	const runs, n, ratio = 1000, 8, 0.9
	rng := rand.New(rand.NewPCG(3, 4))
	var diffs, ratios int
	for range runs {
		base, pol := make([]float64, n), make([]float64, n)
		for i := range base {
			weather := 100 + 20*rng.NormFloat64()
			base[i], pol[i] = weather, ratio*weather+3*rng.NormFloat64()
		}
		c := (Options{Resamples: 100}).Compare(samples(base...), samples(pol...))
		if c.Difference.Contains(100*ratio - 100) {
			diffs++
		}
		if c.Ratio.Contains(ratio) {
			ratios++
		}
	}
	// 95 % of 1,000 with five standard deviations of room.
	if diffs < 915 || diffs > 985 || ratios < 915 || ratios > 985 {
		t.Errorf("of %d intervals %d (difference) and %d (ratio) contain the truth, want about 950", runs, diffs, ratios)
	}
}

package stats

import (
	"math"
	"math/rand/v2"
	"slices"
)

// The second halves of the resampling streams' seeds, so that the two never
// share a draw.
const (
	streamBootstrap = 0x626f6f7473747261 // "bootstra"
	streamFlips     = 0x7369676e666c6970 // "signflip"
)

// bootstrapMean returns the percentile bootstrap interval of the mean of
// values: resampled o.Resamples times with replacement from a stream that
// o.Seed alone determines. It assumes no distribution, but is somewhat narrow
// for few values, which is why the t interval stays in charge.
func (o Options) bootstrapMean(values []float64) Interval {
	n := len(values)
	center := Mean(values)
	if n < 2 {
		return around(center, math.Inf(1), o.Level, n)
	}
	if constant(values) {
		return around(center, 0, o.Level, n)
	}
	rng := rand.New(rand.NewPCG(o.Seed, streamBootstrap))
	means := make([]float64, o.Resamples)
	for i := range means {
		sum := 0.0
		for range n {
			sum += values[rng.IntN(n)]
		}
		means[i] = sum / float64(n)
	}
	slices.Sort(means)
	tail := (1 - o.Level) / 2
	low := int(tail * float64(o.Resamples))
	return Interval{Center: center, Low: means[low], High: means[o.Resamples-1-low], Level: o.Level, N: n}
}

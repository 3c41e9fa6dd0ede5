package stats

import (
	"fmt"
	"math"
)

// BatchMeans returns the steady-state mean of an autocorrelated series, such
// as the waits of successive jobs, with an interval: the first warmup values
// are deleted, the rest is cut into the given number of batches of equal
// length, and the batches' means, nearly independent if batches are long, are
// the values of a t interval. What does not divide evenly joins the warm-up.
//
// It reports an error when warmup is negative, batches is below 2, level is
// not in (0, 1), or a batch would be empty.
//
// References: Law, Simulation Modeling and Analysis, 9.5.3.
func BatchMeans(values []float64, warmup, batches int, level float64) (Interval, error) {
	switch {
	case warmup < 0:
		return Interval{}, fmt.Errorf("warmup is %d values, want at least 0", warmup)
	case batches < 2:
		return Interval{}, fmt.Errorf("batches is %d, want at least 2", batches)
	case !(level > 0 && level < 1):
		return Interval{}, fmt.Errorf("level is %v, want a number between 0 and 1", level)
	case len(values)-warmup < batches:
		return Interval{}, fmt.Errorf("%d values less a warm-up of %d do not fill %d batches", len(values), warmup, batches)
	}
	size := (len(values) - warmup) / batches
	values = values[len(values)-batches*size:]
	means := make([]float64, batches)
	for i := range means {
		means[i] = Mean(values[i*size : (i+1)*size])
	}
	return MeanInterval(means, level), nil
}

// Batches is BatchMeans for a series of unknown length in constant memory: it
// keeps between want and 2·want batches, and whenever there are 2·want of
// them it joins neighbours and doubles their length.
type Batches struct {
	warmup int64     // values still to be deleted
	want   int       // batches to have at least, once that many values came
	size   int64     // values in a full batch
	sums   []float64 // of full batches
	sum    float64   // of the batch being filled
	filled int64     // values in it
}

// NewBatches returns an empty series that deletes its first warmup values and
// then keeps want to 2·want batches. Thirty is a good number to want. It
// reports an error when warmup is negative or want below 2.
func NewBatches(warmup int64, want int) (*Batches, error) {
	if warmup < 0 {
		return nil, fmt.Errorf("warmup is %d values, want at least 0", warmup)
	}
	if want < 2 {
		return nil, fmt.Errorf("batches is %d, want at least 2", want)
	}
	return &Batches{warmup: warmup, want: want, size: 1, sums: make([]float64, 0, 2*want)}, nil
}

// Add appends one value to the series.
func (b *Batches) Add(x float64) {
	if b.warmup > 0 {
		b.warmup--
		return
	}
	b.sum += x
	b.filled++
	if b.filled < b.size {
		return
	}
	b.sums = append(b.sums, b.sum)
	b.sum, b.filled = 0, 0
	if len(b.sums) == 2*b.want {
		for i := range b.want {
			b.sums[i] = b.sums[2*i] + b.sums[2*i+1]
		}
		b.sums = b.sums[:b.want]
		b.size *= 2
	}
}

// means returns the means of the full batches.
func (b *Batches) means() []float64 {
	means := make([]float64, len(b.sums))
	for i, s := range b.sums {
		means[i] = s / float64(b.size)
	}
	return means
}

// Interval returns the mean over the full batches with its t interval. The
// batch still being filled is not in it.
func (b *Batches) Interval(level float64) Interval { return MeanInterval(b.means(), level) }

// Correlation returns the lag-1 autocorrelation of the batch means, and NaN
// for fewer than three batches. Values well above zero (say 0.3) mean that
// batches are still too short and the interval too narrow.
func (b *Batches) Correlation() float64 {
	m := b.means()
	if len(m) < 3 {
		return math.NaN()
	}
	mean, products := Mean(m), 0.0
	for i := 1; i < len(m); i++ {
		products += float64((m[i] - mean) * (m[i-1] - mean))
	}
	return products / float64(Variance(m)*float64(len(m)-1))
}

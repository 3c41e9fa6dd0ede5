package workloads

import (
	"fmt"
	"math"

	"skysim/sim"
)

// Dist is a distribution of sizes or durations, in whatever unit its
// parameters have. Draws are never negative.
type Dist interface {
	Draw(s *sim.Stream) float64
	Mean() float64
}

// Deterministic is always the same number.
type Deterministic float64

// Draw returns the number.
func (d Deterministic) Draw(*sim.Stream) float64 { return float64(d) }

// Mean returns the number.
func (d Deterministic) Mean() float64 { return float64(d) }

// Exponential is the exponential distribution of this mean; it has no memory.
type Exponential float64

// Draw returns the next number.
func (e Exponential) Draw(s *sim.Stream) float64 { return float64(float64(e) * s.Exponential()) }

// Mean returns the mean.
func (e Exponential) Mean() float64 { return float64(e) }

// LogNormal is the distribution whose logarithm is normal: the median is
// typical, and a share that grows with Sigma is many times larger. Run times of
// training jobs look like this with Sigma around 1.5 to 2.
type LogNormal struct {
	Median float64
	Sigma  float64 // standard deviation of the logarithm
}

// LogNormalMean returns the LogNormal of a mean and a Sigma.
func LogNormalMean(mean, sigma float64) LogNormal {
	return LogNormal{Median: float64(mean * sim.Exp(float64(-sigma*sigma/2))), Sigma: sigma}
}

// Draw returns the next number.
func (l LogNormal) Draw(s *sim.Stream) float64 {
	return float64(l.Median * sim.Exp(float64(l.Sigma*s.Normal())))
}

// Mean returns Median·exp(Sigma²/2).
func (l LogNormal) Mean() float64 {
	return float64(l.Median * sim.Exp(float64(l.Sigma*l.Sigma/2)))
}

// BoundedPareto is the power law with index Alpha > 0 between Lo > 0 and Hi:
// the density falls as x^-(Alpha+1). With Alpha near 1 a few large ones carry
// most of the sum, as in batch clusters.
type BoundedPareto struct{ Alpha, Lo, Hi float64 }

// Draw returns the next number.
func (p BoundedPareto) Draw(s *sim.Stream) float64 { return p.quantile(s.Float64()) }

// quantile returns the x below which a draw lies with probability u.
func (p BoundedPareto) quantile(u float64) float64 {
	most := 1 - sim.Pow(p.Lo/p.Hi, p.Alpha)
	return p.Lo / sim.Pow(1-float64(u*most), 1/p.Alpha)
}

// Mean returns the mean.
func (p BoundedPareto) Mean() float64 {
	r := p.Lo / p.Hi
	if p.Alpha == 1 {
		return -p.Lo * sim.Log(r) / (1 - r)
	}
	return float64(p.Lo*p.Alpha) / (p.Alpha - 1) * (1 - sim.Pow(r, p.Alpha-1)) / (1 - sim.Pow(r, p.Alpha))
}

// BoundedParetoMean returns the BoundedPareto of a mean, an index and a ratio
// of its largest to its smallest number.
func BoundedParetoMean(mean, alpha, ratio float64) BoundedPareto {
	lo := mean / BoundedPareto{Alpha: alpha, Lo: 1, Hi: ratio}.Mean()
	return BoundedPareto{Alpha: alpha, Lo: lo, Hi: float64(lo * ratio)}
}

// Hyperexponential is, with probability Share, exponential of mean First, and
// otherwise of mean Second: short jobs and now and then a long one.
type Hyperexponential struct{ Share, First, Second float64 }

// Draw returns the next number. It takes two draws of the stream.
func (h Hyperexponential) Draw(s *sim.Stream) float64 {
	mean := h.Second
	if s.Bool(h.Share) {
		mean = h.First
	}
	return float64(mean * s.Exponential())
}

// Mean returns the mean.
func (h Hyperexponential) Mean() float64 {
	return float64(h.Share*h.First) + float64((1-h.Share)*h.Second)
}

// ErlangMix is a sum of exponentials, each of mean Phase: Phases of them, but
// with probability Short one fewer. It varies less than an exponential.
type ErlangMix struct {
	Phases int
	Short  float64
	Phase  float64
}

// Draw returns the next number.
func (e ErlangMix) Draw(s *sim.Stream) float64 {
	n := e.Phases
	if s.Bool(e.Short) {
		n--
	}
	sum := 0.0
	for range n {
		sum += s.Exponential()
	}
	return float64(sum * e.Phase)
}

// Mean returns the mean.
func (e ErlangMix) Mean() float64 { return float64((float64(e.Phases) - e.Short) * e.Phase) }

// WithCV2 returns a distribution of a mean and a squared coefficient of
// variation (variance ÷ mean²), which is all that the mean wait in an M/G/1
// queue depends on: Deterministic for 0, an ErlangMix below 1, Exponential for
// 1, and above 1 the Hyperexponential whose two parts carry half of the sum each.
//
// References:
//
//	[tijms] H. C. Tijms, Stochastic Models: An Algorithmic Approach, 1994,
//	        appendix B: fits on two moments.
func WithCV2(mean, cv2 float64) Dist {
	switch {
	case cv2 <= 0:
		return Deterministic(mean)
	case cv2 == 1:
		return Exponential(mean)
	case cv2 < 1:
		k := math.Ceil(1 / cv2)
		root := math.Sqrt(float64(k*(1+cv2)) - float64(float64(k*k)*cv2))
		short := (float64(k*cv2) - root) / (1 + cv2)
		return ErlangMix{Phases: int(k), Short: short, Phase: mean / (k - short)}
	}
	p := float64(0.5 * (1 + math.Sqrt((cv2-1)/(cv2+1))))
	return Hyperexponential{Share: p, First: mean / (2 * p), Second: mean / (2 * (1 - p))}
}

// Choice is one of a few numbers, by weight.
type Choice struct{ values, upTo []float64 }

// NewChoice returns a Choice of values with these weights, which need not sum
// to 1. It reports an error unless there is one weight for each value, none is
// negative and one is positive.
func NewChoice(values, weights []float64) (Choice, error) {
	if len(values) != len(weights) {
		return Choice{}, fmt.Errorf("%d weights for %d values, want one for each", len(weights), len(values))
	}
	c, sum := Choice{values: values}, 0.0
	for i, w := range weights {
		if !(w >= 0 && w <= math.MaxFloat64) {
			return Choice{}, fmt.Errorf("weight %d is %v, want a number from 0 up", i, w)
		}
		sum += w
		c.upTo = append(c.upTo, sum)
	}
	if !(sum > 0) {
		return Choice{}, fmt.Errorf("the weights sum to %v, want more than 0", sum)
	}
	return c, nil
}

// mustChoice is NewChoice for weights that stand in the source.
func mustChoice(values, weights []float64) Choice {
	c, err := NewChoice(values, weights)
	if err != nil {
		panic("workloads: " + err.Error())
	}
	return c
}

// Draw returns one of the values.
func (c Choice) Draw(s *sim.Stream) float64 { return c.values[c.Pick(s)] }

// Pick returns the index of one of the values.
func (c Choice) Pick(s *sim.Stream) int {
	last := len(c.upTo) - 1
	u := float64(s.Float64() * c.upTo[last])
	for i, top := range c.upTo[:last] {
		if u < top {
			return i
		}
	}
	return last
}

// Mean returns the mean.
func (c Choice) Mean() float64 {
	sum, before := 0.0, 0.0
	for i, top := range c.upTo {
		sum += float64(c.values[i] * (top - before))
		before = top
	}
	return sum / before
}

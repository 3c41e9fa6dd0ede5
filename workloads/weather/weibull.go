package weather

import (
	"skysim/sim"
)

// weibull is the distribution of scale·E^(1/shape), where E is exponential of mean 1.
type weibull struct{ scale, power float64 }

// newWeibull returns the distribution of a mean and a shape: its mean is
// scale·Γ(1 + 1/shape).
func newWeibull(mean sim.Duration, shape float64) weibull {
	if mean <= 0 {
		return weibull{}
	}
	return weibull{scale: float64(mean) / sim.Exp(logGamma(1+1/shape)), power: 1 / shape}
}

// draw returns a time of at least a second, or 0 if the mean is 0.
func (d weibull) draw(s *sim.Stream) sim.Duration {
	if d.scale == 0 {
		return 0
	}
	x := s.Exponential()
	if d.power != 1 {
		x = sim.Pow(x, d.power)
	}
	return lasting(sim.Duration(d.scale), x)
}

// logGamma returns the logarithm of the gamma function at x ≥ 1, good to 12 digits:
// Stirling's series at x + 8, from where Γ(x+1) = x·Γ(x) leads back.
//
// References:
//
//	[dlmf] NIST Digital Library of Mathematical Functions, 5.11.1 and 5.5.1.
func logGamma(x float64) float64 {
	product := 1.0
	for range 8 {
		product *= x
		x++
	}
	z := 1 / (x * x)
	series := 1.0/12 - float64(z*(1.0/360-float64(z*(1.0/1260-float64(z*(1.0/1680-float64(z*(1.0/1188))))))))
	const halfLog2Pi = 0.91893853320467274178
	return float64((x-0.5)*sim.Log(x)) - x + halfLog2Pi + series/x - sim.Log(product)
}

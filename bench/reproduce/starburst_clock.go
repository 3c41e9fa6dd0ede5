package reproduce

import (
	"math"
	"math/big"

	"skysim/workloads/mersenne"
)

// starburstJob is a job on the artifact's clock, in hours.
type starburstJob struct{ arrival, run float64 }

// starburstJobs draws the jobs of a seed as the artifact does. Workload overflow has
// the same jobs in nanoseconds, which cannot tell the accidents of this clock.
func starburstJobs(seed uint32, n int, rate float64) []starburstJob {
	r, jobs := mersenne.NumPy(seed), make([]starburstJob, n)
	for i := 1; i < n; i++ {
		jobs[i].arrival = jobs[i-1].arrival - roundedLog(1-r.Float64())/rate
	}
	for i := range jobs {
		jobs[i].run = -roundedLog(1 - r.Float64())
	}
	return jobs
}

// deadline is when a job ends at the latest that does not wait, as the artifact
// works it out: forwards, back to a wait, and forwards again.
func (j *starburstJob) deadline() float64 {
	d := j.arrival + j.run
	return j.arrival + j.run + max(0, d-j.run-j.arrival)
}

// roundedLog returns the float64 nearest to the natural logarithm of x > 0. The
// libraries under numpy nearly always give that one, and sim.Log often its
// neighbour.
func roundedLog(x float64) float64 {
	fraction, exponent := math.Frexp(x)
	if fraction < math.Sqrt2/2 {
		fraction, exponent = 2*fraction, exponent-1
	}
	// ln x = e·ln 2 + 2·atanh z with z = (f−1)/(f+1), |z| < 0.172, and ln 2 = 2·atanh ⅓
	sum := twiceAtanh(fraction-1, long(fraction).Add(long(fraction), long(1)))
	two := twiceAtanh(1, long(3))
	y, _ := sum.Add(sum, two.Mul(two, long(float64(exponent)))).Float64()
	return y
}

// long is a number with more than twice the digits of a float64.
func long(x float64) *big.Float { return new(big.Float).SetPrec(130).SetFloat64(x) }

// twiceAtanh returns 2·atanh(a/b) for |a/b| ≤ ⅓ by its series.
func twiceAtanh(a float64, b *big.Float) *big.Float {
	z := long(a)
	z.Quo(z, b)
	square, power, sum := long(0).Mul(z, z), long(0).Set(z), long(0)
	for k := 1.0; k < 80; k += 2 {
		sum.Add(sum, long(0).Quo(power, long(k)))
		power.Mul(power, square)
	}
	return sum.Add(sum, sum)
}

package reproduce

import (
	"math"
)

// What theory says, for other parameters than the printed ones too. Times are in
// the unit of 1/µ or of the arguments.

// ErlangB returns the share of jobs that c servers without a queue turn away under
// an offered load of a servers' worth of work, whatever the distribution of service.
//
// Reference: A. K. Erlang, Solution of some problems in the theory of
// probabilities of significance in automatic telephone exchanges, 1917; by the
// recursion on c.
func ErlangB(c int, a float64) float64 {
	b := 1.0
	for k := 1; k <= c; k++ {
		b = a * b / (float64(k) + a*b)
	}
	return b
}

// ErlangC returns the share of jobs that wait in M/M/c under an offered load
// a < c, and NaN otherwise.
func ErlangC(c int, a float64) float64 {
	if !(a < float64(c)) {
		return math.NaN()
	}
	b := ErlangB(c, a)
	return b / (1 - a/float64(c)*(1-b))
}

// WaitMMC returns the mean wait in M/M/c.
func WaitMMC(c int, lambda, mu float64) float64 {
	return ErlangC(c, lambda/mu) / (float64(c)*mu - lambda)
}

// WaitMG1 returns the mean wait in M/G/1, where service has the squared coefficient of
// variation cv2: λ·E[S²] / 2(1 − ρ).
//
// Reference: F. Pollaczek 1930, A. Khinchine 1932.
func WaitMG1(lambda, mu, cv2 float64) float64 {
	return lambda * (1 + cv2) / (mu * mu) / (2 * (1 - lambda/mu))
}

// ResponseSRPT returns the mean response time in M/M/1 with the shortest remaining
// work first. A job of size x has
//
//	λ(∫₀ˣ t²f(t)dt + x²(1−F(x))) / 2(1−ρ(x))²  +  ∫₀ˣ dt / (1−ρ(t)),  ρ(x) = λ∫₀ˣ t·f(t)dt,
//
// and the mean is over f. Integrals are taken together, by Simpson's rule.
//
// Reference: L. E. Schrage, L. W. Miller, The queue M/G/1 with the shortest remaining
// processing time discipline, Operations Research 14, 1966.
func ResponseSRPT(lambda, mu float64) float64 {
	const steps, most = 400_000, 60 // e⁻⁶⁰ of the jobs are left out
	load := lambda / mu
	rho := func(x float64) float64 { return load * (1 - (1+x)*math.Exp(-x)) } // of service with mean 1
	second := func(x float64) float64 { return 2 - (x*x+2*x+2)*math.Exp(-x) } // ∫₀ˣ t²e⁻ᵗdt
	h := most / float64(steps)
	total, resident := 0.0, 0.0 // resident is ∫₀ˣ dt/(1−ρ(t))
	for i := range steps + 1 {
		x := float64(i) * h
		if i > 0 {
			resident += h / 6 * (1/(1-rho(x-h)) + 4/(1-rho(x-h/2)) + 1/(1-rho(x)))
		}
		wait := load * (second(x) + x*x*math.Exp(-x)) / (2 * (1 - rho(x)) * (1 - rho(x)))
		weight := 2.0
		switch {
		case i == 0 || i == steps:
			weight = 1
		case i%2 == 1:
			weight = 4
		}
		total += weight * math.Exp(-x) * (wait + resident)
	}
	return total * h / 3 / mu
}

// ResponseChoices returns the mean response time of the shortest of d lines at a
// load below 1 in the limit of many servers, at µ = 1. A line has at least i
// jobs with probability λ^((dⁱ−1)/(d−1)), and Little's law turns the sum of these into time.
//
// Reference: N. D. Vvedenskaya, R. L. Dobrushin, F. I. Karpelevich 1996; M.
// Mitzenmacher 2001.
func ResponseChoices(load float64, d int) float64 {
	switch {
	case d < 1 || !(load < 1):
		return math.NaN()
	case d == 1:
		return 1 / (1 - load)
	}
	sum, power := 0.0, 0.0 // of load, in the term
	for {
		term := math.Pow(load, power)
		if term < 1e-17 {
			return sum
		}
		sum += term
		power = power*float64(d) + float64(d) // (dⁱ − d)/(d − 1)
	}
}

// TimeWithRestarts returns how long work takes that begins anew whenever the
// machine is lost, with losses at rate lambda and a mean of r until there is another:
// (e^λw − 1)(1/λ + r).
//
// Reference: the renewal argument, as in A. Duda, The effects of checkpointing on program
// execution time, Information Processing Letters 16, 1983.
func TimeWithRestarts(lambda, work, r float64) float64 {
	return math.Expm1(lambda*work) * (1/lambda + r)
}

// CheckpointInterval returns √(2CM), the best time between checkpoints that cost C
// where M passes on average between losses, to first order in C/M.
//
// Reference: J. W. Young, A first order approximation to the optimum checkpoint
// interval, Communications of the ACM 17, 1974.
func CheckpointInterval(cost, mean float64) float64 { return math.Sqrt(2 * cost * mean) }

// CommittedLevel returns how many machines to commit to when one costs the share
// ratio of what it costs on demand, and demand is even from least to most: the smallest k with F(k) ≥ 1 − ratio.
//
// Reference: the newsvendor of K. J. Arrow, T. Harris, J. Marschak, Optimal inventory policy,
// Econometrica 19, 1951.
func CommittedLevel(least, most int, ratio float64) int {
	for k := least; ; k++ {
		if f := float64(k-least+1) / float64(most-least+1); k == most || f >= 1-ratio {
			return k
		}
	}
}

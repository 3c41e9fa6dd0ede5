package assign

import (
	"math"
	"math/big"
)

// Relaxation is the LP relaxation: jobs may be divided among agents. Its two
// sides are found together, the primal in floats and the dual made exact.
type Relaxation struct {
	// Infeasible says that even divided jobs do not fit, proved by weights of
	// the capacities under which the jobs need more than there is.
	Infeasible bool
	// Bound is what no assignment, divided or not, can beat: the value of a
	// dual solution, computed exactly. nil if Infeasible.
	Bound *big.Rat
	// Primal is the value of the best divided assignment found, in floats: it
	// and Bound stand on different sides of the LP's value. NaN if none was found.
	Primal float64
	// Share is that assignment: the part of job j at agent i is Share[i][j].
	Share [][]float64
	// Pivots is how many the simplex method took.
	Pivots int

	price []float64 // of each whole capacity
}

// Relax solves the LP relaxation of p. The proof (Bound, Infeasible) does not
// depend on the floats of the simplex method: its dual prices are rounded to
// fractions and the Lagrangian of the capacities is computed with them in
// integers, which is a bound whatever the prices are.
func Relax(p *Problem) (*Relaxation, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	r := relax(newInstance(p))
	if p.Sense == Maximise {
		if r.Bound != nil {
			r.Bound.Neg(r.Bound)
		}
		r.Primal = -r.Primal
	}
	return r, nil
}

func relax(in *instance) *Relaxation {
	r := &Relaxation{Primal: math.NaN()}
	if !in.placeable() {
		r.Infeasible = true
		return r
	}
	s := newSimplex(in)
	s.run(true)
	if s.overload() > s.tolerance && in.overfull(s.price) {
		r.Infeasible, r.Pivots = true, s.pivots
		return r
	}
	s.run(false)
	r.Bound, r.Pivots, r.price = in.dual(s.price), s.pivots, s.price
	if s.overload() <= s.tolerance {
		r.Primal, r.Share = s.shares()
	}
	return r
}

// weights turns the prices of a whole capacity into integers P and a scale s
// such that the price of a unit of i's capacity is about P[i]/2^s. Rounding
// down or up makes no difference to whether the bound holds.
func (in *instance) weights(price []float64) (weight []*big.Int, scale uint) {
	scale = 60
	for _, c := range in.capacity {
		for uint(60)+uint(big.NewInt(c).BitLen()) > scale {
			scale++
		}
	}
	weight = make([]*big.Int, in.m)
	for i := range weight {
		x := big.NewFloat(max(0, price[i]) / float64(max(1, in.capacity[i])))
		weight[i], _ = x.SetMantExp(x, int(scale)).Int(nil)
	}
	return weight, scale
}

// lagrangian returns Σ_j min_i (c_ij·2^s + P_i·a_ij) − Σ_i P_i·b_i: with costs, a
// bound on every assignment times 2^s; without them, proof that there is none
// if it is above 0.
func (in *instance) lagrangian(weight []*big.Int, scale uint, costs bool) *big.Int {
	sum, x, least := new(big.Int), new(big.Int), new(big.Int)
	for j := range in.n {
		first := true
		for i := range in.m {
			if !in.fits(i, j) {
				continue
			}
			x.Mul(weight[i], x.SetInt64(in.use[i*in.n+j]))
			if costs {
				c := big.NewInt(in.cost[i*in.n+j])
				x.Add(x, c.Lsh(c, scale))
			}
			if first || x.Cmp(least) < 0 {
				least.Set(x)
				first = false
			}
		}
		sum.Add(sum, least)
	}
	for i, w := range weight {
		sum.Sub(sum, x.Mul(w, x.SetInt64(in.capacity[i])))
	}
	return sum
}

// dual returns the exact bound that prices give.
func (in *instance) dual(price []float64) *big.Rat {
	weight, scale := in.weights(price)
	return new(big.Rat).SetFrac(in.lagrangian(weight, scale, true), new(big.Int).Lsh(big.NewInt(1), scale))
}

// overfull reports whether prices prove that the jobs do not fit, even divided.
func (in *instance) overfull(price []float64) bool {
	weight, scale := in.weights(price)
	return in.lagrangian(weight, scale, false).Sign() > 0
}

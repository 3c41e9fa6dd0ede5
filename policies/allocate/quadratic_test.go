package allocate

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"skysim/sim"
)

// bisected solves the quadratic in floats, by halving the interval of the multiplier 200
// times, and returns its cost.
func bisected(p *Problem) float64 {
	amount, n := 0.0, len(p.Resources)
	c, q, top := make([]float64, n), make([]float64, n), make([]float64, n)
	for _, d := range p.Demands {
		x, _ := d.Amount.Float64()
		amount += x
	}
	for i, r := range p.Resources {
		c[i], _ = r.UnitCost.Float64()
		q[i], _ = r.Penalty.Float64()
		top[i], _ = r.Capacity.Float64()
	}
	take := func(i int, price float64) float64 {
		switch {
		case q[i] > 0:
			return min(max((price-c[i])*top[i]/(2*q[i]), 0), top[i])
		case price > c[i]:
			return top[i]
		}
		return 0
	}
	low, high := -1.0, 100.0
	for range 200 {
		price, sum := (low+high)/2, 0.0
		for i := range c {
			sum += take(i, price)
		}
		if sum < amount {
			low = price
		} else {
			high = price
		}
	}
	cost, left := 0.0, amount
	for i := range c {
		x := take(i, low)
		left -= x
		if top[i] > 0 {
			cost += c[i]*x + q[i]*x*x/top[i]
		}
	}
	return cost + left*high // what is left goes to straight curves at the price
}

// residual checks the conditions of Karush, Kuhn and Tucker exactly: every resource in
// use below its capacity has the slope of the price, an idle one at least that, a full one at
// most.
func residual(p *Problem, r *Result) bool {
	for i, x := range p.Resources {
		if x.Capacity.Sign() == 0 {
			continue
		}
		slope := new(big.Rat).Quo(new(big.Rat).Mul(x.Penalty, r.Loads[i]), x.Capacity)
		slope.Add(slope, slope).Add(slope, x.UnitCost)
		order := slope.Cmp(r.Prices.Demand)
		if order > 0 && r.Loads[i].Sign() > 0 || order < 0 && r.Loads[i].Cmp(x.Capacity) < 0 {
			return false
		}
		full := new(big.Rat).Sub(r.Prices.Demand, slope)
		if r.Loads[i].Cmp(x.Capacity) == 0 && full.Cmp(r.Prices.Resources[i]) != 0 {
			return false
		}
	}
	return true
}

// The quadratic costs what the bisection finds, and satisfies the conditions of its
// optimum exactly. To re-run one: its number is the last key of the stream.
func TestQuadratic(t *testing.T) {
	solved := 0
	for n := range 20_000 {
		s := sim.NewStream(6, "allocate quadratic", uint64(n))
		p := drawDivisible(&s, Cost)
		r, err := Solve(p, Policy{Kind: QPPenalty}, Options{})
		var no *InfeasibleError
		if errors.As(err, &no) {
			continue
		}
		if err != nil || !r.Optimal || !residual(p, r) {
			t.Fatalf("problem %d: %v, %v, KKT %v\n%s", n, r, err, err == nil && residual(p, r), describe(p))
		}
		solved++
		if got, _ := r.Objective.Float64(); math.Abs(got-bisected(p)) > 1e-9*max(1, got) {
			t.Fatalf("problem %d: %v, bisection %v\n%s", n, got, bisected(p), describe(p))
		}
	}
	if solved < 10_000 {
		t.Errorf("only %d problems are feasible", solved)
	}
	t.Logf("%d problems solved", solved)
}

// The article's quadratic by hand: cᵢ + 2·p·xᵢ/Mᵢ = μ with p = 0.5, all between their
// limits, so that μ = (1000 + Σ cᵢMᵢ)/Σ Mᵢ and xᵢ = Mᵢ·(μ − cᵢ).
func TestQuadraticClosedForm(t *testing.T) {
	p := articleTwo()
	r, err := Solve(p, Policy{Kind: QPPenalty}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	mu := (1000.0 + 0.10*500 + 0.15*700 + 0.20*1000) / 2200
	for i, want := range []float64{500 * (mu - 0.10), 700 * (mu - 0.15), 1000 * (mu - 0.20)} {
		if got, _ := r.Loads[i].Float64(); math.Abs(got-want) > 1e-9 {
			t.Errorf("load %d = %v, want %v", i, got, want)
		}
	}
	if got, _ := r.Prices.Demand.Float64(); math.Abs(got-mu) > 1e-12 {
		t.Errorf("price = %v, want %v", got, mu)
	}
}

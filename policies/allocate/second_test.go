package allocate

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"skysim/policies/lp/network"
	"skysim/sim"
)

// drawDivisible makes a larger problem in which everything is divisible. A third of them have
// costs and amounts of very few values, so that they are degenerate.
func drawDivisible(s *sim.Stream, o Objective) *Problem {
	p := &Problem{Objective: o}
	few, prices := 1+s.Int64N(1000), 1+s.Int64N(100)
	if s.Bool(0.3) {
		few, prices = 1+s.Int64N(3), 1+s.Int64N(3)
	}
	amount := func() *big.Rat { return big.NewRat(s.Int64N(few+1), 10) }
	for i := range 1 + s.Int64N(6) {
		p.Resources = append(p.Resources, Resource{
			Name: fmt.Sprint("r", i), Capacity: amount(), UnitCost: big.NewRat(s.Int64N(prices), 100),
			Utilisation: big.NewRat(s.Int64N(11), 10), Penalty: big.NewRat(s.Int64N(4), 2),
		})
	}
	for j := range 1 + s.Int64N(6) {
		p.Demands = append(p.Demands, Demand{Name: fmt.Sprint("d", j), Amount: amount(), Divisible: true})
	}
	return p
}

// costs are the unit costs that a policy counts, in thousandths, and amounts are in tenths:
// whole numbers for the network simplex, computed here anew.
func costs(p *Problem, k Kind) (list []int64) {
	for _, r := range p.Resources {
		c := new(big.Rat).Set(r.UnitCost)
		if k == LPPenalty {
			c.Add(c, new(big.Rat).Mul(r.Utilisation, r.Penalty))
		}
		list = append(list, c.Mul(c, big.NewRat(1000, 1)).Num().Int64())
	}
	return list
}

func tenths(x *big.Rat) int64 { return new(big.Rat).Mul(x, big.NewRat(10, 1)).Num().Int64() }

// byNetwork solves the problem as a transport problem of all pairs. It returns nil if that
// is infeasible.
func byNetwork(p *Problem, k Kind) (*big.Rat, error) {
	unit := costs(p, k)
	var supply, demand []int64
	var cost [][]int64
	for _, d := range p.Demands {
		demand = append(demand, tenths(d.Amount))
	}
	for i, r := range p.Resources {
		supply = append(supply, tenths(r.Capacity))
		row := make([]int64, len(p.Demands))
		for j := range row {
			row[j] = unit[i]
		}
		cost = append(cost, row)
	}
	got, err := network.Solve(network.Dense(supply, demand, cost), network.Budget{})
	var infeasible *network.InfeasibleError
	if errors.As(err, &infeasible) {
		return nil, nil
	}
	if err != nil || !got.Optimal {
		return nil, fmt.Errorf("network: %v, optimal %v", err, got.Optimal)
	}
	return big.NewRat(int64(got.Cost.Lo), 10_000), nil
}

// The merit order costs what the network simplex finds, exactly, and is infeasible where
// it is. To re-run one: its number is the last key of the stream.
func TestLPEqualsNetworkSimplex(t *testing.T) {
	infeasible := 0
	for n := range 12_000 {
		s := sim.NewStream(6, "allocate network", uint64(n))
		p := drawDivisible(&s, Cost)
		kind := []Kind{LP, LPPenalty}[n%2]
		want, err := byNetwork(p, kind)
		if err != nil {
			t.Fatalf("problem %d: %v\n%s", n, err, describe(p))
		}
		r, err := Solve(p, Policy{Kind: kind}, Options{})
		var no *InfeasibleError
		if errors.As(err, &no) && want == nil {
			infeasible++
			continue
		}
		if err != nil || want == nil || r.Objective.Cmp(want) != 0 || !r.Optimal {
			t.Fatalf("problem %d: %v, %v; network simplex: %v\n%s", n, r, err, want, describe(p))
		}
	}
	if infeasible < 500 {
		t.Errorf("only %d problems are infeasible", infeasible)
	}
}

// byGonum maximises utilisation with gonum's simplex over all pairs, with slacks.
func byGonum(p *Problem) (float64, error) {
	m, n := len(p.Resources), len(p.Demands)
	c := make([]float64, m*n+m+n)
	a := mat.NewDense(m+n, len(c), nil)
	b := make([]float64, m+n)
	for i, r := range p.Resources {
		b[i], _ = r.Capacity.Float64()
		a.Set(i, m*n+i, 1)
		for j := range n {
			a.Set(i, i*n+j, 1)
			a.Set(m+j, i*n+j, 1)
			if b[i] > 0 {
				c[i*n+j] = -1 / b[i]
			}
		}
	}
	for j, d := range p.Demands {
		b[m+j], _ = d.Amount.Float64()
		a.Set(m+j, m*n+m+j, 1)
	}
	value, _, err := lp.Simplex(c, a, b, 1e-10, nil)
	return -value, err
}

// The utilisation of the merit order is that of gonum's simplex, to its tolerance.
func TestLPEqualsGonum(t *testing.T) {
	gaveUp := 0
	for n := range 2000 {
		s := sim.NewStream(6, "allocate gonum", uint64(n))
		p := drawDivisible(&s, Utilisation)
		r, err := Solve(p, Policy{Kind: LP}, Options{})
		if err != nil || !r.Optimal {
			t.Fatalf("problem %d: %v, %v\n%s", n, r, err, describe(p))
		}
		want, err := byGonum(p)
		if err != nil {
			gaveUp++ // singular bases of degenerate problems
			continue
		}
		if got, _ := r.Objective.Float64(); math.Abs(got-want) > 1e-8 {
			t.Fatalf("problem %d: %v, gonum %v\n%s", n, got, want, describe(p))
		}
	}
	if gaveUp > 100 {
		t.Errorf("gonum solved all but %d of 2000", gaveUp)
	}
}

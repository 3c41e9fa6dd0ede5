package network_test

import (
	"errors"
	"fmt"

	"skysim/policies/lp/network"
)

func Example() {
	p := &network.Problem{
		Supply: []int64{40, 30},
		Demand: []int64{20, 25, 10},
		Arcs: []network.Arc{
			{From: 0, To: 0, Cost: 4, Cap: network.Unlimited},
			{From: 0, To: 1, Cost: 7, Cap: network.Unlimited},
			{From: 1, To: 1, Cost: 5, Cap: 20},
			{From: 1, To: 2, Cost: 3, Cap: network.Unlimited},
		},
	}
	var solver network.Solver
	s, err := solver.Solve(p, network.Budget{})
	if err != nil {
		panic(err)
	}
	fmt.Println(s.Flow, "cost", s.Cost, "proved", s.Bound, network.Check(p, s))

	p.Arcs[0].Cost = 6 // begins where the last one ended
	s, _ = solver.Solve(p, network.Budget{})
	fmt.Println("cost", s.Cost, "after", s.Pivots, "pivots")

	p.Demand[2] = 35
	_, err = solver.Solve(p, network.Budget{})
	var no *network.InfeasibleError
	fmt.Println(errors.As(err, &no), err)

	p.Penalty = []int64{network.Required, network.Required, 100}
	s, _ = solver.Solve(p, network.Budget{})
	fmt.Println(s.Shortage, "cost", s.Cost)
	// Output:
	// [20 5 20 10] cost 245 proved 245 <nil>
	// cost 285 after 0 pivots
	// true network: infeasible: sinks [0 1 2] want 80, but sources [0 1] have 70 and the arcs from others carry 0
	// [0 0 10] cost 1360
}

package allocate_test

import (
	"fmt"
	"math/big"

	"skysim/policies/allocate"
)

// The cost example of the source articles.
func Example() {
	p := &allocate.Problem{
		Objective: allocate.Cost,
		Resources: []allocate.Resource{
			{Name: "one", Capacity: big.NewRat(500, 1), UnitCost: big.NewRat(10, 100)},
			{Name: "two", Capacity: big.NewRat(700, 1), UnitCost: big.NewRat(15, 100)},
			{Name: "three", Capacity: big.NewRat(1000, 1), UnitCost: big.NewRat(20, 100)},
		},
		Demands: []allocate.Demand{{Name: "load", Amount: big.NewRat(1000, 1), Divisible: true}},
	}
	policy, err := allocate.Parse("lp")
	if err != nil {
		panic(err)
	}
	r, err := allocate.Solve(p, policy, allocate.Options{})
	if err != nil {
		panic(err)
	}
	for i, x := range r.Loads {
		fmt.Println(p.Resources[i].Name, allocate.Decimal(x))
	}
	fmt.Println("cost", allocate.Decimal(r.Cost), "optimal", r.Optimal, "by", r.Proof)
	fmt.Println("price", allocate.Decimal(r.Prices.Demand))
	// Output:
	// one 500
	// two 500
	// three 0
	// cost 125 optimal true by dual value
	// price 0.15
}

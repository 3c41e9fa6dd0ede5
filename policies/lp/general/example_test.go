package general_test

import (
	"fmt"

	"skysim/policies/lp/general"
)

func Example() {
	// Two kinds of machine, 12 jobs, at most 8 machines of the cheap kind.
	p := &general.Problem{
		Columns: []general.Column{{Name: "cheap", Cost: 1, Upper: 8}, {Name: "dear", Cost: 2, Upper: 100}},
		Rows: []general.Row{{
			Name: "jobs", Sense: general.GreaterEqual, RHS: 12,
			Terms: []general.Term{{Col: 0, Value: 1}, {Col: 1, Value: 1}},
		}},
	}
	a, err := general.Own{}.Solve(p, general.Budget{})
	if err != nil {
		panic(err)
	}
	fmt.Println(a.X, a.Objective, "proved", a.Bound, "a further job costs", a.Price[0])

	p.Rows[0].RHS = 200
	_, err = general.Own{}.Solve(p, general.Budget{})
	fmt.Println(err)
	// Output:
	// [8 4] 16 proved 16 a further job costs 2
	// general: infeasible: 1 of 1 rows contradict each other and the bounds
}

package flow_test

import (
	"fmt"

	"skysim/policies/dp/flow"
	"skysim/sim"
)

// Patient data must be read in Europe; training is cheaper in America, but what it reads is large. What comes
// out of preparation is small, and so preparation stays and training goes.
func ExamplePlace() {
	const dollar = flow.Cost(sim.DollarRate)
	w := &flow.Workflow{
		Regions: []string{"eu", "us"},
		Egress:  [][]sim.Rate{{0, 20_000_000_000}, {20_000_000_000, 0}}, // $0.02 per GB
		Tasks: []flow.Task{
			{Name: "read", Costs: []flow.Cost{1 * dollar, flow.Forbidden}, To: 1, Bytes: 2000e9},
			{Name: "prepare", Costs: []flow.Cost{8 * dollar, 5 * dollar}, To: 2, Bytes: 50e9},
			{Name: "train", Costs: []flow.Cost{90 * dollar, 60 * dollar}, To: flow.None},
		},
	}
	p, err := flow.Place(w)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, t := range w.Tasks {
		fmt.Println(t.Name, "in", w.Regions[p.Region[i]])
	}
	fmt.Println(p.Run, "to run,", p.Egress, "to move")

	w.Tasks[2].Costs = []flow.Cost{flow.Forbidden, flow.Forbidden}
	_, err = flow.Place(w)
	fmt.Println(err)
	// Output:
	// read in eu
	// prepare in eu
	// train in us
	// $69 to run, $1 to move
	// flow: task "train" is forbidden in every region, want one where it may run
}

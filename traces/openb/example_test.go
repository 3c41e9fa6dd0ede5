package openb_test

import (
	"fmt"
	"log"

	"skysim/sim"
	"skysim/traces/openb"
)

// Pods become jobs for the GPU kinds of a world.
func Example() {
	nodes, err := openb.ReadNodes("testdata/nodes.csv")
	if err != nil {
		log.Fatal(err)
	}
	pods, err := openb.ReadPods("testdata/pods.csv")
	if err != nil {
		log.Fatal(err)
	}
	kinds := openb.Kinds(nodes, pods)
	jobs, err := openb.Jobs(pods, kinds)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(kinds)
	for _, j := range jobs {
		fmt.Printf("%-4v %d × %4d thousandths of a GPU of kinds %03b for %v\n", j.Submit, j.Demand.GPUs, j.Demand.Share, j.Demand.Kinds, sim.Duration(j.Work))
	}
	// Output:
	// [T4 V100M16 V100M32]
	// 0s   2 ×  500 thousandths of a GPU of kinds 000 for 6m0s
	// 50s  0 ×    0 thousandths of a GPU of kinds 000 for 30s
	// 1m40s 1 ×  460 thousandths of a GPU of kinds 000 for 59m50s
	// 1m40s 8 × 1000 thousandths of a GPU of kinds 110 for 0s
	// 5m0s 1 × 1000 thousandths of a GPU of kinds 001 for 1m40s
}

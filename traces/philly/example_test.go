package philly_test

import (
	"fmt"
	"log"

	"skysim/sim"
	"skysim/traces/philly"
)

// A machine of the experiment has at most 8 GPUs, and each comes with 6 vCPU
// and 64 GiB.
func Example() {
	trace, err := philly.Open("testdata/sample.csv", philly.Options{CPUPerGPU: 6000, MemPerGPU: 64 << 10})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(trace.Len(), "jobs from", trace.Epoch())
	var j sim.Job
	for s := trace.Jobs(); s.Next(&j); {
		fmt.Printf("%-9v %d × %d GPUs for %v in %s\n",
			j.Submit, j.Tasks, j.Demand.GPUs, sim.Duration(j.Work), trace.Clusters()[j.Group])
	}
	// Output:
	// 5 jobs from 2017-10-02 09:00:00 +0000 UTC
	// 0s        2 × 6 GPUs for 1h0m0s in 3d4e5f
	// 30s       1 × 1 GPUs for 2m0s in 0a1b2c
	// 30s       1 × 8 GPUs for 250ms in 3d4e5f
	// 59m59s    1 × 4 GPUs for 7s in 678901
	// 1h15m0s   2 × 8 GPUs for 25h1m1s in 0a1b2c
}

// A lenient reader leaves bad rows out and says so.
func ExampleTrace_Skipped() {
	trace, err := philly.Open("testdata/damaged.csv", philly.Options{Lenient: true})
	if err != nil {
		log.Fatal(err)
	}
	for _, skip := range trace.Skipped() {
		fmt.Println(skip)
	}
	// Output:
	// 2 rows skipped, first testdata/damaged.csv:3: number of columns is "4", want 5: timestamp,duration,num_gpus,gpu_time,cluster
	// 1 row skipped, first testdata/damaged.csv:4:21: duration is "-60.0", want seconds, 0 or more
	// 1 row skipped, first testdata/damaged.csv:5:26: num_gpus is "0", want a whole number above 0
}

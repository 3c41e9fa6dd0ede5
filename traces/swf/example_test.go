package swf_test

import (
	"fmt"
	"log"
	"time"

	"skysim/sim"
	"skysim/traces/swf"
)

// Two jobs from position 3 on, with their times from zero, on machines of four
// cores.
func Example() {
	r, err := swf.Open("testdata/sample.swf", swf.Options{First: 3, Count: 2, FromZero: true, CoresPerTask: 4})
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	var j sim.Job
	for r.Next(&j) {
		fmt.Printf("job %d at %v: %d × %d milli-vCPU for %v, claimed %v\n",
			r.Row().Number, time.Duration(j.Submit), j.Tasks, j.Demand.CPU, time.Duration(j.Work), j.Estimate)
	}
	if err := r.Err(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// job 9 at 0s: 1 × 4000 milli-vCPU for 40s, claimed 1m0s
	// job 10 at 20s: 2 × 4000 milli-vCPU for 5m0s, claimed 5m0s
}

// What the log holds, for somebody who has to trust it.
func ExampleReader_Doubts() {
	r, err := swf.Open("testdata/sample.swf", swf.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	var j sim.Job
	for r.Next(&j) {
	}
	c := r.Counts()
	fmt.Printf("%d jobs in %d rows, %.3f core-hours\n", c.Jobs, c.Rows, c.CoreHours())
	for _, doubt := range r.Doubts() {
		fmt.Println("-", doubt)
	}
	// Output:
	// 7 jobs in 12 rows, 1.017 core-hours
	// - rows are 12, and the header's MaxJobs is 40: it counts jobs that were removed
	// - jobs on more processors than the header's 8: 1
	// - jobs without a requested time, for which their run time stands: 1
	// - jobs that ran longer than they asked for: 1
	// - jobs that ran 0 s: 2
	// - jobs that got another number of processors than they asked for: 1
}

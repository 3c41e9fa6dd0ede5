package bench_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"skysim/bench"
)

// The life of an experiment, from the file to the table.
func Example() {
	e, err := bench.Parse("two-servers.toml", []byte(`
		name = "two-servers"
		why = "Does it matter which of two servers is filled first?"
		seeds = { first = 1, count = 6 }

		[[cloud]]
		use = "machines"
		[[cloud.machine]]
		name = "server"
		count = 2
		cores = 2
		price_per_hour = 0.10

		[[workload]]
		use = "mmc"
		lambda = 3
		jobs = 100

		[[policy]]
		use = "greedy(order=fcfs,place=firstfit)"
		[[policy]]
		use = "greedy(order=fcfs,place=leastloaded)"
	`))
	if err != nil {
		log.Fatal(err)
	}
	plan, err := bench.Prepare(e, "") // no data directory: no traces
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.Cells[0].Name)

	dir, err := os.MkdirTemp("", "two-servers")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	result, err := bench.Run(context.Background(), plan, bench.RunOptions{Dir: dir})
	if err != nil {
		log.Fatal(err)
	}
	compared, err := bench.Compare(result.Rows, e.Baseline)
	if err != nil {
		log.Fatal(err)
	}
	for _, line := range compared[0].Lines {
		fmt.Printf("%s waits %.3f s on average\n", line.Policy, line.Mean("wait_mean_seconds"))
	}
	// Output:
	// workload=mmc/cloud=machines/policy=greedy(order=fcfs,place=firstfit)/seed=1
	// greedy(order=fcfs,place=firstfit) waits 0.308 s on average
	// greedy(order=fcfs,place=leastloaded) waits 0.308 s on average
}

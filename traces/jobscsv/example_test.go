package jobscsv_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"skysim/sim"
	"skysim/traces/jobscsv"
)

func Example() {
	const file = `arrival_s,duration_s,cores,mem_gib,gpus,gpu_kind
0,120,4,16,,
30.5,3600,8,64,2,A100|H100
`
	r, err := jobscsv.NewReader(strings.NewReader(file), jobscsv.Options{GPUKinds: []string{"T4", "A100", "H100"}})
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	var j sim.Job
	for r.Next(&j) {
		fmt.Printf("%v: %d milli-vCPU, %d MiB, %d GPUs of kinds %03b for %v\n",
			j.Submit, j.Demand.CPU, j.Demand.Mem, j.Demand.GPUs, j.Demand.Kinds, sim.Duration(j.Work))
	}
	if err := r.Err(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 0s: 4000 milli-vCPU, 16384 MiB, 0 GPUs of kinds 000 for 2m0s
	// 30.5s: 8000 milli-vCPU, 65536 MiB, 2 GPUs of kinds 110 for 1h0m0s
}

// A fault says where it is, what stands there and what was wanted.
func ExampleReader_Err() {
	r, err := jobscsv.NewReader(strings.NewReader("arrival_s,duration_s\n0,60\n10,-60\n"), jobscsv.Options{File: "mine.csv"})
	if err != nil {
		log.Fatal(err)
	}
	var j sim.Job
	for r.Next(&j) {
	}
	fmt.Println(r.Err())
	// Output:
	// mine.csv:3:4: duration_s is "-60", want seconds, 0 or more and below 9223372036
}

func ExampleWrite() {
	jobs := sim.Jobs(
		sim.Job{Work: 60e9, Demand: sim.Demand{CPU: 2500}},
		sim.Job{Submit: 1_500_000_000, Work: 3600e9, After: []int64{0}},
	)
	if _, err := jobscsv.Write(os.Stdout, jobs, jobscsv.Options{}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// arrival_s,duration_s,cores,mem_gib,gpus,gpu_milli,gpu_kind,tasks,profile,estimate_s,limit_s,deadline_s,priority,user,group,keep,checkpoint_every_s,checkpoint_cost_s,overhead_s,overhead_at,after
	// 0,60,2.5,,,,,,,,,,,,,,,,,,
	// 1.5,3600,,,,,,,,,,,,,,,,,,,0
}

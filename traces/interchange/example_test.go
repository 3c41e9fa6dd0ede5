package interchange_test

import (
	"bytes"
	"fmt"
	"log"

	"skysim/sim"
	"skysim/traces/interchange"
)

// source is a stream of jobs that name GPU kinds.
type source struct{ sim.Source }

func (source) GPUKinds() []string { return []string{"T4", "A100"} }

// What is written is read back as the very same jobs, by a world that numbers its GPU
// kinds in its own way.
func ExampleWriteJobs() {
	jobs := source{sim.Jobs(sim.Job{Submit: 1_500_000_000, Work: 60e9, Demand: sim.Demand{CPU: 2500, GPUs: 1, Share: 460, Kinds: 0b10}})}
	var file bytes.Buffer
	if _, err := interchange.WriteJobs(&file, interchange.CSV, jobs, nil, interchange.Meta{}); err != nil {
		log.Fatal(err)
	}
	r, err := interchange.ReadJobs(interchange.Source{Name: "mine.csv", From: &file}, interchange.Names{GPUKinds: []string{"A100", "H100"}})
	if err != nil {
		log.Fatal(err)
	}
	var j sim.Job
	for r.Next(&j) {
		fmt.Printf("%v: %d milli-vCPU, %d thousandths of a GPU of kinds %02b\n", j.Submit, j.Demand.CPU, j.Demand.Share, j.Demand.Kinds)
	}
	if err := r.Err(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 1.5s: 2500 milli-vCPU, 460 thousandths of a GPU of kinds 01
}

package gaia_test

import (
	"fmt"
	"log"
	"time"

	"skysim/sim"
	"skysim/traces/gaia"
)

// This file is in hours, and its reader is told so.
func Example() {
	r, err := gaia.Open("testdata/hours.csv", gaia.Options{Unit: gaia.Hours})
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	for j := (sim.Job{}); r.Next(&j); {
		fmt.Println(time.Duration(j.Submit), j.Demand.CPU, time.Duration(j.Work))
	}
	if err := r.Err(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 0s 1000 30m0s
	// 1s 4000 25h24m29s
	// 2h0m0s 500 3.6s
}

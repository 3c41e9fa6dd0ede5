package gavel_test

import (
	"fmt"
	"log"
	"time"

	"skysim/traces/gavel"
)

// Jobs measured on one kind of GPU, with their speeds on another.
func Example() {
	table, err := gavel.OpenThroughputs("testdata/throughputs.json")
	if err != nil {
		log.Fatal(err)
	}
	r, err := gavel.Open("testdata/ten.trace", gavel.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	for row := (gavel.Row{}); r.Next(&row); {
		j, err := table.Job(&row, "v100")
		if err != nil {
			log.Fatal(err)
		}
		job := gavel.JobType{Name: row.Type, Scale: row.Scale}
		fmt.Println(job, time.Duration(j.Work), table.Speeds(job, "v100", []string{"v100", "k80"}))
	}
	// Output:
	// ('A3C', 1) 25s [1000000 250000]
	// ('LM (batch size 5)', 4) 6.666666667s [1000000 0]
}

package requests_test

import (
	"fmt"
	"log"

	"skysim/traces/requests"
)

// Requests as they came, and what a cache of their prompts would have had.
func Example() {
	r, err := requests.OpenMooncake("testdata/mooncake.jsonl", requests.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	var reuse requests.Reuse
	for q := (requests.Request{}); r.Next(&q); {
		reuse.Add(&q)
		fmt.Printf("%-4v %4d in, %d out, %d blocks\n", q.At, q.Input, q.Output, len(q.Blocks))
	}
	if err := r.Err(); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d of %d blocks seen before\n", reuse.Hits, reuse.Blocks)
	// Output:
	// 0s   1025 in, 6 out, 3 blocks
	// 0s    512 in, 4 out, 1 blocks
	// 1.5s 1500 in, 0 out, 3 blocks
	// 3s    600 in, 9 out, 2 blocks
	// 2 of 9 blocks seen before
}

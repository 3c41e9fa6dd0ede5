package reproduce_test

import (
	"context"
	"fmt"
	"os"

	"skysim/bench/reproduce"
	"skysim/bench/table"
)

// A reproduction opens an experiment, adapts it, runs it, and sets what was published
// beside what came out. Do judges.
func ExampleReproduction() {
	r := reproduce.Reproduction{
		Name: "queue", Title: "jobs that wait in line", Citation: "A. K. Erlang, 1917",
		Run: func(ctx context.Context, lab *reproduce.Lab) (*reproduce.Outcome, error) {
			e, err := lab.Experiment("mmc")
			if err != nil {
				return nil, err
			}
			e.Seeds.Count = 2
			rows, err := lab.Rows(ctx, e)
			if err != nil {
				return nil, err
			}
			out := &reproduce.Outcome{}
			for _, row := range rows {
				out.Numbers = append(out.Numbers, reproduce.Number{
					Case: fmt.Sprintf("mean wait, seed %d", row.Seed), Published: 0.668732, Ours: *row.WaitMean, Tolerance: 0.1, Unit: "s",
				})
			}
			return out, nil
		},
	}
	out, err := r.Do(context.Background(), &reproduce.Lab{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := r.Table(out).WriteText(os.Stdout, table.TextOptions{}); err != nil {
		fmt.Println(err)
	}
	var sum reproduce.Tally
	sum.Add(out)
	fmt.Println(sum.String())
	// Output:
	// queue: jobs that wait in line
	//
	// case               published      ours  difference  tolerance  verdict
	// ────────────────────────────────────────────────────────────────────────
	// mean wait, seed 1   0.6687 s  0.7178 s    0.0491 s    ± 0.1 s  ok
	// mean wait, seed 2   0.6687 s  0.6529 s   -0.0159 s    ± 0.1 s  ok
	// 2 of 2 within tolerance
}

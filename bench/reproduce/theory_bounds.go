package reproduce

import (
	"context"
	"fmt"
	"math"

	"skysim/bench"
	"skysim/sim"
)

// lastBits leaves room for the rounding of a quotient; ratios of times below 200 units and the
// bounds are at least 8e-5 apart unless they are equal.
const lastBits = 1e-6

// instances runs an experiment of batches.
func instances(ctx context.Context, lab *Lab, e *bench.Experiment) ([]bench.Row, []*batchWatch, error) {
	rows, watches, err := seen(ctx, lab, e, func(bench.Cell) *batchWatch { return &batchWatch{} })
	for i, w := range watches {
		if err == nil && w.err != nil {
			err = fmt.Errorf("%s: %w", rows[i].Cell, w.err)
		}
	}
	return rows, watches, err
}

// machinesOf returns how many machines the first kind of a row's cloud has.
func machinesOf(e *bench.Experiment, r *bench.Row) int {
	for i := range e.Clouds {
		if e.Clouds[i].Name == r.Cloud {
			return int(e.Clouds[i].Machines[0].Count)
		}
	}
	return 0
}

// theoryLists holds the worst ratios to the optimum against Graham's bounds, by policy and number of
// machines.
func theoryLists(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	rows, watches, err := instances(ctx, lab, e)
	if err != nil {
		return finding{}, err
	}
	var numbers []Number
	at := map[string]int{}
	for i := range rows {
		m := machinesOf(e, &rows[i])
		name := fmt.Sprintf("%s, worst ratio, m = %d", rows[i].Policy, m)
		if _, known := at[name]; !known {
			at[name] = len(numbers)
			n := Number{Case: name, Published: 2 - 1/float64(m), Tolerance: lastBits, Relation: AtMost}
			if rows[i].Policy == longestFirst {
				n.Published = 4.0/3 - 1/(3*float64(m))
			}
			numbers = append(numbers, n)
		}
		n := &numbers[at[name]]
		for _, b := range watches[i].batches {
			n.Ours = max(n.Ours, float64(b.end-b.submit)/float64(leastMakespan(b.works, m)))
		}
	}
	return finding{rows: rows, numbers: func(float64) []Number { return numbers }}, nil
}

// longestFirst is the name of the policy in theory-list.
const longestFirst = "longest first"

// theoryWorst holds Graham's worst cases, which reach the bounds.
func theoryWorst(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	rows, watches, err := instances(ctx, lab, e)
	if err != nil {
		return finding{}, err
	}
	var numbers []Number
	for i := range rows {
		m := machinesOf(e, &rows[i])
		n := Number{Case: fmt.Sprintf("%s, m = %d", rows[i].Workload, m), Published: 2 - 1/float64(m), Tolerance: lastBits}
		if rows[i].Workload == "worst-lpt" {
			n.Published = 4.0/3 - 1/(3*float64(m))
		}
		b := &watches[i].batches[0]
		n.Ours = float64(b.end-b.submit) / float64(leastMakespan(b.works, m))
		numbers = append(numbers, n)
	}
	return finding{rows: rows, numbers: func(float64) []Number { return numbers }}, nil
}

// theoryPacking holds the machines that first fit rents against ⌊1.7·OPT⌋.
//
// Reference: G. Dósa, J. Sgall, First Fit bin packing: a tight analysis, STACS 2013.
func theoryPacking(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	rows, watches, err := instances(ctx, lab, e)
	if err != nil {
		return finding{}, err
	}
	var numbers []Number
	at := map[string]int{}
	for i := range rows {
		name := rows[i].Workload
		if _, known := at[name]; !known {
			at[name] = len(numbers)
			numbers = append(numbers, Number{
				Case: "first fit, machines over ⌊1.7·OPT⌋, " + name, Ours: math.Inf(-1), Relation: AtMost, Unit: "machines",
			})
		}
		if len(watches[i].batches) == 0 {
			return finding{}, fmt.Errorf("%s has no batches", rows[i].Cell)
		}
		n := &numbers[at[name]]
		for _, b := range watches[i].batches {
			best := int64(fewestBins(b.sizes, e.Clouds[0].Machines[0].CPU))
			if d := float64(b.rented - best*17/10); d > n.Ours {
				n.Ours = d
				n.Note = fmt.Sprintf("the worst: %d machines, %d would do", b.rented, best)
			}
		}
	}
	return finding{rows: rows, numbers: func(float64) []Number { return numbers }}, nil
}

// theoryLittle counts both sides of Little's law again, in runs that end early.
func theoryLittle(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	rows, watches, err := seen(ctx, lab, e, func(bench.Cell) *littleWatch {
		return &littleWatch{open: map[int64]sim.Time{}}
	})
	if err != nil {
		return finding{}, err
	}
	n := Number{Case: "Little's law, counted again in runs cut short", Unit: "ns"}
	cut := int64(0)
	for i, w := range watches {
		n.Ours = max(n.Ours, math.Abs(w.gap(sim.Time(rows[i].Until))))
		cut += rows[i].Unfinished
	}
	n.Note = fmt.Sprintf("%d runs, in which %d jobs had not ended", len(rows), cut)
	return finding{rows: rows, numbers: func(float64) []Number { return []Number{n} }}, nil
}

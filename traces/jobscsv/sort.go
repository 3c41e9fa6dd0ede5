package jobscsv

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"skysim/sim"
	"skysim/traces"
)

// entry is a job that waits to be sorted.
type entry struct {
	job  sim.Job
	row  int64 // where it stood
	line int
}

// sort reads all rows and brings them into order of arrival; those that arrive
// together keep the order of the file.
func (r *Reader) sort() error {
	for {
		var e entry
		if err := r.read(&e.job); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		e.row, e.line = r.rows-1, r.line()
		r.sorted = append(r.sorted, e)
	}
	slices.SortStableFunc(r.sorted, func(a, b entry) int { return cmp.Compare(a.job.Submit, b.job.Submit) })
	number := make([]int64, r.rows) // of the job that stood in a row, or -1
	for row := range number {
		number[row] = -1
	}
	for n := range r.sorted {
		number[r.sorted[n].row] = int64(n)
	}
	return r.link(number)
}

// link turns rows in After into numbers of jobs. What does not hold is never
// skipped over: without one job, others would have to go too.
func (r *Reader) link(number []int64) error {
	for n := range r.sorted {
		e := &r.sorted[n]
		for i, row := range e.job.After {
			if row >= r.rows || number[row] < 0 || number[row] >= int64(n) {
				return &traces.SyntaxError{
					File: r.options.File, Line: e.line, Field: "after", Value: printAfter(e.job.After),
					Want: "jobs that were read and arrive earlier", Hint: fmt.Sprintf("the job in row %d is not one", row),
				}
			}
			e.job.After[i] = number[row]
		}
	}
	return nil
}

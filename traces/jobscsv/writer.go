package jobscsv

import (
	"encoding/csv"
	"fmt"
	"io"
	"reflect"

	"skysim/sim"
)

// Write writes all jobs of a source to w, with a header of all columns, and
// returns how many there were. NewReader with the same options reads the very
// same jobs: each row is read back before it goes out, and a job that no row
// describes (a negative duration, a GPU kind without a name) is an error that
// names its number. What went out before an error is not to be used.
func Write(w io.Writer, jobs sim.Source, o Options) (n int64, err error) {
	if err := o.validate(); err != nil {
		return 0, err
	}
	table := csv.NewWriter(w)
	if err := table.Write(columnNames()); err != nil {
		return 0, err
	}
	cells := make([]string, len(columns))
	last := sim.Time(0)
	for {
		var j sim.Job
		if !jobs.Next(&j) {
			break
		}
		if err := format(cells, &j, n, o.GPUKinds); err != nil {
			return n, fmt.Errorf("jobscsv: job %d cannot be written: %w", n, err)
		}
		if j.Submit < last {
			return n, fmt.Errorf("jobscsv: job %d cannot be written: it arrives at %v, want %v, when the job before it does, or later", n, j.Submit, last)
		}
		last = j.Submit
		if err := table.Write(cells); err != nil {
			return n, err
		}
		n++
	}
	if err := jobs.Err(); err != nil {
		return n, err
	}
	table.Flush()
	return n, table.Error()
}

// allColumns is the layout of what Write writes.
var allColumns = func() (layout []*column) {
	for i := range columns {
		layout = append(layout, &columns[i])
	}
	return layout
}()

// format fills in the cells for job number n and reads them back.
func format(cells []string, j *sim.Job, n int64, kinds []string) error {
	c := cell{kinds: kinds, row: n}
	for i := range columns {
		cells[i] = columns[i].put(&c, j)
	}
	var back sim.Job
	if f := parse(&back, allColumns, cells, &c); f != nil {
		return f
	}
	want := *j
	if len(want.After) == 0 {
		want.After = nil
	}
	if !reflect.DeepEqual(back, want) {
		return fmt.Errorf("it would be read back as %+v, want %+v", back, want)
	}
	return nil
}

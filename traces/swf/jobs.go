package swf

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"

	"skysim/sim"
	"skysim/traces"
)

// Next fills *j with the next job of the window and reports whether there was
// one.
func (r *Reader) Next(j *sim.Job) bool {
	if r.ended {
		return false
	}
	if err := r.next(j); err != nil {
		r.ended = true
		if err != io.EOF {
			r.err = err
		}
		return false
	}
	return true
}

// next gives the next job of the window, io.EOF after the last.
func (r *Reader) next(j *sim.Job) error {
	o := &r.options
	if o.Count > 0 && r.given == o.Count {
		return io.EOF
	}
	for {
		if err := r.pick(); err == io.EOF {
			return r.end()
		} else if err != nil {
			return err
		}
		r.place++
		if r.place > o.First {
			break
		}
	}
	if r.given == 0 && o.FromZero {
		r.shift = r.row.Submit
	}
	r.given++
	r.counts.Jobs++
	r.fill(j)
	return nil
}

// pick moves r.row to the next accepted job.
func (r *Reader) pick() error {
	if r.options.Sort {
		if len(r.sorted) == 0 {
			return io.EOF
		}
		r.row, r.sorted = r.sorted[0], r.sorted[1:]
		return nil
	}
	if err := r.accept(); err != nil {
		return err
	}
	if r.row.Submit < r.ahead && !r.options.AnyOrder {
		return r.backwards()
	}
	r.ahead, r.aheadAt = r.row.Submit, r.row.Line
	return nil
}

// accept moves r.row to the next row that is a job, in the order of the log.
func (r *Reader) accept() error {
	for {
		if err := r.read(); err != nil {
			return err
		}
		r.counts.add(&r.row, &r.header)
		bad := r.reject()
		if bad == nil {
			return nil
		}
		bad.File, bad.Line = r.text.Name, r.row.Line
		r.skips.Add(bad)
	}
}

// reject says why the row is not a job, or nil. That is no mistake of the log's.
func (r *Reader) reject() *traces.SyntaxError {
	row, o := &r.row, &r.options
	switch {
	case PartContinued <= row.Status && row.Status <= PartFailed:
		return &traces.SyntaxError{
			Field: "status", Value: strconv.Itoa(int(row.Status)),
			Want: "a whole job; 2, 3 and 4 are parts of one that has a row of its own",
		}
	case row.Run == Unknown && o.UnknownRun == 0:
		return &traces.SyntaxError{Field: "run time", Value: "-1", Want: "to be known"}
	case row.Status == Cancelled && row.Run == 0:
		return &traces.SyntaxError{Field: "status", Value: "5", Want: "a job that ran; this one was cancelled before"}
	case row.Procs(o.Processors) <= 0:
		return &traces.SyntaxError{
			Field: "processors", Value: strconv.FormatInt(row.Procs(o.Processors), 10),
			Want: "above 0, allocated or requested",
		}
	case row.Run == 0 && o.SkipZero:
		return &traces.SyntaxError{Field: "run time", Value: "0", Want: "above 0, as was asked for"}
	}
	return nil
}

// Procs returns the processors of the row, by the column asked for or, where
// that is unknown or 0, by the other.
func (r *Row) Procs(p Processors) int64 {
	first, second := r.Requested, r.Allocated
	switch p {
	case Allocated:
		first, second = second, first
	case Larger:
		return max(first, second)
	}
	if first > 0 {
		return first
	}
	return second
}

// backwards returns the error for a job that comes before the one above it.
func (r *Reader) backwards() error {
	return &traces.SyntaxError{
		File: r.text.Name, Line: r.row.Line, Field: "submit time", Value: printSeconds(r.row.Submit),
		Want: fmt.Sprintf("at least %s as in line %d: ask for the log to be sorted in memory", printSeconds(r.ahead), r.aheadAt),
	}
}

// sort reads all jobs and brings them into order of submit time; those that
// come together keep the order of the log.
func (r *Reader) sort() error {
	for {
		err := r.accept()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		r.sorted = append(r.sorted, r.row)
	}
	slices.SortStableFunc(r.sorted, func(a, b Row) int { return cmp.Compare(a.Submit, b.Submit) })
	return nil
}

// end returns io.EOF, or what is wrong with a log that ends here.
func (r *Reader) end() error {
	o := &r.options
	skips := r.skips.List()
	switch {
	case r.place == 0 && len(skips) > 0:
		return fmt.Errorf("%s: no jobs are left: %v", r.text.Name, skips[0])
	case r.place == 0:
		return fmt.Errorf("%s: the log has no jobs", r.text.Name)
	case o.Count > 0:
		return fmt.Errorf("%s: the window of %d jobs from job %d on reaches beyond the last of %d", r.text.Name, o.Count, o.First, r.place)
	case r.place <= o.First:
		return fmt.Errorf("%s: the window from job %d on begins beyond the last of %d", r.text.Name, o.First, r.place)
	}
	return io.EOF
}

// fill makes a job of the row.
func (r *Reader) fill(j *sim.Job) {
	row, o := &r.row, &r.options
	n := row.Procs(o.Processors)
	tasks := int64(1)
	if o.CoresPerTask > 0 {
		tasks = up(n, o.CoresPerTask)
	}
	each := up(n, tasks)
	*j = sim.Job{
		Submit:  sim.Time(row.Submit - r.shift),
		Demand:  sim.Demand{CPU: 1000 * each, Mem: row.memory(o.Memory, each)},
		Tasks:   int32(tasks),
		Work:    row.Run,
		Profile: o.Profile,
		User:    int32(max(row.User, 0)),
		Group:   int32(max(row.Group, 0)),
	}
	if row.Run == Unknown {
		j.Work = int64(o.UnknownRun)
	}
	j.Estimate = sim.Duration(j.Work)
	if row.Request > 0 {
		j.Estimate = sim.Duration(row.Request)
		if o.KillAtRequest {
			j.Limit = j.Estimate
		}
	}
}

// memory returns the MiB of so many processors, rounded up.
func (r *Row) memory(m Memory, procs int64) int64 {
	each := int64(Unknown)
	switch m {
	case RequestedMemory:
		each = r.ReqMem
	case UsedMemory:
		each = r.UsedMem
	}
	if each <= 0 {
		return 0
	}
	// In MiB first where the product might not fit: more than a TiB each.
	if each > 1<<30 {
		return up(each, 1024) * procs
	}
	return up(each*procs, 1024)
}

// up returns a / b rounded up, of positive numbers.
func up(a, b int64) int64 { return (a + b - 1) / b }

// printSeconds writes nanoseconds as seconds.
func printSeconds(ns int64) string {
	if ns%second == 0 {
		return strconv.FormatInt(ns/second, 10)
	}
	return strconv.FormatFloat(float64(ns)/second, 'f', -1, 64)
}

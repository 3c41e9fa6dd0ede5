package philly

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/decimal"
)

const (
	header  = "timestamp,duration,num_gpus,gpu_time,cluster"
	columns = 5
	layout  = "2006-01-02 15:04:05"
	second  = int64(time.Second)
)

// reader turns the lines of a trace into rows.
type reader struct {
	trace    *Trace
	clusters map[string]int32
	names    []string // in order of the file
	line     int
}

// read reads a whole trace.
func read(text *traces.Text, o Options) (*Trace, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	r := &reader{trace: &Trace{options: o}, clusters: map[string]int32{}}
	lines := bufio.NewScanner(text)
	for lines.Scan() {
		r.line++
		if err := r.take(lines.Text()); err != nil {
			return nil, err
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("%s:%d: the line is longer than 64 KiB", o.File, r.line+1)
	} else if err != nil {
		return nil, fmt.Errorf("%s:%d: %w", o.File, r.line+1, err)
	}
	if len(r.trace.rows) == 0 {
		return nil, r.empty()
	}
	r.trace.sort(r.names)
	return r.trace, nil
}

// empty returns the error for a trace without jobs.
func (r *reader) empty() error {
	file := r.trace.options.File
	if r.line == 0 {
		return fmt.Errorf("%s: the file is empty, want the header %s and at least one job", file, header)
	}
	if skipped := r.trace.skips.List(); len(skipped) > 0 {
		return fmt.Errorf("%s: no jobs are left: %v", file, skipped[0])
	}
	return fmt.Errorf("%s: the trace is empty, want at least one job after the header", file)
}

// take handles one line: the header, a job, or nothing (the recording ends in
// a blank line).
func (r *reader) take(line string) error {
	if r.line == 1 {
		if line != header {
			return r.fault(0, "header", line, header)
		}
		return nil
	}
	if line == "" {
		return nil
	}
	row, err := r.parse(line)
	var bad *traces.SyntaxError
	if errors.As(err, &bad) && r.trace.options.Lenient {
		r.trace.skips.Add(bad)
		return nil
	}
	if err == nil {
		r.trace.add(row, r.line)
	}
	return err
}

// add appends a row of the file.
func (t *Trace) add(r row, line int) {
	if n := len(t.rows); n > 0 && r.submit < t.rows[n-1].submit {
		if t.unsorted == 0 {
			t.back = line
		}
		t.unsorted++
	}
	t.rows = append(t.rows, r)
}

// parse reads one job.
func (r *reader) parse(line string) (row, error) {
	field := strings.Split(line, ",")
	if len(field) != columns {
		return row{}, r.fault(0, "number of columns", strconv.Itoa(len(field)), "5: "+header)
	}
	at, err := time.ParseInLocation(layout, field[0], time.UTC)
	// The length shuts out the fraction that time.Parse takes unasked; the
	// years keep nanoseconds since 1970 within 64 bits.
	if err != nil || len(field[0]) != len(layout) || at.Year() < 1970 || at.Year() > 2200 {
		return row{}, r.fault(1, "timestamp", field[0], "a date and time like "+layout+", 1970 to 2200")
	}
	work, _, err := decimal.Amount(field[1], second)
	if err != nil {
		return row{}, r.fault(len(field[0])+2, "duration", field[1], "seconds, 0 or more")
	}
	column := len(field[0]) + len(field[1]) + 3
	gpus, err := strconv.ParseInt(field[2], 10, 32)
	if err != nil || gpus <= 0 {
		return row{}, r.fault(column, "num_gpus", field[2], "a whole number above 0")
	}
	column += len(field[2]) + 1
	if !consistent(field[3], work, gpus) {
		return row{}, r.fault(column, "gpu_time", field[3], "duration × num_gpus")
	}
	column += len(field[3]) + 1
	if field[4] == "" {
		return row{}, r.fault(column, "cluster", "", "the name of a virtual cluster")
	}
	return row{submit: at.UnixNano(), work: work, gpus: int32(gpus), cluster: r.cluster(field[4])}, nil
}

// consistent reports whether gpuTime, in seconds, is work × gpus. Each side
// was rounded to a nanosecond, the work once for every GPU.
func consistent(gpuTime string, work, gpus int64) bool {
	total, _, err := decimal.Amount(gpuTime, second)
	if err != nil {
		return false
	}
	off := sim.Product(work, gpus).Minus(sim.Product(total, 1))
	if off.Hi < 0 {
		off = sim.Wide{}.Minus(off)
	}
	return off.Hi == 0 && off.Lo <= uint64(gpus)
}

// cluster returns the number of a virtual cluster, in order of the file.
func (r *reader) cluster(name string) int32 {
	n, ok := r.clusters[name]
	if !ok {
		n = int32(len(r.names))
		name = strings.Clone(name) // not the whole line
		r.clusters[name] = n
		r.names = append(r.names, name)
	}
	return n
}

// fault describes what is wrong with the current line; column 0 is all of it.
func (r *reader) fault(column int, field, value, want string) error {
	return &traces.SyntaxError{
		File: r.trace.options.File, Line: r.line, Column: column, Field: field, Value: value, Want: want,
	}
}

// sort brings the rows into order of time, makes times relative to the first
// and numbers the clusters, named in order of the file, by first job.
func (t *Trace) sort(names []string) {
	slices.SortStableFunc(t.rows, func(a, b row) int { return cmp.Compare(a.submit, b.submit) })
	first := t.rows[0].submit
	t.epoch = time.Unix(0, first).UTC()
	number := make([]int32, len(names)) // plus one
	for i := range t.rows {
		r := &t.rows[i]
		r.submit -= first
		if number[r.cluster] == 0 {
			t.clusters = append(t.clusters, names[r.cluster])
			number[r.cluster] = int32(len(t.clusters))
		}
		r.cluster = number[r.cluster] - 1
	}
}

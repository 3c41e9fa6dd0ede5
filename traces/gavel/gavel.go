package gavel

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"skysim/traces"
	"skysim/traces/internal/decimal"
)

const second = 1_000_000_000

// Absent is a number that a row does not have.
const Absent = -1

// Row is one job of a trace.
type Row struct {
	Type      string // such as "ResNet-18 (batch size 16)"
	Command   string
	Directory string
	StepsArg  string // the argument of the command that takes the steps
	DataDir   bool   // the command wants a data directory
	Steps     int64
	Scale     int32  // GPUs
	Mode      string // of Shockwave: static, accordion or gns
	Weight    int64  // priority weight in millionths; 1,000,000 where there is none
	SLO       int64  // deadline as a multiple of the run time, in millionths, or Absent
	Duration  int64  // ns, or Absent
	Arrival   int64  // ns
	Line      int
}

// Options says how a trace is to be understood.
type Options struct {
	// Sort takes rows in any order and sorts them by arrival, stably, in memory.
	// Otherwise one that goes back is an error.
	Sort bool
	// Lenient leaves bad rows out and counts them; otherwise the first one ends
	// the trace.
	Lenient bool
}

// layouts are the columns of rows, by their number.
var layouts = map[int][]string{
	7:  {"job_type", "command", "num_steps_arg", "needs_data_dir", "total_steps", "arrival_time", "scale_factor"},
	9:  {"job_type", "command", "num_steps_arg", "needs_data_dir", "total_steps", "scale_factor", "priority_weight", "SLO", "arrival_time"},
	10: {"job_type", "command", "working_directory", "num_steps_arg", "needs_data_dir", "total_steps", "scale_factor", "priority_weight", "SLO", "arrival_time"},
	11: {"job_type", "command", "working_directory", "num_steps_arg", "needs_data_dir", "total_steps", "scale_factor", "mode", "priority_weight", "SLO", "arrival_time"},
	12: {
		"job_type", "command", "working_directory", "num_steps_arg", "needs_data_dir", "total_steps", "scale_factor", "mode", "priority_weight", "SLO",
		"duration", "arrival_time",
	},
}

// Reader streams the rows of a trace.
type Reader struct {
	options Options
	text    *traces.Text
	lines   *bufio.Scanner
	layout  []string // of all rows: that of the first
	line    int
	begin   int // its line
	rows    int64
	last    int64 // arrival of the row before, and its line
	lastAt  int
	sorted  []Row
	skips   traces.Skips
	err     error
	ended   bool
}

// Open opens the trace at path, plain or packed. The caller closes it.
func Open(path string, o Options) (*Reader, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := newReader(text, o)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	return r, nil
}

// NewReader is Open for a trace from anywhere. Errors name it as name.
func NewReader(from io.Reader, name string, o Options) (*Reader, error) {
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	return newReader(text, o)
}

func newReader(text *traces.Text, o Options) (*Reader, error) {
	r := &Reader{options: o, text: text, lines: bufio.NewScanner(text), lastAt: -1}
	if !o.Sort {
		return r, nil
	}
	for row := (Row{}); r.read(&row); {
		r.sorted = append(r.sorted, row)
	}
	slices.SortStableFunc(r.sorted, func(a, b Row) int { return int(min(max(a.Arrival-b.Arrival, -1), 1)) })
	if r.err != nil {
		return nil, r.err
	}
	return r, nil
}

// Next fills *row with the next row and reports whether there was one.
func (r *Reader) Next(row *Row) bool {
	if r.options.Sort {
		if len(r.sorted) == 0 {
			return false
		}
		*row, r.sorted = r.sorted[0], r.sorted[1:]
		return true
	}
	if !r.read(row) {
		return false
	}
	if row.Arrival < r.last {
		r.ended = true
		r.err = &traces.SyntaxError{
			File: r.text.Name, Line: row.Line, Field: "arrival_time", Value: seconds(row.Arrival),
			Want: fmt.Sprintf("at least %s as in line %d: ask for the trace to be sorted in memory", seconds(r.last), r.lastAt),
		}
		return false
	}
	r.last, r.lastAt = row.Arrival, row.Line
	return true
}

func seconds(ns int64) string { return string(decimal.Append(nil, ns, 9)) }

// read fills *row with the next good row of the file.
func (r *Reader) read(row *Row) bool {
	for !r.ended && r.lines.Scan() {
		r.line++
		if strings.TrimSpace(r.lines.Text()) == "" {
			continue
		}
		p := parser{cells: strings.Split(r.lines.Text(), "\t")}
		bad := r.parse(row, &p)
		none := bad == nil && row.Scale == 0
		if bad == nil && !none {
			r.rows++
			return true
		}
		if none {
			bad = &traces.SyntaxError{Field: "scale_factor", Value: "0", Want: "a number of GPUs above 0"}
		}
		bad.File, bad.Line = r.text.Name, r.line
		// The oldest traces have rows on no GPUs, and Gavel passes over them.
		if !r.options.Lenient && !(none && len(r.layout) == 7) {
			r.ended, r.err = true, bad
			return false
		}
		r.skips.Add(bad)
	}
	if !r.ended {
		r.ended, r.err = true, r.end()
	}
	return false
}

// end says what is wrong at the end of the lines.
func (r *Reader) end() error {
	err, skips := r.lines.Err(), r.skips.List()
	switch {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("%s:%d: the line is longer than 64 KiB", r.text.Name, r.line+1)
	case err != nil:
		return fmt.Errorf("%s:%d: %w", r.text.Name, r.line+1, err)
	case r.rows == 0 && len(skips) > 0:
		return fmt.Errorf("%s: no rows are left: %v", r.text.Name, skips[0])
	case r.rows == 0:
		return fmt.Errorf("%s: the trace is empty", r.text.Name)
	}
	return nil
}

// parse reads one row.
func (r *Reader) parse(row *Row, p *parser) *traces.SyntaxError {
	n := len(p.cells)
	if r.layout == nil {
		if layouts[n] == nil {
			return &traces.SyntaxError{
				Field: "number of columns", Value: strconv.Itoa(n), Want: "7, 9, 10, 11 or 12, with tabs between them",
			}
		}
		r.layout, r.begin = layouts[n], r.line
	}
	if n != len(r.layout) {
		return &traces.SyntaxError{
			Field: "number of columns", Value: strconv.Itoa(n), Want: fmt.Sprintf("%d, as in line %d", len(r.layout), r.begin),
		}
	}
	*row = Row{Weight: 1_000_000, SLO: Absent, Duration: Absent, Line: r.line}
	column := 1
	for i, name := range r.layout {
		if want := p.cell(row, name, strings.TrimSpace(p.cells[i])); want != "" {
			return &traces.SyntaxError{Column: column, Field: name, Value: strings.TrimSpace(p.cells[i]), Want: want}
		}
		column += len(p.cells[i]) + 1
	}
	return nil
}

// parser reads the cells of one row.
type parser struct{ cells []string }

// cell reads one cell and returns what was wanted if it is wrong.
func (p *parser) cell(row *Row, name, text string) (want string) {
	ok := true
	switch name {
	case "job_type":
		row.Type, ok = strings.Clone(text), text != ""
		want = "the type of the job"
	case "command":
		row.Command = strings.Clone(text)
	case "working_directory":
		row.Directory = strings.Clone(text)
	case "num_steps_arg":
		row.StepsArg = strings.Clone(text)
	case "mode":
		row.Mode = strings.Clone(text)
	case "needs_data_dir":
		row.DataDir, ok = text == "1" || text == "True", text == "0" || text == "1" || text == "True" || text == "False"
		want = "0 or 1"
	case "total_steps":
		row.Steps, ok = whole(text, 1, 1<<50)
		want = "a whole number above 0"
	case "scale_factor":
		var n int64
		n, ok = whole(text, 0, 1<<20)
		row.Scale = int32(n)
		want = "a number of GPUs above 0"
	case "priority_weight":
		row.Weight, ok = amount(text, 1_000_000)
		want = "a weight, 0 or more"
	case "SLO":
		row.SLO, ok = optional(text, 1_000_000)
		want = "a multiple of the run time, or -1 for none"
	case "duration":
		row.Duration, ok = optional(text, second)
		want = "seconds, or -1 for unknown"
	case "arrival_time":
		row.Arrival, ok = amount(text, second)
		want = "seconds, 0 or more"
	}
	if ok {
		return ""
	}
	return want
}

// whole reads a whole number from least to most, written as a decimal or not.
func whole(text string, least, most int64) (int64, bool) {
	n, exact, err := decimal.Parse(text, 1)
	return n, err == nil && exact && least <= n && n <= most
}

// amount reads a decimal of at least 0, at most 4·10⁹.
func amount(text string, scale int64) (int64, bool) {
	n, _, err := decimal.Amount(text, scale)
	return n, err == nil && n/scale <= 4_000_000_000
}

// optional is amount, or Absent for a number below 0 or none, as Python prints
// them.
func optional(text string, scale int64) (int64, bool) {
	if n, exact, err := decimal.Parse(text, 1); err == nil && exact && n == -1 || text == "None" {
		return Absent, true
	}
	return amount(text, scale)
}

// Columns returns how many columns the rows have, or 0 before the first.
func (r *Reader) Columns() int { return len(r.layout) }

// Err returns what ended the trace early: a *traces.SyntaxError if it was its
// text. A trace without rows is an error too.
func (r *Reader) Err() error { return r.err }

// Skipped returns what a lenient reading has left out so far, by reason.
func (r *Reader) Skipped() []traces.Skip { return r.skips.List() }

// Close closes the file that Open opened.
func (r *Reader) Close() error { return r.text.Close() }

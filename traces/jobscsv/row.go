package jobscsv

import (
	"fmt"
	"slices"

	"skysim/sim"
	"skysim/traces"
)

// fault is a cell that is not what its column wants.
type fault struct {
	field string
	at    int // position in the row, -1 if it is not there
	value string
	want  string
	hint  string
}

// Error says it without a position.
func (f *fault) Error() string {
	s := fmt.Sprintf("%s is %q, want %s", f.field, f.value, f.want)
	if f.hint != "" {
		s += "; " + f.hint
	}
	return s
}

// faultOf returns the fault of the column of that name.
func faultOf(name string, layout []*column, cells []string) *fault {
	f := &fault{field: name, at: slices.IndexFunc(layout, func(c *column) bool { return c.name == name })}
	if f.at >= 0 && f.at < len(cells) {
		f.value = cells[f.at]
	}
	f.want = columns[slices.Index(columnNames(), name)].want
	return f
}

// located returns a fault with its place in the file.
func (r *Reader) located(f *fault) *traces.SyntaxError {
	e := &traces.SyntaxError{File: r.options.File, Field: f.field, Value: f.value, Want: f.want, Hint: f.hint}
	e.Line, e.Column = r.csv.FieldPos(max(f.at, 0))
	if f.at < 0 {
		e.Column = 0
	}
	return e
}

// parse fills *j from the cells of a row.
func parse(j *sim.Job, layout []*column, cells []string, c *cell) *fault {
	*j = sim.Job{Restart: sim.Restart{Owes: sim.OweRestart}} // unless the row says otherwise
	owes, share := false, false
	for i, column := range layout {
		if c.text = cells[i]; c.text == "" && !column.must {
			continue
		}
		c.hint = ""
		if !column.get(c, j) {
			return &fault{field: column.name, at: i, value: c.text, want: column.want, hint: c.hint}
		}
		owes = owes || column.name == "overhead_at"
		share = share || column.name == "gpu_milli"
	}
	if j.Restart.Overhead == 0 && !owes {
		j.Restart.Owes = 0
	}
	if j.Demand.GPUs > 0 && !share {
		j.Demand.Share = 1000
	}
	if wrong := contradiction(j); wrong != "" {
		return faultOf(wrong, layout, cells)
	}
	return nil
}

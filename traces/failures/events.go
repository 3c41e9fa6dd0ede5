package failures

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/decimal"
)

// eventColumns are those of the archive's table, by position.
var eventColumns = []string{
	"event_id", "component_id", "node_id", "platform_id", "node_name", "event_type", "event_start_time", "event_end_time", "event_end_reason",
}

// The columns that matter.
const (
	eventNode     = 2
	eventPlatform = 3
	eventType     = 5
	eventStart    = 6
	eventEnd      = 7
)

// OpenEvents reads the event_trace table of the Failure Trace Archive at path, plain
// or packed. A node is known by its platform and its number there. It is down while
// an event of type 0 (unavailability) of any of its components lasts.
func OpenEvents(path string, o Options) (*Trace, error) { return open(path, o, ReadEvents) }

// ReadEvents is OpenEvents for a text from anywhere. Errors name it as name.
func ReadEvents(from io.Reader, name string, o Options) (*Trace, error) {
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	r := &eventReader{trace: &Trace{Name: name}, first: math.MaxInt64}
	lines := bufio.NewScanner(text)
	for lines.Scan() {
		r.line++
		if line := strings.TrimSuffix(lines.Text(), "\r"); strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			if r.trace.Rows++; r.trace.Rows > mostRows {
				return nil, full(name)
			}
			bad := r.row(strings.Split(line, "\t"), line)
			if bad != nil && !o.Lenient {
				return nil, bad
			}
			if bad != nil {
				r.skips.Add(bad)
			}
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("%s:%d: the line is longer than %d KiB", name, r.line+1, bufio.MaxScanTokenSize>>10)
	case err != nil:
		return nil, fmt.Errorf("%s:%d: %w", name, r.line+1, err)
	}
	return r.end()
}

type eventReader struct {
	trace *Trace
	line  int
	all   gathered
	first int64 // nanoseconds since 1970 of the first event
	skips traces.Skips
}

// fault says that a cell is not what was wanted.
func (r *eventReader) fault(cells []string, at int, want string) *traces.SyntaxError {
	column := len(strings.Join(cells[:at], "\t")) + 1
	if at > 0 {
		column++
	}
	return &traces.SyntaxError{File: r.trace.Name, Line: r.line, Column: column, Field: eventColumns[at], Value: cells[at], Want: want}
}

// row takes a row.
func (r *eventReader) row(cells []string, line string) *traces.SyntaxError {
	if n := len(cells); n != len(eventColumns) && n != len(eventColumns)-1 {
		return &traces.SyntaxError{
			File: r.trace.Name, Line: r.line, Field: "number of columns", Value: line,
			Want: fmt.Sprintf("%s, with tabs between them", strings.Join(eventColumns, ", ")),
		}
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	if cells[eventNode] == "" {
		return r.fault(cells, eventNode, "the number of a node")
	}
	if kind := cells[eventType]; kind != "0" && kind != "1" {
		return r.fault(cells, eventType, "0 (down) or 1 (up)")
	}
	start, ok := epochTime(cells[eventStart])
	if !ok {
		return r.fault(cells, eventStart, "seconds since 1970, up to the year 2200")
	}
	end, ok := epochTime(cells[eventEnd])
	if !ok || end < start {
		return r.fault(cells, eventEnd, "seconds since 1970, not before the start and up to the year 2200")
	}
	node := cells[eventPlatform] + "/" + cells[eventNode]
	r.first = min(r.first, start)
	r.all.last = max(r.all.last, sim.Time(end))
	switch {
	case cells[eventType] == "1":
		r.trace.Idle++
		r.all.node(node)
	case start == end: // seen down and up at once: nothing is lost by it
		r.all.node(node)
		r.trace.Merged++
	default:
		r.all.add(node, Outage{Down: sim.Time(start), Up: sim.Time(end)})
	}
	return nil
}

// epochTime reads seconds since 1970 into nanoseconds.
func epochTime(text string) (int64, bool) {
	n, _, err := decimal.Amount(text, int64(time.Second))
	return n, err == nil && n < time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
}

// end has time begin at the first event.
func (r *eventReader) end() (*Trace, error) {
	t := r.trace
	t.Skipped = r.skips.List()
	switch {
	case t.Rows == 0:
		return nil, fmt.Errorf("%s: there are no events", t.Name)
	case len(r.all.nodes) == 0:
		return nil, fmt.Errorf("%s: no rows are left: %v", t.Name, t.Skipped[0])
	case int64(r.all.last) == r.first:
		return nil, fmt.Errorf("%s: all events are at one instant", t.Name)
	}
	t.Start = time.Unix(0, r.first).UTC()
	t.Span = sim.Duration(int64(r.all.last) - r.first)
	for i := range r.all.nodes {
		for k := range r.all.nodes[i].Outages {
			o := &r.all.nodes[i].Outages[k]
			o.Down, o.Up = o.Down-sim.Time(r.first), o.Up-sim.Time(r.first)
		}
	}
	r.all.settle(t)
	return t, nil
}

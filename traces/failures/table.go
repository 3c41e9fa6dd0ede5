package failures

import (
	"fmt"
	"io"
	"time"

	"skysim/sim"
	"skysim/traces/internal/decimal"
	"skysim/traces/internal/sheet"
)

// The columns of the plain table.
const (
	tableNode = iota
	tableDown
	tableUp
)

var tableColumns = []sheet.Column{{Name: "node"}, {Name: "down_s"}, {Name: "up_s"}}

// wantSeconds bounds times at 292 years, which nanoseconds in 64 bits hold.
const (
	wantSeconds = "seconds since the beginning of the recording, 0 or more"
	mostSeconds = int64(sim.Never) - 1
)

// Open reads the plain table at path, plain or packed.
func Open(path string, o Options) (*Trace, error) { return open(path, o, Read) }

// Read is Open for a text from anywhere. Errors name it as name.
func Read(from io.Reader, name string, o Options) (*Trace, error) {
	s, err := sheet.Read(from, name, sheet.Form{Columns: tableColumns, Notes: true, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	t := &Trace{Name: name}
	until, err := t.notes(s.Notes())
	if err != nil {
		return nil, err
	}
	var all gathered
	for s.Next() {
		if s.Rows() > mostRows {
			return nil, full(name)
		}
		node := s.Word(tableNode, "the name of a node")
		out, down := tableOutage(s, until)
		if !s.Good() {
			continue
		}
		if down {
			all.add(node, out)
		} else {
			all.node(node)
		}
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	t.Rows, t.Skipped = s.Rows(), s.Skipped()
	if t.Span = sim.Duration(until); until == 0 {
		t.Span = sim.Duration(all.last)
	}
	if t.Span == 0 {
		return nil, fmt.Errorf("%s: no node was ever down and how long the recording covers is not said: want a line # until_s = … above the header", name)
	}
	all.settle(t)
	return t, nil
}

// tableOutage reads the outage of the current row, if there is one.
func tableOutage(s *sheet.Reader, until sim.Time) (o Outage, down bool) {
	from, to := s.Text(tableDown), s.Text(tableUp)
	if from == "" && to == "" {
		return o, false
	}
	o = Outage{Down: sim.Time(s.Amount(tableDown, int64(time.Second), mostSeconds, wantSeconds)), Up: sim.Never}
	if to != "" {
		o.Up = sim.Time(s.Amount(tableUp, int64(time.Second), mostSeconds, wantSeconds+", or nothing if it never came up"))
		if o.Up <= o.Down {
			s.Fault(tableUp, "a time after down_s")
		}
	}
	switch {
	case until == 0:
	case o.Down >= until:
		s.Fault(tableDown, "a time before until_s")
	case o.Up > until && o.Up != sim.Never:
		s.Fault(tableUp, "a time up to until_s")
	}
	return o, true
}

// notes reads what stands above the header: when the recording began and how long it
// covers.
func (t *Trace) notes(notes map[string]string) (until sim.Time, err error) {
	if text, there := notes["start"]; there {
		if t.Start, err = time.Parse(time.RFC3339, text); err != nil || t.Start.UTC().Year() < 1970 || t.Start.UTC().Year() > 2200 {
			return 0, fmt.Errorf("%s: start = %s above the header, want an instant such as 2024-05-01T00:00:00Z, from 1970 to 2200", t.Name, text)
		}
		t.Start = t.Start.UTC()
	}
	if text, there := notes["until_s"]; there {
		n, _, err := decimal.Amount(text, int64(time.Second))
		if err != nil || n <= 0 || n > mostSeconds {
			return 0, fmt.Errorf("%s: until_s = %s above the header, want seconds above 0", t.Name, text)
		}
		until = sim.Time(n)
	}
	return until, nil
}

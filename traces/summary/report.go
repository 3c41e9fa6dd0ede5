package summary

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"skysim/traces"
)

// Report is what is known about one recording.
type Report struct {
	File   string
	Format string // the name of its format
	Kind   string // jobs, nodes, requests, supply, prices, …
	Why    string // why it was taken for that format
	// Rows is the number of rows that hold data, good and bad.
	Rows int64
	// Skips are the rows that were left out, by reason.
	Skips []traces.Skip
	// Epoch is the instant of second 0, where the recording names one.
	Epoch time.Time
	// Assumed says in sentences which units the file is in and what was taken
	// for granted; Missing what it does not say.
	Assumed, Missing []string
	// Anomalies are what looks wrong and was nevertheless read.
	Anomalies []Anomaly
	Page      Page

	figures []Figure
}

// Figure is one number, or a few that belong together, under a name for
// programs: lower case, with the unit in it.
type Figure struct {
	Key string
	// Value is an int64, a float64, a string, a bool, a json.Number, a *Spread, a
	// List, or nil for what the recording does not say.
	Value any
}

// Named is one entry of a List.
type Named struct {
	Name  string
	Value any
}

// List is a small table of names and values, in an order that means something.
type List []Named

// Anomaly is something that occurs so many times.
type Anomaly struct {
	What  string // in words
	Count int64
	Line  int // of the first; 0 where that is not known
}

// New returns a report with the figures that every report has, all unknown.
func New(file string) *Report {
	r := &Report{File: file}
	for _, key := range []string{"first", "last", "core_hours", "gpu_hours"} {
		r.Set(key, nil)
	}
	return r
}

// Set gives a figure its value: in its place if it is there, else at the end.
func (r *Report) Set(key string, value any) {
	for i := range r.figures {
		if r.figures[i].Key == key {
			r.figures[i].Value = value
			return
		}
	}
	r.figures = append(r.figures, Figure{key, value})
}

// Lead is Set at the front: for the number of what the recording holds.
func (r *Report) Lead(key string, value any) {
	r.figures = append([]Figure{{key, value}}, r.figures...)
}

// Value returns a figure, nil where there is none.
func (r *Report) Value(key string) any {
	for _, f := range r.figures {
		if f.Key == key {
			return f.Value
		}
	}
	return nil
}

// Figures returns the figures in their order.
func (r *Report) Figures() []Figure { return r.figures }

// Skipped returns the number of rows that were left out.
func (r *Report) Skipped() (n int64) {
	for _, s := range r.Skips {
		n += s.Rows
	}
	return n
}

// Doubt adds an anomaly if there are any.
func (r *Report) Doubt(count int64, line int, what string) {
	if count > 0 {
		r.Anomalies = append(r.Anomalies, Anomaly{what, count, line})
	}
}

// Assume adds a sentence about what was taken for granted.
func (r *Report) Assume(format string, args ...any) {
	r.Assumed = append(r.Assumed, fmt.Sprintf(format, args...))
}

// Lack adds what the recording does not say.
func (r *Report) Lack(what ...string) { r.Missing = append(r.Missing, what...) }

// MarshalJSON writes the report as one object: format, rows and skipped first,
// then the figures, then what was assumed, missing, skipped and odd.
func (r *Report) MarshalJSON() ([]byte, error) {
	o := List{
		{"file", r.File}, {"format", r.Format}, {"kind", r.Kind}, {"why", r.Why},
		{"rows", r.Rows}, {"skipped", r.Skipped()},
	}
	if !r.Epoch.IsZero() {
		o = append(o, Named{"epoch", r.Epoch.Format(time.RFC3339Nano)})
	}
	for _, f := range r.figures {
		o = append(o, Named{f.Key, f.Value})
	}
	skips := []List{}
	for _, s := range r.Skips {
		skips = append(skips, List{{"reason", s.Reason}, {"rows", s.Rows}, {"first_line", s.First.Line}, {"first", s.First.Error()}})
	}
	odd := []List{}
	for _, a := range r.Anomalies {
		line := any(a.Line)
		if a.Line == 0 {
			line = nil
		}
		odd = append(odd, List{{"what", a.What}, {"count", a.Count}, {"first_line", line}})
	}
	o = append(o, Named{"assumed", texts(r.Assumed)}, Named{"missing", texts(r.Missing)}, Named{"skips", skips}, Named{"anomalies", odd})
	return o.MarshalJSON()
}

// texts is a list that JSON writes as [] when it is empty.
func texts(list []string) []string { return append([]string{}, list...) }

// MarshalJSON writes the list as an object, in its order.
func (l List) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, n := range l {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(n.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(n.Value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", n.Name, err)
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

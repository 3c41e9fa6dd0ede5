package carbon

import (
	"errors"
	"fmt"
	"io"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/sheet"
)

// Intensity is an amount of CO₂ equivalent per kilowatt-hour, in milligrams.
type Intensity int64

// Absent is what a file does not say.
const Absent = -1

// Grams returns the intensity in g per kWh, for people.
func (i Intensity) Grams() float64 { return float64(i) / 1000 }

const (
	milli  = 1000
	most   = 100_000 * milli // mg: a hundred times the dirtiest grid
	wantGr = "g per kWh, 0 or more, at most 100,000"
)

// Hour is one hour of a zone.
type Hour struct {
	At time.Time // its beginning, UTC
	// Direct counts what burns, LifeCycle what was spent to build and fuel it
	// too. Absent where the file has a blank.
	Direct, LifeCycle Intensity
	Estimated         bool // by the data's origin, not measured
}

// Hours are the hours of one zone, in order.
type Hours struct {
	ID, Name, Country string
	List              []Hour
	// Estimated, Blank and Missing count hours: those that the origin estimated,
	// those without an intensity, and those between the first and the last that
	// have no row.
	Estimated, Blank, Missing int64
	skipped                   []traces.Skip
}

// Options says how a file is to be understood.
type Options struct {
	// Lenient leaves bad rows out and counts them; otherwise the first one is
	// the error.
	Lenient bool
}

// The columns of a zone's hours. Newer files write the names in another way.
const (
	hourAt = iota
	hourCountry
	hourName
	hourID
	hourDirect
	hourLifeCycle
	hourEstimated
)

var hourColumns = []sheet.Column{
	{Name: "Datetime (UTC)"},
	{Name: "Country"},
	{Name: "Zone Name", Also: []string{"Zone name"}},
	{Name: "Zone Id", Also: []string{"Zone id"}},
	{Name: "Carbon Intensity gCO₂eq/kWh (direct)", Also: []string{"Carbon intensity gCO₂eq/kWh (direct)"}},
	{
		Name: "Carbon Intensity gCO₂eq/kWh (LCA)", Optional: true,
		Also: []string{"Carbon intensity gCO₂eq/kWh (Life cycle)", "Carbon Intensity gCO₂eq/kWh (Life cycle)"},
	},
	{Name: "Data Estimated", Also: []string{"Data estimated"}, Optional: true},
}

// OpenHours reads the hours of the zone at path, plain or packed.
func OpenHours(path string, o Options) (h *Hours, err error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, text.Close()) }()
	return ReadHours(text, path, o)
}

// ReadHours is OpenHours for a file from anywhere. Errors name it as name.
func ReadHours(from io.Reader, name string, o Options) (*Hours, error) {
	s, err := sheet.Read(from, name, sheet.Form{Columns: hourColumns, Spare: true, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	h := &Hours{}
	for s.Next() {
		hour := h.row(s)
		if s.Good() {
			h.add(hour)
		}
	}
	h.skipped = s.Skipped()
	if err := s.Err(); err != nil {
		return nil, err
	}
	return h, nil
}

// row reads one row.
func (h *Hours) row(s *sheet.Reader) Hour {
	hour := Hour{
		At:        s.Time(hourAt, "a full hour like 2023-01-01 00:00:00, 1970 to 2200", time.DateTime, "2006-01-02T15:04:05Z07:00"),
		Direct:    intensity(s, hourDirect),
		LifeCycle: intensity(s, hourLifeCycle),
	}
	if hour.At.Truncate(time.Hour) != hour.At {
		s.Fault(hourAt, "a full hour")
	}
	if n := len(h.List); n > 0 && !hour.At.After(h.List[n-1].At) {
		s.Fault(hourAt, fmt.Sprintf("an hour after %s", h.List[n-1].At.Format(time.DateTime)))
	}
	switch s.Text(hourEstimated) {
	case "true", "True":
		hour.Estimated = true
	case "", "false", "False":
	default:
		s.Fault(hourEstimated, "true or false")
	}
	if len(h.List) == 0 {
		h.ID, h.Name, h.Country = s.Word(hourID, "the id of a zone"), s.Word(hourName, "the name of a zone"), s.Word(hourCountry, "a country")
	} else if s.Text(hourID) != h.ID {
		s.Fault(hourID, fmt.Sprintf("%q as above: one zone in a file", h.ID))
	}
	return hour
}

// intensity reads an intensity that may be blank.
func intensity(s *sheet.Reader, column int) Intensity {
	if s.Text(column) == "" {
		return Absent
	}
	return Intensity(s.Amount(column, milli, most, wantGr))
}

// add takes one hour.
func (h *Hours) add(hour Hour) {
	if n := len(h.List); n > 0 {
		h.Missing += int64(hour.At.Sub(h.List[n-1].At)/time.Hour) - 1
	}
	if hour.Estimated {
		h.Estimated++
	}
	if hour.Direct == Absent {
		h.Blank++
	}
	h.List = append(h.List, hour)
}

// Skipped returns what a lenient reading left out, by reason.
func (h *Hours) Skipped() []traces.Skip { return h.skipped }

// Scope is what an intensity counts.
type Scope uint8

// The scopes.
const (
	Direct    Scope = iota // what burns
	LifeCycle              // what was spent to build and fuel it too
)

// of returns the hour's intensity.
func (s Scope) of(hour *Hour) Intensity {
	if s == LifeCycle {
		return hour.LifeCycle
	}
	return hour.Direct
}

// Mean returns the mean over the hours that have an intensity, in g per kWh, for
// people.
func (h *Hours) Mean(scope Scope) float64 {
	sum, n := int64(0), int64(0)
	for i := range h.List {
		if v := scope.of(&h.List[i]); v != Absent {
			sum += int64(v)
			n++
		}
	}
	return float64(sum) / milli / float64(max(n, 1))
}

// Path returns the intensity in mg per kWh as a step function of the time since
// epoch. An hour without one has that of the hour before; the first one known
// stands for all before it.
func (h *Hours) Path(scope Scope, epoch time.Time) sim.Path {
	var p sim.Path
	for i := range h.List {
		hour := &h.List[i]
		v := int64(scope.of(hour))
		at := sim.Time(max(hour.At.Sub(epoch), 0))
		n := len(p.At)
		switch {
		case v == Absent:
		case n == 0:
			p.At, p.Value = append(p.At, 0), append(p.Value, v)
		case p.At[n-1] == at:
			p.Value[n-1] = v
		case p.Value[n-1] != v:
			p.At, p.Value = append(p.At, at), append(p.Value, v)
		}
	}
	return p
}

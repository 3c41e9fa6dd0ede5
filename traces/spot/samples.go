package spot

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/jsontext"
)

const (
	second = 1_000_000_000
	rate   = 1_000_000_000_000 // pico-dollars
	// maxCount is the largest number of machines.
	maxCount  = 1 << 30
	wantPrice = "dollars per hour, 0 or more"
)

// OpenSamples reads the JSON file at path, plain or packed. It has "metadata"
// with "gap_seconds" and "data", and may have "prices". Errors of its text are
// *traces.SyntaxError.
func OpenSamples(path string, o Options) (*Supply, error) { return open(path, o, ReadSamples) }

// open reads a file with one of the readers.
func open(path string, o Options, read func(io.Reader, string, Options) (*Supply, error)) (s *Supply, err error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, text.Close()) }()
	return read(text, path, o)
}

// ReadSamples is OpenSamples for a text from anywhere. Errors name it as name.
func ReadSamples(from io.Reader, name string, o Options) (*Supply, error) {
	if err := o.declared(); err != nil {
		return nil, err
	}
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	r := &samples{Decoder: jsontext.New(text, name, 1), options: o, supply: &Supply{Name: name, Gap: o.Gap}}
	if err := r.read(); err != nil {
		return nil, err
	}
	if err := r.finish(); err != nil {
		return nil, err
	}
	return r.supply, nil
}

// samples reads the JSON of samples.
type samples struct {
	*jsontext.Decoder
	options Options
	supply  *Supply
}

// read reads the file.
func (r *samples) read() error {
	err := r.Object("file", func(key string) error {
		switch key {
		case "metadata":
			return r.Object(key, r.metadata)
		case "data":
			return r.Array(key, r.sample)
		case "prices":
			return r.Array(key, r.price)
		}
		return r.Skip()
	})
	if err != nil {
		return err
	}
	return r.End()
}

// sample reads one of the data.
func (r *samples) sample() error {
	if err := r.supply.room(r.Line()); err != nil {
		return err
	}
	most := int64(maxCount)
	if r.options.Polarity == Unavailable {
		most = 1
	}
	n, err := r.Int("data", 0, most)
	if r.options.Polarity == Unavailable {
		n = 1 - n
	}
	r.supply.Points = append(r.supply.Points, Point{Count: int32(n)})
	return err
}

// price reads one of the prices.
func (r *samples) price() error {
	n, err := r.Amount("prices", rate, wantPrice)
	if err == nil && len(r.supply.Prices) == mostPoints {
		return r.Fault("prices", fmt.Sprintf("at most %d of them", mostPoints))
	}
	r.supply.Prices = append(r.supply.Prices, sim.Rate(n))
	return err
}

// metadata reads what the recording says about itself.
func (r *samples) metadata(key string) (err error) {
	s := r.supply
	switch key {
	case "gap_seconds":
		return r.gap()
	case "start_time":
		return r.start()
	case "zone":
		s.Zone, err = r.Text(key)
		return err
	case "price_info":
		return r.Object(key, r.priceInfo)
	case "gap_filled":
		return r.Object(key, r.filled)
	}
	return r.Skip()
}

// gap reads the time between samples.
func (r *samples) gap() error {
	const want = "seconds above 0"
	n, err := r.Amount("gap_seconds", second, want)
	switch {
	case err != nil:
		return err
	case n == 0:
		return r.Fault("gap_seconds", want)
	case r.options.Gap != 0 && r.options.Gap != sim.Duration(n):
		return r.Fault("gap_seconds", fmt.Sprintf("the %v that was declared", r.options.Gap))
	}
	r.supply.Gap = sim.Duration(n)
	return nil
}

// start reads the instant of the first sample.
func (r *samples) start() error {
	text, err := r.Text("start_time")
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || at.UTC().Year() < 1970 || at.UTC().Year() > 2200 {
		return r.Fault("start_time", "a date and time like 2025-10-04T00:10:00+00:00, 1970 to 2200")
	}
	r.supply.Start = at.UTC()
	return nil
}

// priceInfo reads what the zone's machine costs.
func (r *samples) priceInfo(key string) (err error) {
	switch key {
	case "price":
		var n int64
		n, err = r.Amount(key, rate, wantPrice)
		r.supply.Spot = sim.Rate(n)
	case "on_demand_price":
		var n int64
		n, err = r.Amount(key, rate, wantPrice)
		r.supply.OnDemand = sim.Rate(n)
	case "machine_type":
		r.supply.Machine, err = r.Text(key)
	default:
		err = r.Skip()
	}
	return err
}

// filled reads which samples were filled in.
func (r *samples) filled(key string) error {
	at := map[string]int{"gap_start_index": 0, "gap_end_index": 1}
	i, ok := at[key]
	if !ok {
		return r.Skip()
	}
	n, err := r.Int(key, 0, maxCount)
	if r.supply.Filled == nil {
		r.supply.Filled = make([]int, 2)
	}
	r.supply.Filled[i] = int(n)
	return err
}

// finish places the samples in time.
func (r *samples) finish() error {
	s := r.supply
	switch {
	case len(s.Points) == 0:
		return fmt.Errorf("%s: there are no samples, want an array data", s.Name)
	case s.Gap == 0:
		return fmt.Errorf("%s: the time between samples is unknown, want metadata with gap_seconds", s.Name)
	case s.Prices != nil && len(s.Prices) != len(s.Points):
		return fmt.Errorf("%s: there are %d prices, want %d, one for each sample", s.Name, len(s.Prices), len(s.Points))
	}
	return s.place()
}

// place gives regular samples their times.
func (s *Supply) place() error {
	if int64(s.Gap) > last/int64(len(s.Points)) {
		return fmt.Errorf("%s: %d samples of %v are longer than a century", s.Name, len(s.Points), s.Gap)
	}
	for i := range s.Points {
		s.Points[i].At = sim.Time(int64(s.Gap) * int64(i))
	}
	return nil
}

// OpenText reads bare samples, with blanks, commas or line ends between them,
// from the file at path. Options.Gap must be declared.
func OpenText(path string, o Options) (*Supply, error) { return open(path, o, ReadText) }

// ReadText is OpenText for a text from anywhere. Errors name it as name.
func ReadText(from io.Reader, name string, o Options) (*Supply, error) {
	if err := o.declared(); err != nil {
		return nil, err
	}
	if o.Gap == 0 {
		return nil, errors.New("spot: the gap between samples is not declared, and a text does not say")
	}
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	s := &Supply{Name: name, Gap: o.Gap}
	lines := bufio.NewScanner(text)
	lines.Buffer(nil, longText)
	n := 0
	for lines.Scan() {
		n++
		if err := s.samples(lines.Bytes(), n, o.Polarity); err != nil {
			return nil, err
		}
	}
	if err := endOfLines(lines, name, n+1, longText); err != nil {
		return nil, err
	}
	if len(s.Points) == 0 {
		return nil, fmt.Errorf("%s: there are no samples", name)
	}
	if err := s.place(); err != nil {
		return nil, err
	}
	return s, nil
}

// longText is the longest line of bare samples, in bytes.
const longText = 1 << 20

// samples takes the samples of one line.
func (s *Supply) samples(line []byte, number int, polarity Polarity) error {
	for at := 0; at < len(line); {
		length := bytes.IndexAny(line[at:], " \t\r,")
		if length == 0 {
			at++
			continue
		}
		end := at + length
		if length < 0 {
			end = len(line)
		}
		n, err := strconv.ParseUint(string(line[at:end]), 10, 30)
		want := fmt.Sprintf("a whole number from 0 to %d", maxCount-1)
		if polarity == Unavailable {
			want = "0 or 1, as 1 means unavailable"
			err = errors.Join(err, atMost(n, 1))
			n = 1 - n
		}
		if err != nil {
			return &traces.SyntaxError{File: s.Name, Line: number, Column: at + 1, Field: "sample", Value: string(line[at:end]), Want: want}
		}
		if err := s.room(number); err != nil {
			return err
		}
		s.Points = append(s.Points, Point{Count: int32(n)})
		at = end
	}
	return nil
}

func atMost(n, most uint64) error {
	if n > most {
		return strconv.ErrRange
	}
	return nil
}

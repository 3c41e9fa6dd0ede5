package interchange

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"skysim/sim"
	"skysim/traces"
)

// MarketRow is a row of a file about markets: from an instant on, so many machines
// can be had, and one costs so much.
type MarketRow struct {
	At       int64  `parquet:"at_ns"`
	Zone     string `parquet:"zone,dict"`
	Machine  string `parquet:"machine,dict"`
	Product  string `parquet:"product,dict"`
	Supply   *int64 `parquet:"supply"`
	Price    *int64 `parquet:"price_pico_usd_per_hour"`
	OnDemand *int64 `parquet:"ondemand_pico_usd_per_hour"`
}

// MarketSource is a stream of rows in order of time. Nil is what is not known.
type MarketSource interface {
	Next(row *MarketRow) bool
	Err() error
}

// WriteMarket writes all rows of a source, and returns how many there were.
func WriteMarket(w io.Writer, form Form, from MarketSource, m Meta) (n int64, err error) {
	out, err := begin[MarketRow](w, form, "market", m.texts())
	if err != nil {
		return 0, err
	}
	back := &Market{input: &input[MarketRow]{name: "market"}, until: m.Until}
	for row := (MarketRow{}); from.Next(&row); row = (MarketRow{}) {
		if bad := back.check(&row); bad != nil {
			return n, fmt.Errorf("interchange: row %d cannot be written: %s is %q, want %s", n, bad.Field, bad.Value, bad.Want)
		}
		if err := out.Write(row); err != nil {
			return n, fmt.Errorf("interchange: row %d cannot be written: %w", n, err)
		}
		n++
	}
	if err := from.Err(); err != nil {
		return n, err
	}
	return n, out.Close()
}

// Market streams the rows of a file.
type Market struct {
	*input[MarketRow]
	last  sim.Time
	until sim.Time // 0: not said
}

// OpenMarket opens the file at path, Parquet or CSV. At the end of the stream, or at
// an error, it closes itself; who stops before closes it.
func OpenMarket(path string) (*Market, error) {
	in, err := openInput[MarketRow](path, "market")
	if err != nil {
		return nil, err
	}
	return newMarket(in)
}

// ReadMarket is OpenMarket for a file that is open.
func ReadMarket(from Source) (*Market, error) {
	in, err := newInput[MarketRow](from, "market")
	if err != nil {
		return nil, err
	}
	return newMarket(in)
}

// newMarket reads how far the recording reaches.
func newMarket(in *input[MarketRow]) (*Market, error) {
	r := &Market{input: in}
	if text, said := in.meta[untilKey]; said {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n <= 0 || n == math.MaxInt64 {
			return nil, errors.Join(fmt.Errorf("%s: %s is %q, want %s, above 0", in.name, untilKey, text, wantTime), in.close())
		}
		r.until = sim.Time(n)
	}
	return r, nil
}

// Until returns how far the recording reaches, at least to the rows read so far: what
// the last of them say holds up to there.
func (r *Market) Until() sim.Time { return max(r.until, r.last) }

// Next fills *row with the next row and reports whether there was one.
func (r *Market) Next(row *MarketRow) bool {
	if !r.next(row) {
		return false
	}
	if bad := r.check(row); bad != nil {
		r.stop(bad)
		return false
	}
	return true
}

// check reports what cannot be.
func (r *Market) check(row *MarketRow) *traces.SyntaxError {
	switch {
	case row.At < 0 || row.At == math.MaxInt64:
		return r.fault("at_ns", strconv.FormatInt(row.At, 10), wantTime)
	case sim.Time(row.At) < r.last:
		return r.fault("at_ns", strconv.FormatInt(row.At, 10), fmt.Sprintf("at least the %d of the row above", int64(r.last)))
	case r.until > 0 && sim.Time(row.At) > r.until:
		return r.fault("at_ns", strconv.FormatInt(row.At, 10), fmt.Sprintf("at most the %d of %s", int64(r.until), untilKey))
	}
	for _, c := range []struct {
		name  string
		value *int64
		most  int64
	}{{"supply", row.Supply, sim.Unlimited}, {"price_pico_usd_per_hour", row.Price, math.MaxInt64}, {"ondemand_pico_usd_per_hour", row.OnDemand, math.MaxInt64}} {
		if c.value != nil && (*c.value < 0 || *c.value > c.most) {
			return r.fault(c.name, strconv.FormatInt(*c.value, 10), fmt.Sprintf("nothing, or 0 to %d", c.most))
		}
	}
	for _, c := range []struct{ name, value string }{{"zone", row.Zone}, {"machine", row.Machine}, {"product", row.Product}} {
		if !plainText(c.value) {
			return r.fault(c.name, c.value, "a name without spaces around it")
		}
	}
	r.last = sim.Time(row.At)
	return nil
}

// Err returns what ended the stream early.
func (r *Market) Err() error { return r.err }

// Close closes the file that OpenMarket opened.
func (r *Market) Close() error { return r.close() }

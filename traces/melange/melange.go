package melange

import (
	"fmt"
	"io"
	"math/big"
	"strings"

	"skysim/traces"
	"skysim/traces/internal/decimal"
	"skysim/traces/internal/jsontext"
)

// Input is what Mélange chooses from.
type Input struct {
	Types  []Type       // in the order of the file
	Share  [][]*big.Rat // of the requests, in each bucket
	Rate   *big.Rat     // requests per second
	Slices int64        // of a bucket
}

// Type is a type of GPU machine.
type Type struct {
	Name       string
	Price      int64 // nano-dollars per hour
	Throughput [][]*big.Rat
}

// Read reads the file at path.
func Read(path string) (*Input, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	defer text.Close() // it was only read
	return From(text, path)
}

// From is Read on a text that is open already; errors call it file.
func From(r io.Reader, file string) (*Input, error) {
	d, in, given := jsontext.New(r, file, 1), &Input{}, map[string]bool{}
	err := d.Object("input", func(key string) (err error) {
		if given[key] {
			return d.Fault("key", "each key once")
		}
		switch given[key] = true; key {
		case "gpu_info":
			return d.Object(key, func(name string) error { return in.addType(d, name) })
		case "workload_distribution":
			in.Share, err = table(d, key)
		case "total_request_rate":
			in.Rate, err = number(d, key)
		case "slice_factor":
			in.Slices, err = d.Int(key, 1, 1000)
		default:
			err = d.Fault("key", "gpu_info, workload_distribution, total_request_rate or slice_factor")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := d.End(); err != nil {
		return nil, err
	}
	return in, in.check(file)
}

// addType reads a type of machine.
func (in *Input) addType(d *jsontext.Decoder, name string) error {
	for _, t := range in.Types {
		if t.Name == name {
			return d.Fault("type", "each type once")
		}
	}
	t := Type{Name: name}
	err := d.Object("type", func(key string) (err error) {
		switch key {
		case "cost":
			if t.Price, err = d.Amount(key, 1e9, "dollars per hour"); err == nil && (t.Price < 1 || t.Price > 1e13) {
				err = d.Fault(key, "dollars per hour, above 0 and at most 10,000")
			}
		case "tputs":
			t.Throughput, err = table(d, key)
		default:
			err = d.Fault("key", "cost or tputs")
		}
		return err
	})
	in.Types = append(in.Types, t)
	return err
}

// mostDigits bounds the text of a number, and with it the exact fractions.
const mostDigits = 40

// number reads a number of at least 0.
func number(d *jsontext.Decoder, field string) (*big.Rat, error) {
	text, err := d.Number(field)
	if err != nil {
		return nil, err
	}
	const want = "a number from 0 to 10⁹"
	if len(text) > mostDigits {
		return nil, d.Fault(field, want)
	}
	// The exponent is looked at before a fraction is made of it.
	if n, _, err := decimal.Amount(text, 1); err != nil || n > 1e9 {
		return nil, d.Fault(field, want)
	}
	if _, exponent, ok := strings.Cut(strings.ToLower(text), "e"); ok && len(exponent) > 3 {
		return nil, d.Fault(field, want)
	}
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, d.Fault(field, want)
	}
	return x, nil
}

// table reads rows of numbers.
func table(d *jsontext.Decoder, field string) (rows [][]*big.Rat, err error) {
	err = d.Array(field, func() error {
		var row []*big.Rat
		err := d.Array(field, func() error {
			x, err := number(d, field)
			row = append(row, x)
			return err
		})
		rows = append(rows, row)
		return err
	})
	return rows, err
}

// check reports what is missing or does not fit together.
func (in *Input) check(file string) error {
	switch {
	case len(in.Types) == 0:
		return fmt.Errorf("%s: gpu_info has no types", file)
	case in.Rate == nil || in.Rate.Sign() == 0:
		return fmt.Errorf("%s: total_request_rate is missing or 0", file)
	case in.Slices == 0:
		return fmt.Errorf("%s: slice_factor is missing", file)
	}
	some := false
	for _, row := range in.Share {
		for _, x := range row {
			some = some || x.Sign() > 0
		}
	}
	if !some {
		return fmt.Errorf("%s: workload_distribution has no bucket with requests", file)
	}
	for _, t := range in.Types {
		same := len(t.Throughput) == len(in.Share)
		for i := 0; same && i < len(in.Share); i++ {
			same = len(t.Throughput[i]) == len(in.Share[i])
		}
		if !same || t.Price == 0 {
			return fmt.Errorf("%s: type %s: want a cost, and tputs of the shape of workload_distribution", file, t.Name)
		}
	}
	return nil
}

// Loads returns a row for each type with, for each slice, how many machines of
// that type it keeps busy; nil where the type cannot serve it.
func (in *Input) Loads() [][]*big.Rat {
	loads := make([][]*big.Rat, len(in.Types))
	for i, row := range in.Share {
		for k, share := range row {
			if share.Sign() == 0 {
				continue
			}
			rate := new(big.Rat).Mul(share, in.Rate)
			rate.Quo(rate, new(big.Rat).SetInt64(in.Slices))
			for n, t := range in.Types {
				var load *big.Rat
				if t.Throughput[i][k].Sign() > 0 {
					load = new(big.Rat).Quo(rate, t.Throughput[i][k])
				}
				for range in.Slices {
					loads[n] = append(loads[n], load)
				}
			}
		}
	}
	return loads
}

package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"skysim/traces/internal/decimal"
	"skysim/traces/internal/jsontext"
	"skysim/traces/melange"
	"skysim/traces/summary"
)

// sumStarburst lists the numbers of Starburst's table: nothing else is in it.
func sumStarburst(in *Input, r *summary.Report) error {
	must := []string{"jobs", "rate", "rows/", "price_per_gpu_h"}
	seen := map[string]bool{}
	return sumNumbers(in.plain, in.Name, r, func(path string) {
		seen[path] = true
		if table, _, inside := strings.Cut(path, "/"); inside {
			seen[table+"/"] = true
		}
	}, func() error {
		for _, key := range must {
			if !seen[key] {
				return fmt.Errorf("%s: there is no number at %q, want %s", in.Name, strings.TrimSuffix(key, "/"), strings.Join(must, ", "))
			}
		}
		return nil
	})
}

// sumMelange reads Mélange's input as a simulation would, and then lists its numbers.
func sumMelange(in *Input, r *summary.Report) error {
	const most = 4 << 20
	text, err := io.ReadAll(io.LimitReader(in.plain, most+1))
	if err != nil {
		return fmt.Errorf("%s: %w", in.Name, err)
	}
	if len(text) > most {
		return fmt.Errorf("%s: the file is longer than %d MiB", in.Name, most>>20)
	}
	if _, err := melange.From(bytes.NewReader(text), in.Name); err != nil {
		return err
	}
	return sumNumbers(bytes.NewReader(text), in.Name, r, func(string) {}, func() error { return nil })
}

// sumNumbers lists the numbers of a JSON file in which there is nothing else. See is
// told where they stand, and asked at the end whether that was all.
func sumNumbers(from io.Reader, name string, r *summary.Report, see func(path string), all func() error) error {
	const most = 1 << 16
	d := jsontext.New(from, name, 1)
	numbers, known := summary.List{}, map[string]bool{}
	err := d.Leaves(func(l jsontext.Leaf) error {
		if _, _, err := decimal.Parse(l.Value, 1); err != nil || !l.Number {
			return d.Fault(l.Path, "a number")
		}
		if len(numbers) == most {
			return d.Fault(l.Path, fmt.Sprintf("a file of at most %d numbers", most))
		}
		if known[l.Path] {
			return d.Fault(l.Path, "each key once")
		}
		known[l.Path] = true
		see(l.Path)
		numbers = append(numbers, summary.Named{Name: l.Path, Value: json.Number(l.Value)})
		return nil
	})
	if err == nil {
		err = d.End()
	}
	if err == nil {
		err = all()
	}
	if err != nil {
		return err
	}
	r.Rows = int64(len(numbers))
	r.Lead("points", r.Rows)
	r.Set("numbers", numbers)
	return nil
}

package formats

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"skysim/traces"
	"skysim/traces/internal/decimal"
	"skysim/traces/summary"
)

// sumTable describes the columns of a table of published numbers.
func sumTable(in *Input, r *summary.Report) error {
	const places = 9
	limit := &traces.RowLimit{From: in.plain, Most: 1 << 20}
	limit.Begin()
	rows := csv.NewReader(limit)
	rows.ReuseRecord = true
	rows.FieldsPerRecord = 0
	names, err := rows.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", in.Name, err)
	}
	names = append([]string(nil), names...)
	numbers := make([][]int64, len(names))
	words := make([]map[string]bool, len(names))
	for {
		limit.Begin()
		cells, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				return fmt.Errorf("%s:%d:%d: %w", in.Name, bad.Line, bad.Column, bad.Err)
			}
			return fmt.Errorf("%s: %w", in.Name, err)
		}
		r.Rows++
		for i, cell := range cells {
			if n, _, err := decimal.Parse(cell, 1_000_000_000); err == nil {
				numbers[i] = append(numbers[i], n)
				continue
			}
			if words[i] == nil {
				words[i] = map[string]bool{}
			}
			if len(words[i]) < 1000 {
				words[i][cell] = true
			}
		}
	}
	r.Lead("points", r.Rows)
	columns := summary.List{}
	for i, name := range names {
		switch {
		case words[i] == nil && len(numbers[i]) > 0:
			columns = append(columns, summary.Named{Name: name, Value: summary.NewSpread(numbers[i], places)})
		default:
			columns = append(columns, summary.Named{Name: name, Value: strconv.Itoa(len(words[i])) + " different texts"})
		}
	}
	r.Set("columns", columns)
	r.Assume("units are as the origin states them: the table is not interpreted")
	return nil
}

// sumNumbers lists the numbers of a small JSON file.
func sumNumbers(in *Input, r *summary.Report) error {
	d := json.NewDecoder(io.LimitReader(in.plain, 1<<20))
	d.UseNumber()
	numbers := summary.List{}
	var path []string
	var walk func() error
	walk = func() error {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case json.Number:
			name := ""
			for i, p := range path {
				if i > 0 {
					name += "/"
				}
				name += p
			}
			numbers = append(numbers, summary.Named{Name: name, Value: t})
		case json.Delim:
			for i := 0; d.More(); i++ {
				key := strconv.Itoa(i)
				if t == '{' {
					k, err := d.Token()
					if err != nil {
						return err
					}
					key = k.(string)
				}
				path = append(path, key)
				if err := walk(); err != nil {
					return err
				}
				path = path[:len(path)-1]
			}
			_, err = d.Token()
		}
		return err
	}
	if err := walk(); err != nil {
		return fmt.Errorf("%s: %w", in.Name, err)
	}
	r.Rows = int64(len(numbers))
	r.Lead("points", r.Rows)
	r.Set("numbers", numbers)
	return nil
}

package reproduce

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// starburstRefused is a row of a file that cannot be used.
type starburstRefused struct {
	name string
	err  error
}

// starburstFile is a file of expected values as it is written.
type starburstFile struct {
	Seed, Jobs, Nodes, GPUs *int64
	Rate                    *float64
	Price                   *float64                   `json:"price_per_gpu_h"`
	Rows                    map[string]json.RawMessage `json:"rows"`
	Waits                   map[string]json.RawMessage `json:"avg_wait_h"`
	Bound                   *float64                   `json:"milp_8h_incumbent"`

	path string
	data []byte
}

// openStarburst reads a file of expected values; errors begin with file:line.
func openStarburst(path string) (*starburstSet, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return readStarburst(path, data)
}

// readStarburst reads a text of expected values. An error is about all of it; rows
// that cannot be used are in the set.
func readStarburst(path string, data []byte) (*starburstSet, error) {
	in := starburstFile{path: path, data: bytes.TrimPrefix(data, []byte("\ufeff"))}
	if err := json.Unmarshal(in.data, &in); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", path, in.lineAt(offsetOf(err, len(in.data))), err)
	}
	for _, f := range []struct {
		name string
		ok   bool
	}{
		{"seed", in.Seed != nil && *in.Seed >= 0 && *in.Seed <= math.MaxUint32}, {"jobs", in.Jobs != nil && *in.Jobs > 0 && *in.Jobs <= 1e5},
		{"nodes", in.Nodes != nil && *in.Nodes > 0}, {"gpus", in.GPUs != nil && *in.GPUs >= 8 && *in.GPUs <= 32},
		{"rate", in.Rate != nil && *in.Rate > 0}, {"price_per_gpu_h", in.Price != nil && *in.Price >= 0},
	} {
		if !f.ok {
			return nil, fmt.Errorf("%s:%d: %s is missing or out of range: want seed, jobs, rate, nodes, gpus (8 to 32) and price_per_gpu_h",
				path, in.line(f.name), f.name)
		}
	}
	s := &starburstSet{seed: *in.Seed, jobs: *in.Jobs, rate: *in.Rate, nodes: *in.Nodes, gpus: *in.GPUs, price: *in.Price, bound: math.NaN()}
	if in.Bound != nil {
		s.bound = *in.Bound
	}
	in.addRows(s)
	if len(s.cases) == 0 {
		var errs []error
		for _, r := range s.refused {
			errs = append(errs, r.err)
		}
		return nil, errors.Join(append([]error{fmt.Errorf("%s:%d: rows has none that can be used", path, in.line("rows"))}, errs...)...)
	}
	in.addWaits(s)
	return s, nil
}

// offsetOf returns where an error of encoding/json is, or the end.
func offsetOf(err error, end int) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return int(syntax.Offset)
	case errors.As(err, &kind):
		return int(kind.Offset)
	}
	return end
}

// lineAt counts lines from 1.
func (in *starburstFile) lineAt(offset int) int {
	return 1 + bytes.Count(in.data[:min(max(offset, 0), len(in.data))], []byte("\n"))
}

// line is where a key stands first, or the first line.
func (in *starburstFile) line(key string) int {
	return in.lineAt(max(0, bytes.Index(in.data, []byte(strconv.Quote(key)))))
}

// refuse notes a row that cannot be used.
func (in *starburstFile) refuse(s *starburstSet, name string, err error) {
	s.refused = append(s.refused, starburstRefused{name, fmt.Errorf("%s:%d: %w", in.path, in.line(name), err)})
}

// addRows gives the set its cases, in the order of the paper.
func (in *starburstFile) addRows(s *starburstSet) {
	for _, name := range slices.Sorted(maps.Keys(in.Rows)) {
		c, err := starburstRow(name)
		if err == nil {
			c.cost, err = starburstValue(name, in.Rows[name])
		}
		if err == nil && slices.ContainsFunc(s.cases, func(o starburstCase) bool { return o.kind == c.kind && o.by == c.by }) {
			err = fmt.Errorf("row %q is there already in other digits", name)
		}
		if err != nil {
			in.refuse(s, name, err)
			continue
		}
		s.cases = append(s.cases, c)
	}
	order := []starburstKind{noWait, constantWait, computeWait, starWait}
	slices.SortFunc(s.cases, func(a, b starburstCase) int {
		if k := slices.Index(order, a.kind) - slices.Index(order, b.kind); k != 0 {
			return k
		}
		return int(math.Copysign(1, a.by-b.by))
	})
}

// starburstValue reads the number of a row; null is none.
func starburstValue(name string, text json.RawMessage) (float64, error) {
	x, err := strconv.ParseFloat(string(text), 64)
	if err != nil || !(x >= 0) || math.IsInf(x, 0) {
		return math.NaN(), fmt.Errorf("row %q is %s, want a number of at least 0", name, text)
	}
	return x, nil
}

// starburstRow reads the name of a row, as in star_0.25.
func starburstRow(name string) (starburstCase, error) {
	c := starburstCase{cost: math.NaN(), whole: math.NaN(), wait: math.NaN()}
	if name == string(noWait) {
		c.kind = noWait
		return c, nil
	}
	for _, kind := range []starburstKind{constantWait, computeWait, starWait} {
		if by, found := strings.CutPrefix(name, string(kind)+"_"); found {
			x, err := strconv.ParseFloat(by, 64)
			if err != nil || !(x >= 0 && x <= 1e6) {
				return c, fmt.Errorf("row %q: %q is not a number from 0 to 1,000,000", name, by)
			}
			c.kind, c.by = kind, x
			return c, nil
		}
	}
	return c, fmt.Errorf("row %q: want no_wait, constant_H, linear_cost_W or star_F, with a number", name)
}

// addWaits gives the cases their mean waits. A wait is named as a row is, with fewer
// digits or, where there is one such row, without the number.
func (in *starburstFile) addWaits(s *starburstSet) {
	for _, name := range slices.Sorted(maps.Keys(in.Waits)) {
		if err := s.addWait(name, in.Waits[name]); err != nil {
			in.refuse(s, "avg_wait_h", err)
		}
	}
}

func (s *starburstSet) addWait(name string, text json.RawMessage) error {
	c, err := starburstRow(name)
	if err != nil {
		if c, err = starburstRow(name + "_0"); err != nil {
			return fmt.Errorf("avg_wait_h: %w", err)
		}
	}
	wait, err := starburstValue(name, text)
	if err != nil {
		return fmt.Errorf("avg_wait_h: %w", err)
	}
	best := -1
	for i, o := range s.cases {
		if o.kind == c.kind && (best < 0 || math.Abs(o.by-c.by) < math.Abs(s.cases[best].by-c.by)) {
			best = i
		}
	}
	if best < 0 {
		return fmt.Errorf("avg_wait_h has %q, but there is no such row that can be used", name)
	}
	s.cases[best].wait = wait
	return nil
}

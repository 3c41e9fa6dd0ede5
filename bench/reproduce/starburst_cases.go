package reproduce

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// starburstSet is a cluster, its jobs, and what was published of them.
type starburstSet struct {
	name  string // of the file, "" for the paper's
	seed  int64
	jobs  int64
	rate  float64 // per hour
	nodes int64
	gpus  int64   // of a node
	price float64 // per GPU-hour
	cases []starburstCase
	// bound is context: the cost of the best plan that the authors' integer program
	// found, NaN without.
	bound float64
}

// starburstCase is a policy with its parameter, and what was published; NaN where
// nothing was.
type starburstCase struct {
	kind  starburstKind
	by    float64 // hours; hours per GPU-hour; hours per GPU
	cost  float64 // dollars
	whole float64 // dollars, if all of every trial were billed
	wait  float64 // hours, the mean over all jobs
}

// starburstKind is one of the policies.
type starburstKind string

const (
	noWait       starburstKind = "no_wait"
	constantWait starburstKind = "constant"
	computeWait  starburstKind = "linear_cost"
	starWait     starburstKind = "star"
)

// String returns the case's name in tables.
func (c *starburstCase) String() string {
	by := strconv.FormatFloat(c.by, 'g', -1, 64)
	switch c.kind {
	case constantWait:
		return "Constant-Wait " + by + " h"
	case computeWait:
		return "Compute-Wait w=" + by
	case starWait:
		return "Star-Wait f=" + by
	}
	return "No-Wait"
}

// starburstPaper is Table 4, and points beside it that were recomputed with the
// artifact.
func starburstPaper() *starburstSet {
	none := math.NaN()
	return &starburstSet{
		seed: 13, jobs: 500, rate: 16, nodes: 4, gpus: 8, price: 2.5, bound: none,
		cases: []starburstCase{
			{noWait, 0, 760.678625, none, none},
			{constantWait, 0.2436270393, 705.551364, none, none},
			{computeWait, 0.07805625, 584.001433, none, none},
			{computeWait, 0.0624, 655.740442, none, none},
			{computeWait, 0.12495, 552.425552, none, none},
			{computeWait, 0.25, 406.714650, none, none},
			{starWait, 0.04752646484, 662.111152, 689.454902, none},
			{starWait, 0.25, 372.952646, 385.765146, none},
		},
	}
}

// starburstSets returns the paper's set, and one for each JSON file in the data
// directory. A case of the paper that a file has too is in the file's set alone.
func starburstSets(lab *Lab) ([]*starburstSet, error) {
	paper := starburstPaper()
	sets := []*starburstSet{paper}
	if lab.Data == "" {
		return sets, nil
	}
	files, err := filepath.Glob(lab.Path("starburst", "*.json"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		s, err := readStarburst(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		s.name = strings.TrimSuffix(filepath.Base(file), ".json")
		if s.like(paper) {
			paper.yield(s)
		}
		sets = append(sets, s)
	}
	return sets, nil
}

// like reports whether the sets have the same jobs and the same cluster.
func (s *starburstSet) like(t *starburstSet) bool {
	return s.seed == t.seed && s.jobs == t.jobs && s.rate == t.rate && s.nodes == t.nodes && s.gpus == t.gpus && s.price == t.price
}

// yield leaves to another set the cases that it has more exactly.
func (s *starburstSet) yield(to *starburstSet) {
	s.cases = slices.DeleteFunc(s.cases, func(c starburstCase) bool {
		i := slices.IndexFunc(to.cases, func(o starburstCase) bool { return o.kind == c.kind && math.Abs(o.by-c.by) < 1e-9 })
		if i >= 0 {
			to.cases[i].whole = c.whole
		}
		return i >= 0
	})
}

// readStarburst reads a file of expected values.
func readStarburst(data []byte) (*starburstSet, error) {
	in := struct {
		Seed, Jobs, Nodes, GPUs *int64
		Rate                    *float64
		Price                   *float64           `json:"price_per_gpu_h"`
		Rows                    map[string]float64 `json:"rows"`
		Waits                   map[string]float64 `json:"avg_wait_h"`
		Bound                   *float64           `json:"milp_8h_incumbent"`
	}{}
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, err
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
			return nil, fmt.Errorf("%s is missing or out of range: want seed, jobs, rate, nodes, gpus (8 to 32) and price_per_gpu_h", f.name)
		}
	}
	s := &starburstSet{seed: *in.Seed, jobs: *in.Jobs, rate: *in.Rate, nodes: *in.Nodes, gpus: *in.GPUs, price: *in.Price, bound: math.NaN()}
	if in.Bound != nil {
		s.bound = *in.Bound
	}
	for name, cost := range in.Rows {
		c, err := starburstRow(name)
		if err != nil {
			return nil, err
		}
		c.cost = cost
		s.cases = append(s.cases, c)
	}
	order := []starburstKind{noWait, constantWait, computeWait, starWait}
	slices.SortFunc(s.cases, func(a, b starburstCase) int {
		if k := slices.Index(order, a.kind) - slices.Index(order, b.kind); k != 0 {
			return k
		}
		return int(math.Copysign(1, a.by-b.by))
	})
	return s, s.addWaits(in.Waits)
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
func (s *starburstSet) addWaits(waits map[string]float64) error {
	for name, wait := range waits {
		c, err := starburstRow(name)
		if err != nil {
			if c, err = starburstRow(name + "_0"); err != nil {
				return err
			}
		}
		best := -1
		for i, o := range s.cases {
			if o.kind == c.kind && (best < 0 || math.Abs(o.by-c.by) < math.Abs(s.cases[best].by-c.by)) {
				best = i
			}
		}
		if best < 0 {
			return fmt.Errorf("avg_wait_h has %q, but there is no such row", name)
		}
		s.cases[best].wait = wait
	}
	return nil
}

package reproduce

import (
	"math"
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
	// refused are the rows of the file that cannot be used.
	refused []starburstRefused
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
// Files and rows that cannot be used are numbers.
func starburstSets(lab *Lab) (sets []*starburstSet, bad []Number, err error) {
	paper := starburstPaper()
	sets = []*starburstSet{paper}
	if lab.Data == "" {
		return sets, nil, nil
	}
	files, err := filepath.Glob(lab.Path("starburst", "*.json"))
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		s, err := openStarburst(file)
		if err != nil {
			bad = append(bad, unusable(lab.short(file), err))
			continue
		}
		for _, r := range s.refused {
			bad = append(bad, unusable(lab.short(file)+", "+r.name, r.err))
		}
		s.name = strings.TrimSuffix(filepath.Base(file), ".json")
		if s.like(paper) {
			paper.yield(s)
		}
		sets = append(sets, s)
	}
	return sets, bad, nil
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

package reproduce

import (
	_ "embed" // packing_expected.csv
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// packingExpected is what was published of the sets that the project knows.
//
//go:embed packing_expected.csv
var packingExpected string

// expectedFile may stand in the data folder, in the same format, for further sets.
const expectedFile = "expected_bins.csv"

// binsRow is a published number of bins.
type binsRow struct {
	at        string // file:line
	path, set string
	rule      string
	mean      bool // of the instances; else their sum
	bins      float64
	tolerance float64 // half of the last digit of a mean
}

type binsTable []binsRow

// find returns the row of a group and rule; later tables come before earlier ones.
func (t binsTable) find(g *packingGroup, rule string) (binsRow, bool) {
	for i := len(t) - 1; i >= 0; i-- {
		if r := t[i]; r.path == g.path && r.set == g.set && r.rule == rule {
			return r, true
		}
	}
	return binsRow{}, false
}

// belong reports a row of the data folder's table about a set that is not there.
func (t binsTable) belong(groups []*packingGroup) error {
	for _, r := range t {
		here := slices.ContainsFunc(groups, func(g *packingGroup) bool { return r.path == g.path && r.set == g.set })
		if !here && !strings.HasPrefix(r.at, "packing_expected.csv:") {
			return fmt.Errorf("%s: path %q with set %q is none that the folder has", r.at, r.path, r.set)
		}
	}
	return nil
}

// number compares the bins of n instances.
func (r *binsRow) number(name string, bins, n float64) Number {
	out := Number{Case: name, Published: r.bins, Ours: bins, Tolerance: r.tolerance, Unit: "bins", Note: "sum over the instances"}
	if r.mean {
		out.Ours, out.Note = bins/n, "mean over the instances, published with so many digits"
	}
	return out
}

// expectedBins reads the table that comes with the project and the one in the data
// folder, if there is one.
func expectedBins(dir string) (binsTable, error) {
	all, err := readBins("packing_expected.csv", strings.NewReader(packingExpected))
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, expectedFile)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close() // it was only read
	more, err := readBins(path, f)
	return append(all, more...), err
}

const binsHeader = "path,set,rule,of,bins"

// readBins reads a table of published numbers of bins.
func readBins(file string, from io.Reader) (all binsTable, err error) {
	r := csv.NewReader(from)
	r.FieldsPerRecord = 5
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		line, _ := r.FieldPos(0)
		at := fmt.Sprintf("%s:%d", file, line)
		if line == 1 {
			if got := strings.Join(record, ","); got != binsHeader {
				return nil, fmt.Errorf("%s: header is %q, want %s", at, got, binsHeader)
			}
			continue
		}
		row, err := readBinsRow(at, record)
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
}

func readBinsRow(at string, record []string) (binsRow, error) {
	row := binsRow{at: at, path: record[0], set: record[1], rule: record[2], mean: record[3] == "mean"}
	rules := []string{bestKnown}
	for _, r := range packingRules {
		rules = append(rules, r.rule)
	}
	var err error
	row.bins, err = strconv.ParseFloat(record[4], 64)
	switch {
	case !slices.Contains(rules, row.rule):
		return row, fmt.Errorf("%s: rule is %q, want one of %s", at, row.rule, strings.Join(rules, ", "))
	case !row.mean && record[3] != "sum":
		return row, fmt.Errorf("%s: of is %q, want sum or mean", at, record[3])
	case err != nil || !(row.bins > 0) || math.IsInf(row.bins, 0):
		return row, fmt.Errorf("%s: bins is %q, want a number above 0", at, record[4])
	case row.mean:
		_, fraction, _ := strings.Cut(record[4], ".")
		row.tolerance = 0.5
		for range fraction {
			row.tolerance /= 10
		}
	}
	return row, nil
}

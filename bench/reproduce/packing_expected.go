package reproduce

import (
	_ "embed" // packing_expected.csv
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
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

// shippedBins is what errors call the table that comes with the project.
const shippedBins = "packing_expected.csv"

// absent notes the sets that tables have rows of and the folder does not have: each
// once, and those of the project's own table in one note.
func (t binsTable) absent(groups []*packingGroup) (notes []string) {
	var gone, shipped []string
	for _, r := range t {
		name := strings.TrimSuffix(r.path+"#"+r.set, "#")
		if slices.ContainsFunc(groups, func(g *packingGroup) bool { return r.path == g.path && r.set == g.set }) {
			continue
		}
		if strings.HasPrefix(r.at, shippedBins+":") {
			if !slices.Contains(shipped, name) {
				shipped = append(shipped, name)
			}
		} else if !slices.Contains(gone, name) {
			gone = append(gone, name)
			notes = append(notes, name+" is not compared: it is not in the folder")
		}
	}
	if len(shipped) > 0 {
		notes = append(notes, strings.Join(shipped, ", ")+": not compared, not in the folder")
	}
	return notes
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
// folder, if there is one, of which what cannot be used is numbers.
func expectedBins(lab *Lab) (binsTable, []Number, error) {
	all, errs := readBins(shippedBins, strings.NewReader(packingExpected))
	if len(errs) > 0 {
		return nil, nil, errs[0]
	}
	path := lab.Path(packingData, expectedFile)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil, nil
	}
	if err != nil {
		return all, []Number{unusable(lab.short(path), err)}, nil
	}
	defer f.Close() // it was only read
	more, errs := readBins(path, f)
	var bad []Number
	for _, err := range errs {
		bad = append(bad, unusable(lab.shorten(err.at), err))
	}
	return append(all, more...), bad, nil
}

const binsHeader = "path,set,rule,of,bins"

// readBins reads a table of published numbers of bins, and what is wrong with it.
func readBins(file string, from io.Reader) (binsTable, []*tableError) {
	var all binsTable
	errs := eachRow(file, binsHeader, from, func(at string, record []string) error {
		row, err := readBinsRow(at, record)
		if err == nil {
			all = append(all, row)
		}
		return err
	})
	return all, errs
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
		return row, fmt.Errorf("rule is %q, want one of %s", row.rule, strings.Join(rules, ", "))
	case !row.mean && record[3] != "sum":
		return row, fmt.Errorf("of is %q, want sum or mean", record[3])
	case err != nil || !(row.bins > 0) || math.IsInf(row.bins, 0):
		return row, fmt.Errorf("bins is %q, want a number above 0", record[4])
	case row.mean:
		_, fraction, _ := strings.Cut(record[4], ".")
		row.tolerance = 0.5
		for range fraction {
			row.tolerance /= 10
		}
	}
	return row, nil
}

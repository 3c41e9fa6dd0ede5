package reproduce

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	optimum "skysim/policies/dp/spot"
	"skysim/traces"
	"skysim/traces/nomad"
)

// nomadTable is a file of costs.
type nomadTable struct {
	name  string // below the data folder's skynomad
	cases []nomadCase
	cut   bool // rows were left out, or cannot be used
}

// nomadTables are all files of costs, with the jobs in them.
type nomadTables struct {
	list    []*nomadTable
	results []*nomadResult // in order of their first row
	bad     []Number
	known   map[string]*nomadResult
	left    map[string]int // rows that are no runs of anything we have, by strategy and task
	quick   int            // rows that a quick run leaves out
}

// findNomadTables reads every CSV file, plain or packed, directly in the data folder but for tables of egress prices; below it those that
// have the columns.
func findNomadTables(lab *Lab, m *nomadMarkets) (*nomadTables, error) {
	root := lab.Path(nomadData)
	t := &nomadTables{known: map[string]*nomadResult{}, left: map[string]int{}}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isTable(d.Name()) {
			return err
		}
		header, err := firstLine(file)
		costs := strings.Contains(header, "scenario_name") && strings.Contains(header, "strategy")
		if egress := strings.HasPrefix(header, "from_region,"); err == nil && (egress || !costs && filepath.Dir(file) != filepath.Clean(root)) {
			return nil
		}
		t.read(lab, m, file)
		return nil
	})
	return t, err
}

func isTable(name string) bool {
	for _, packing := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, packing)
	}
	return strings.HasSuffix(name, ".csv")
}

// firstLine returns what a file begins with.
func firstLine(file string) (line string, err error) {
	text, err := traces.Open(file)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, text.Close()) }()
	b, err := bufio.NewReaderSize(text, 1<<12).ReadSlice('\n')
	if len(b) > 0 {
		err = nil
	}
	return string(b), err
}

// read reads one table. What cannot be used of it are numbers.
func (t *nomadTables) read(lab *Lab, m *nomadMarkets, file string) {
	runs, bad, err := nomad.Read(file)
	name := strings.TrimPrefix(lab.short(file), nomadData+"/")
	for _, e := range bad {
		t.bad = append(t.bad, unusable(fmt.Sprintf("%s:%d", name, e.Line), e))
	}
	if err != nil {
		t.bad = append(t.bad, unusable(name, err))
	}
	table := &nomadTable{name: name, cut: err != nil || len(bad) > 0}
	for i := range runs {
		if lab.Quick && !isFirst(runs, i) {
			t.quick, table.cut = t.quick+1, true
			continue
		}
		if c := (nomadCase{Run: runs[i], table: name}); t.place(m, &c) {
			table.cases = append(table.cases, c)
		}
	}
	t.list = append(t.list, table)
}

// isFirst reports whether a run is in one zone, or of the first instant that its table has for its zones and ratio: a quick run leaves out
// the others.
func isFirst(runs []nomad.Run, i int) bool {
	r := &runs[i]
	return r.Task != nomad.MultiRegion || !slices.ContainsFunc(runs, func(o nomad.Run) bool {
		return o.Task == r.Task && o.Ratio == r.Ratio && o.Scenario == r.Scenario && o.Start < r.Start
	})
}

// place gives a case its result, and reports whether it is one of those that are compared.
func (t *nomadTables) place(m *nomadMarkets, c *nomadCase) bool {
	zones, rule := c.Zones, optimum.Free
	switch {
	case c.Task == nomad.MultiRegion:
	case c.Task == nomad.SingleRegion && c.Strategy == nomadUniform:
		zones, rule = []string{c.Zone}, optimum.Whole
	default:
		t.left[c.Strategy+", "+c.Task]++
		return false
	}
	key := fmt.Sprint(rule, nomadKey(&c.Run, zones))
	if c.result = t.known[key]; c.result != nil {
		return true
	}
	job, err := newNomadJob(m, &c.Run, zones)
	if err != nil {
		t.bad = append(t.bad, unusable(c.name(), err))
		return false
	}
	c.result = &nomadResult{job: job, rule: rule}
	t.known[key] = c.result
	t.results = append(t.results, c.result)
	return true
}

// notes say what was left out.
func (t *nomadTables) notes() (notes []string) {
	var names []string
	for name := range t.left {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		notes = append(notes, fmt.Sprintf("%d rows of %s are not compared", t.left[name], name))
	}
	if t.quick > 0 {
		notes = append(notes, fmt.Sprintf("%d rows in several zones are left out of a quick run: those of later windows", t.quick))
	}
	return notes
}

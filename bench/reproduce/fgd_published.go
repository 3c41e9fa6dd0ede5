package reproduce

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// fgdPublished is what was published of one policy on one list of pods.
type fgdPublished struct {
	at     string            // file:line of its first row
	list   string            // name of the file of pods, without .csv
	policy string            // without the number in front
	fill   float64           // load at the end, as a share of the GPUs
	gpus   int64             // of the cluster
	ends   map[int64]float64 // by seed: the allocation at the last percent
	// curve is the GPU allocation in percent, mean over the seeds, when percents[i]
	// of the GPUs have been asked for.
	curve    []float64
	percents []int
}

// last is the last percent that something was published for, and its value.
func (p *fgdPublished) last() (percent int, value float64) {
	end := len(p.curve) - 1
	return p.percents[end], p.curve[end]
}

// fgdColumns are the first columns of a file of expected allocations; percents follow,
// all from 0 on or some of them, in order.
var fgdColumns = []string{"workload", "sc_policy", "tune", "seed", "total_gpus"}

// fgdTable is what the expected*.csv of a directory say.
type fgdTable struct {
	lab   *Lab
	all   []*fgdPublished
	files int      // that were read, with or without use
	bad   []Number // files and rows that cannot be used
}

// readFGD reads all files of expected allocations: one fgdPublished per list and
// policy, in order of list and then of appearance.
func readFGD(lab *Lab) (*fgdTable, error) {
	dir, t := lab.Path("openb"), &fgdTable{lab: lab}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, "expected") && strings.HasSuffix(name, ".csv") {
			t.files++
			if err := t.read(filepath.Join(dir, name)); err != nil {
				t.bad = append(t.bad, unusable(lab.short(filepath.Join(dir, name)), err))
			}
		}
	}
	if t.files == 0 {
		return nil, fmt.Errorf("%s: no expected*.csv", dir)
	}
	for _, p := range t.all {
		for i := range p.curve {
			p.curve[i] /= float64(len(p.ends))
		}
	}
	slices.SortStableFunc(t.all, func(a, b *fgdPublished) int { return cmp.Compare(a.list, b.list) })
	return t, nil
}

// read adds the rows of one file; curves are sums until readFGD divides them. A row
// that cannot be used is noted, and an error is about the whole file.
func (t *fgdTable) read(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := csv.NewReader(f)
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s:1: %w", path, err)
	}
	percents, err := fgdPercents(head)
	if err != nil {
		return fmt.Errorf("%s:1: %w", path, err)
	}
	for rows := 0; ; rows++ {
		row, err := r.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && rows == 0:
			return fmt.Errorf("%s: no rows below the header", path)
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			t.refuse(path, bad.Line, bad.Err)
			continue
		case err != nil:
			return fmt.Errorf("%s: %w", path, err)
		}
		line, _ := r.FieldPos(0)
		if err := t.add(fmt.Sprintf("%s:%d", path, line), row, percents); err != nil {
			t.refuse(path, line, err)
		}
	}
}

// refuse notes a row that cannot be used.
func (t *fgdTable) refuse(path string, line int, err error) {
	at := fmt.Sprintf("%s:%d", path, line)
	t.bad = append(t.bad, unusable(t.lab.shorten(at), fmt.Errorf("%s: %w", at, err)))
}

// fgdPercents reads the header: the columns, and the percents after them.
func fgdPercents(head []string) (percents []int, err error) {
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	for i, name := range head {
		name = strings.TrimSpace(name)
		if i < len(fgdColumns) {
			if name != fgdColumns[i] {
				return nil, fmt.Errorf("column %d is %q, want %q", i+1, name, fgdColumns[i])
			}
			continue
		}
		percent, err := strconv.Atoi(name)
		if err != nil || percent < 0 || percent > 1e6 || len(percents) > 0 && percent <= percents[len(percents)-1] {
			return nil, fmt.Errorf("column %d is %q, want a whole percent from 0, above the one before it", i+1, name)
		}
		percents = append(percents, percent)
	}
	if len(percents) == 0 {
		return nil, fmt.Errorf("no percents after %s", strings.Join(fgdColumns, ", "))
	}
	return percents, nil
}

// add adds one row: a policy on a list under one seed.
func (t *fgdTable) add(at string, row []string, percents []int) error {
	numbers := make([]float64, len(row))
	for i, text := range row[2:] {
		v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil || !(v >= 0 && v <= 1e9) {
			return fmt.Errorf("field %d is %q, want a number from 0 to 1e9", i+3, text)
		}
		numbers[i+2] = v
	}
	p := &fgdPublished{
		at: at, list: row[0], policy: strings.TrimLeft(row[1], "0123456789-"), fill: numbers[2], gpus: int64(numbers[4]),
		ends: map[int64]float64{}, curve: make([]float64, len(percents)), percents: percents,
	}
	i := slices.IndexFunc(t.all, func(q *fgdPublished) bool { return q.list == p.list && q.policy == p.policy })
	if i < 0 {
		i, t.all = len(t.all), append(t.all, p)
	}
	seed, q := int64(numbers[3]), t.all[i]
	_, twice := q.ends[seed]
	switch {
	case q.fill != p.fill || q.gpus != p.gpus || !slices.Equal(q.percents, p.percents):
		return fmt.Errorf("%s on %s has tune %v, %d GPUs and %d percents, and another row %v, %d and %d",
			p.policy, p.list, p.fill, p.gpus, len(p.curve), q.fill, q.gpus, len(q.curve))
	case twice:
		return fmt.Errorf("%s on %s has seed %d twice", p.policy, p.list, seed)
	}
	q.ends[seed] = numbers[len(numbers)-1]
	for k := range q.curve {
		q.curve[k] += numbers[len(fgdColumns)+k]
	}
	return nil
}

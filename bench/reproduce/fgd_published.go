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
	list   string            // name of the file of pods, without .csv
	policy string            // without the number in front
	fill   float64           // load at the end, as a share of the GPUs
	gpus   int64             // of the cluster
	ends   map[int64]float64 // by seed: the allocation at the end
	// curve is the GPU allocation in percent, mean over the seeds, when so many
	// percent of the GPUs have been asked for.
	curve []float64
}

// fgdColumns are the first columns of a file of expected allocations; percents,
// counted from 0, follow.
var fgdColumns = []string{"workload", "sc_policy", "tune", "seed", "total_gpus"}

// readFGD reads all files of expected allocations in a directory: one
// fgdPublished per list and policy, in order of list and then of appearance.
func readFGD(dir string) ([]*fgdPublished, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []*fgdPublished
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, "expected_allocation") && strings.HasSuffix(name, ".csv") {
			if all, err = readFGDFile(filepath.Join(dir, name), all); err != nil {
				return nil, err
			}
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: no expected_allocation*.csv with a row", dir)
	}
	for _, p := range all {
		for i := range p.curve {
			p.curve[i] /= float64(len(p.ends))
		}
	}
	slices.SortStableFunc(all, func(a, b *fgdPublished) int { return cmp.Compare(a.list, b.list) })
	return all, nil
}

// readFGDFile adds the rows of one file to what is known; curves are sums until
// readFGD divides them.
func readFGDFile(path string, all []*fgdPublished) (_ []*fgdPublished, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := csv.NewReader(f)
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for i, name := range head {
		want := strconv.Itoa(i - len(fgdColumns))
		if i < len(fgdColumns) {
			want = fgdColumns[i]
		}
		if name != want {
			return nil, fmt.Errorf("%s:1: column %d is %q, want %q", path, i+1, name, want)
		}
	}
	if len(head) <= len(fgdColumns) {
		return nil, fmt.Errorf("%s:1: no percents after %s", path, strings.Join(fgdColumns, ", "))
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err == nil {
			all, err = addFGD(all, row)
		}
		if err != nil {
			line, _ := r.FieldPos(0)
			return nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
	}
}

// addFGD adds one row: a policy on a list under one seed.
func addFGD(all []*fgdPublished, row []string) ([]*fgdPublished, error) {
	numbers := make([]float64, len(row))
	for i, text := range row[2:] {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || !(v >= 0 && v <= 1e9) {
			return nil, fmt.Errorf("field %d is %q, want a number from 0 to 1e9", i+3, text)
		}
		numbers[i+2] = v
	}
	p := &fgdPublished{
		list: row[0], policy: strings.TrimLeft(row[1], "0123456789-"), fill: numbers[2], gpus: int64(numbers[4]),
		ends: map[int64]float64{}, curve: make([]float64, len(row)-len(fgdColumns)),
	}
	i := slices.IndexFunc(all, func(q *fgdPublished) bool { return q.list == p.list && q.policy == p.policy })
	if i < 0 {
		i, all = len(all), append(all, p)
	}
	seed, q := int64(numbers[3]), all[i]
	_, twice := q.ends[seed]
	switch {
	case q.fill != p.fill || q.gpus != p.gpus || len(q.curve) != len(p.curve):
		return nil, fmt.Errorf("%s on %s has tune %v, %d GPUs and %d percents, and another row %v, %d and %d",
			p.policy, p.list, p.fill, p.gpus, len(p.curve), q.fill, q.gpus, len(q.curve))
	case twice:
		return nil, fmt.Errorf("%s on %s has seed %d twice", p.policy, p.list, seed)
	}
	q.ends[seed] = numbers[len(numbers)-1]
	for k := range q.curve {
		q.curve[k] += numbers[len(fgdColumns)+k]
	}
	return all, nil
}

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Merge puts the rows of several results together, so that Compare sets them
// side by side. A policy that more than one result has, under the same workload
// and cloud, gets behind an @ the end of its result's directory: as much of it as
// tells the directories apart. The baseline is that of the first result. It
// reports an error if two of the directories are one.
func Merge(results []*Result) (rows []Row, baseline string, err error) {
	labels, err := distinguish(results)
	if err != nil {
		return nil, "", err
	}
	type place struct{ workload, cloud, policy string }
	in := map[place]map[int]bool{}
	for i, r := range results {
		for _, row := range r.Rows {
			p := place{row.Workload, row.Cloud, row.Policy}
			if in[p] == nil {
				in[p] = map[int]bool{}
			}
			in[p][i] = true
		}
	}
	for i, r := range results {
		for _, row := range r.Rows {
			shared := len(in[place{row.Workload, row.Cloud, row.Policy}]) > 1
			base := i == 0 && row.Policy == r.Manifest.Baseline
			if shared {
				row.Policy += "@" + labels[i]
			}
			if base {
				baseline = row.Policy
			}
			rows = append(rows, row)
		}
	}
	return rows, baseline, nil
}

// distinguish returns for each result the shortest end of its directory's path,
// in whole names, that none of the others ends in.
func distinguish(results []*Result) ([]string, error) {
	paths := make([][]string, len(results))
	for i, r := range results {
		path, err := filepath.Abs(r.Dir)
		if err != nil {
			return nil, err
		}
		paths[i] = strings.Split(filepath.ToSlash(path), "/")
		for j, other := range results[:i] {
			if same(r.Dir, other.Dir) || strings.Join(paths[i], "/") == strings.Join(paths[j], "/") {
				return nil, fmt.Errorf("%s and %s are the same result: want each once", other.Dir, r.Dir)
			}
		}
	}
	labels := make([]string, len(results))
	for i := range paths {
		n := 1
		for j := range paths {
			for j != i && tail(paths[i], n) == tail(paths[j], n) {
				n++
			}
		}
		labels[i] = tail(paths[i], n)
	}
	return labels, nil
}

// tail is the last n names of a path, or all there are.
func tail(path []string, n int) string { return strings.Join(path[max(0, len(path)-n):], "/") }

// same reports whether two paths lead to one directory.
func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

package bench

import "path/filepath"

// Merge puts the rows of several results together, so that Compare sets them
// side by side. A policy that more than one result has, under the same workload
// and cloud, gets the result's directory behind an @. The baseline is that of
// the first result.
func Merge(results []*Result) (rows []Row, baseline string) {
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
				row.Policy += "@" + filepath.Base(r.Dir)
			}
			if base {
				baseline = row.Policy
			}
			rows = append(rows, row)
		}
	}
	return rows, baseline
}

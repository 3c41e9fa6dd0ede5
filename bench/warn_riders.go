package bench

import "regexp"

// rider finds the policies that mind jobs with a deadline alone, decorated or not.
var rider = regexp.MustCompile(`(^|[(,])(dp|imitate|nomad|uniform)\(`)

// WarnOfRiders adds to comparisons which of their policies had nothing to do: those that only mind jobs with a deadline, where no
// job has one. They have run as what places their rest.
func WarnOfRiders(all []Comparison, results ...*Result) {
	riders := map[string]string{} // by hash of the cell: the family
	for _, r := range results {
		for i := range r.Rows {
			if found := rider.FindStringSubmatch(r.Manifest.Policies[r.Rows[i].Policy]); found != nil {
				riders[r.Rows[i].Hash] = found[2]
			}
		}
	}
	for i := range all {
		for k := range all[i].Lines {
			l := &all[i].Lines[k]
			family := riders[l.Rows[0].Hash]
			jobs := int64(0)
			for j := range l.Rows {
				jobs += l.Rows[j].DeadlineJobs
			}
			if family != "" && jobs == 0 {
				all[i].add("%s: no job has a deadline, and %s minds no others: what it shows is what places its rest", l.Policy, family)
			}
		}
	}
}

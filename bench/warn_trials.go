package bench

import "strings"

// WarnOfTrials adds to comparisons what their rows cannot know: which of their policies
// are trials, as the results that the rows come from have them. The wait of a job ends
// when it starts for the first time, and under a trial that is the trial; what it
// waits afterwards is in its slowdown.
func WarnOfTrials(all []Comparison, results ...*Result) {
	trials := map[string]bool{} // by hash of the cell
	for _, r := range results {
		for i := range r.Rows {
			if strings.HasPrefix(r.Manifest.Policies[r.Rows[i].Policy], "trial(") {
				trials[r.Rows[i].Hash] = true
			}
		}
	}
	for i := range all {
		for k := range all[i].Lines {
			if l := &all[i].Lines[k]; trials[l.Rows[0].Hash] {
				all[i].add("wait of %s ends with the first try, which is the trial: see the slowdown for all the waiting", l.Policy)
			}
		}
	}
}

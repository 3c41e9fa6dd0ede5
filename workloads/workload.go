package workloads

import (
	"fmt"

	"skysim/sim"
)

// Workload is a named generator of jobs with parameters.
type Workload struct {
	Name    string
	Summary string // one line, without a full stop
	Params  []Param

	open func(w *sim.World, s Settings, seed uint64) (sim.Source, error)
}

// All returns the named workloads, in the order in which a reader meets them.
func All() []Workload {
	return []Workload{
		diurnalWorkload(), longJobsWorkload(), burstsWorkload(), constantWorkload(),
		mmcWorkload(), mg1Workload(), engineW1Workload(), engineW2Workload(),
		batchesWorkload(), levelsWorkload(), phasesWorkload(), overflowWorkload(), trainingWorkload(), worstListWorkload(), worstLPTWorkload(), worstFirstFitWorkload(),
	}
}

// New returns the jobs of a named workload in a world under a seed. A workload
// reads from the world at most its epoch, its machine types and its speeds,
// never its prices. New reports an error for a name or a parameter that does
// not exist, for a value that cannot be read or is out of range, and for a
// world that cannot run such jobs.
func New(w *sim.World, name string, args []Arg, seed uint64) (sim.Source, error) {
	var names []string
	for _, l := range All() {
		if l.Name != name {
			names = append(names, l.Name)
			continue
		}
		s, err := Read("workload "+name, l.Params, args)
		if err != nil {
			return nil, err
		}
		return l.open(w, s, seed)
	}
	return nil, fmt.Errorf("unknown workload %q%s", name, suggestion(name, names))
}

// Shared bounds: a century, a billion jobs, a million per hour.
const (
	maxDays  = 36500
	maxSpan  = maxDays * 86400.0
	maxCount = 1e9
	maxRate  = 1e6
)

package workloads

import "skysim/sim"

// The worst cases are instances on which a simple rule is as far from the
// optimum as has been proven possible, or nearly so. All jobs come at 0, of one
// vCPU unless said otherwise, and the rule takes them in the order in which they come.
//
// References:
//
//	[graham66] R. L. Graham, Bounds for certain multiprocessing anomalies, Bell
//	           System Technical Journal 45, 1966.
//	[graham69] R. L. Graham, Bounds on multiprocessing timing anomalies, SIAM
//	           Journal on Applied Mathematics 17, 1969.
//	[johnson]  D. S. Johnson, A. Demers, J. D. Ullman, M. R. Garey, R. L. Graham,
//	           Worst-case performance bounds for simple one-dimensional packing
//	           algorithms, SIAM Journal on Computing 3, 1974.

// worstListWorkload keeps every machine busy with short jobs before the longest
// one comes: list scheduling ends at 2m − 1 units, the optimum is m. [graham66]
func worstListWorkload() Workload {
	return worst("worst-list", "jobs on which list scheduling is 2 - 1/m times as late as the optimum of m machines",
		func(m int64) []worstPart {
			return []worstPart{{m * (m - 1), 1, 1000}, {1, m, 1000}}
		})
}

// worstLPTWorkload is two jobs each of 2m−1, 2m−2, …, m+1 units and three of m:
// longest first ends at 4m − 1 units, the optimum is 3m. [graham69]
func worstLPTWorkload() Workload {
	return worst("worst-lpt", "jobs, longest first, that end 4/3 - 1/(3m) times as late as the optimum of m machines",
		func(m int64) []worstPart {
			var parts []worstPart
			for k := 2*m - 1; k > m; k-- {
				parts = append(parts, worstPart{2, k, 1000})
			}
			return append(parts, worstPart{3, m, 1000})
		})
}

// worstFirstFitWorkload is m jobs each of 0.143, 0.334 and 0.501 vCPU, small ones
// first, which fill m machines of one vCPU. First fit puts six, two and one of
// them on a machine: 5m/3 machines for m a multiple of six. After [johnson].
func worstFirstFitWorkload() Workload {
	return worst("worst-firstfit", "jobs for m machines of one vCPU, for which first fit takes 5m/3 if 6 divides m",
		func(m int64) []worstPart {
			return []worstPart{{m, 1, 143}, {m, 1, 334}, {m, 1, 501}}
		})
}

// worstPart is a number of equal jobs.
type worstPart struct{ jobs, units, milli int64 }

func worst(name, summary string, parts func(m int64) []worstPart) Workload {
	return Workload{
		Name: name, Summary: summary,
		Params: []Param{
			{"machines", "6", Count, "m, the number of machines", 1, 1000},
			{"unit", "1s", Span, "run time of one unit", 1e-9, 1e6},
		},
		open: func(_ *sim.World, s Settings, _ uint64) (sim.Source, error) {
			return &worstCase{parts: parts(s.Count("machines")), unit: s.Span("unit")}, nil
		},
	}
}

type worstCase struct {
	parts []worstPart
	unit  sim.Duration
}

func (w *worstCase) Next(j *sim.Job) bool {
	for len(w.parts) > 0 && w.parts[0].jobs == 0 {
		w.parts = w.parts[1:]
	}
	if len(w.parts) == 0 {
		return false
	}
	p := &w.parts[0]
	p.jobs--
	j.Estimate = sim.Duration(p.units) * w.unit
	j.Work, j.Demand.CPU = int64(j.Estimate), p.milli
	return true
}

func (w *worstCase) Err() error { return nil }

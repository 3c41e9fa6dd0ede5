package workloads

import (
	"fmt"
	"math"

	"skysim/sim"
	"skysim/workloads/mersenne"
)

// overflowWorkload is the jobs of a small GPU cluster that runs over into a cloud,
// drawn as scripts with numpy draw them: first all gaps but the leading 0, then
// all run times, then all sizes, from numpy's legacy RandomState of the seed. Gaps and
// run times are exponential. Estimates are true.
//
// With the defaults and seed 13 these are the jobs of Starburst's Table 4 (Luo et
// al., USENIX ATC 2024).
//
//	GPUs  1 ██████████████  2 ███  4 ██  8 █
func overflowWorkload() Workload {
	return Workload{
		Name:    "overflow",
		Summary: "jobs of 1 to 8 GPUs for a small cluster that runs over into a cloud, drawn as numpy draws",
		Params: append([]Param{
			{"jobs", "500", Count, "number of jobs", 1, maxCount},
			{"jobs_per_hour", "16", "jobs/h", "arrival rate", 0.001, maxRate},
			{"duration", "1h", Span, "mean run time", 1, maxSpan},
			{"gpu1", "0.7", "", "weight of jobs of 1 GPU", 0, 1e6},
			{"gpu2", "0.15", "", "weight of jobs of 2 GPUs", 0, 1e6},
			{"gpu4", "0.1", "", "weight of jobs of 4 GPUs", 0, 1e6},
			{"gpu8", "0.05", "", "weight of jobs of 8 GPUs", 0, 1e6},
		}, restartParams...),
		open: func(_ *sim.World, s Settings, seed uint64) (sim.Source, error) {
			return newOverflow(s, seed)
		},
	}
}

// overflow reads three parts of one sequence of numbers, each through a generator of its own
// that is wound forward to where its part begins: no job is kept.
type overflow struct {
	gaps, runs, sizes *mersenne.Source

	gap, run float64 // mean, in hours and in seconds
	now      float64 // hours, summed as numpy's cumsum does
	first    bool
	left     int64
	most     [4]float64 // share of jobs with as many GPUs or fewer
	restart  sim.Restart
}

func newOverflow(s Settings, seed uint64) (*overflow, error) {
	if seed > math.MaxUint32 {
		return nil, fmt.Errorf("workload overflow: seed %d, want at most %d, as numpy does", seed, uint32(math.MaxUint32))
	}
	restart, err := restartOf("overflow", s)
	if err != nil {
		return nil, err
	}
	o := &overflow{
		gap: 1 / s.Number("jobs_per_hour"), run: s.Span("duration").Seconds(),
		first: true, left: s.Count("jobs"), restart: restart,
	}
	sum := 0.0
	for i, name := range []string{"gpu1", "gpu2", "gpu4", "gpu8"} {
		sum += s.Number(name)
		o.most[i] = sum
	}
	if sum == 0 {
		return nil, fmt.Errorf("workload overflow: gpu1, gpu2, gpu4 and gpu8 are all 0, want one that is not")
	}
	for i := range o.most {
		o.most[i] /= sum
	}
	n := s.Count("jobs")
	o.gaps, o.runs, o.sizes = mersenne.NumPy(uint32(seed)), after(uint32(seed), n-1), after(uint32(seed), 2*n-1)
	return o, nil
}

// after returns the generator of a seed after n draws.
func after(seed uint32, n int64) *mersenne.Source {
	m := mersenne.NumPy(seed)
	for range n {
		m.Float64()
	}
	return m
}

func (o *overflow) Next(j *sim.Job) bool {
	if o.left == 0 {
		return false
	}
	o.left--
	if !o.first {
		o.now += float64(exponential(o.gaps) * o.gap)
	}
	o.first = false
	j.Submit = sim.Time(seconds(float64(o.now * 3600)))
	j.Work = work(exponential(o.runs) * o.run)
	j.Estimate, j.Restart = sim.Duration(j.Work), o.restart
	u, size := o.sizes.Float64(), 0
	for u >= o.most[size] {
		size++
	}
	gpus := int32(1) << size
	j.Demand = sim.Demand{CPU: cpuPerGPU * int64(gpus), Mem: memPerGPU * int64(gpus), GPUs: gpus, Share: 1000}
	return true
}

func (o *overflow) Err() error { return nil }

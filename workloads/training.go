package workloads

import (
	"fmt"

	"skysim/sim"
	"skysim/workloads/mersenne"
)

// trainingWorkload is a stream of training jobs of many types, drawn as scripts with Python
// draw them: sizes, run times and types from random.Random(seed+2), gaps from
// random.Random(seed+3). The logarithm of a run time is uniform, in one of two ranges. A
// run time is that on the kind of GPU at which work is measured; what other kinds
// make of it follows from the type, whose speeds are a profile of the world.
// Nothing is lost when a job is stopped, and a start on another machine than
// before takes time. Estimates are true.
//
// With the defaults and seeds 0, 1 and 2 these are the jobs of Gavel's continuous
// experiments (Narayanan et al., OSDI 2020), the first of which arrives at once.
//
//	minutes  32 ████████ to 1,000, of 4 in 5 jobs; 1,000 ██ to 10,000, of the others
func trainingWorkload() Workload {
	return Workload{
		Name:    "training",
		Summary: "training jobs of many types on one GPU or several, drawn as Python draws",
		Params: []Param{
			{"jobs", "5000", Count, "number of jobs", 1, maxCount},
			{"jobs_per_hour", "4", "jobs/h", "arrival rate", 0.001, maxRate},
			{"types", "26", Count, "number of types, each as likely as the others", 1, 1000},
			{"first_profile", "0", Count, "index of the speeds of the first type in the world, those of the others behind it; with 0 the speeds are those of the first profile, whatever the type", 0, 1e6},
			{"gangs", "false", Switch, "whether 30 % of the jobs want 2, 4 or 8 GPUs; then the speeds of all types on 2 GPUs stand behind those on 1, and so on", 0, 1},
			{"gang_types", "19", Count, "how many of the types, from the first on, can use several GPUs", 1, 1000},
			{"move_overhead", "20s", Span, "time lost at a start on other machines than before", 0, maxSpan},
		},
		open: func(w *sim.World, s Settings, seed uint64) (sim.Source, error) { return newTraining(w, s, seed) },
	}
}

// training draws a job at a time.
type training struct {
	jobs, gaps *mersenne.Source

	gap     float64 // mean, in seconds
	now     float64 // seconds
	left    int64
	types   uint32
	spread  uint32 // types from the first on that can be gangs
	gangs   bool
	profile int32 // of the first type, 0 for one profile for all
	restart sim.Restart
}

func newTraining(w *sim.World, s Settings, seed uint64) (*training, error) {
	if seed > 1<<62 {
		return nil, fmt.Errorf("workload training: seed %d, want at most %d", seed, uint64(1<<62))
	}
	t := &training{
		jobs: mersenne.Python(seed + 2), gaps: mersenne.Python(seed + 3), gap: 3600 / s.Number("jobs_per_hour"), left: s.Count("jobs"),
		types: uint32(s.Count("types")), spread: uint32(s.Count("gang_types")), gangs: s.On("gangs"), profile: int32(s.Count("first_profile")),
		restart: sim.Restart{Keep: sim.KeepAll, Overhead: s.Span("move_overhead"), Owes: sim.OweMove},
	}
	if t.restart.Overhead == 0 {
		t.restart.Owes = 0
	}
	last := int(t.profile) + int(t.types)
	if t.gangs {
		last = int(t.profile) + 4*int(t.types)
	}
	switch {
	case t.gangs && t.spread > t.types:
		return nil, fmt.Errorf("workload training: gang_types is %d, want at most types, which is %d", t.spread, t.types)
	case t.profile > 0 && (w == nil || len(w.Profiles) < last):
		return nil, fmt.Errorf("workload training: first_profile is %d, and so the last is %d: the world has too few for that, want a cloud with a table of speeds of as many types", t.profile, last-1)
	}
	return t, nil
}

func (t *training) Next(j *sim.Job) bool {
	if t.left == 0 {
		return false
	}
	t.left--
	j.Submit = sim.Time(seconds(t.now))
	t.now += float64(exponential(t.gaps) * t.gap)

	size, scale := t.size()
	low, high := 1.5, 3.0
	if t.jobs.Float64() >= 0.8 {
		low, high = 3, 4
	}
	power := low + float64((high-low)*t.jobs.Float64())
	j.Work = work(float64(60 * sim.Pow(10, power)))
	kind := below(t.jobs, t.types)
	for scale > 0 && kind >= t.spread {
		kind = below(t.jobs, t.types)
	}
	if t.profile > 0 {
		j.Profile = t.profile + int32(scale*t.types+kind)
	}
	j.Estimate, j.Restart, j.Tasks = sim.Duration(j.Work), t.restart, size
	j.Demand = sim.Demand{CPU: cpuPerGPU, Mem: memPerGPU, GPUs: 1, Share: 1000}
	return true
}

// size draws how many GPUs a job wants, and the power of two that it is. The draw is
// made, and forgotten, where all want one.
func (t *training) size() (gpus int32, scale uint32) {
	u := t.jobs.Float64()
	switch {
	case !t.gangs || u < 0.7:
		scale = 0
	case u <= 0.8:
		scale = 1
	case u < 0.95:
		scale = 2
	default:
		scale = 3
	}
	return 1 << scale, scale
}

// below returns a whole number below n as Python's choice and randrange draw it: as many of
// the upper bits of a word as n has, until they are below it.
func below(m *mersenne.Source, n uint32) uint32 {
	bits := 0
	for n>>bits > 0 {
		bits++
	}
	for {
		if k := m.Uint32() >> (32 - bits); k < n {
			return k
		}
	}
}

func (t *training) Err() error { return nil }

package workloads

import (
	"fmt"
	"time"

	"skysim/sim"
)

// phasesWorkload is a company that changes what it does: for some hours one kind of jobs
// comes, then another. What suits the first kind need not suit the second, so that a
// policy with one rule for both loses somewhere.
//
//	one_per_hour |████████        ████████
//	two_per_hour |        ▄▄▄▄▄▄▄▄        ▄▄▄▄▄▄▄▄
//	             +────────┴───────┴───────┴───────▶ t
//	               every
//
// The kinds take turns, the first beginning, or are drawn for each phase: then the clock does not tell
// which it is. Estimates are true. By default the first kind is short jobs on
// CPUs, and the second long ones that begin again when they are stopped.
func phasesWorkload() Workload {
	return Workload{
		Name:    "phases",
		Summary: "two kinds of jobs that come in turns, each for some hours",
		Params: append([]Param{
			{"every", "24h", Span, "length of a phase", 1, maxSpan},
			{"days", "8", "days", "when the arrivals end", 0.001, maxDays},
			{"random", "false", Switch, "the kind of each phase is drawn, as likely one as the other", 0, 1},
		}, append(kindParams("one", "60", "10m", "4"), kindParams("two", "1", "12h", "32")...)...),
		open: openPhases,
	}
}

// kindParams are the parameters of one kind of jobs.
func kindParams(kind, rate, duration, vcpus string) []Param {
	return []Param{
		{kind + "_per_hour", rate, "jobs/h", "arrival rate of kind " + kind + " in its phases", 0, maxRate},
		{kind + "_duration", duration, Span, "mean run time of kind " + kind, 1, maxSpan},
		{kind + "_cv2", "0.5", "", "squared coefficient of variation of its run time", 0.01, 1000},
		{kind + "_vcpus", vcpus, "vCPU", "vCPUs of one task", 0.001, 10000},
		{kind + "_mem_gib", "4", "GiB", "memory of one task", 0, 1e6},
		{kind + "_gpus", "0", Count, "GPUs of one task, of any kind", 0, 32},
		{kind + "_tasks", "1", Count, "tasks that run together", 1, 100000},
		{kind + "_checkpoint", "0s", Span, "run time between checkpoints; 0s writes none, and a job that is stopped begins again", 0, maxSpan},
		{kind + "_slack", "0", "", "deadline after submission, in run times; 0 is no deadline", 0, 1000},
	}
}

// jobKind is one kind of jobs of a workload of phases.
type jobKind struct {
	rate     float64 // per hour
	duration Dist    // seconds
	shape    sim.Job
	slack    float64
}

// phases draws every facet of job i from a stream of its own, keyed by i.
type phases struct {
	seed     uint64
	every    sim.Duration
	random   bool
	kinds    [2]jobKind
	arrivals Arrivals
	number   uint64
	stream   sim.Stream // of the job's duration; a local one would be allocated
}

func openPhases(_ *sim.World, s Settings, seed uint64) (sim.Source, error) {
	p := &phases{seed: seed, every: s.Span("every"), random: s.On("random")}
	for i, name := range [...]string{"one", "two"} {
		k := &p.kinds[i]
		k.rate, k.slack = s.Number(name+"_per_hour"), s.Number(name+"_slack")
		if k.slack != 0 && k.slack < 1 {
			return nil, fmt.Errorf("workload phases: %s_slack = %v, want 0 or at least 1: no job ends before it has run", name, k.slack)
		}
		k.duration = WithCV2(s.Span(name+"_duration").Seconds(), s.Number(name+"_cv2"))
		k.shape = sim.Job{
			Demand: sim.Demand{CPU: int64(nanoseconds(s.Number(name+"_vcpus") * 1000)), Mem: int64(nanoseconds(s.Number(name+"_mem_gib") * 1024)), GPUs: int32(s.Count(name + "_gpus"))},
			Tasks:  int32(s.Count(name + "_tasks")),
		}
		if k.shape.Demand.GPUs > 0 {
			k.shape.Demand.Share = 1000
		}
		if every := s.Span(name + "_checkpoint"); every > 0 {
			k.shape.Restart = sim.Restart{Keep: sim.KeepCheckpoint, Every: every, Overhead: time.Minute, Owes: sim.OweRestart}
		}
	}
	p.arrivals = Poisson(p.signal(), endOf(s), sim.NewStream(seed, "arrivals"))
	return p, nil
}

// signal is the rate at which jobs of the phase's kind come.
func (p *phases) signal() Signal {
	return Signal{func(t sim.Time) float64 { return p.kinds[p.kind(t)].rate }, max(p.kinds[0].rate, p.kinds[1].rate)}
}

// kind returns which kind comes at an instant.
func (p *phases) kind(t sim.Time) int {
	phase := uint64(t / sim.Time(p.every))
	if !p.random {
		return int(phase % 2)
	}
	s := sim.NewStream(p.seed, "phase", phase)
	return int(s.Int64N(2))
}

func (p *phases) Next(j *sim.Job) bool {
	t, ok := p.arrivals.Next()
	if !ok {
		return false
	}
	k := &p.kinds[p.kind(t)]
	*j = k.shape
	j.Submit = t
	p.stream = sim.NewStream(p.seed, "duration", p.number)
	p.number++
	j.Work = work(k.duration.Draw(&p.stream))
	j.Estimate = sim.Duration(j.Work)
	if k.slack > 0 {
		j.Deadline = t.Add(nanoseconds(float64(float64(j.Work) * k.slack)))
	}
	return true
}

func (p *phases) Err() error { return nil }

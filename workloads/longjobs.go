package workloads

import (
	"fmt"
	"time"

	"skysim/sim"
)

// longJobsWorkload is what spot markets are made for: long training jobs that have to be done by a
// deadline, and keep what they have done when their machine is taken away.
//
//	 work                 slack
//	├────────────────────┼──────────┤ deadline = submit + deadline_ratio · claimed run time
//	└ overhead at every entry into a machine
//
// Users claim what they need, or overestimate times that; the deadline goes by the claim. The restart
// overhead is owed at the first start too, as in [cantbelate]. With checkpoint_every a stop loses the work since the
// last checkpoint.
//
// References:
//
//	[cantbelate] Z. Wu et al., Can't Be Late: Optimizing Spot Instance Savings under Deadlines, NSDI 2024.
func longJobsWorkload() Workload {
	return Workload{
		Name:    "longjobs",
		Summary: "long jobs with deadlines that keep their work when they are stopped, at random times",
		Params: []Param{
			{"jobs_per_day", "24", "jobs/day", "arrival rate", 0.001, maxRate},
			{"days", "7", "days", "when the arrivals end", 0.001, maxDays},
			{"duration", "8h", Span, "mean run time", 60, maxSpan},
			{"spread", "0.5", "", "sigma of the logarithm of the run times, which are log-normal; 0 makes all jobs equally long", 0, 3},
			{"deadline_ratio", "1.5", "", "(deadline - submit) ÷ claimed run time", 1, 1000},
			{"overestimate", "1", "", "claimed ÷ true run time", 0.1, 100},
			{"restart_overhead", "12m", Span, "time lost at every start, the first one too", 0, maxSpan},
			{"checkpoint_every", "0s", Span, "run time between checkpoints, from the last of which a stopped job goes on; 0s keeps all work", 0, maxSpan},
			{"checkpoint_cost", "0s", Span, "how long a checkpoint takes", 0, maxSpan},
			checkpointSize, checkpointOnNotice,
			{"gpus", "1", Count, "GPUs of a job", 0, 32},
			{"vcpus", "4", "vCPU", "vCPUs of a job", 0.001, 10000},
			{"mem_gib", "16", "GiB", "memory of a job", 0, 1e6},
		},
		open: func(_ *sim.World, s Settings, seed uint64) (sim.Source, error) { return newLongJobs(s, seed) },
	}
}

// longJobs draws how long job i runs from a stream of its own.
type longJobs struct {
	seed     uint64
	number   uint64
	stream   sim.Stream
	arrivals Arrivals
	duration Dist // seconds
	shape    sim.Job

	ratio, overestimate float64
}

func newLongJobs(s Settings, seed uint64) (*longJobs, error) {
	l := &longJobs{
		seed:     seed,
		arrivals: Poisson(Constant(s.Number("jobs_per_day")/24), endOf(s), sim.NewStream(seed, "arrivals")),
		duration: Deterministic(s.Span("duration").Seconds()),
		ratio:    s.Number("deadline_ratio"), overestimate: s.Number("overestimate"),
	}
	if sigma := s.Number("spread"); sigma > 0 {
		l.duration = LogNormalMean(s.Span("duration").Seconds(), sigma)
	}
	l.shape.Demand = sim.Demand{
		CPU: int64(nanoseconds(s.Number("vcpus") * 1000)), Mem: int64(nanoseconds(s.Number("mem_gib") * 1024)), GPUs: int32(s.Count("gpus")),
	}
	if l.shape.Demand.GPUs > 0 {
		l.shape.Demand.Share = 1000
	}
	r := sim.Restart{Keep: sim.KeepAll, Every: s.Span("checkpoint_every"), Cost: s.Span("checkpoint_cost"), Overhead: s.Span("restart_overhead")}
	switch {
	case r.Every > 0:
		r.Keep = sim.KeepCheckpoint
	case r.Cost > 0:
		return nil, fmt.Errorf("workload longjobs: checkpoint_cost is %v without checkpoints, want a checkpoint_every", r.Cost)
	}
	if r.Overhead > 0 {
		r.Owes = sim.OweFirst | sim.OweRestart
	}
	if err := beside("longjobs", s, &r); err != nil {
		return nil, err
	}
	l.shape.Restart = r
	return l, nil
}

func (l *longJobs) Next(j *sim.Job) bool {
	t, ok := l.arrivals.Next()
	if !ok {
		return false
	}
	*j = l.shape
	l.stream = sim.NewStream(l.seed, "duration", l.number)
	l.number++
	j.Submit = t
	j.Work = int64(max(seconds(l.duration.Draw(&l.stream)), time.Minute))
	j.Estimate = max(nanoseconds(float64(float64(j.Work)*l.overestimate)), 1)
	j.Deadline = j.Submit.Add(nanoseconds(float64(float64(j.Estimate) * l.ratio)))
	return true
}

func (l *longJobs) Err() error { return nil }

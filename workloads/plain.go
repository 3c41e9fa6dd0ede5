package workloads

import (
	"time"

	"skysim/sim"
)

// constantWorkload is the dullest of all, for tests and for arithmetic by hand:
// equal jobs, equally far apart.
//
//	│  │  │  │  │  │ ▶ t
//	 gap
func constantWorkload() Workload {
	return Workload{
		Name:    "constant",
		Summary: "equal jobs at equal distances, for arithmetic by hand",
		Params: append(append([]Param{
			{"gap", "1m", Span, "time between two arrivals, the first at 0", 1e-9, maxSpan},
			{"duration", "10m", Span, "run time of every job", 1e-9, maxSpan},
			{"jobs", "1000", Count, "number of jobs", 1, maxCount},
		}, shapeParams...), restartParams...),
		open: func(_ *sim.World, s Settings, _ uint64) (sim.Source, error) {
			shape := shapeOf(s)
			var err error
			if shape.Restart, err = restartOf("constant", s); err != nil {
				return nil, err
			}
			return &plain{
				arrivals: Evenly(s.Span("gap"), sim.Never),
				duration: Deterministic(s.Span("duration").Seconds()),
				shape:    shape,
				left:     s.Count("jobs"),
			}, nil
		},
	}
}

// burstsWorkload is a quiet stream of batch jobs with floods in it, for
// policies that must scale out and back in.
//
//	factor·r |▌        ▌        ▌
//	r        |▙▄▄▄▄▄▄▄▄▙▄▄▄▄▄▄▄▄▙▄▄▄▄ ▶ t
//	          length  every
func burstsWorkload() Workload {
	return Workload{
		Name:    "bursts",
		Summary: "a quiet Poisson stream of batch jobs with regular floods",
		Params: append([]Param{
			{"jobs_per_hour", "60", "jobs/h", "arrival rate outside the floods", 0.001, maxRate},
			{"every", "6h", Span, "time from the beginning of a flood to that of the next", 1, maxSpan},
			{"length", "20m", Span, "how long a flood lasts", 0, maxSpan},
			{"factor", "10", "", "arrival rate in a flood, as a multiple of the rate outside", 0, 10000},
			{"days", "2", "days", "when the arrivals end", 0.001, maxDays},
			{"duration", "10m", Span, "mean run time", 1, maxSpan},
			{"cv2", "4", "", "squared coefficient of variation of the run time", 0.01, 1000},
		}, shapeParams...),
		open: func(_ *sim.World, s Settings, seed uint64) (sim.Source, error) {
			rate := Constant(s.Number("jobs_per_hour")).Times(Bursts(s.Span("every"), s.Span("length"), s.Number("factor")))
			return &plain{
				arrivals: Poisson(rate, endOf(s), sim.NewStream(seed, "arrivals")),
				duration: WithCV2(s.Span("duration").Seconds(), s.Number("cv2")),
				shape:    shapeOf(s),
				seed:     seed,
				left:     maxCount,
			}, nil
		},
	}
}

// shapeParams say what every job of a plain workload occupies.
var shapeParams = []Param{
	{"vcpus", "1", "vCPU", "vCPUs of one task", 0.001, 10000},
	{"mem_gib", "2", "GiB", "memory of one task", 0, 1e6},
	{"tasks", "1", Count, "tasks that run together", 1, 100000},
}

func shapeOf(s Settings) sim.Job {
	return sim.Job{
		Demand: sim.Demand{
			CPU: int64(nanoseconds(s.Number("vcpus") * 1000)),
			Mem: int64(nanoseconds(s.Number("mem_gib") * 1024)),
		},
		Tasks: int32(s.Count("tasks")),
	}
}

// endOf returns the instant at which the days of the settings are over.
func endOf(s Settings) sim.Time {
	return sim.Time(nanoseconds(s.Number("days") * float64(24*time.Hour)))
}

// plain makes jobs of one shape, whose estimates are true.
type plain struct {
	arrivals Arrivals
	duration Dist // seconds
	shape    sim.Job
	seed     uint64
	stream   sim.Stream // of the job's duration; a local one would be allocated
	number   uint64
	left     int64
}

func (p *plain) Next(j *sim.Job) bool {
	t, ok := p.arrivals.Next()
	if !ok || p.left == 0 {
		return false
	}
	p.left--
	*j = p.shape
	j.Submit = t
	p.stream = sim.NewStream(p.seed, "duration", p.number)
	p.number++
	j.Work = work(p.duration.Draw(&p.stream))
	j.Estimate = sim.Duration(j.Work)
	return true
}

func (p *plain) Err() error { return nil }

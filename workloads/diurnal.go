package workloads

import (
	"fmt"
	"time"

	"skysim/sim"
)

// diurnalWorkload is a research company's week: training jobs on gangs of GPUs
// and batch jobs on CPUs, submitted mostly in working hours and on working days.
//
//	jobs/h |   .-.   .-.   .-.   .-.   .-.
//	       |  /   \ /   \ /   \ /   \ /   \   .-.   .-.
//	       |_/     `     `     `     `     `-'   `-'   `
//	       +──Mon───Tue───Wed───Thu───Fri───Sat───Sun──▶ t
//
// Run times are log-normal for training and a bounded power law for batch
// jobs: most are short, and a few carry most of the work. Users claim more than
// they need and round it to a time that people say (15 m, 1 h, 4 h). Some jobs
// have a deadline, counted from what the user claimed, so that it tells a
// policy nothing of the truth. Training jobs write checkpoints and pay for a
// restart; batch jobs begin again.
//
// Work is measured at a speed of 1,000,000 ppm. Batch jobs have profile 0, and
// training jobs profile 1 where the world has more than one.
func diurnalWorkload() Workload {
	return Workload{
		Name:    "diurnal",
		Summary: "GPU training gangs and CPU batch jobs with a daily and weekly rhythm",
		Params: []Param{
			{"jobs_per_hour", "60", "jobs/h", "arrival rate, mean over a working day", 0.001, maxRate},
			{"days", "7", "days", "when the arrivals end", 0.001, maxDays},
			{"daily", "0.7", "", "how far the rate swings up and down in a day, as a share of its mean", 0, 1},
			{"peak_hour", "14", "h", "hour of the day, in UTC, with the most arrivals", 0, 24},
			{"weekend", "0.4", "", "rate on Saturday and Sunday, as a multiple of a working day's", 0, 10},
			{"gpu_fraction", "0.3", "", "share of the jobs that train on GPUs", 0, 1},
			{"cpu_duration", "40m", Span, "mean run time of batch jobs", 60, maxSpan},
			{"gpu_duration", "3h", Span, "mean run time of training jobs", 60, maxSpan},
			{"longest", "72h", Span, "run times above are cut to it, as clusters do", 60, maxSpan},
			{"overestimate", "2", "", "median of claimed ÷ true run time", 0.1, 100},
			{"estimate_noise", "0.6", "", "sigma of the logarithm of claimed ÷ true; 0 claims exactly overestimate × true, not rounded", 0, 5},
			{"deadline_fraction", "0.3", "", "share of the jobs with a deadline", 0, 1},
			{"deadline_slack", "3", "", "mean of (deadline - submit) ÷ claimed run time; the least is 1", 1, 1000},
			{"checkpoint", "30m", Span, "run time between the checkpoints of training jobs", 1, maxSpan},
			{"restart", "5m", Span, "what a training job spends at every later start before it goes on", 0, maxSpan},
			{"users", "40", Count, "users; the first few submit most", 1, 100000},
		},
		open: func(w *sim.World, s Settings, seed uint64) (sim.Source, error) {
			return newDiurnal(w, s, seed)
		},
	}
}

// diurnal draws every facet of job i from a stream of its own, keyed by i.
type diurnal struct {
	seed     uint64
	stream   sim.Stream // of the facet that is being drawn
	arrivals Arrivals
	number   uint64
	gangs    *gangs
	cpuTime  Dist // seconds
	gpuTime  Dist // seconds
	boxes    []sim.Demand
	profile  int32 // of training jobs

	// read once, because every job needs them
	gpuFraction, overestimate, noise, deadlines, slack float64
	checkpoint, restart, longest                       sim.Duration
	users                                              int64
}

func newDiurnal(w *sim.World, s Settings, seed uint64) (*diurnal, error) {
	if w == nil {
		return nil, fmt.Errorf("workload diurnal: needs a world, whose calendar and machine types it follows")
	}
	rate := Constant(s.Number("jobs_per_hour")).
		Times(Daily(s.Number("daily"), s.Number("peak_hour"))).
		Times(Weekly(1, s.Number("weekend"))).
		StartingAt(w.Epoch)
	d := &diurnal{
		seed:     seed,
		arrivals: Poisson(rate, endOf(s), sim.NewStream(seed, "arrivals")),
		cpuTime:  BoundedParetoMean(s.Span("cpu_duration").Seconds(), 1.1, 300),
		gpuTime:  LogNormalMean(s.Span("gpu_duration").Seconds(), 1.4),

		gpuFraction: s.Number("gpu_fraction"), overestimate: s.Number("overestimate"), noise: s.Number("estimate_noise"),
		deadlines: s.Number("deadline_fraction"), slack: s.Number("deadline_slack"),
		checkpoint: s.Span("checkpoint"), restart: s.Span("restart"), longest: s.Span("longest"), users: s.Count("users"),
	}
	if len(w.Profiles) > 1 {
		d.profile = 1
	}
	var err error
	if d.gpuFraction < 1 {
		if d.boxes, err = batchBoxes(w); err != nil {
			return nil, fmt.Errorf("workload diurnal: %w; or set gpu_fraction = 1", err)
		}
	}
	if d.gpuFraction > 0 {
		if d.gangs, err = newGangs(w, d.profile); err != nil {
			return nil, fmt.Errorf("workload diurnal: %w; or set gpu_fraction = 0", err)
		}
	}
	return d, nil
}

func (d *diurnal) Next(j *sim.Job) bool {
	t, ok := d.arrivals.Next()
	if !ok {
		return false
	}
	j.Submit = t
	duration := d.cpuTime
	if d.facet("kind").Bool(d.gpuFraction) {
		d.train(j)
		duration = d.gpuTime
	} else {
		s := d.facet("shape")
		j.Demand = d.boxes[batchSizes.Pick(s)*len(memPerCPU)+batchMem.Pick(s)]
	}
	j.Work = d.cut(duration.Draw(d.facet("duration")))
	d.claim(j)
	d.belong(j)
	d.number++
	return true
}

func (d *diurnal) Err() error { return nil }

// facet returns the stream of one facet of the current job, good until the next
// facet. It lies in d, because one that came and went would be allocated.
func (d *diurnal) facet(name string) *sim.Stream {
	d.stream = sim.NewStream(d.seed, name, d.number)
	return &d.stream
}

// train fills in what is particular to a training job.
func (d *diurnal) train(j *sim.Job) {
	g := d.gangs.draw(d.facet("shape"))
	j.Demand, j.Tasks, j.Profile = g.demand, g.tasks, d.profile
	j.Restart = sim.Restart{
		Keep: sim.KeepCheckpoint, Every: d.checkpoint, Cost: min(30*time.Second, d.checkpoint),
		Overhead: d.restart, Owes: sim.OweRestart,
	}
}

// cut turns a run time in seconds into work of a minute at least.
func (d *diurnal) cut(s float64) int64 {
	return int64(min(max(seconds(s), time.Minute), d.longest))
}

// claim fills in the estimate and, for a share of the jobs, a deadline.
func (d *diurnal) claim(j *sim.Job) {
	claimed := float64(d.overestimate * sim.Exp(float64(d.noise*d.facet("estimate").Normal())))
	j.Estimate = nanoseconds(float64(float64(j.Work) * claimed))
	if d.noise > 0 {
		j.Estimate = sayable(j.Estimate)
	}
	if s := d.facet("deadline"); s.Bool(d.deadlines) {
		factor := 1 + float64(2*(d.slack-1)*s.Float64())
		j.Deadline = j.Submit.Add(nanoseconds(float64(float64(j.Estimate) * factor)))
	}
}

// belong fills in priority, user and group.
func (d *diurnal) belong(j *sim.Job) {
	u := d.facet("user").Float64()
	j.User = int32(float64(d.users) * float64(u*float64(u*u))) // a few submit most
	j.Group = j.User / 8
	j.Priority = int32(priorities.Draw(d.facet("priority")))
}

var priorities = mustChoice([]float64{0, 1, 2}, []float64{.7, .2, .1})

// sayable rounds a claim up to a time that people say.
func sayable(d sim.Duration) sim.Duration {
	for _, said := range saidTimes {
		if d <= said {
			return said
		}
	}
	return (d + day - 1) / day * day
}

var saidTimes = []sim.Duration{
	5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 3 * time.Hour,
	4 * time.Hour, 6 * time.Hour, 8 * time.Hour, 12 * time.Hour, 18 * time.Hour, day,
}

package train

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"skysim/bench"
	"skysim/policies"
	"skysim/policies/greedy"
	"skysim/policies/learned"
	"skysim/policies/learned/order"
	"skysim/policies/wrap"
	"skysim/sim"
)

// The task order learns in which order a scheduler that keeps to its choice should take
// jobs, from windows of the log that comes with RLScheduler (Zhang et al., SC'20).
//
// What it may see are windows that lie wholly within the first 6,000 jobs. What it is judged
// on are the 25 windows that start at 6100, 6219, …, 8956, which no window that it
// may see overlaps.
//
// How settings were chosen: the form of the function by other searches on windows within
// jobs 0 to 4,500 judged on those within 4,500 to 6,000, and on four quarters of the first
// 6,000 judged one by one; that a window counts in units of F1's value there, by judgement.
// Windows, candidates and generations are as many as a minute or two allow. The 25 windows
// were looked at after that.
const (
	rlLog       = "rlscheduler/lublin_256.swf"
	windowJobs  = 1024
	trainUntil  = 6000 // jobs
	batch       = 32   // windows of a generation
	orderUsual  = 30   // generations
	heldOutName = "windows of 1,024 jobs that start at 6100, 6219, …, 8956"
)

// HeldOutWindows are the positions of the first jobs of the windows that the task order is
// judged on.
func HeldOutWindows() []int64 {
	var starts []int64
	for i := range int64(25) {
		starts = append(starts, 6100+119*i)
	}
	return starts
}

func orderTask() Task {
	return Task{
		Name: "order", Doc: "an order of the queue under commit, from windows of RLScheduler's log; weights rlscheduler-1 to -5",
		Kind: order.Kind, Data: rlLog, Usual: orderUsual, Train: trainOrder,
	}
}

// windows is a log on its machine.
type windows struct {
	world *sim.World
	jobs  []sim.Job
	sum   string // SHA-256 of the log
}

// openWindows reads the log as the experiment rlscheduler does.
func openWindows(data string) (*windows, error) {
	e, err := bench.Open("rlscheduler")
	if err != nil {
		return nil, err
	}
	e.Workloads = e.Workloads[:1]
	w := &e.Workloads[0]
	w.Path = rlLog
	w.Params = slices.DeleteFunc(slices.Clone(w.Params), func(p bench.Param) bool { return p.Key == "first" || p.Key == "count" })
	e.Policies, e.Baseline, e.Expects = e.Policies[:1], "", nil
	plan, err := bench.Prepare(e, data)
	if err != nil {
		return nil, err
	}
	config, err := plan.Config(plan.Cells[0])
	if err != nil {
		return nil, err
	}
	out := &windows{world: config.World}
	for j := (sim.Job{}); config.Jobs.Next(&j); j = (sim.Job{}) {
		out.jobs = append(out.jobs, j)
	}
	if err := config.Jobs.Err(); err != nil {
		return nil, err
	}
	out.sum, err = sumOf(filepath.Join(data, filepath.FromSlash(rlLog)))
	return out, err
}

// sumOf returns the SHA-256 of a file.
func sumOf(file string) (string, error) {
	contents, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(contents)
	return hex.EncodeToString(sum[:]), nil
}

// try runs the window that begins at a job.
func (w *windows) try(ctx context.Context, p player, first int) (float64, error) {
	if last := first + windowJobs; last > len(w.jobs) {
		return 0, fmt.Errorf("a window of jobs %d to %d, and %s has %d", first, last, rlLog, len(w.jobs))
	}
	policy, err := p(1)
	if err != nil {
		return 0, err
	}
	v, err := meanSlowdown(ctx, sim.Config{World: w.world, Jobs: sim.Jobs(w.jobs[first : first+windowJobs]...), Policy: policy})
	if err != nil {
		return 0, fmt.Errorf("the window at %d: %w", first, err)
	}
	return v, nil
}

// drawWindows draws the windows of a generation from those within the first jobs.
func drawWindows(seed int64, generation int) []int {
	draws := sim.NewStream(uint64(seed), "train/order", uint64(generation))
	cases := make([]int, batch)
	for i := range cases {
		cases[i] = int(draws.Int64N(trainUntil - windowJobs + 1))
	}
	return cases
}

// named returns a player of a construction.
func named(construction string) player {
	return func(seed uint64) (sim.Policy, error) { return policies.Parse(construction, policies.Env{Seed: seed}) }
}

// committed returns a player that keeps to what a function puts first.
func committed(f order.Function) player {
	return func(seed uint64) (sim.Policy, error) {
		o := greedy.Default()
		o.Place = greedy.FirstFit
		p, err := learned.New("new.json", f, o, seed)
		if err != nil {
			return nil, err
		}
		return wrap.NewCommit(p, wrap.BackfillNone)
	}
}

func trainOrder(ctx context.Context, lab *Lab) (*Result, error) {
	w, err := openWindows(lab.Data)
	if err != nil {
		return nil, err
	}
	s := &school{
		task: "order", settings: fmt.Sprintf("log %s, %d windows within %d jobs, population %d, engine %s", w.sum, batch, trainUntil, population, bench.EngineVersion),
		cases: drawWindows, try: w.try, usual: named("commit(greedy(order=f1,place=firstfit))"),
	}
	l := lesson{
		school: s, with: committed,
		about:  "order of the queue for one machine of 256 processors under commit: the mean bounded slowdown made small",
		from:   fmt.Sprintf("windows of %d jobs wholly within the first %d of %s, %d drawn for each generation", windowJobs, trainUntil, rlLog, batch),
		inputs: map[string]string{rlLog: w.sum},
		metric: "mean bounded slowdown", unit: "F1", on: heldOutName,
		command: fmt.Sprintf("skysim train order --seed %d --data DATA", lab.Seed),
	}
	for _, first := range HeldOutWindows() {
		l.exam = append(l.exam, int(first))
	}
	for _, o := range []string{"fcfs", "sjf", "f1", "wfp3", "unicep"} {
		l.rivals = append(l.rivals, "commit(greedy(order="+o+",place=firstfit))")
	}
	l.self = "commit(learned(weights=this file,place=firstfit))"
	return l.teach(ctx, lab, orderTask().Usual)
}

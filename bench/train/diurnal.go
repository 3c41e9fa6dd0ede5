package train

import (
	"context"
	"fmt"
	"sync"

	"skysim/bench"
	"skysim/policies/greedy"
	"skysim/policies/learned"
	"skysim/policies/learned/order"
	"skysim/sim"
)

// The task order-diurnal learns an order for a company's own machines, where several jobs
// share one, gangs need several and nobody is committed to: those of the experiment
// hybrid, without the clouds beside them and in fair weather, under its synthetic
// workload for two days. It needs no recorded data. The training draws workloads of
// seeds from 1,000,000 on; the exam is the seeds 1 to 10.
const (
	diurnalDays  = 2
	diurnalRate  = 30 // jobs per hour
	diurnalBatch = 4
	diurnalUsual = 20
	diurnalFirst = 1_000_000
	diurnalPlace = "place=bestfit,backfill=any"
)

func diurnalTask() Task {
	return Task{
		Name: "order-diurnal", Doc: "an order of the queue for owned machines, from synthetic days; weights diurnal-1; no recorded data",
		Kind: order.Kind, Usual: diurnalUsual, Train: trainDiurnal,
	}
}

// days is a plan whose seeds are cases.
type days struct {
	mu   sync.Mutex
	plan *bench.Plan
	cell bench.Cell
}

func openDays() (*days, error) {
	e, err := bench.Open("hybrid")
	if err != nil {
		return nil, err
	}
	e.Clouds[0].Catalog, e.Clouds[0].Weather = nil, nil
	e.Workloads[0].Params = []bench.Param{{Key: "jobs_per_hour", Value: int64(diurnalRate)}, {Key: "days", Value: int64(diurnalDays)}}
	e.Policies, e.Baseline, e.Expects = e.Policies[:1], "", nil
	e.Seeds.First, e.Seeds.Count = 1, 1
	plan, err := bench.Prepare(e, "")
	if err != nil {
		return nil, err
	}
	return &days{plan: plan, cell: plan.Cells[0]}, nil
}

// try runs the days of a seed.
func (d *days) try(ctx context.Context, p player, seed int) (float64, error) {
	cell := d.cell
	cell.Seed = int64(seed)
	d.mu.Lock()
	config, err := d.plan.Config(cell)
	d.mu.Unlock()
	if err != nil {
		return 0, err
	}
	if config.Policy, err = p(uint64(seed)); err != nil {
		return 0, err
	}
	v, err := meanSlowdown(ctx, config)
	if err != nil {
		return 0, fmt.Errorf("seed %d: %w", seed, err)
	}
	return v, nil
}

// drawDays draws the seeds of a generation.
func drawDays(seed int64, generation int) []int {
	draws := sim.NewStream(uint64(seed), "train/order-diurnal", uint64(generation))
	cases := make([]int, diurnalBatch)
	for i := range cases {
		cases[i] = diurnalFirst + int(draws.Int64N(1_000_000_000))
	}
	return cases
}

// unbound returns a player that chooses anew at every event by a function.
func unbound(f order.Function) player {
	return func(seed uint64) (sim.Policy, error) {
		o := greedy.Default()
		o.Place, o.Backfill = greedy.BestFit, greedy.BackfillAny
		return learned.New("new.json", f, o, seed)
	}
}

func trainDiurnal(ctx context.Context, lab *Lab) (*Result, error) {
	d, err := openDays()
	if err != nil {
		return nil, err
	}
	s := &school{
		task: "order-diurnal", settings: fmt.Sprintf("%d seeds, population %d, cell %s", diurnalBatch, population, d.cell.Hash),
		cases: drawDays, try: d.try, usual: named("greedy(order=f1," + diurnalPlace + ")"),
	}
	l := lesson{
		school: s, with: unbound,
		about:  "order of the queue for a company's own machines: the mean bounded slowdown made small",
		from:   fmt.Sprintf("diurnal(jobs_per_hour=%d,days=%d) on the owned machines of hybrid, %d seeds from %d on drawn for each generation", diurnalRate, diurnalDays, diurnalBatch, diurnalFirst),
		metric: "mean bounded slowdown", unit: "F1",
		on:      "seeds 1 to 10 of the same",
		command: fmt.Sprintf("skysim train order-diurnal --seed %d", lab.Seed),
		self:    "learned(weights=this file," + diurnalPlace + ")",
	}
	for seed := range 10 {
		l.exam = append(l.exam, 1+seed)
	}
	for _, o := range []string{"fcfs", "sjf", "f1", "wspt", "wfp3", "unicep"} {
		l.rivals = append(l.rivals, "greedy(order="+o+","+diurnalPlace+")")
	}
	return l.teach(ctx, lab, diurnalTask().Usual)
}

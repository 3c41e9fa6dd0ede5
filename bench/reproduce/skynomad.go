package reproduce

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"skysim/bench"
	optimum "skysim/policies/dp/spot"
	"skysim/traces/nomad"
)

// skynomad gives back what runs on spot markets cost that others have published: Uniform
// Progress in one zone, to the cent, and below every strategy in several zones the optimum. The engine and the
// policy are those of every other experiment; skynomad_artifact.go has what the artifact does
// differently, and nomadBill its two bills.
func skynomad() Reproduction {
	return Reproduction{
		Name:  "skynomad",
		Title: "what a job with a deadline costs on spot markets: Uniform Progress and the optimum",
		Citation: "Z. Wu et al., Can't Be Late: Optimizing Spot Instance Savings under Deadlines, NSDI 2024 (Uniform Progress); " +
			"SkyNomad, artifact: github.com/andylizf/skynomad-artifact (the runs, and strategies in several regions)",
		Data: nomadData,
		Run:  runSkyNomad,
	}
}

// The strategies of the artifact that are compared by name.
const (
	nomadUniform = "rc_cr_threshold"
	nomadOptimum = "multi_region_oracle_dp"
	nomadEager   = "multi_region_rc_cr_threshold_eager_failover" // Uniform Progress with all zones: UP(S)
)

// nomadOwn are our policies that are run in all zones of a row. What they pay is never below the optimum.
var nomadOwn = []struct {
	use string // the construction, but for its parameter every
	// like is the strategy of the artifact whose place it has: its mean is printed beside that one's, for context.
	like string
}{
	{use: "uniform"},
	{use: "uniform(region=stay)"},
	{use: "uniform(region=available)", like: "multi_region_availability_probe_simple"},
	{use: "uniform(region=total)"},
	{use: "nomad", like: "unified_cost_model_risk"},
}

// nomadCase is a row of a table with its job.
type nomadCase struct {
	nomad.Run
	table  string // name of the file
	result *nomadResult
}

// nomadResult is what our engine and our optimum make of a job. Several rows may share it.
type nomadResult struct {
	job  *nomadJob
	rule optimum.Billing // of the artifact for such a job

	uniform *nomadBill   // the artifact's Uniform Progress, in all zones
	own     []*nomadBill // policies as everybody writes them: nomadOwn
	err     error        // of the engine: there is none of these
	best    float64      // the optimum, in dollars
	late    bool         // no plan is in time: there is no optimum
	noBest  error        // it could not be found
	told    bool         // the numbers of own are there
}

func runSkyNomad(ctx context.Context, lab *Lab) (*Outcome, error) {
	markets, err := findNomadMarkets(lab)
	if err != nil {
		return nil, err
	}
	tables, err := findNomadTables(lab, markets)
	if err != nil {
		return nil, err
	}
	if err := solveNomad(ctx, lab, tables.results); err != nil {
		return nil, err
	}
	out := &Outcome{Notes: append(tables.sums(), tables.notes()...)}
	for _, t := range tables.list {
		printed, err := t.paper()
		if err != nil {
			return nil, err
		}
		out.Numbers = append(append(append(out.Numbers, t.meanNumbers()...), printed...), t.numbers()...)
	}
	out.Numbers = append(append(out.Numbers, tables.bad...), markets.bad...)
	figure, err := drawNomad(tables.list)
	if figure != nil {
		out.Figures = []Figure{{Plot: figure}}
	}
	return out, err
}

// solveNomad runs and solves all jobs, several at once.
func solveNomad(ctx context.Context, lab *Lab, all []*nomadResult) error {
	workers := lab.Workers
	if workers == 0 {
		workers = runtime.NumCPU()
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	var mu sync.Mutex
	done := 0
	for _, r := range all {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			r.err = r.play()
			r.solve()
			mu.Lock()
			defer mu.Unlock()
			if done++; lab.Progress != nil {
				lab.Progress(bench.Progress{Done: done, Total: len(all)})
			}
			return nil
		})
	}
	return group.Wait()
}

// play runs the job under the policies.
func (r *nomadResult) play() error {
	policy, err := r.job.uniform()
	if err != nil {
		return err
	}
	if r.uniform, err = r.job.play(policy); err != nil {
		return err
	}
	for _, own := range nomadOwn {
		r.own = append(r.own, r.job.try(own.use))
	}
	return nil
}

// solve finds the optimum.
func (r *nomadResult) solve() {
	plan, err := optimum.Optimum(r.job.problem(r.rule))
	var late *optimum.InfeasibleError
	switch {
	case errors.As(err, &late):
		r.late = true
	case err != nil:
		r.noBest = err
	default:
		r.best = float64(plan.Cost) / 1e12
	}
}

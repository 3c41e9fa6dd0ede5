package reproduce

import (
	"context"
	"errors"
	"runtime"

	"golang.org/x/sync/errgroup"

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
)

// nomadCase is a row of a table with its job.
type nomadCase struct {
	nomad.Run
	table  string // name of the file
	result *nomadResult
	err    error // it has none
}

// nomadResult is what our engine and our optimum make of a job. Several rows may share it.
type nomadResult struct {
	job  *nomadJob
	rule optimum.Billing // of the artifact for such a job

	uniform *nomadBill // the artifact's policy; in one zone only
	exact   *nomadBill // uniform(every=…), in all zones
	best    float64    // the optimum, in dollars
	late    bool       // no plan is in time: there is no optimum
	err     error
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
	out := &Outcome{Notes: tables.notes()}
	for _, t := range tables.list {
		out.Numbers = append(out.Numbers, t.numbers()...)
	}
	out.Numbers = append(append(out.Numbers, tables.bad...), markets.bad...)
	return out, nil
}

// solveNomad runs and solves all jobs, several at once.
func solveNomad(ctx context.Context, lab *Lab, all []*nomadResult) error {
	workers := lab.Workers
	if workers == 0 {
		workers = runtime.NumCPU()
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for _, r := range all {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			r.err = r.solve()
			return nil
		})
	}
	return group.Wait()
}

// solve runs the job under the policies and finds its optimum.
func (r *nomadResult) solve() error {
	if r.rule == optimum.Whole {
		policy, err := r.job.uniform()
		if err != nil {
			return err
		}
		if r.uniform, err = r.job.play(policy); err != nil {
			return err
		}
	}
	policy, err := r.job.exactly()
	if err != nil {
		return err
	}
	if r.exact, err = r.job.play(policy); err != nil {
		return err
	}
	plan, err := optimum.Optimum(r.job.problem(r.rule))
	var late *optimum.InfeasibleError
	if errors.As(err, &late) {
		r.late = true
		return nil
	}
	if err != nil {
		return err
	}
	r.best = float64(plan.Cost) / 1e12
	return nil
}

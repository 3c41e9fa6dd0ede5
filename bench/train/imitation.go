package train

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"skysim/bench"
	"skysim/policies/learned/evolve"
	"skysim/policies/learned/imitate"
	"skysim/policies/learned/weights"
)

// The task imitation learns when to wait, to use spot machines or on-demand machines, in two steps. First the
// optimum of each ride is the teacher: a model is fitted to what every decision costs if the optimum goes on from there, in
// states that the model of the pass before comes to (Uniform Progress in the first). Then a search begins at that
// model that makes the cost itself small, for who knows the future waits more gladly than one should who does not.
//
// How settings were chosen: inputs, passes, rides and generations on the validation part alone (imitation_sky.go), with
// a few trials (60 and 120 generations did no better there). The held-out part was looked at once the default weights had been
// trained. A wider safety net was tried after that and not kept, for it costs more than all that is learned.
const (
	imitationPasses = 4
	imitationPass   = 200 // rides that are attended in a pass
	imitationUsual  = 30  // generations
	imitationBatch  = 300 // rides of a generation
	imitationGroup  = 16  // candidates
	imitationStep   = 0.5 // hours, of the first candidates
)

func imitationTask() Task {
	return Task{
		Name: "imitation", Doc: "spot, on-demand or wait, from the offline optimum on recorded markets of AWS; weights spot-1",
		Kind: imitate.Kind, Data: trainingPart().files[0], Usual: imitationUsual, Train: trainImitation,
	}
}

func trainImitation(ctx context.Context, lab *Lab) (*Result, error) {
	if err := lab.check(); err != nil {
		return nil, err
	}
	sums := map[string]string{}
	skies, err := openPart(lab.Data, trainingPart(), sums)
	if err != nil {
		return nil, err
	}
	inputs := maps.Clone(sums)
	held, err := openPart(lab.Data, heldOutPart(), sums) // now, and not after the training, if something is wrong with it
	if err != nil {
		return nil, err
	}
	generations := imitationUsual
	command := fmt.Sprintf("skysim train imitation --seed %d", lab.Seed)
	if lab.Generations > 0 && lab.Generations != generations {
		generations = lab.Generations
		command += fmt.Sprintf(" --generations %d", generations)
	}
	fitted, err := imitateOptimum(ctx, lab, skies)
	if err != nil {
		return nil, err
	}
	values, j, err := refine(ctx, lab, skies, &fitted, generations)
	if err != nil {
		return nil, err
	}
	model, err := imitate.From(values)
	if err != nil {
		return nil, err
	}
	out := &weights.File{
		Kind: imitate.Kind, Version: imitate.Version,
		About: "when jobs with deadlines use spot machines, on-demand machines or none: begun from the offline optimum, then the cost made small",
	}
	for i, s := range imitate.Parameters() {
		out.Parameters = append(out.Parameters, weights.Parameter{Name: s.Name, Value: values[i], Unit: s.Unit, Doc: s.Doc})
	}
	out.Provenance = weights.Provenance{
		Command: command, Seed: lab.Seed, TrainedOn: trainingPart().String(), Generations: generations, Engine: bench.EngineVersion,
		Objective:   "cost in units of that of Uniform Progress, mean over rides",
		Evaluations: imitationPasses*imitationPass + generations*(imitationGroup+1)*imitationBatch, Inputs: []weights.Input{},
	}
	for _, path := range slices.Sorted(maps.Keys(inputs)) {
		out.Provenance.Inputs = append(out.Provenance.Inputs, weights.Input{Path: path, SHA256: inputs[path]})
	}
	exam := exam{skies: held, model: &model, fitted: &fitted}
	if out.HeldOut, err = exam.reports(ctx, lab.Workers); err != nil {
		return nil, err
	}
	return &Result{
		Task: "imitation", Weights: out, Curve: j.Curve[:generations], Usual: "Uniform Progress", Unit: "cost / Uniform Progress's", Resumed: j.resumed,
	}, nil
}

// imitateOptimum fits a model to the optimum, in states that the one before comes to.
func imitateOptimum(ctx context.Context, lab *Lab, skies []sky) (m imitate.Model, err error) {
	var all lessons
	do := rider(byUniform)
	for pass := range imitationPasses {
		rides := drawRides(skies, lab.Seed, pass, imitationPass)
		taken := make([]lessons, len(rides))
		if err := each(ctx, lab.Workers, len(rides), func(i int) error { return taken[i].attend(rides[i], do) }); err != nil {
			return m, err
		}
		for i := range taken { // in the order of rides, whoever was done first
			for q := range all {
				all[q].join(&taken[i][q])
			}
		}
		m = all.model()
		before := m
		do = byModel(&before)
	}
	return m, nil
}

// refine searches from a model for one that costs less on training rides. The answer is the average of the means of the
// later half of the generations.
func refine(ctx context.Context, lab *Lab, skies []sky, from *imitate.Model, generations int) ([]float64, *journal, error) {
	opts := evolve.Options{Start: from.Values(), Population: imitationGroup, Seed: uint64(lab.Seed)}
	for range opts.Start {
		opts.Step = append(opts.Step, imitationStep)
	}
	s := &school{task: "imitation", settings: fmt.Sprintf("%d passes of %d rides, %d candidates on %d, %v", imitationPasses, imitationPass, imitationGroup, imitationBatch, trainingPart())}
	j, strategy, err := s.open(lab, opts)
	if err != nil {
		return nil, nil, err
	}
	same := drawRides(skies, lab.Seed, 99, imitationBatch)
	progress := bench.Progress{Done: len(j.Curve), Reused: len(j.Curve), Total: generations}
	for g := len(j.Curve); g < generations; g++ {
		lab.tell(progress)
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		values, err := compared(ctx, lab.Workers, drawRides(skies, lab.Seed, 100+g, imitationBatch), strategy.Ask())
		if err != nil {
			return nil, nil, err
		}
		if err := strategy.Tell(values[1:]); err != nil {
			return nil, nil, err
		}
		fixed, err := compared(ctx, lab.Workers, same, [][]float64{strategy.Mean()})
		if err != nil {
			return nil, nil, err
		}
		j.add(strategy, values, fixed[1])
		if err := j.save(lab.Checkpoint); err != nil {
			return nil, nil, err
		}
		progress.Done++
	}
	lab.tell(progress)
	return j.average(generations), j, nil
}

// compared returns the mean cost of Uniform Progress, and that of each candidate in parts of it, ride by ride.
func compared(ctx context.Context, workers int, rides []*ride, candidates [][]float64) ([]float64, error) {
	riders := []rider{byUniform}
	for _, x := range candidates {
		m, err := imitate.From(x)
		if err != nil {
			return nil, err
		}
		riders = append(riders, byModel(&m))
	}
	table, err := bill(ctx, workers, rides, riders)
	if err != nil {
		return nil, err
	}
	values := make([]float64, len(riders))
	for k := range riders {
		for i, c := range table[k] {
			if k > 0 {
				c /= table[0][i]
			}
			values[k] += c / float64(len(rides))
		}
	}
	return values, nil
}

package train

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"skysim/bench"
	"skysim/policies/learned/order"
	"skysim/policies/learned/weights"
)

// lesson is a school with what has to be written down, and the exam.
type lesson struct {
	*school
	with    func(order.Function) player
	about   string
	from    string            // what it is trained on
	inputs  map[string]string // SHA-256 of files by path below the data directory
	command string            // that does it again, without the number of generations

	metric string
	unit   string   // the usual heuristic, for people
	on     string   // what the exam is on
	exam   []int    // cases that the training never sees
	rivals []string // constructions
	self   string   // what the report calls the learned one
}

// teach trains and examines.
func (l *lesson) teach(ctx context.Context, lab *Lab, usual int) (*Result, error) {
	if err := lab.check(); err != nil {
		return nil, err
	}
	generations := cmp.Or(lab.Generations, usual)
	if generations != usual {
		l.command += fmt.Sprintf(" --generations %d", generations)
	}
	values, j, err := l.learn(ctx, lab, generations, l.with)
	if err != nil {
		return nil, err
	}
	f, err := order.From(values)
	if err != nil {
		return nil, err
	}
	report, err := l.examine(ctx, lab, f)
	if err != nil {
		return nil, err
	}
	out := &weights.File{Kind: order.Kind, Version: order.Version, About: l.about, HeldOut: []weights.Report{report}}
	for i, s := range order.Parameters() {
		out.Parameters = append(out.Parameters, weights.Parameter{Name: s.Name, Value: values[i], Unit: s.Unit, Doc: s.Doc})
	}
	out.Provenance = weights.Provenance{
		Command: l.command, Seed: lab.Seed, TrainedOn: l.from, Generations: generations,
		Objective:   l.metric + " in units of that of the usual heuristic, mean over cases",
		Evaluations: generations * (population + 1) * len(l.cases(lab.Seed, 0)), Engine: bench.EngineVersion,
		Inputs: []weights.Input{},
	}
	for _, path := range slices.Sorted(maps.Keys(l.inputs)) {
		out.Provenance.Inputs = append(out.Provenance.Inputs, weights.Input{Path: path, SHA256: l.inputs[path]})
	}
	return &Result{Task: l.task, Weights: out, Curve: j.Curve[:generations], Usual: l.unit, Unit: l.metric + " / " + l.unit + "'s", Resumed: j.resumed}, nil
}

// examine runs the rivals and the learned one on the held-out cases. The best is first.
func (l *lesson) examine(ctx context.Context, lab *Lab, f order.Function) (weights.Report, error) {
	r := weights.Report{On: l.on, Metric: l.metric}
	players := []player{l.with(f)}
	names := append([]string{l.self}, l.rivals...)
	for _, name := range l.rivals {
		players = append(players, named(name))
	}
	table, err := l.table(ctx, lab.Workers, players, l.exam)
	if err != nil {
		return r, err
	}
	for p, values := range table {
		sum := 0.0
		for _, v := range values {
			sum += v
		}
		r.Rows = append(r.Rows, weights.Result{Policy: names[p], Value: sum / float64(len(values))})
	}
	slices.SortStableFunc(r.Rows, func(a, b weights.Result) int { return cmp.Compare(a.Value, b.Value) })
	return r, nil
}

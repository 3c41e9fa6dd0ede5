package reproduce

import (
	"context"
	"fmt"
	"math"
	"path"
	"strings"

	"skysim/bench"
	"skysim/sim"
)

// rlscheduler gives back what the heuristics of RLScheduler come to: the mean bounded
// slowdown of windows of a log on one machine, under a rule that commits to the
// job it has chosen, without and with backfilling. Every number is the mean over
// the windows of the column bounded_slowdown_mean. The adapter is the loop of the
// artifact, which takes the events of one instant one by one and, for two of the
// heuristics, waits that are none: see rlscheduler_loop.go.
func rlscheduler() Reproduction {
	return Reproduction{
		Name:  "rlscheduler",
		Title: "mean bounded slowdown of heuristics that commit to what they choose",
		Citation: "D. Zhang, D. Dai, Y. He, F. S. Bao, B. Xie, RLScheduler: an automated HPC batch job scheduler using " +
			"reinforcement learning, SC'20; artifact: github.com/DIR-LAB/deep-batch-scheduler",
		Data: rlData,
		Run:  runRLScheduler,
	}
}

const rlData = "rlscheduler"

func runRLScheduler(ctx context.Context, lab *Lab) (*Outcome, error) {
	logs, bad, notes, err := findLogs(lab)
	if err != nil {
		return nil, err
	}
	out := &Outcome{Notes: append([]string{
		"each number is a mean over windows of the mean bounded slowdown of their jobs, with 10 s as the shortest run",
		"a heuristic by its name runs in the artifact's loop; a construction is an ordinary policy, on an engine that shows it all events of an instant at once",
	}, notes...)}
	for _, l := range logs {
		numbers, broken, err := l.numbers(ctx, lab)
		if err != nil {
			return nil, err
		}
		out.Numbers, bad = append(out.Numbers, numbers...), append(bad, broken...)
		if !l.ownTable {
			continue
		}
		switch learned, err := l.learned(ctx, lab); {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			bad = append(bad, unusable(l.name+"/learned", err))
		default:
			out.Numbers = append(out.Numbers, learned...)
		}
	}
	if len(out.Numbers) == 0 {
		out.Numbers = bad
		return out, nil
	}
	figure, err := drawRLScheduler(out.Numbers)
	if err != nil {
		return nil, err
	}
	out.Figures = []Figure{{Plot: figure}}
	out.Numbers = append(out.Numbers, bad...)
	return out, nil
}

// numbers runs the rows of a log. What is wrong with the log is said once, with how many
// rows it costs; an error is the end of the context.
func (l *swfLog) numbers(ctx context.Context, lab *Lab) (all, bad []Number, err error) {
	lost := map[string]int{} // by error: where it stands in bad
	rows := map[string]int{}
	for _, row := range l.rows {
		ours, err := l.run(ctx, lab, row)
		switch {
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case err == nil:
			all = append(all, row.number(l.name, ours))
			continue
		}
		text := err.Error()
		if rows[text]++; rows[text] == 1 {
			lost[text] = len(bad)
			bad = append(bad, unusable(l.name+"/"+row.label(), fmt.Errorf("%s: %w", row.at, err)))
			continue
		}
		n := &bad[lost[text]]
		n.Case = l.name
		n.Note = fmt.Sprintf("%s (%d rows of its table)", oneLine(err), rows[text])
	}
	return all, bad, nil
}

// run returns the mean over the windows of a row.
func (l *swfLog) run(ctx context.Context, lab *Lab, row slowdownRow) (float64, error) {
	e, err := lab.Experiment("rlscheduler")
	if err != nil {
		return 0, err
	}
	l.adapt(e, row)
	rows, err := lab.Adapted(ctx, e, row.adapt)
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for i := range rows {
		v, err := allFinished(&rows[i])
		if err != nil {
			return 0, err
		}
		sum += v
	}
	return sum / float64(len(rows)), nil
}

// adapt makes the experiment one of a row: its log, windows, machine and policy. What the
// artifact makes of a log is what the experiment's file says.
func (l *swfLog) adapt(e *bench.Experiment, row slowdownRow) {
	e.Clouds[0].Machines[0].CPU = 1000 * row.processors
	template := e.Workloads[0]
	e.Workloads = nil
	for _, first := range row.starts {
		w := template
		w.Name, w.Path = fmt.Sprintf("%s,first=%d", l.name, first), path.Join(rlData, l.file)
		w.Params = nil
		for _, p := range template.Params {
			switch p.Key {
			case "first":
				p.Value = first
			case "count":
				p.Value = row.count
			}
			w.Params = append(w.Params, p)
		}
		e.Workloads = append(e.Workloads, w)
	}
	policy := e.Policies[0]
	policy.Name, policy.Use = row.policy, row.construction()
	e.Policies, e.Baseline, e.Expects = []bench.Policy{policy}, "", nil
}

// construction is the policy to be run, or the one that the loop stands before.
func (r *slowdownRow) construction() string {
	if r.heuristic == nil {
		return r.policy
	}
	return "greedy(order=" + r.heuristic.order + ",place=firstfit)"
}

// adapt puts the artifact's loop before the policy of a heuristic.
func (r *slowdownRow) adapt(_ bench.Cell, p sim.Policy) sim.Policy {
	if r.heuristic == nil {
		return p
	}
	return newLoop(p, r.heuristic, r.backfill)
}

// number compares ours with what was published.
func (r *slowdownRow) number(log string, ours float64) Number {
	n := Number{Case: log + "/" + r.label(), Published: r.published, Ours: ours, Tolerance: r.tolerance, Note: r.note}
	if math.IsNaN(r.tolerance) {
		n.Relation, n.Tolerance = Context, 0
	}
	return n
}

// label is what tables call the row.
func (r *slowdownRow) label() string {
	switch {
	case r.heuristic == nil:
		return r.policy
	case r.backfill:
		return strings.ToUpper(r.heuristic.order) + r.heuristic.suffix + ", backfilling"
	}
	return strings.ToUpper(r.heuristic.order) + r.heuristic.suffix
}

package reproduce

import (
	"context"
	"fmt"
	"math"

	"skysim/bench"
	"skysim/bench/plot"
)

// theory is what queueing, scheduling and packing theory know for certain, as experiments
// with intervals. bench/reproductions/theory.md is its page.
func theory() Reproduction {
	return Reproduction{
		Name:     "theory",
		Title:    "queues, restarts, commitments, list schedules and first fit",
		Citation: "Erlang 1917; Pollaczek 1930; Schrage & Miller 1966; Graham 1966, 1969; Young 1974; Vvedenskaya, Dobrushin & Karpelevich 1996",
		Run:      runTheory,
	}
}

// finding is what a part of the theory came to.
type finding struct {
	rows      []bench.Row
	intervals int // how many of the numbers are intervals
	// numbers judges by intervals of a level, which is known when all parts have run.
	numbers func(level float64) []Number
}

// theoryPart runs one experiment.
type theoryPart struct {
	experiment string
	run        func(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error)
	// whole keeps all seeds in a quick run: with fewer, neighbours could not be told apart.
	whole bool
}

func theoryParts() []theoryPart {
	return []theoryPart{
		{experiment: "theory-waits", run: theoryWaits},
		{experiment: "theory-loss", run: theoryLosses},
		{experiment: "theory-srpt", run: theorySRPT},
		{experiment: "theory-choices", run: theoryChoices},
		{experiment: "theory-restart", run: theoryRestarts},
		{experiment: "theory-checkpoint", run: theoryCheckpoints, whole: true},
		{experiment: "theory-committed", run: theoryCommitments, whole: true},
		{experiment: "theory-list", run: theoryLists},
		{experiment: "theory-worst", run: theoryWorst},
		{experiment: "theory-packing", run: theoryPacking},
		{experiment: "theory-little", run: theoryLittle},
	}
}

// quickShare is the share of the seeds of random experiments that Quick keeps.
const quickShare = 4

func runTheory(ctx context.Context, lab *Lab) (*Outcome, error) {
	var all []finding
	var gap, runs float64
	intervals := 0
	for _, p := range theoryParts() {
		e, err := lab.Experiment(p.experiment)
		if err != nil {
			return nil, err
		}
		if lab.Quick && !p.whole {
			e.Seeds.Count = (e.Seeds.Count + quickShare - 1) / quickShare
		}
		f, err := p.run(ctx, lab, e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.experiment, err)
		}
		for i := range f.rows {
			gap = max(gap, math.Abs(float64(f.rows[i].LittlesGap)))
		}
		runs += float64(len(f.rows))
		intervals += f.intervals
		all = append(all, f)
	}
	level := simultaneous(intervals)
	out := &Outcome{Notes: []string{
		fmt.Sprintf("%d intervals, each at %.4f %%, hold together with probability 0.99", intervals, 100*level),
	}}
	for _, f := range all {
		out.Numbers = append(out.Numbers, f.numbers(level)...)
	}
	out.Numbers = append(out.Numbers, Number{
		Case: "Little's law, gap in each run", Ours: gap, Unit: "ns",
		Note: fmt.Sprintf("column littles_gap_ns of %.0f runs", runs),
	})
	picture, err := relative(out.Numbers)
	if err != nil {
		return nil, err
	}
	out.Figures = []Figure{{Plot: picture}}
	return out, nil
}

// relative draws the intervals around what theory says, as shares of it.
func relative(numbers []Number) (*plot.Figure, error) {
	d := plot.IntervalsData{
		Title: "theory: intervals around what is known",
		Note:  "simultaneous at 99 % over all rows; orange would be one that misses (two choices may by 0.5 %)",
		X:     "(ours − theory) ÷ theory (%)",
	}
	for i := range numbers {
		n := &numbers[i]
		if n.Relation != Interval {
			continue
		}
		share := func(x float64) float64 { return x/n.Published - 1 }
		k := n.decimals()
		d.Rows = append(d.Rows, plot.IntervalRow{
			Case: n.Case, Center: share(n.Ours), Low: share(n.Low), High: share(n.High),
			Text: fmt.Sprintf("%s for %s%s", withDecimals(n.Ours, k), withDecimals(n.Published, k), n.unit()),
		})
	}
	return plot.Intervals(d)
}

// knownMean is an interval around a mean, beside what theory says.
type knownMean struct {
	name    string
	theory  float64 // by formula
	printed float64 // as published; 0 if this case was not
	samples []runMean
	unit    string
	share   float64 // of the published number: the tolerance, beside the interval
	note    string
}

// means makes a finding of means.
func means(rows []bench.Row, all []knownMean) finding {
	return finding{rows: rows, intervals: len(all), numbers: func(level float64) []Number {
		var numbers []Number
		for i := range all {
			numbers = append(numbers, all[i].number(level))
		}
		return numbers
	}}
}

func (m *knownMean) number(level float64) Number {
	i := estimate(m.samples, level)
	n := Number{
		Case: m.name, Published: m.printed, Ours: i.Center, Low: i.Low, High: i.High, Relation: Interval, Unit: m.unit,
		Note: fmt.Sprintf("± %.2f %%", 100*(i.High-i.Center)/i.Center),
	}
	if m.printed == 0 {
		n.Published = m.theory
		n.Note += "; by the formula"
	} else if math.Abs(m.theory-m.printed) > 5e-5*m.printed {
		n.Note += fmt.Sprintf("; the formula gives %.6f", m.theory)
	}
	n.Tolerance = m.share * n.Published
	if m.note != "" {
		n.Note += "; " + m.note
	}
	return n
}

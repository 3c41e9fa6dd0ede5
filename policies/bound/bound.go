package bound

import (
	"fmt"

	"skysim/sim"
)

// Instance is a run without a policy: the world with the paths of its weather, all
// jobs with their work, and where the run is cut off. How long machines boot
// and whether they do is left out: no boot is the best case.
type Instance struct {
	World *sim.World
	// Jobs are in the order of their source: job i has number i.
	Jobs []sim.Job
	// Until is that of sim.Config; 0 means that the run ends when all jobs have.
	Until sim.Time
}

// Options narrow what the bound is compared with, and say how hard to try. The zero
// value is a bound on every run that finishes what can be finished.
type Options struct {
	// Deadlines binds the deadlines of jobs: the bound then holds for runs that
	// miss none.
	Deadlines bool
	// By is an instant, if it is positive: the bound then holds for runs whose last
	// job ends by then. Where owned machines are free, a run that may take for ever
	// costs nothing, and only a bound on runs that do not says something. The run itself may
	// go on for the sake of jobs that nobody can finish.
	By sim.Time
	// Free limits, unless it is 0, how much machine time a run got for nothing because spot
	// machines were taken away early (see Taken): the bound then holds for runs with no
	// more; a negative one allows none, as if the world had no such rule. A policy that knows when supply falls may get
	// most of what it needs so, and then a bound on all policies says little.
	Free sim.Duration
	// NoSpot leaves spot machines out: the bound then holds for runs in which none
	// did anything. SpotIsBilled says whether the bill would show it.
	NoSpot bool
	// Saves lets policies say when jobs that keep checkpoints save, and how often
	// (Plan.Checkpoint, Plan.SetInterval): without it the bound holds for runs in which
	// none does.
	Saves bool
	// Steps is how many steps the prices of scarce machines are given; 0 means as
	// many as a fixed amount of work allows, which is a second or two at most.
	Steps int
}

// Bound is what no run of an instance can undercut, if it is Comparable.
type Bound struct {
	// Cost is the bound: no bill is below it, to the nano-dollar. It is the sum of the
	// four parts that follow.
	Cost      sim.Money
	Owned     sim.Money // owned machines until End
	Committed sim.Money // fees until End, less what rounding may lose
	Machines  sim.Money // rented machines
	Traffic   sim.Money // moving data

	// Unrounded bounds the bill as it would be without the rounding of rented machines'
	// lines. Where bills go by the nanosecond and jobs keep their work, a policy
	// may cut everything into lines that round to nothing, and Cost knows
	// that; see On.
	Unrounded sim.Money

	// Completion bounds Σ (end − submit) over the required jobs, in nanoseconds.
	Completion       sim.Wide
	CompletionMethod string

	Required int64    // jobs that a comparable run finishes
	Excluded int64    // jobs that no run can finish
	Hopeless int64    // required jobs that no run finishes by their deadline, or By, where that binds
	End      sim.Time // no run that finishes the required jobs ends earlier

	Method   string // which of the bounds was the highest
	Proof    string // a sentence with the numbers, for a reader who wants to check
	Steps    int    // that the prices of scarce machines were given
	Complete bool   // false if the steps ended before the bound settled; it is valid all the same

	options Options
}

// mostLines is how many lines a comparable bill has at most. A run with as many takes
// minutes, and all of their rounding is five cents.
const mostLines = 100_000_000

// On returns the bound on a bill of so many lines: Cost, or Unrounded less half
// a nano-dollar for each line if that is more.
func (b *Bound) On(lines int64) sim.Money {
	return max(b.Cost, b.Unrounded-sim.Money(lines/2+lines%2))
}

// Taken is an observer that adds up the machine time that a run got for nothing, for
// Options.Free. The zero value is ready.
type Taken struct{ Time sim.Duration }

// Observe implements sim.Observer.
func (*Taken) Observe(*sim.View, []sim.Event) {}

// Charge implements sim.LineObserver.
func (t *Taken) Charge(l sim.Line) {
	if l.Kind == sim.MachineLine && l.Billed == 0 { // a life that is billed has no less time than it had
		t.Time += l.Life
	}
}

// Comparable reports whether the bound holds for a run that is over, and if it does
// not, why. taken is what Taken added up; it matters only with Options.Free.
func (b *Bound) Comparable(t *sim.Totals, taken sim.Duration) (bool, string) {
	switch {
	case b.Required == 0:
		return false, "no job can be finished"
	case t.LinesCount > mostLines:
		return false, fmt.Sprintf("its bill has %d lines, more than %d", t.LinesCount, mostLines)
	case b.options.Free != 0 && taken > max(0, b.options.Free):
		return false, fmt.Sprintf("got %v of machine time for nothing, more than %v", taken, max(0, b.options.Free))
	case t.Finished() != b.Required:
		return false, fmt.Sprintf("finished %d of %d jobs that can be finished", t.Finished(), b.Required)
	case b.options.NoSpot && t.Use[sim.Spot] != idle(t.Use[sim.Spot]):
		return false, "used spot machines"
	case b.options.Deadlines && t.DeadlineMisses > 0:
		return false, fmt.Sprintf("missed %d deadlines", t.DeadlineMisses)
	case b.options.By > 0 && t.LastEnd > b.options.By:
		return false, fmt.Sprintf("its last job ended at %v, after %v", t.LastEnd, b.options.By)
	}
	return true, ""
}

// Read takes all jobs of a source, as Instance wants them.
func Read(source sim.Source) ([]sim.Job, error) {
	var jobs []sim.Job
	for {
		var j sim.Job
		if !source.Next(&j) {
			break
		}
		j.After = append([]int64(nil), j.After...)
		jobs = append(jobs, j)
	}
	if err := source.Err(); err != nil {
		return nil, fmt.Errorf("jobs after number %d: %w", len(jobs)-1, err)
	}
	return jobs, nil
}

// idle returns u without what was used.
func idle(u sim.Use) sim.Use {
	u.UsedCPU, u.UsedMem, u.UsedGPU = sim.Wide{}, sim.Wide{}, sim.Wide{}
	return u
}

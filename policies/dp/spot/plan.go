package spot

import (
	"fmt"

	"skysim/sim"
)

// Plan is what to do at each tick until the job is finished, and what it costs.
type Plan struct {
	Cost   Cost
	Finish sim.Duration
	Steps  []Step
	// Proof is how many states were valued to know that nothing is cheaper; 0 if the plan
	// was not looked for but replayed.
	Proof int64
}

// Step is one tick of a plan.
type Step struct {
	Mode     Mode
	Entered  bool         // a machine was entered at the beginning of the tick
	Progress sim.Duration // work done in the tick
	Machine  Cost         // what the tick costs
	Move     Cost         // what moving to its region costs
}

// Optimum returns the cheapest plan. It is Solve(p) and then Plan.
func Optimum(p *Problem) (*Plan, error) {
	t, err := Solve(p)
	if err != nil {
		return nil, err
	}
	return t.Plan()
}

// Cost returns the least cost from the start.
func (t *Table) Cost() Cost { return t.cost }

// Plan returns a cheapest plan from the start. The error is that of Replay, which the table's own
// decisions are put through; it would be a mistake in this package.
func (t *Table) Plan() (*Plan, error) {
	plan, err := Replay(t.problem, func(s State) (Mode, error) { return t.Best(s) })
	if err != nil {
		return nil, err
	}
	if plan.Cost != t.cost {
		return nil, fmt.Errorf("spot: the plan costs %v, its states say %v", plan.Cost, t.cost)
	}
	plan.Proof = int64(len(t.best))
	return plan, nil
}

// Best returns the cheapest thing to do in a state. It reports an error for a state that the problem
// cannot come to, and an *InfeasibleError if nothing leads to the deadline any more.
func (t *Table) Best(s State) (Mode, error) {
	g := &t.grid
	i, err := g.index(s)
	switch {
	case err != nil:
		return Mode{}, err
	case s.Tick < 0 || s.Tick >= g.ticks || s.Done > sim.Duration(s.Tick)*t.problem.Tick || s.Done >= t.problem.Work:
		return Mode{}, fmt.Errorf("spot: no state has done %v at tick %d of %d", s.Done, s.Tick, g.ticks)
	}
	switch d := t.best[(s.Tick*g.parts+int(s.Done/g.unit))*g.states()+i]; d {
	case no:
		return Mode{}, &InfeasibleError{t.problem.Work, t.problem.Deadline, s.Done + max(0, t.problem.Deadline-sim.Duration(s.Tick)*t.problem.Tick-t.problem.Overhead)}
	case stay:
		return s.Mode, nil
	case wait:
		return Mode{}, nil
	default:
		return g.mode(int(d - enter)), nil
	}
}

// index returns the number of a state within its tick and progress.
func (g *grid) index(s State) (int, error) {
	if s.Done < 0 || s.Done%g.unit != 0 {
		return 0, fmt.Errorf("spot: done is %v, want a multiple of %v", s.Done, g.unit)
	}
	if s.Mode.Kind == Wait {
		if s.Data < 0 || s.Data > g.regions {
			return 0, fmt.Errorf("spot: data is %d, want 0 to %d", s.Data, g.regions)
		}
		return g.idle(s.Data), nil
	}
	if s.Mode.Kind > OnDemand || s.Mode.Place < 0 || s.Mode.Place >= g.places {
		return 0, fmt.Errorf("spot: mode is %v of place %d, want one of %d places", s.Mode.Kind, s.Mode.Place, g.places)
	}
	for level := range g.levels {
		if g.pend[level] == s.Pending {
			return g.on(g.machine(s.Mode), level), nil
		}
	}
	return 0, fmt.Errorf("spot: %v of an overhead is pending, want one of %v", s.Pending, g.pend[:g.levels])
}

// Replay returns what comes of any rule in a problem: at each tick until the job is finished, choose says what to
// do in a state whose Mode is Wait if its spot machine is gone. A machine that is chosen and is not the one of
// the state is entered anew. The error names the tick at which there is no such machine, or says that the
// deadline is missed; the plan so far is returned with it.
func Replay(p *Problem, choose func(State) (Mode, error)) (*Plan, error) {
	return ReplayFrom(p, p.start(), choose)
}

// ReplayFrom is Replay from a state on: what it costs from there. The state must be one that the problem can come to.
func ReplayFrom(p *Problem, s State, choose func(State) (Mode, error)) (*Plan, error) {
	plan := &Plan{}
	if err := p.Check(); err != nil {
		return plan, err
	}
	for ; ; s.Tick++ {
		if sim.Duration(s.Tick) >= (p.Deadline+p.Tick-1)/p.Tick {
			return plan, &InfeasibleError{p.Work, p.Deadline, s.Done}
		}
		if s.Mode.Kind == Spot && !p.offers(s.Mode, s.Tick) {
			s.Mode, s.Pending = Mode{}, 0
		}
		m, err := choose(s)
		if err != nil {
			return plan, err
		}
		if !p.offers(m, s.Tick) {
			return plan, fmt.Errorf("spot: at tick %d there is no %v at place %d", s.Tick, m.Kind, m.Place)
		}
		step, done, err := p.step(&s, m)
		if err != nil {
			return plan, err
		}
		plan.Steps, plan.Cost = append(plan.Steps, step), plan.Cost+step.Machine+step.Move
		if done > 0 {
			plan.Finish = done
			return plan, nil
		}
	}
}

// step spends one tick and returns when in it the job finishes, or 0.
func (p *Problem) step(s *State, m Mode) (step Step, finish sim.Duration, err error) {
	step.Mode = m
	if m.Kind == Wait {
		s.Mode, s.Pending = m, 0
		return step, 0, nil
	}
	if step.Entered = s.Mode != m; step.Entered {
		region := p.Places[m.Place].Region
		if s.Data > 0 && p.Move != nil {
			step.Move = p.Move[s.Data-1][region]
		}
		s.Pending, s.Data = p.Overhead, region+1
	}
	s.Mode = m
	begin := sim.Duration(s.Tick) * p.Tick
	used := s.Pending + p.Work - s.Done // to the end of the job
	if used > p.Tick {
		step.Progress = max(0, p.Tick-s.Pending)
		s.Pending, s.Done = max(0, s.Pending-p.Tick), s.Done+step.Progress
		used = p.Tick
	} else {
		step.Progress = p.Work - s.Done
		if finish = begin + used; finish > p.Deadline {
			return step, 0, &InfeasibleError{p.Work, p.Deadline, s.Done}
		}
		switch p.Billing {
		case Whole:
			used = p.Tick
		case Free:
			used = 0
		}
	}
	var ok bool
	if step.Machine, ok = forTime(p.price(m, s.Tick), used); !ok || step.Machine >= none/2 {
		return step, 0, &MoneyError{p.price(m, s.Tick), p.Deadline}
	}
	return step, finish, nil
}

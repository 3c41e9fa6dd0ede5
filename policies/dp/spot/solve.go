package spot

import (
	"skysim/sim"
)

// A decision is one byte: stay on the machine, wait, or enter machine d − enter.
const (
	stay  = uint8(0)
	wait  = uint8(1)
	enter = uint8(2)
	no    = uint8(255) // nothing leads to the deadline
)

// Table holds the best decision of every state of a problem.
type Table struct {
	problem *Problem
	grid    grid
	best    []uint8 // by tick, parts done and state
	cost    Cost    // from the start
}

// Solve values every state. The error is an *InfeasibleError, a *SizeError, a *MoneyError, or what
// Check says. Of equally cheap decisions it prefers to stay on the machine, then to
// enter the machine that is listed first, spot before on-demand, then to wait.
// The problem must not be changed while the table is used.
func Solve(p *Problem) (*Table, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	g, err := newGrid(p)
	if err != nil {
		return nil, err
	}
	if err := p.affordable(&g); err != nil {
		return nil, err
	}
	t := &Table{problem: p, grid: g, best: make([]uint8, g.ticks*g.parts*g.states())}
	t.cost = t.fill()
	if t.cost >= none {
		return nil, &InfeasibleError{p.Work, p.Deadline, p.mostWork()}
	}
	return t, nil
}

// affordable makes sure that no sum overflows: a plan has at most one line and one move
// in each tick.
func (p *Problem) affordable(g *grid) error {
	var top sim.Rate
	for i := range p.Places {
		for _, prices := range [][]sim.Rate{p.Places[i].SpotPrice, p.Places[i].OnDemand} {
			for _, r := range prices {
				top = max(top, r)
			}
		}
	}
	line, ok := forTime(top, p.Tick)
	for _, row := range p.Move {
		for _, c := range row {
			ok = ok && c < none-line
			line = max(line, line+c)
		}
	}
	if !ok || line >= none/Cost(g.ticks+1) {
		return &MoneyError{top, p.Deadline}
	}
	return nil
}

// pass is what is worked out at one tick.
type pass struct {
	*Table
	t       int
	offered []bool // by machine
	whole   []Cost // by machine: the tick
	next    []Cost // the values at the next tick, by parts and state
	entered []Cost // by machine: the value of entering it, without moves
	enterAt []Cost // by place of the data (0 nowhere): the value of the best entry
	which   []uint8
}

// fill values all states backwards and returns the value of the start.
func (t *Table) fill() Cost {
	g := &t.grid
	n, machines := g.states(), g.machines()
	s := pass{
		Table: t, offered: make([]bool, machines), whole: make([]Cost, machines), entered: make([]Cost, machines),
		enterAt: make([]Cost, g.regions+1), which: make([]uint8, g.regions+1), next: make([]Cost, g.parts*n),
	}
	for i := range s.next { // beyond the last tick
		s.next[i] = none
	}
	now := make([]Cost, g.parts*n)
	for s.t = g.ticks - 1; s.t >= 0; s.t-- {
		for m := range machines {
			if s.offered[m] = t.problem.offers(g.mode(m), s.t); s.offered[m] {
				s.whole[m], _ = forTime(t.problem.price(g.mode(m), s.t), t.problem.Tick)
			}
		}
		reached := min(g.parts-1, s.t*int(t.problem.Tick/g.unit))
		for done := 0; done <= reached; done++ {
			s.value(done, now[done*n:(done+1)*n], t.best[(s.t*g.parts+done)*n:][:n])
		}
		now, s.next = s.next, now
	}
	return s.next[g.idle(t.problem.Home)]
}

// value finds the values and decisions of all states of a tick with so much done.
func (s *pass) value(done int, now []Cost, best []uint8) {
	g := &s.grid
	for m := range s.entered {
		s.entered[m] = none
		if s.offered[m] {
			s.entered[m] = s.run(m, g.fresh, done)
		}
	}
	for data := range s.enterAt {
		s.enterAt[data], s.which[data] = none, no
		for m, c := range s.entered {
			if c < none && data > 0 && s.problem.Move != nil {
				c += s.problem.Move[data-1][g.region(m)]
			}
			if c < s.enterAt[data] {
				s.enterAt[data], s.which[data] = c, enter+uint8(m)
			}
		}
		i := g.idle(data)
		now[i], best[i] = s.enterAt[data], s.which[data]
		if later := s.next[done*g.states()+i]; later < now[i] {
			now[i], best[i] = later, wait
		}
	}
	for m := range s.entered {
		lost := g.idle(1 + g.region(m)) // what it is to be without the machine
		for level := range g.levels {
			i := g.on(m, level)
			now[i], best[i] = now[lost], best[lost]
			if s.offered[m] {
				if c := s.run(m, level, done); c < none && c <= now[i] {
					now[i], best[i] = c, stay
				}
			}
		}
	}
}

// run returns the value of spending the tick on a machine with an overhead of that level.
func (s *pass) run(m, level, done int) Cost {
	g, p := &s.grid, s.problem
	if then := done + g.gain[level]; then < g.parts {
		return min(none, s.whole[m]+s.next[then*g.states()+g.on(m, after(level))])
	}
	used := g.pend[level] + p.Work - sim.Duration(done)*g.unit
	if used > p.Tick || sim.Duration(s.t)*p.Tick+used > p.Deadline {
		return none
	}
	switch p.Billing {
	case Free:
		return 0
	case Used:
		c, _ := forTime(p.price(g.mode(m), s.t), used)
		return c
	}
	return s.whole[m]
}

// mostWork returns how much of the work can be done by the deadline: forwards, the most
// that can have been done in each state.
func (p *Problem) mostWork() sim.Duration {
	g, err := newGrid(p)
	if err != nil {
		return 0
	}
	var most sim.Duration // and so much without a machine: waiting keeps it
	on := make([]sim.Duration, g.machines()*g.levels)
	for i := range on {
		on[i] = -1
	}
	next := make([]sim.Duration, len(on))
	for t := range g.ticks {
		length := min(p.Tick, p.Deadline-sim.Duration(t)*p.Tick)
		idle := most
		for i := range next {
			next[i] = -1
		}
		for m := range g.machines() {
			for level := 0; level <= g.fresh && p.offers(g.mode(m), t); level++ {
				from := idle
				if level < g.levels && level < g.fresh || g.fresh == 0 {
					from = on[g.on(m, level)]
				}
				if g.fresh == 0 {
					from = max(from, idle)
				}
				if from < 0 {
					continue
				}
				to := &next[g.on(m, after(level))]
				*to = max(*to, from+max(0, length-g.pend[level]))
				most = max(most, *to)
			}
		}
		on, next = next, on
	}
	return min(most, p.Work)
}

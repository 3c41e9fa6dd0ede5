package spot

import (
	"errors"
	"fmt"
	"testing"

	"skysim/sim"
)

// cheapest tries every plan, tick by tick, with nothing but Problem.step, and returns the least cost, or
// none.
func cheapest(p *Problem, s State) Cost {
	if sim.Duration(s.Tick)*p.Tick >= p.Deadline {
		return none
	}
	if s.Mode.Kind == Spot && !p.Places[s.Mode.Place].spotAt(s.Tick) {
		s.Mode, s.Pending = Mode{}, 0
	}
	best := none
	for kind := Wait; kind <= OnDemand; kind++ {
		for place := range max(1, len(p.Places)) {
			m := Mode{kind, place}
			if !p.offers(m, s.Tick) {
				continue
			}
			then := s
			step, finish, err := p.step(&then, m)
			if err != nil {
				continue
			}
			c := step.Machine + step.Move
			if finish == 0 {
				then.Tick++
				c = min(none, c+cheapest(p, then))
			}
			best = min(best, c)
		}
	}
	return best
}

// tiny draws a problem that cheapest can try all plans of.
func tiny(seed uint64) *Problem {
	r := sim.NewStream(seed, "tiny")
	units := []sim.Duration{60e9, 1e9, 7, 3600e9}
	u := units[r.Int64N(4)]
	p := &Problem{
		Tick: u * sim.Duration(1+r.Int64N(5)), Overhead: u * sim.Duration(max(0, r.Int64N(9)-2)),
		Billing: Billing(r.Int64N(3)),
	}
	ticks := 1 + r.Int64N(6)
	p.Work = u*sim.Duration(1+r.Int64N(1+ticks*int64(p.Tick/u)*3/4)) + sim.Duration(r.Int64N(3))*u/3
	p.Deadline = p.Tick*sim.Duration(ticks) - sim.Duration(r.Int64N(3))*p.Tick/5
	switch r.Int64N(6) {
	case 0: // a deadline that work and one overhead just meet, or just miss
		p.Work = max(1, p.Deadline-p.Overhead+sim.Duration(r.Int64N(2)))
	case 1:
		p.Deadline = p.Work
	}
	if p.Deadline > 7*p.Tick {
		p.Deadline = 7 * p.Tick
	}
	places := min(2, r.Int64N(8))
	if ticks < 5 && r.Int64N(3) == 0 {
		places = 3
	}
	if r.Int64N(2) == 0 {
		p.Move = make([][]Cost, 3)
		for i := range p.Move {
			for j := range 3 {
				p.Move[i] = append(p.Move[i], Cost(r.Int64N(3)*int64(p.Tick)/1_000*int64(min(1, (i-j)*(i-j)))))
			}
		}
		p.Home = int(r.Int64N(4))
	}
	up := r.Int64N(5) // of 4
	for i := range places {
		l := Place{Name: fmt.Sprint(i), Region: int(r.Int64N(3))}
		for range r.Int64N(ticks + 2) {
			l.Spot = append(l.Spot, r.Int64N(4) < up)
			l.SpotPrice = append(l.SpotPrice, sim.Rate(r.Int64N(4_000_000_000)))
		}
		if r.Int64N(2) == 0 {
			l.SpotPrice = []sim.Rate{sim.Rate(r.Int64N(3) * 1_000_000_001)}
		}
		for range r.Int64N(4) {
			l.OnDemand = append(l.OnDemand, 3*sim.DollarRate+sim.Rate(r.Int64N(6_000_000_000)))
		}
		p.Places = append(p.Places, l)
	}
	return p
}

// TestOptimumAgainstEveryPlan wants the cheapest of all plans. A seed that fails is run alone with
// cheapest(tiny(seed), …).
func TestOptimumAgainstEveryPlan(t *testing.T) {
	feasible, entered, moved := 0, 0, 0
	for seed := range uint64(20_000) {
		p := tiny(seed)
		if err := p.Check(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want := cheapest(p, p.start())
		plan, err := Optimum(p)
		var infeasible *InfeasibleError
		switch {
		case errors.As(err, &infeasible) && want == none:
			if infeasible.Most >= p.Work || infeasible.Most < 0 {
				t.Errorf("seed %d: %v", seed, err)
			}
		case err != nil || want == none:
			t.Errorf("seed %d: %v, want %v: %+v", seed, err, want, p)
		case plan.Cost != want:
			t.Errorf("seed %d: Optimum costs %d, the cheapest plan %d: %+v", seed, plan.Cost, want, p)
		default:
			feasible++
			for _, s := range plan.Steps {
				if s.Entered {
					entered++
				}
				if s.Move > 0 {
					moved++
				}
			}
		}
	}
	if feasible < 6000 || feasible > 15_000 || entered < 5*feasible/4 || moved < 500 {
		t.Errorf("of 20,000 problems %d are feasible, with %d entries and %d moves: the test says little", feasible, entered, moved)
	}
}

// TestMostWork compares the witness of infeasibility with all plans.
func TestMostWork(t *testing.T) {
	for seed := range uint64(3000) {
		p := tiny(seed)
		if _, err := Optimum(p); err == nil {
			continue
		}
		most := p.mostWork()
		less := *p
		if most > 0 {
			if less.Work = most; cheapest(&less, less.start()) == none {
				t.Errorf("seed %d: %v of %v cannot be done: %+v", seed, most, p.Work, p)
			}
		}
		if less.Work = most + 1; cheapest(&less, less.start()) < none {
			t.Errorf("seed %d: more than %v of %v can be done: %+v", seed, most, p.Work, p)
		}
	}
}

package spot

import (
	"fmt"
	"math"

	"skysim/sim"
)

// Strategy holds the decisions that cost least on average under a Forecast, for every
// state up to a number of ticks and parts of work. It never risks the deadline where that can be
// helped: what may miss it, with however small a probability, counts as costing infinitely much.
type Strategy struct {
	forecast *Forecast
	problem  *Problem
	grid     grid
	markets  int       // 2 to the number of places
	best     [][]uint8 // by ticks left − 1: by parts left − 1, market and state
	value    []float64 // of the last layer: expected pico-dollars
	after    []float64 // scratch: the value of coming to a state, seen a tick before
	entered  []float64
	price    []float64 // by machine: of a whole tick
	last     [][]float64
}

// Expect finds the decisions by dynamic programming from the deadline backwards. The error is what
// Check says, a *SizeError or a *MoneyError. It ties as Solve does. The forecast must not be changed while the
// strategy is used.
func Expect(f *Forecast, ticks, parts int) (*Strategy, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	if ticks < 1 || parts < 1 {
		return nil, fmt.Errorf("spot: %d ticks and %d parts of work, want 1 or more of each", ticks, parts)
	}
	s := &Strategy{forecast: f, markets: 1 << len(f.Places), problem: f.problem(ticks, parts)}
	var err error
	if s.grid, err = newGrid(s.problem); err != nil {
		return nil, err
	}
	if err := s.fits(ticks); err != nil {
		return nil, err
	}
	if err := s.problem.affordable(&s.grid); err != nil {
		return nil, err
	}
	n := parts * s.markets * s.grid.states()
	s.value, s.after, s.entered = make([]float64, n), make([]float64, n), make([]float64, s.grid.machines())
	for i := range s.value {
		s.value[i] = math.Inf(1)
	}
	s.bill()
	return s, s.Extend(ticks)
}

// fits reports whether there are too many states.
func (s *Strategy) fits(ticks int) error {
	most := s.problem.MostStates
	if most == 0 {
		most = DefaultMostStates
	}
	perTick := int64(s.grid.parts) * int64(s.markets) * int64(s.grid.states())
	if perTick > most/int64(ticks) {
		return &SizeError{min(perTick, math.MaxInt64/2/int64(ticks)) * int64(ticks), most}
	}
	return nil
}

// bill works out what ticks cost: whole ones, and the last one by level and parts left.
func (s *Strategy) bill() {
	g := &s.grid
	for m := range g.machines() {
		s.price = append(s.price, 0)
		for level := range g.pend {
			s.last = append(s.last, make([]float64, g.gain[level]+1))
			for parts := 1; parts <= g.gain[level] && s.sold(m); parts++ {
				used := g.pend[level] + g.unit*sim.Duration(parts)
				switch s.problem.Billing {
				case Whole:
					used = s.problem.Tick
				case Free:
					used = 0
				}
				c, _ := forTime(s.problem.price(g.mode(m), 0), used)
				s.last[m*len(g.pend)+level][parts] = float64(c)
			}
		}
		if s.sold(m) {
			c, _ := forTime(s.problem.price(g.mode(m), 0), s.problem.Tick)
			s.price[m] = float64(c)
		}
	}
}

// sold reports whether machines of a mode have a price at all.
func (s *Strategy) sold(m int) bool {
	l := &s.problem.Places[m%s.grid.places]
	if m < s.grid.places {
		return len(l.SpotPrice) > 0
	}
	return len(l.OnDemand) > 0
}

// Extend makes the strategy know up to so many ticks. The error is a *SizeError.
func (s *Strategy) Extend(ticks int) error {
	if err := s.fits(max(1, ticks)); err != nil {
		return err
	}
	n := s.grid.states()
	for len(s.best) < ticks {
		s.look()
		best := make([]uint8, len(s.value))
		for parts := 1; parts <= s.grid.parts; parts++ {
			for up := range s.markets {
				i := ((parts-1)*s.markets + up) * n
				s.decide(parts, up, s.value[i:i+n], best[i:i+n])
			}
		}
		s.best = append(s.best, best)
	}
	return nil
}

// look fills in s.after: what coming to a state is worth as seen a tick before, for each market then.
func (s *Strategy) look() {
	g, n := &s.grid, s.grid.states()
	copy(s.after, s.value)
	for parts := range g.parts {
		layer := s.after[parts*s.markets*n : (parts+1)*s.markets*n]
		for up := range s.markets { // whether the machine is kept
			for z := range g.places {
				lost := layer[up*n+g.idle(1+g.region(z))]
				for level := range g.levels {
					v := &layer[up*n+g.on(z, level)]
					if up>>z&1 == 0 {
						*v = lost
					} else {
						*v = mix(s.forecast.Odds[z].Evict, lost, *v)
					}
				}
			}
		}
		for z, o := range s.forecast.Odds { // what the market will be, place by place
			for up := range s.markets {
				if up>>z&1 == 1 {
					continue
				}
				low, high := layer[up*n:(up+1)*n], layer[(up|1<<z)*n:][:n]
				for i := range low {
					low[i], high[i] = mix(o.Up, high[i], low[i]), mix(o.Down, low[i], high[i])
				}
			}
		}
	}
}

// mix returns q·x + (1−q)·y, where x or y may be infinite.
func mix(q, x, y float64) float64 {
	switch q {
	case 0:
		return y
	case 1:
		return x
	}
	return float64(q*x) + float64((1-q)*y)
}

// decide values all states with so many parts left in a market.
func (s *Strategy) decide(parts, up int, now []float64, best []uint8) {
	g := &s.grid
	base := ((parts-1)*s.markets + up) * g.states() // of what comes after a wait
	for m := range s.entered {
		s.entered[m] = math.Inf(1)
		if s.offered(m, up) {
			s.entered[m] = s.run(m, g.fresh, parts, up)
		}
	}
	for data := range g.regions + 1 {
		i := g.idle(data)
		now[i], best[i] = math.Inf(1), no
		for m, c := range s.entered {
			if data > 0 && s.problem.Move != nil {
				c += float64(s.problem.Move[data-1][g.region(m)])
			}
			if c < now[i] {
				now[i], best[i] = c, enter+uint8(m)
			}
		}
		if later := s.after[base+i]; later < now[i] {
			now[i], best[i] = later, wait
		}
	}
	for m := range s.entered {
		left := g.idle(1 + g.region(m))
		for level := range g.levels {
			i := g.on(m, level)
			now[i], best[i] = now[left], best[left]
			if !s.offered(m, up) {
				continue
			}
			if c := s.run(m, level, parts, up); !math.IsInf(c, 1) && c <= now[i] {
				now[i], best[i] = c, stay
			}
		}
	}
}

// offered reports whether a machine can be had in a market.
func (s *Strategy) offered(m, up int) bool { return s.sold(m) && (m >= s.grid.places || up>>m&1 == 1) }

// run returns the value of spending the tick on a machine.
func (s *Strategy) run(m, level, parts, up int) float64 {
	g := &s.grid
	if parts <= g.gain[level] {
		return s.last[m*len(g.pend)+level][parts]
	}
	return s.price[m] + s.after[((parts-g.gain[level]-1)*s.markets+up)*g.states()+g.on(m, after(level))]
}

package spot

import (
	"math"

	"skysim/sim"
)

// grid numbers the states of a job within a tick. First come the machines, each with as many
// levels as an overhead has values at the beginning of a tick: level k is k ticks, or the
// last part of one, to be served; level 0 is none. Behind them come the
// states without a machine, by where the data is: nowhere, region 0, region 1, …
type grid struct {
	places   int
	levels   int
	regions  int // of the places
	unit     sim.Duration
	parts    int // of the work: the last may be smaller than a unit
	ticks    int // of which the last may be cut by the deadline
	pend     []sim.Duration
	gain     []int // by level: parts that are done in a tick
	fresh    int   // what a fresh entry's overhead is called: one level above the others
	regionOf []int
}

// newGrid measures a problem that has been checked.
func newGrid(p *Problem) (grid, error) {
	g := grid{places: len(p.Places), unit: gcd(p.Tick, p.Overhead), regionOf: make([]int, len(p.Places))}
	g.fresh = int(min((p.Overhead+p.Tick-1)/p.Tick, math.MaxInt32))
	g.levels = max(1, g.fresh)
	for i, l := range p.Places {
		g.regionOf[i], g.regions = l.Region, max(g.regions, l.Region+1)
	}
	g.regions = max(g.regions, len(p.Move))
	parts, ticks := (p.Work+g.unit-1)/g.unit, (p.Deadline+p.Tick-1)/p.Tick
	most := p.MostStates
	if most == 0 {
		most = DefaultMostStates
	}
	if all := float64(float64(parts)*float64(ticks)) * float64(2*g.places*g.levels+g.regions+1); all > float64(most) {
		return g, &SizeError{int64(min(all, math.MaxInt64/2)), most}
	}
	g.parts, g.ticks = int(parts), int(ticks)
	for k := range g.fresh + 1 {
		// level k is reached from a fresh entry after fresh−k ticks
		pend := max(0, p.Overhead-p.Tick*sim.Duration(g.fresh-k))
		g.pend = append(g.pend, pend)
		g.gain = append(g.gain, int(max(0, p.Tick-pend)/g.unit))
	}
	return g, nil
}

// gcd returns the greatest common divisor of a tick and an overhead, which may be 0.
func gcd(a, b sim.Duration) sim.Duration {
	for b > 0 {
		a, b = b, a%b
	}
	return a
}

// states returns how many there are in a tick at one progress.
func (g *grid) states() int { return 2*g.places*g.levels + g.regions + 1 }

// machines is the number of modes that are not waiting.
func (g *grid) machines() int { return 2 * g.places }

// mode returns the mode of a machine: first all spot, then all on-demand ones.
func (g *grid) mode(m int) Mode {
	if m < g.places {
		return Mode{Spot, m}
	}
	return Mode{OnDemand, m - g.places}
}

// machine returns the number of a mode that is not waiting.
func (g *grid) machine(m Mode) int {
	if m.Kind == OnDemand {
		return m.Place + g.places
	}
	return m.Place
}

// region returns where a machine is.
func (g *grid) region(m int) int { return g.regionOf[m%g.places] }

// on returns the number of the state on a machine at a level.
func (g *grid) on(m, level int) int { return m*g.levels + level }

// idle returns the number of the state without a machine whose data is there: 0 for
// nowhere, or 1 + a region.
func (g *grid) idle(data int) int { return g.machines()*g.levels + data }

// after returns the level after a tick that began at one.
func after(level int) int { return max(0, level-1) }

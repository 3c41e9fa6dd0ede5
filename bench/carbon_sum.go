package bench

import (
	"math/big"
	"slices"

	"skysim/sim"
)

// carbonSum is the Observer that adds up what machines draw and emit, exactly:
//
//   - a machine draws its idle power from rent to gone (an owned one all along),
//     whether it boots, idles or works;
//   - every task of a running attempt draws its part on top, on its machine;
//   - both emit, at every instant, what a kilowatt-hour then does in the region.
//
// Power is linear in what tasks occupy, so that each machine and each task counts by
// itself, once, when it ends.
//
// Note: it is an observer and not a part of the engine. Runs that do not count
// carbon pay nothing, snapshots stay as they are, and the sums are as exact: the
// events have all that they need.
type carbonSum struct {
	w     *sim.World
	over  []integral              // of the intensity, by region
	since map[int64]sim.Time      // of machines that are alive
	gangs map[int64][]sim.OfferID // where the tasks of jobs of several are
	draws big.Int                 // nW × ns
	emits big.Int                 // nW × ns × mg per kWh
	a, b  big.Int                 // scratch
}

func newCarbonSum(w *sim.World) *carbonSum {
	c := &carbonSum{w: w, since: map[int64]sim.Time{}, gangs: map[int64][]sim.OfferID{}}
	for r := range w.Carbon.Intensity {
		c.over = append(c.over, newIntegral(&w.Carbon.Intensity[r]))
	}
	return c
}

// Observe takes in one round.
func (c *carbonSum) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		switch e := &events[i]; e.Kind {
		case sim.MachineRented:
			c.since[e.Machine] = e.Time
		case sim.MachineUp:
			if _, rented := c.since[e.Machine]; !rented {
				c.since[e.Machine] = e.Time // an owned one
			}
		case sim.MachineReleased, sim.MachineLost, sim.MachineFailed:
			c.add(e.Offer, c.power(e.Offer).Idle, c.since[e.Machine], e.Time)
			delete(c.since, e.Machine)
		case sim.TaskPlaced:
			c.gangs[e.Job] = append(c.gangs[e.Job], e.Offer)
		case sim.AttemptEnded:
			c.end(e)
		}
	}
}

func (c *carbonSum) power(o sim.OfferID) *sim.Power { return &c.w.Carbon.Power[c.w.Offers[o].Type] }

// end counts the tasks of an attempt.
func (c *carbonSum) end(e *sim.Event) {
	one := []sim.OfferID{e.Offer}
	at := one
	if e.Tasks > 1 {
		at = c.gangs[e.Job]
		delete(c.gangs, e.Job)
	}
	if e.Run <= 0 {
		return
	}
	tasks := int64(e.Tasks)
	for _, o := range at {
		p := c.power(o)
		c.add(o, p.CPU*(e.CPU/tasks)+p.GPU*(e.GPU/tasks), e.Time.Add(-e.Run), e.Time)
	}
}

// add counts so many nanowatts at an offer over a time.
func (c *carbonSum) add(o sim.OfferID, power int64, from, to sim.Time) {
	r := c.w.Zones[c.w.Offers[o].Zone].Region
	c.a.SetInt64(power)
	c.draws.Add(&c.draws, c.b.Mul(&c.a, c.b.SetInt64(int64(to-from))))
	c.emits.Add(&c.emits, c.b.Mul(&c.a, c.over[r].between(from, to).Big()))
}

// Units of the sums.
var (
	wattHour = scale(3_600_000_000_000, 1_000_000_000)         // nW × ns
	gram     = scale(3_600_000_000_000, 1_000_000_000_000_000) // nW × ns × mg per kWh: an hour in ns × kW in nW × 1000
)

// scale returns a·b.
func scale(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }

// fill writes the columns: the sums are exact and are rounded once.
func (c *carbonSum) fill(r *Row) {
	energy, _ := new(big.Rat).SetFrac(&c.draws, wattHour).Float64()
	carbon, _ := new(big.Rat).SetFrac(&c.emits, gram).Float64()
	r.Energy, r.Carbon = &energy, &carbon
}

// integral is the integral of a path from its beginning on.
type integral struct {
	path *sim.Path
	sum  []sim.Wide // up to the beginning of each step
}

func newIntegral(p *sim.Path) integral {
	g := integral{path: p, sum: make([]sim.Wide, len(p.At))}
	for i := 1; i < len(p.At); i++ {
		g.sum[i] = g.sum[i-1].Plus(sim.Product(p.Value[i-1], int64(p.At[i]-p.At[i-1])))
	}
	return g
}

// to returns the integral up to an instant that is not before the path's beginning.
func (g *integral) to(t sim.Time) sim.Wide {
	i, there := slices.BinarySearch(g.path.At, t)
	if !there {
		i--
	}
	return g.sum[i].Plus(sim.Product(g.path.Value[i], int64(t-g.path.At[i])))
}

// between returns the integral over a time.
func (g *integral) between(from, to sim.Time) sim.Wide { return g.to(to).Minus(g.to(from)) }

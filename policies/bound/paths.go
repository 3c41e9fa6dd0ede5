package bound

import (
	"math"
	"slices"

	"skysim/sim"
)

// endless is a supply of machine time that never runs out.
const endless = math.MaxInt64

// step returns the index of the step of a path that holds at t.
func step(p *sim.Path, t sim.Time) int {
	i, found := slices.BinarySearch(p.At, t)
	if !found {
		i--
	}
	return max(0, i)
}

// lowest returns the least value of a path at an instant from from to before to.
func lowest(p *sim.Path, from, to sim.Time) int64 {
	i := step(p, from)
	least := p.Value[i]
	for i++; i < len(p.At) && p.At[i] < to; i++ {
		least = min(least, p.Value[i])
	}
	return least
}

// integral returns ∫ value dt over an interval, at most endless; so is that of a
// value that is as good as unlimited.
func integral(p *sim.Path, from, to sim.Time) int64 {
	var sum int64
	for i := step(p, from); from < to; i++ {
		end := to
		if i+1 < len(p.At) {
			end = min(end, p.At[i+1])
		}
		if p.Value[i] > 0 && (p.Value[i] >= sim.Unlimited/2 || end == sim.Never) {
			return endless
		}
		sum = plus(sum, times(p.Value[i], int64(end-from)))
		from = end
	}
	return sum
}

// plus returns a+b for a, b ≥ 0, at most endless.
func plus(a, b int64) int64 {
	if s := a + b; s >= 0 {
		return s
	}
	return endless
}

// rises returns the path of the largest value so far, from Time 0 on: machines on
// demand are kept when the supply falls.
func rises(p *sim.Path) sim.Path {
	first := step(p, 0)
	q := sim.Path{At: []sim.Time{0}, Value: []int64{p.Value[first]}}
	for i := first + 1; i < len(p.At); i++ {
		if v := p.Value[i]; v > q.Value[len(q.Value)-1] {
			q.At, q.Value = append(q.At, p.At[i]), append(q.Value, v)
		}
	}
	return q
}

// fall is a loss of spot supply: so many machines may get notice at an instant.
type fall struct {
	at       sim.Time
	machines int64
}

// falls lists when a supply falls before an instant, and by how much.
func falls(p *sim.Path, before sim.Time) []fall {
	var list []fall
	for i := step(p, 0) + 1; i < len(p.At) && p.At[i] < before; i++ {
		if lost := p.Value[i-1] - p.Value[i]; lost > 0 {
			list = append(list, fall{p.At[i], lost})
		}
	}
	return list
}

// overlap returns how much of [a, b) is in [from, to).
func overlap(a, b, from, to sim.Time) int64 {
	return max(0, int64(min(b, to)-max(a, from)))
}

// rules returns all that a provider's machines may be billed by in a run that
// ends before an instant.
func rules(p *sim.Provider, before sim.Time) []*sim.Billing {
	list := []*sim.Billing{p.BillingAt(0)}
	for i := range p.Changes {
		if c := &p.Changes[i]; c.From > 0 && c.From < before {
			list = append(list, &c.Billing)
		}
	}
	return list
}

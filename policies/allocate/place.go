package allocate

import (
	"fmt"
	"math/big"
	"slices"
)

// table has a row for each demand with the amount on each resource.
type table [][]*big.Rat

func newTable(p *Problem) table {
	t := make(table, len(p.Demands))
	for j := range t {
		t[j] = zeros(len(p.Resources))
	}
	return t
}

// loads returns the sums of the columns.
func (t table) loads(resources int) []*big.Rat {
	list := zeros(resources)
	for _, row := range t {
		for i, x := range row {
			if x.Sign() != 0 {
				list[i].Add(list[i], x)
			}
		}
	}
	return list
}

// placer lays demands on resources one after another.
type placer struct {
	p    *Problem
	t    table
	room []*big.Rat
	// order lists the resources that are tried, the best first, with the rooms left.
	order func(room []*big.Rat) []int
}

func newPlacer(p *Problem, order func(room []*big.Rat) []int) *placer {
	l := &placer{p: p, t: newTable(p), order: order}
	for _, r := range p.Resources {
		l.room = append(l.room, new(big.Rat).Set(r.Capacity))
	}
	return l
}

// put places one demand and reports whether all of it found room. A demand that is
// not divisible goes to the first resource that holds it; of a divisible one the first
// resource takes what it can, and the rest spills over.
func (l *placer) put(j int) bool {
	d := l.p.Demands[j]
	left := d.Amount
	for _, i := range l.order(l.room) {
		part := left
		if d.Divisible {
			part = new(big.Rat).Set(least(left, l.room[i]))
		} else if l.room[i].Cmp(left) < 0 {
			continue
		}
		l.t[j][i].Set(part)
		l.room[i].Sub(l.room[i], part)
		if left = sub(left, part); left.Sign() == 0 {
			return true
		}
	}
	return left.Sign() == 0
}

// stuck describes a demand that found no room.
func (l *placer) stuck(policy Policy, j int) error {
	largest := 0
	for i, room := range l.room {
		if room.Cmp(l.room[largest]) > 0 {
			largest = i
		}
	}
	d := l.p.Demands[j]
	return &StuckError{Policy: policy, Demand: j, Msg: fmt.Sprintf("demand %q of %s is not divisible and exceeds the most room that is left then, %s on %q; another allocation may hold it",
		d.Name, Decimal(d.Amount), Decimal(l.room[largest]), l.p.Resources[largest].Name)}
}

// inTurn places all demands in turn, under Cost until one finds no room.
func (l *placer) inTurn(policy Policy) (table, error) {
	for _, j := range l.p.turns() {
		if !l.put(j) && l.p.Objective == Cost {
			return nil, l.stuck(policy, j)
		}
	}
	return l.t, nil
}

// byFile is the order of first-fit.
func byFile(p *Problem) func([]*big.Rat) []int {
	order := make([]int, len(p.Resources))
	for i := range order {
		order[i] = i
	}
	return func([]*big.Rat) []int { return order }
}

// byCost is the order of greedy under Cost.
func byCost(p *Problem) func([]*big.Rat) []int {
	order := byFile(p)(nil)
	slices.SortStableFunc(order, func(a, b int) int { return p.Resources[a].UnitCost.Cmp(p.Resources[b].UnitCost) })
	return func([]*big.Rat) []int { return order }
}

// byRoom is the order of greedy under Utilisation: the least room first, so that the
// first that holds a demand is the one on which least is left.
func byRoom(p *Problem) func([]*big.Rat) []int {
	order := byFile(p)(nil)
	return func(room []*big.Rat) []int {
		slices.SortFunc(order, func(a, b int) int {
			if c := room[a].Cmp(room[b]); c != 0 {
				return c
			}
			return a - b
		})
		return order
	}
}

// pour hands loads of the resources out to divisible demands, in turn, from the resources
// in the order given. What the loads do not hold stays unplaced.
func (p *Problem) pour(t table, loads []*big.Rat, order []int) {
	at, room := 0, new(big.Rat)
	if len(order) > 0 {
		room.Set(loads[order[0]])
	}
	for _, j := range p.turns() {
		if !p.Demands[j].Divisible {
			continue
		}
		left := new(big.Rat).Set(p.Demands[j].Amount)
		for at < len(order) && left.Sign() > 0 {
			part := new(big.Rat).Set(least(left, room))
			t[j][order[at]].Add(t[j][order[at]], part)
			left.Sub(left, part)
			if room.Sub(room, part); room.Sign() == 0 {
				if at++; at < len(order) {
					room.Set(loads[order[at]])
				}
			}
		}
	}
}

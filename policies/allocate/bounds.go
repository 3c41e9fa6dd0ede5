package allocate

import "math/big"

// bounder says what the completions of a part of an allocation cost at least: loads are
// what the resources hold, rooms what they can take yet, rest what is to be placed. All
// are counted in units. ok is false if there is no completion. With nothing left but
// divisible demands, the bound is the cost.
type bounder interface {
	bound(load, room []int64, rest int64) (cost *big.Rat, ok bool)
	// below reports whether the bound is below best, nil being above all. It may say yes
	// in vain, but never no.
	below(load, room []int64, rest int64, best *big.Rat) bool
	// floor is a bound that is quick and may be a little less than bound.
	floor(load, room []int64, rest int64) (cost *big.Rat, ok bool)
	// toll is how many steps of the budget a bound takes, and what the last ones took more.
	toll() int64
	// units turns a cost into one of the problem.
	units(cost *big.Rat) *big.Rat
}

// newBounder returns the bounder of a criterion.
func newBounder(c *criterion, k *counted) bounder {
	if c.linear() {
		return newStraight(c, k)
	}
	return newBent(c, k)
}

// straight is the bounder of linear curves: the merit order, in integers.
type straight struct {
	order  []int
	weight []*big.Int // of a unit of load, in cost units
	small  []int64    // the same if no sum exceeds 64 bits, else nil
	unit   *big.Rat   // cost unit
	must   bool
	a, b   big.Int // memory
}

func newStraight(c *criterion, k *counted) *straight {
	f := filling{curves: c.curves, low: zeros(len(c.curves))}
	s := &straight{order: f.merit(), must: c.must}
	var firsts []*big.Rat
	for _, v := range c.curves {
		firsts = append(firsts, v.first)
	}
	s.unit = unitOf(firsts)
	fits, total := true, k.rest[0]+k.free+1
	for _, w := range firsts {
		n := new(big.Rat).Quo(w, s.unit).Num()
		s.weight = append(s.weight, n)
		fits = fits && new(big.Int).Mul(n, big.NewInt(total)).BitLen() < 62
	}
	if fits {
		for _, n := range s.weight {
			s.small = append(s.small, n.Int64())
		}
	}
	s.unit = mul(s.unit, k.unit)
	return s
}

func (s *straight) toll() int64 { return int64(len(s.order)) }

func (s *straight) units(cost *big.Rat) *big.Rat { return mul(cost, s.unit) }

func (s *straight) bound(load, room []int64, rest int64) (*big.Rat, bool) {
	s.a.SetInt64(0)
	sum := int64(0)
	for _, i := range s.order {
		part := min(room[i], rest)
		rest -= part
		if s.small != nil {
			sum += s.small[i] * (load[i] + part)
			continue
		}
		s.a.Add(&s.a, s.b.Mul(s.b.SetInt64(load[i]+part), s.weight[i]))
	}
	if s.must && rest > 0 {
		return nil, false
	}
	if s.small != nil {
		s.a.SetInt64(sum)
	}
	return new(big.Rat).SetInt(&s.a), true
}

func (s *straight) below(load, room []int64, rest int64, best *big.Rat) bool {
	cost, ok := s.bound(load, room, rest)
	return ok && (best == nil || cost.Cmp(best) < 0)
}

func (s *straight) floor(load, room []int64, rest int64) (*big.Rat, bool) {
	return s.bound(load, room, rest)
}

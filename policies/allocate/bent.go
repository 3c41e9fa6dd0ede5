package allocate

import (
	"math"
	"math/big"
)

// bent is the bounder of curves that bend: the filling, in rationals. Most of the time the
// dual value in floats settles whether a bound is below the best known, since it is
// a bound for any multiplier; what is too close to call is computed exactly.
type bent struct {
	c             *criterion
	k             *counted
	unit          float64
	first, second []float64
	low, high     []float64 // memory
	best          *big.Rat  // that bestFloat is of
	bestFloat     float64
	slow          int64 // steps of exact bounds that toll has not told yet
}

func newBent(c *criterion, k *counted) *bent {
	n := len(c.curves)
	b := &bent{c: c, k: k, low: make([]float64, n), high: make([]float64, n)}
	b.unit, _ = k.unit.Float64()
	for _, v := range c.curves {
		first, _ := v.first.Float64()
		second, _ := v.second.Float64()
		b.first, b.second = append(b.first, first), append(b.second, second)
	}
	return b
}

// What a bound by floats takes more than one by the merit order in integers, and a bound
// in rationals.
const (
	bentToll = 20
	slowToll = 2000
)

func (b *bent) toll() int64 {
	n := (bentToll + b.slow) * int64(len(b.c.curves))
	b.slow = 0
	return n
}

func (b *bent) units(cost *big.Rat) *big.Rat { return cost }

func (b *bent) bound(load, room []int64, rest int64) (*big.Rat, bool) {
	f := filling{curves: b.c.curves, must: b.c.must}
	total := rest
	for i := range load {
		f.low = append(f.low, b.size(load[i]))
		f.high = append(f.high, b.size(load[i]+room[i]))
		total += load[i]
	}
	f.amount = b.size(total)
	got, ok := f.solve()
	if !ok {
		return nil, false
	}
	cost := new(big.Rat)
	for i, x := range got.loads {
		cost.Add(cost, b.c.curves[i].at(x))
	}
	return cost, true
}

// size is a number of units as an amount.
func (b *bent) size(n int64) *big.Rat {
	x := new(big.Rat).SetInt64(n)
	return x.Mul(x, b.k.unit)
}

// slack is the share of all terms that rounding may be off by, with a wide margin.
const slack = 1e-9

func (b *bent) below(load, room []int64, rest int64, best *big.Rat) bool {
	total, ok := b.limits(load, room, rest)
	if !ok || best == nil {
		return ok
	}
	if b.best != best {
		b.best = best
		b.bestFloat, _ = best.Float64()
	}
	dual, terms := b.dual(float64(total) * b.unit)
	switch margin := float64(slack*terms) + float64(slack*math.Abs(b.bestFloat)); {
	case dual > b.bestFloat+margin:
		return false
	case dual < b.bestFloat-margin:
		return true
	}
	b.slow += slowToll
	cost, ok := b.bound(load, room, rest)
	return ok && cost.Cmp(best) < 0
}

func (b *bent) floor(load, room []int64, rest int64) (*big.Rat, bool) {
	total, ok := b.limits(load, room, rest)
	if !ok {
		return nil, false
	}
	dual, terms := b.dual(float64(total) * b.unit)
	cost := new(big.Rat).SetFloat64(dual - float64(slack*terms))
	return cost, cost != nil
}

// limits sets low and high, and returns all that will be placed in the end. ok is false if
// there is no room for it.
func (b *bent) limits(load, room []int64, rest int64) (total int64, ok bool) {
	free := int64(0)
	total = rest
	for i := range load {
		free += room[i]
		total += load[i]
		b.low[i] = float64(load[i]) * b.unit
		b.high[i] = float64(load[i]+room[i]) * b.unit
	}
	return total, free >= rest
}

// dual returns the dual value at about the best multiplier, and the size of its terms.
func (b *bent) dual(amount float64) (value, terms float64) {
	low, high := math.Inf(1), math.Inf(-1)
	for i := range b.first {
		low = min(low, b.first[i]+float64(2*b.second[i]*b.low[i]))
		high = max(high, b.first[i]+float64(2*b.second[i]*b.high[i]))
	}
	for range 50 {
		price := low + float64((high-low)/2)
		sum := 0.0
		for i := range b.first {
			sum += b.load(i, price)
		}
		if sum < amount {
			low = price
		} else {
			high = price
		}
	}
	value = float64(high * amount)
	terms = math.Abs(value)
	for i := range b.first {
		x := b.load(i, high)
		t := float64((b.first[i] + float64(b.second[i]*x) - high) * x)
		value += t
		terms += math.Abs(float64(b.first[i]*x)) + math.Abs(float64(b.second[i]*x)*x) + math.Abs(float64(high*x))
	}
	return value, terms
}

// load is what a resource takes at a price.
func (b *bent) load(i int, price float64) float64 {
	if b.second[i] > 0 {
		return min(max((price-b.first[i])/(2*b.second[i]), b.low[i]), b.high[i])
	}
	if b.first[i] < price {
		return b.high[i]
	}
	return b.low[i]
}

// slope is the slope of a resource at a load.
func (b *bent) slope(i int, load int64) float64 {
	return b.first[i] + float64(float64(2*b.second[i]*float64(load))*b.unit)
}

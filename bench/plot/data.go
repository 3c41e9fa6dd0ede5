package plot

import (
	"errors"
	"fmt"
	"math"
)

// Head is what all figures have.
type Head struct {
	Title    string   // top line, as in "three-clouds: cost by policy"
	Note     string   // below, as in "mean and 95 % interval over 10 seeds"
	Policies []string // names in the experiment's order, which decides their looks
}

// Estimate is a mean with its interval and what it was made from.
type Estimate struct {
	Mean  float64   // NaN where there is no result
	Low   float64   // ends of the interval; infinite or NaN where there is none
	High  float64   //
	Seeds []float64 // the values of the seeds; may be empty
}

// bounded reports whether the estimate has an interval to draw.
func (e Estimate) bounded() bool { return e.High-e.Low < math.Inf(1) }

// check returns an error if the estimate contradicts itself.
func (e Estimate) check() error {
	if math.IsInf(e.Mean, 0) {
		return fmt.Errorf("mean is %v, want a finite number or NaN", e.Mean)
	}
	for _, v := range e.Seeds {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("a seed's value is %v, want a finite number", v)
		}
	}
	if e.Low > e.High {
		return fmt.Errorf("interval [%v, %v] ends before it begins", e.Low, e.High)
	}
	return nil
}

// addTo widens an extent by all that will be drawn. The lower end of an
// interval that reaches below zero, where costs and waits do not go, is left to
// be cut off by the axis.
func (e Estimate) addTo(x *extent) {
	x.add(e.Mean)
	x.add(e.Seeds...)
	if e.bounded() {
		x.add(e.High)
		if e.Low > 0 || e.Mean < 0 {
			x.add(e.Low)
		}
	}
}

// check returns an error unless there is something to draw.
func (h Head) check(panels int) error {
	if len(h.Policies) == 0 {
		return errors.New("a figure needs at least one policy")
	}
	if panels == 0 {
		return errors.New("a figure needs at least one panel")
	}
	return nil
}

// checkCount returns an error unless a panel has one item per policy.
func (h Head) checkCount(title string, n int) error {
	if n != len(h.Policies) {
		return fmt.Errorf("panel %q has %d policies, want %d", title, n, len(h.Policies))
	}
	return nil
}

// blame puts panel and policy in front of an error.
func (h Head) blame(title string, policy int, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("panel %q, policy %s: %w", title, h.Policies[policy], err)
}

// legend has an entry per policy. Policies whose twin (an index per policy, its
// own if it has none) is another are said to be the same.
func (h Head) legend(twins []int, lined bool, what string) []entry {
	entries := make([]entry, len(h.Policies))
	for i, name := range h.Policies {
		entries[i] = entry{look: lookOf(i), name: name, lined: lined}
		if t := twins[i]; t != i {
			entries[i].note = what + " " + h.Policies[t]
		}
	}
	return entries
}

// twinsOf finds for each of n policies the first one it is the same as.
func twinsOf(n int, same func(i, j int) bool) []int {
	twins := make([]int, n)
	for i := range twins {
		twins[i] = i
		for j := range i {
			if twins[j] == j && same(i, j) {
				twins[i] = j
				break
			}
		}
	}
	return twins
}

// turn tells a policy's place among those that coincide with it: the which-th
// of count.
func turn(twins []int, i int) (which, count int) {
	for j, t := range twins {
		if t == twins[i] {
			if j == i {
				which = count
			}
			count++
		}
	}
	return which, count
}

// penFor draws policy i's line; lines that coincide take turns, each showing
// through the gaps of the next.
func penFor(twins []int, i int) pen {
	p := lookOf(i).pen()
	which, count := turn(twins, i)
	if count > 1 {
		const stroke = 6.0
		p.dash = []float64{stroke, stroke * float64(count-1)}
		p.phase = stroke * float64((count-which)%count)
	}
	return p
}

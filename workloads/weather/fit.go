package weather

import (
	"fmt"
	"math"
	"time"

	"skysim/sim"
)

// FitSupply returns the two-state market that a recording of supply is likeliest
// under. A recording of exponential stays that is cut at both ends is likeliest
// where the mean stay in a state is the time spent in it ÷ the number of times that
// it was left (the maximum-likelihood estimate of a Markov chain in continuous
// time). Count is the mean supply while there is any, weighted by time and rounded,
// and Partial 0: levels between none and all are not modelled. What comes and goes
// between two samples was not seen, so that a coarse recording gives longer stays.
//
// It reports a recording that covers no time, and one in which the market never
// changes: such a thing has no mean stays.
func FitSupply(p sim.Path, span sim.Duration) (Supply, error) {
	var spent, left [2]int64 // by state: 1 is up
	var machines sim.Wide    // × ns
	err := each(p, span, func(v int64, stay sim.Duration, last bool) {
		up := 0
		if v > 0 {
			up = 1
		}
		spent[up] += int64(stay)
		machines.AddProduct(v, int64(stay))
		if !last {
			left[up]++
		}
	}, func(a, b int64) bool { return (a > 0) == (b > 0) })
	if err != nil {
		return Supply{}, err
	}
	if left[0] == 0 || left[1] == 0 {
		return Supply{}, fmt.Errorf("a market that comes up %d times and goes down %d times in %v cannot be fitted, want at least once each", left[0], left[1], span)
	}
	return Supply{
		Up: sim.Duration(spent[1] / left[1]), Down: sim.Duration(spent[0] / left[0]),
		Count: max(1, int64(float64(machines.Float()/float64(spent[1]))+0.5)),
	}, nil
}

// each calls visit for every stay of a path within a span: its value, how long it
// lasted, and whether the end of the span cut it off. Neighbours that are the same
// state are one stay, with the value of each of them in turn: visit is then told
// last = true for all but the one that ends it.
func each(p sim.Path, span sim.Duration, visit func(v int64, stay sim.Duration, last bool), same func(a, b int64) bool) error {
	if len(p.At) == 0 || span <= 0 {
		return fmt.Errorf("the recording covers no time: it has %d steps in %v", len(p.At), span)
	}
	for i, v := range p.Value {
		from, to := max(p.At[i], 0), sim.Time(span)
		if from >= to {
			return nil
		}
		last := true
		if i+1 < len(p.At) && p.At[i+1] < to {
			to, last = p.At[i+1], same(v, p.Value[i+1])
		}
		visit(v, to.Sub(from), last)
	}
	return nil
}

// FitPrices returns the process of Prices that has the moments of a recording of
// prices, and the price that it wanders about. The recording is looked at every so
// often; of these prices the mean is the one returned, Swing the standard deviation
// of the logarithm, Memory what makes the logarithm's correlation between
// neighbouring looks e^(−Every/Memory), and Floor and Ceiling are the least and the
// largest (the method of moments). It reports a recording of less than three looks,
// and a price of 0.
func FitPrices(p sim.Path, span, every sim.Duration) (m Prices, mean sim.Rate, err error) {
	if every < time.Second {
		return m, 0, fmt.Errorf("prices are looked at every %v, want at least 1s", every)
	}
	var looks []int64
	least, most := int64(math.MaxInt64), int64(0)
	sum := 0.0
	for t := sim.Time(0); t < sim.Time(span); t = t.Add(every) {
		v := p.ValueAt(t)
		looks = append(looks, v)
		least, most = min(least, v), max(most, v)
		sum += float64(v)
	}
	n := float64(len(looks))
	if len(looks) < 3 {
		return m, 0, fmt.Errorf("%d looks, one every %v, at a recording of %v, want at least 3", len(looks), every, span)
	}
	if least <= 0 {
		return m, 0, fmt.Errorf("a price of 0 in the recording: want prices above 0")
	}
	center := sum / n
	swing, correlation := spread(looks)
	m = Prices{
		Every: every, Swing: min(swing, 3), Memory: time.Second,
		Floor: min(1, float64(least)/center), Ceiling: max(1, float64(most)/center),
	}
	if correlation > 0 {
		m.Memory = max(time.Second, sim.Duration(float64(min(float64(every)/-sim.Log(correlation), 1e18))))
	}
	return m, sim.Rate(center + 0.5), nil
}

// spread returns the standard deviation of the logarithms of values, and their
// correlation with those before them, below 1.
func spread(values []int64) (deviation, correlation float64) {
	logs := make([]float64, len(values))
	sum := 0.0
	for i, v := range values {
		logs[i] = sim.Log(float64(v))
		sum += logs[i]
	}
	mean := sum / float64(len(values))
	squares, products := 0.0, 0.0
	for i := range logs {
		logs[i] -= mean
		squares += float64(logs[i] * logs[i])
		if i > 0 {
			products += float64(logs[i] * logs[i-1])
		}
	}
	if squares == 0 {
		return 0, 0
	}
	return math.Sqrt(squares / float64(len(values))), min(products/squares, 0.999999)
}

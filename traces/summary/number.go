package summary

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"

	"skysim/sim"
	"skysim/traces/internal/decimal"
)

const (
	second = 1_000_000_000
	hour   = 3600 * second
)

// Seconds returns nanoseconds as an exact number of seconds.
func Seconds(ns int64) json.Number { return Units(ns, 9) }

// Units returns n·10^-places exactly, for places below 20.
func Units(n int64, places int) json.Number {
	if n < 0 {
		return json.Number("-" + string(decimal.Append(nil, -max(n, -math.MaxInt64), places)))
	}
	return json.Number(decimal.Append(nil, n, places))
}

// Share returns a / b, rounded once, or nil where b is 0.
func Share(a, b int64) any { return ratio(big.NewInt(a), big.NewInt(b)) }

// PerHour returns a sum of thousandths × nanoseconds in units × hours.
func PerHour(sum sim.Wide) float64 {
	f, _ := new(big.Rat).SetFrac(sum.Big(), big.NewInt(1000*hour)).Float64()
	return f
}

// PerSecond returns a sum of thousandths × nanoseconds in units × seconds.
func PerSecond(sum sim.Wide) float64 {
	f, _ := new(big.Rat).SetFrac(sum.Big(), big.NewInt(1000*second)).Float64()
	return f
}

// ratio returns a / b as the nearest float64, nil where b is 0.
func ratio(a, b *big.Int) any {
	if b.Sign() == 0 {
		return nil
	}
	f, _ := new(big.Rat).SetFrac(a, b).Float64()
	return f
}

// power returns 10^places.
func power(places int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
}

// Spread is how a quantity is distributed. Percentiles are by nearest rank: the
// least value that at least so many per cent of all do not exceed.
type Spread struct {
	Count int64       `json:"count"`
	Mean  float64     `json:"mean"`
	Min   json.Number `json:"min"`
	P10   json.Number `json:"p10"`
	P50   json.Number `json:"p50"`
	P90   json.Number `json:"p90"`
	P99   json.Number `json:"p99"`
	Max   json.Number `json:"max"`
}

// NewSpread sorts the values, which are multiples of 10^-places, and returns
// their spread, nil without values.
func NewSpread(values []int64, places int) *Spread {
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	var sum sim.Wide
	for _, v := range values {
		sum = sum.Plus(sim.Product(v, 1))
	}
	n := int64(len(values))
	at := func(percent int64) json.Number { return Units(Rank(values, percent), places) }
	mean := ratio(sum.Big(), new(big.Int).Mul(big.NewInt(n), power(places)))
	return &Spread{
		Count: n, Mean: mean.(float64), Min: at(0),
		P10: at(10), P50: at(50), P90: at(90), P99: at(99), Max: at(100),
	}
}

// Rank returns the percentile of sorted values by nearest rank; 0 is the least.
func Rank(sorted []int64, percent int64) int64 {
	n := int64(len(sorted))
	// ⌈percent·n / 100⌉ counts from 1.
	at := (percent*n + 99) / 100
	return sorted[max(at, 1)-1]
}

// variation returns the standard deviation of the gaps between sorted instants
// over their mean, or nil where it has none: √(n·Σx² − (Σx)²) / Σx, with sums in
// whole numbers.
func variation(sorted []int64) any {
	n := int64(len(sorted)) - 1
	if n < 1 || sorted[0] == sorted[n] {
		return nil
	}
	squares, square, gap := new(big.Int), new(big.Int), new(big.Int)
	for i := range n {
		gap.SetInt64(sorted[i+1] - sorted[i])
		squares.Add(squares, square.Mul(gap, gap))
	}
	sum := big.NewInt(sorted[n] - sorted[0])
	squares.Mul(squares, big.NewInt(n))
	squares.Sub(squares, new(big.Int).Mul(sum, sum))
	squared, _ := new(big.Rat).SetFrac(squares, new(big.Int).Mul(sum, sum)).Float64()
	return math.Sqrt(squared)
}

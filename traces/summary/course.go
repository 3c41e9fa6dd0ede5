package summary

import (
	"cmp"
	"slices"
)

// Course sums up a quantity that is sampled over time, such as carbon intensity
// or the number of machines to be had, in multiples of 10^-Places.
type Course struct {
	Places   int
	at, v    []int64
	unsorted Tally
	same     Tally
}

// Add takes the next point of the file, at an instant in nanoseconds.
func (c *Course) Add(at, v int64, line int) {
	if n := len(c.at); n > 0 {
		switch {
		case at < c.at[n-1]:
			c.unsorted.Add(line)
		case at == c.at[n-1]:
			c.same.Add(line)
		}
	}
	c.at, c.v = append(c.at, at), append(c.v, v)
}

// Hold says, for the picture, that the last value held until an instant.
func (c *Course) Hold(until int64) {
	if n := len(c.at); n > 0 && c.at[n-1] < until {
		c.at, c.v = append(c.at, until), append(c.v, c.v[n-1])
	}
}

// Len returns the number of points so far.
func (c *Course) Len() int64 { return int64(len(c.at)) }

// Put writes when the points are, and what is odd about that.
func (c *Course) Put(r *Report) {
	n := len(c.at)
	if n == 0 {
		return
	}
	first, last := slices.Min(c.at), slices.Max(c.at)
	r.Set("first", Seconds(first))
	r.Set("last", Seconds(last))
	r.Set("span_seconds", Seconds(last-first))
	r.Doubt(c.unsorted.N, c.unsorted.Line, "unsorted: points earlier than the one above them")
	r.Doubt(c.same.N, c.same.Line, "duplicate: points at the instant of the one above them")
}

// Spread returns how the values are distributed.
func (c *Course) Spread() *Spread { return NewSpread(slices.Clone(c.v), c.Places) }

// Curve draws the values, in units, over the instants that were given.
func (c *Course) Curve(name string) Curve {
	if len(c.at) == 0 {
		return Curve{Name: name}
	}
	order := make([]int, len(c.at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(c.at[a], c.at[b]) })
	unit := 1.0
	for range c.Places {
		unit *= 10
	}
	var points []Point
	for _, i := range order {
		p := Point{float64(c.at[i]) / second, float64(c.v[i]) / unit}
		if k := len(points); k > 0 && points[k-1].X == p.X {
			points[k-1] = p
			continue
		}
		points = append(points, p)
	}
	return Curve{name, Thin(points, false)}
}

package summary

import "slices"

// Page is what a picture of a recording shows.
type Page struct {
	Title, Note string
	Panels      []Panel
}

// Panel is one pair of axes with curves.
type Panel struct {
	Title string
	X, Y  string // names of the axes, with units
	// Steps says that a value holds until the next point; otherwise points are
	// joined by straight lines.
	Steps bool
	// Log draws x on a logarithmic scale; points at 0 stand at its left.
	Log bool
	// Time says that x is in seconds; it is drawn in the unit that suits.
	Time   bool
	Share  bool // y is a share of one
	Curves []Curve
}

// Curve is one line of a panel.
type Curve struct {
	Name   string
	Points []Point
}

// Point is a point of a curve.
type Point struct{ X, Y float64 }

// mostPoints is how many points a curve of a page has at most, about one for
// each point of paper.
const mostPoints = 400

// cumulative returns which share of the values is at most x, from sorted values
// in units of 10^-places.
func cumulative(sorted []int64, unit float64) []Point {
	var points []Point
	n := len(sorted)
	for i := range mostPoints {
		at := (i + 1) * n / mostPoints
		if at == 0 || (i+1 < mostPoints && (i+2)*n/mostPoints == at) {
			continue
		}
		p := Point{float64(sorted[at-1]) / unit, float64(at) / float64(n)}
		if k := len(points); k > 0 && points[k-1].X == p.X {
			points[k-1] = p
			continue
		}
		points = append(points, p)
	}
	return points
}

// CDF is a panel with the cumulative distribution of values, which it sorts.
func CDF(title, x string, values []int64, unit float64) Panel {
	slices.Sort(values)
	p := Panel{Title: title, X: x, Y: "share that is at most so large (%)", Steps: true, Log: true, Share: true}
	if len(values) > 0 {
		p.Curves = []Curve{{Name: "share", Points: cumulative(values, unit)}}
	}
	return p
}

// Rate is a panel with how many of the sorted instants, in nanoseconds, fall
// into equal spans.
func Rate(title, what string, sorted []int64) Panel {
	const spans = 100
	p := Panel{Title: title, X: "time since the first", Y: what + " in each hundredth of the time", Steps: true, Time: true}
	n := len(sorted)
	if n == 0 {
		return p
	}
	first, span := sorted[0], sorted[n-1]-sorted[0]
	width := span/spans + 1
	counts := make([]int64, span/width+1)
	for _, t := range sorted {
		counts[(t-first)/width]++
	}
	var c Curve
	for i, k := range counts {
		c.Points = append(c.Points, Point{float64(int64(i)*width) / second, float64(k)})
	}
	end := Point{float64(int64(len(counts))*width) / second, float64(counts[len(counts)-1])}
	p.Curves = []Curve{{Name: what, Points: append(c.Points, end)}}
	return p
}

// Thin returns a step function with at most so many steps as paper shows: each is
// the mean over its stretch of time, or with peaks the largest value in it.
func Thin(points []Point, peaks bool) []Point {
	n := len(points)
	if n <= mostPoints || points[0].X >= points[n-1].X {
		return points
	}
	first, width := points[0].X, (points[n-1].X-points[0].X)/mostPoints
	out := make([]Point, 0, mostPoints+1)
	at := 0
	for k := range mostPoints {
		from, to := first+float64(width*float64(k)), first+float64(width*float64(k+1))
		area, most := 0.0, points[at].Y
		for now := from; now < to; {
			next := to
			if at+1 < n {
				next = min(next, points[at+1].X)
			}
			most = max(most, points[at].Y)
			area += float64(points[at].Y * (next - now))
			now = next
			if at+1 < n && points[at+1].X <= now {
				at++
			} else if now < to {
				break
			}
		}
		y := area / width
		if peaks {
			y = most
		}
		out = append(out, Point{from, y})
	}
	return append(out, points[n-1])
}

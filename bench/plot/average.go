package plot

import "math"

// mostSpans is how many steps of a line a reader can follow in one panel.
const mostSpans = 125

// spans are the lengths, in seconds, that lines may be averaged over.
var spans = []float64{
	1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 2 * 3600, 6 * 3600, 12 * 3600,
	86400, 2 * 86400, 5 * 86400, 10 * 86400, 20 * 86400, 50 * 86400, 100 * 86400, 1000 * 86400,
}

// longest returns the number of points of the longest series.
func longest(series [][]TimePoint) int {
	n := 0
	for _, points := range series {
		n = max(n, len(points))
	}
	return n
}

// spanFor returns the span to average over so that few enough steps remain, and
// 0 when there are few enough as it is.
func spanFor(end float64, points int) float64 {
	if points <= mostSpans {
		return 0
	}
	for _, s := range spans {
		if end/s <= mostSpans {
			return s
		}
	}
	longer := spans[len(spans)-1]
	for end/longer > mostSpans {
		longer *= 10
	}
	return longer
}

// averageAll averages every series.
func averageAll(series [][]TimePoint, span float64) [][]TimePoint {
	out := make([][]TimePoint, len(series))
	for i, points := range series {
		out[i] = average(points, span)
	}
	return out
}

// average returns the time-weighted means of a step function over successive
// spans, counted from time zero. It begins and ends where the function does;
// the first and the last span may be shorter.
func average(points []TimePoint, span float64) []TimePoint {
	if len(points) < 2 {
		return points
	}
	var out []TimePoint
	begin, end := points[0].Seconds, points[len(points)-1].Seconds
	i := 0
	for at := begin; at < end; {
		next := min(end, (math.Floor(at/span+1e-9)+1)*span)
		sum := 0.0
		for from := at; from < next; {
			for i+1 < len(points) && points[i+1].Seconds <= from {
				i++
			}
			to := next
			if i+1 < len(points) {
				to = min(next, points[i+1].Seconds)
			}
			sum += float64(points[i].Value * (to - from))
			from = to
		}
		out = append(out, TimePoint{at, sum / (next - at)})
		at = next
	}
	return append(out, TimePoint{end, out[len(out)-1].Value})
}

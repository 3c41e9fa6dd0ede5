package recognise

import (
	"fmt"
	"strings"
)

// Sample is a job of which the class is known.
type Sample struct {
	Features Features
	Class    int
}

// Confusion counts jobs by what they are and what they were taken for.
type Confusion struct {
	Classes []string
	Counts  [][]int // [is][taken for]
}

// Evaluate classifies samples without learning from them.
func Evaluate(c *Classifier, samples []Sample) Confusion {
	t := Confusion{Classes: c.classes}
	for range c.classes {
		t.Counts = append(t.Counts, make([]int, len(c.classes)))
	}
	for _, s := range samples {
		got, _ := c.Classify(s.Features)
		t.Counts[s.Class][got]++
	}
	return t
}

// Accuracy returns the share of jobs that were taken for what they are, NaN without any.
func (t *Confusion) Accuracy() float64 {
	right, all := 0, 0
	for i := range t.Counts {
		right += t.Counts[i][i]
		all += t.of(i)
	}
	return float64(right) / float64(all)
}

// Majority returns what saying the most frequent class each time would get right: the
// accuracy to beat.
func (t *Confusion) Majority() float64 {
	most, all := 0, 0
	for i := range t.Counts {
		most = max(most, t.of(i))
		all += t.of(i)
	}
	return float64(most) / float64(all)
}

// Recall returns the share of the jobs of a class that were taken for it, NaN without any.
func (t *Confusion) Recall(class int) float64 {
	return float64(t.Counts[class][class]) / float64(t.of(class))
}

// Precision returns the share of the jobs taken for a class that are of it, NaN without any.
func (t *Confusion) Precision(class int) float64 {
	taken := 0
	for i := range t.Counts {
		taken += t.Counts[i][class]
	}
	return float64(t.Counts[class][class]) / float64(taken)
}

// of returns how many jobs there are of a class.
func (t *Confusion) of(class int) (n int) {
	for _, k := range t.Counts[class] {
		n += k
	}
	return n
}

// String prints the table, what jobs are down and what they were taken for across.
func (t *Confusion) String() string {
	width := len("taken for")
	for _, c := range t.Classes {
		width = max(width, len(c))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-*s", width, "is")
	for _, c := range t.Classes {
		fmt.Fprintf(&b, "  %*s", width, c)
	}
	fmt.Fprintf(&b, "  %*s\n", width, "recall")
	for i, c := range t.Classes {
		fmt.Fprintf(&b, "%-*s", width, c)
		for _, n := range t.Counts[i] {
			fmt.Fprintf(&b, "  %*d", width, n)
		}
		fmt.Fprintf(&b, "  %*.3f\n", width, t.Recall(i))
	}
	return b.String()
}

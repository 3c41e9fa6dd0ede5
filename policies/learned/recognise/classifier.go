package recognise

import (
	"fmt"
	"math"

	"skysim/sim"
)

// Classifier tells the class of a job from its features, by naive Bayes.
type Classifier struct {
	classes   []string
	smoothing float64
	jobs      []float64           // labelled, by class
	seen      map[value][]float64 // of them, those with a value of a feature, by class
	values    []int               // distinct values seen, by feature
	known     [][]float64         // labelled jobs whose feature was not Unknown: by feature and class
}

// value is a value of a feature.
type value struct {
	feature int
	value   int32
}

// New returns a classifier that has seen nothing. The smoothing is what every count begins with: 1 is
// Laplace's, less trusts rare values more. It reports fewer than two classes, one that is named
// twice, and a smoothing that is not above 0.
func New(classes []string, smoothing float64) (*Classifier, error) {
	if len(classes) < 2 {
		return nil, fmt.Errorf("recognise: %d classes, want 2 or more", len(classes))
	}
	for i, c := range classes {
		for _, other := range classes[:i] {
			if c == other {
				return nil, fmt.Errorf("recognise: class %q is named twice", c)
			}
		}
	}
	if !(smoothing > 0 && smoothing <= 1e6) {
		return nil, fmt.Errorf("recognise: smoothing is %v, want more than 0 and at most 1e6", smoothing)
	}
	return &Classifier{classes: classes, smoothing: smoothing, jobs: make([]float64, len(classes)), seen: map[value][]float64{}}, nil
}

// Classes returns the classes in order.
func (c *Classifier) Classes() []string { return c.classes }

// Observe takes in a job of which the class is known, as an index into Classes.
func (c *Classifier) Observe(f Features, class int) {
	for len(c.known) < len(f) {
		c.known = append(c.known, make([]float64, len(c.classes)))
		c.values = append(c.values, 0)
	}
	c.jobs[class]++
	for i, v := range f {
		if v == Unknown {
			continue
		}
		counts := c.seen[value{i, v}]
		if counts == nil {
			counts = make([]float64, len(c.classes))
			c.seen[value{i, v}] = counts
			c.values[i]++
		}
		counts[class]++
		c.known[i][class]++
	}
}

// Classify returns the most probable class, the first of equally probable ones, and the probability of each if
// features were independent. Before anything was observed all are equal.
func (c *Classifier) Classify(f Features) (class int, probability []float64) {
	score := make([]float64, len(c.classes))
	for k := range score {
		score[k] = sim.Log(c.jobs[k] + c.smoothing)
	}
	for i, v := range f {
		if v == Unknown || i >= len(c.known) {
			continue
		}
		counts := c.seen[value{i, v}]
		for k := range score {
			n := c.smoothing
			if counts != nil {
				n += counts[k]
			}
			// One value more stands for all that were never seen.
			all := c.known[i][k] + float64(c.smoothing*float64(c.values[i]+1))
			score[k] += sim.Log(n / all)
		}
	}
	for k := range score {
		if score[k] > score[class] {
			class = k
		}
	}
	return class, softmax(score)
}

// softmax turns logarithms of weights into shares of 1.
func softmax(score []float64) []float64 {
	most, sum := math.Inf(-1), 0.0
	for _, s := range score {
		most = max(most, s)
	}
	p := make([]float64, len(score))
	for k, s := range score {
		p[k] = sim.Exp(s - most)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

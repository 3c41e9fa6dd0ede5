package bandit

import (
	"fmt"
	"math"

	"skysim/policies/greedy"
	"skysim/sim"
)

// Algorithm says how an arm is chosen.
type Algorithm uint8

// The values of Algorithm.
const (
	LinUCB Algorithm = iota + 1
	Thompson
	UCB
)

// Word is a value that an option can have, as it is written.
type Word = greedy.Word

// Algorithms lists the values of Algorithm in order.
func Algorithms() []Word {
	return []Word{
		{Name: "linucb", Doc: "the arm whose reward, linear in the context, could still be the largest (Li et al. 2010)"},
		{Name: "thompson", Doc: "the best of one draw for each arm from what its reward may be, linear in the context (Agrawal & Goyal 2013)"},
		{Name: "ucb", Doc: "the arm whose mean could still be the largest, without a context (Auer et al. 2002; forgetting: Garivier & Moulines 2011)"},
	}
}

// String returns the word.
func (a Algorithm) String() string { return word(uint8(a), Algorithms()) }

func word(value uint8, words []Word) string {
	if value < 1 || int(value) > len(words) {
		return "not set"
	}
	return words[value-1].Name
}

// LearnerOptions are the settings of a Learner.
type LearnerOptions struct {
	Algorithm Algorithm
	// Arms is how many there are, from 1.
	Arms int
	// Dimension is the number of features of a context, from 1. UCB looks at none.
	Dimension int
	// Explore is how many standard deviations of a guess count in favour of an arm,
	// 0 or more: 0 takes what looks best. 1 is usual.
	Explore float64
	// Keep is the share of its weight that what was seen keeps at each Forget, above
	// 0 and at most 1. 1 never forgets: right for a world that does not change.
	Keep float64
}

// Learner chooses among arms and learns what they are worth. Rewards may have any
// unit: their noise is estimated. A reward may come long after the choice;
// choices whose rewards are still out count as if they had made the guess surer,
// though not better (Desautels, Krause & Burdick 2014), so that a
// late reward does not let one arm be taken all the time until then.
type Learner struct {
	opts    LearnerOptions
	arms    []*ridge
	taken   []int64 // choices of each arm
	pending []int64 // of them, those whose reward is out
	squares float64 // Σ of squared errors of guesses
	seen    float64 // and how many, both with one of size 1 to begin with
	none    []float64
}

// penalty is the λ of all arms.
const penalty = 1

// NewLearner returns a learner that has seen nothing. Options out of range are an error.
func NewLearner(o LearnerOptions) (*Learner, error) {
	switch {
	case o.Algorithm < 1 || int(o.Algorithm) > len(Algorithms()):
		return nil, fmt.Errorf("bandit: algorithm is %d, want 1 to %d", o.Algorithm, len(Algorithms()))
	case o.Arms < 1:
		return nil, fmt.Errorf("bandit: %d arms, want 1 or more", o.Arms)
	case o.Dimension < 1:
		return nil, fmt.Errorf("bandit: a context of %d features, want 1 or more", o.Dimension)
	case !(o.Explore >= 0 && o.Explore <= 1e9):
		return nil, fmt.Errorf("bandit: explore is %v, want 0 to 1e9", o.Explore)
	case !(o.Keep > 0 && o.Keep <= 1):
		return nil, fmt.Errorf("bandit: keep is %v, want more than 0 and at most 1", o.Keep)
	}
	l := &Learner{
		opts: o, taken: make([]int64, o.Arms), pending: make([]int64, o.Arms),
		squares: 1, seen: 1, none: []float64{1},
	}
	if o.Algorithm == UCB {
		l.opts.Dimension = 1
	}
	for range o.Arms {
		l.arms = append(l.arms, newRidge(l.opts.Dimension, penalty))
	}
	return l, nil
}

// Choose returns the arm to take in a context, and counts it as taken. Arms that were never
// taken come first, in order; among equals the first is taken. Only Thompson draws.
func (l *Learner) Choose(x []float64, draws *sim.Stream) int {
	best, most := -1, 0.0
	for a := range l.arms {
		if l.taken[a] == 0 {
			best = a
			break
		}
		if s := l.score(a, x, draws); best < 0 || s > most {
			best, most = a, s
		}
	}
	l.taken[best]++
	l.pending[best]++
	return best
}

// score returns what an arm is chosen by.
func (l *Learner) score(a int, x []float64, draws *sim.Stream) float64 {
	mean, variance := l.arms[a].guess(l.context(x))
	variance /= 1 + float64(float64(l.pending[a])*variance)
	spread := float64(l.opts.Explore * float64(l.noise()*math.Sqrt(variance)))
	switch l.opts.Algorithm {
	case Thompson:
		// Arms share no coefficient, so a draw of an arm's coefficients shows
		// itself only in xᵀθ, which is normal with these moments.
		return mean + float64(spread*draws.Normal())
	case UCB:
		all := 0.0
		for b := range l.arms {
			all += l.arms[b].count + float64(l.pending[b])
		}
		return mean + float64(spread*math.Sqrt(float64(2*sim.Log(1+all))))
	}
	return mean + spread
}

// noise returns the standard deviation of a reward about its guess, as seen so far.
func (l *Learner) noise() float64 { return math.Sqrt(l.squares / l.seen) }

// context returns what the arms' models look at.
func (l *Learner) context(x []float64) []float64 {
	if l.opts.Algorithm == UCB {
		return l.none
	}
	return x
}

// Learn takes in the reward of an arm that was chosen in a context, with the weight that it
// has beside others: 1 is usual.
func (l *Learner) Learn(arm int, x []float64, reward, weight float64) {
	m := l.arms[arm]
	if l.pending[arm] > 0 {
		l.pending[arm]--
	}
	x = l.context(x)
	if m.count > 0 {
		guess, _ := m.guess(x)
		miss := reward - guess
		l.squares += float64(weight * float64(miss*miss))
		l.seen += weight
	}
	m.learn(x, reward, weight)
}

// Drop says that the reward of a choice will never come.
func (l *Learner) Drop(arm int) {
	if l.pending[arm] > 0 {
		l.pending[arm]--
	}
}

// Forget lets what was seen so far lose weight.
func (l *Learner) Forget() {
	if l.opts.Keep == 1 {
		return
	}
	for _, m := range l.arms {
		m.forget(l.opts.Keep)
	}
	l.squares = float64(l.opts.Keep*l.squares) + (1 - l.opts.Keep)
	l.seen = float64(l.opts.Keep*l.seen) + (1 - l.opts.Keep)
}

// Taken returns how often an arm was chosen.
func (l *Learner) Taken(arm int) int64 { return l.taken[arm] }

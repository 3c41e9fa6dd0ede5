package bandit

import (
	"fmt"
	"math"
	"testing"

	"skysim/sim"
)

// world is a bandit whose means are known: rewards are θₐ·x plus normal noise. The
// reward of a choice comes so many rounds later.
type world struct {
	theta [][]float64
	noise float64
	delay int64 // the longest, evenly drawn
	// swap, if set, exchanges the arms' coefficients in a circle every so many rounds.
	swap int
}

// randomWorld draws coefficients of length 1 for each arm.
func randomWorld(arms, d int, s *sim.Stream) world {
	w := world{noise: 0.5}
	for range arms {
		w.theta = append(w.theta, unit(d, s))
	}
	return w
}

// unit draws a direction.
func unit(d int, s *sim.Stream) []float64 {
	x, norm := make([]float64, d), 0.0
	for i := range x {
		x[i] = s.Normal()
		norm += x[i] * x[i]
	}
	for i := range x {
		x[i] /= math.Sqrt(norm)
	}
	return x
}

// late is a reward that is out.
type late struct {
	due    int
	arm    int
	x      []float64
	reward float64
}

// play runs a learner and returns its regret after each round: against the best
// arm for each context, or, if fixed, the sum of each arm's rewards instead of the best's.
func (w world) play(l *Learner, rounds int, s *sim.Stream) (regret []float64, fixed []float64) {
	out, lost := []late{}, 0.0
	fixed = make([]float64, len(w.theta))
	got := 0.0
	for n := range rounds {
		kept := out[:0]
		for _, o := range out {
			if o.due <= n {
				l.Learn(o.arm, o.x, o.reward, 1)
			} else {
				kept = append(kept, o)
			}
		}
		out = kept
		x := unit(len(w.theta[0]), s)
		if len(x) == 1 {
			x[0] = 1
		}
		turn := 0
		if w.swap > 0 {
			turn = n / w.swap
		}
		mean := func(a int) float64 { return dot(w.theta[(a+turn)%len(w.theta)], x) }
		best := math.Inf(-1)
		for a := range w.theta {
			best = math.Max(best, mean(a))
			fixed[a] += mean(a)
		}
		l.Forget()
		a := l.Choose(x, s)
		lost += best - mean(a)
		got += mean(a)
		regret = append(regret, lost)
		out = append(out, late{n + 1 + int(s.Int64N(w.delay+1)), a, x, mean(a) + w.noise*s.Normal()})
	}
	for a := range fixed {
		fixed[a] -= got
	}
	return regret, fixed
}

// slope fits log(regret) against log(round), at rounds that double, by least squares.
func slope(regret []float64, first int) float64 {
	var n, sx, sy, sxx, sxy float64
	for at := first; at <= len(regret); at *= 2 {
		x, y := math.Log(float64(at)), math.Log(math.Max(regret[at-1], 1e-9))
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// interval returns mean and half width of a 99 % interval for the mean, normal
// approximation: the samples are 40 or more.
func interval(sample []float64) (mean, half float64) {
	for _, x := range sample {
		mean += x / float64(len(sample))
	}
	for _, x := range sample {
		half += (x - mean) * (x - mean) / float64(len(sample)-1)
	}
	return mean, 2.576 * math.Sqrt(half/float64(len(sample)))
}

// On arms whose means are known and stay, regret grows with a power of time below 1:
// the slope of log regret against log time is below 1 with an interval, for every
// algorithm, with and without late rewards, with and without a context.
func TestRegretIsSublinear(t *testing.T) {
	const seeds, rounds = 40, 8192
	for _, c := range []struct {
		algorithm Algorithm
		explore   float64
		d         int
		delay     int64
	}{
		{UCB, 1, 1, 0}, {UCB, 1, 1, 50}, {LinUCB, 2, 1, 0}, {LinUCB, 2, 4, 0}, {LinUCB, 2, 4, 50},
		{Thompson, 1, 1, 0}, {Thompson, 1, 4, 0}, {Thompson, 1, 4, 50},
	} {
		t.Run(fmt.Sprintf("%v/d=%d/delay=%d", c.algorithm, c.d, c.delay), func(t *testing.T) {
			var slopes, ends []float64
			for seed := range uint64(seeds) {
				s := sim.NewStream(seed, "regret")
				w := randomWorld(5, c.d, &s)
				if c.d == 1 {
					for a := range w.theta {
						w.theta[a][0] = s.Float64()
					}
				}
				w.delay = c.delay
				regret, _ := w.play(learner(t, c.algorithm, 5, c.d, c.explore, 1), rounds, &s)
				slopes, ends = append(slopes, slope(regret, 128)), append(ends, regret[rounds-1])
			}
			mean, half := interval(slopes)
			end, _ := interval(ends)
			t.Logf("slope %.3f ± %.3f, regret after %d rounds %.1f", mean, half, rounds, end)
			if mean+half >= 1 {
				t.Errorf("regret grows with a power of %.3f ± %.3f of time, want below 1", mean, half)
			}
		})
	}
}

func learner(t testing.TB, a Algorithm, arms, d int, explore, keep float64) *Learner {
	t.Helper()
	l, err := NewLearner(LearnerOptions{Algorithm: a, Arms: arms, Dimension: d, Explore: explore, Keep: keep})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Where the arms change places, a learner that forgets beats the best arm in hindsight:
// paired over seeds. So does one that never forgets here, by about as much, because the
// changes count as noise, and noise makes it try more.
func TestBeatsTheBestFixedArmOfAChangingWorld(t *testing.T) {
	const seeds, rounds = 40, 8000
	for _, c := range []struct {
		algorithm Algorithm
		keep      float64
	}{{UCB, 0.98}, {LinUCB, 0.98}, {Thompson, 0.98}, {UCB, 1}} {
		var gains []float64
		for seed := range uint64(seeds) {
			s := sim.NewStream(seed, "changing")
			w := world{theta: [][]float64{{0}, {0.3}, {0.6}, {0.9}}, noise: 0.5, swap: 1000}
			_, fixed := w.play(learner(t, c.algorithm, 4, 1, 1, c.keep), rounds, &s)
			best := math.Inf(-1)
			for _, f := range fixed {
				best = math.Max(best, f)
			}
			gains = append(gains, -best/rounds)
		}
		mean, half := interval(gains)
		t.Logf("%v, keep %v: gains %.4f ± %.4f a round on the best fixed arm; the most is 0.45", c.algorithm, c.keep, mean, half)
		if mean-half <= 0 {
			t.Errorf("%v, keep %v: gains %.4f ± %.4f a round on the best fixed arm, want more than 0", c.algorithm, c.keep, mean, half)
		}
	}
}

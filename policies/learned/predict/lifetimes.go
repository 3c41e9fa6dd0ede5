package predict

import (
	"fmt"
	"math"
	"slices"

	"skysim/sim"
)

// Lifetimes estimates how long things live, such as spot machines, from lives some of which had not ended
// when they were last seen: machines given back, or still there. It is the estimator of
// Nelson (1969) and Aalen (1978): the cumulative hazard rises by d/n at each age at which d of the n
// that had come so far ended. Those that were lost to sight at the same age count as having come so far.
type Lifetimes struct {
	lives []life
	steps []step // derived, nil after an observation
}

// life is an age that was reached, and whether it was the end.
type life struct {
	age   sim.Duration
	ended bool
}

// step is the cumulative hazard from an age on.
type step struct {
	age      sim.Duration
	hazard   float64
	variance float64 // Σ d/n² (Aalen)
}

// Observe takes in a life: how long it was seen, and whether it ended then. A negative age is an error.
func (l *Lifetimes) Observe(age sim.Duration, ended bool) error {
	if age < 0 {
		return fmt.Errorf("predict: a life of %v, want 0 or more", age)
	}
	l.lives = append(l.lives, life{age, ended})
	l.steps = nil
	return nil
}

// Seen returns how many lives were seen, and how many of them ended.
func (l *Lifetimes) Seen() (lives, ends int) {
	for _, x := range l.lives {
		if x.ended {
			ends++
		}
	}
	return len(l.lives), ends
}

// update works out the steps: O(n log n) after new observations.
func (l *Lifetimes) update() {
	if l.steps != nil {
		return
	}
	slices.SortFunc(l.lives, func(a, b life) int { return int(min(max(a.age-b.age, -1), 1)) })
	l.steps = []step{{}}
	at := l.steps[0]
	for i := 0; i < len(l.lives); {
		n, d, age := len(l.lives)-i, 0, l.lives[i].age
		for ; i < len(l.lives) && l.lives[i].age == age; i++ {
			if l.lives[i].ended {
				d++
			}
		}
		if d > 0 {
			share := float64(d) / float64(n)
			at = step{age, at.hazard + share, at.variance + share/float64(n)}
			l.steps = append(l.steps, at)
		}
	}
}

// at returns the step that holds at an age.
func (l *Lifetimes) at(age sim.Duration) step {
	l.update()
	lo, hi := 0, len(l.steps)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; l.steps[mid].age <= age {
			lo = mid
		} else {
			hi = mid
		}
	}
	return l.steps[lo]
}

// Hazard returns the cumulative hazard up to an age, that age included. Beyond the longest life it stays what it was: nothing
// is known there.
func (l *Lifetimes) Hazard(age sim.Duration) float64 { return l.at(age).hazard }

// Survival returns the probability to live beyond an age: e^(−hazard).
func (l *Lifetimes) Survival(age sim.Duration) float64 { return sim.Exp(-l.Hazard(age)) }

// Survives returns the probability that what has reached an age lives on for so much longer.
func (l *Lifetimes) Survives(age, longer sim.Duration) float64 {
	return sim.Exp(l.Hazard(age) - l.Hazard(sim.Duration(sim.Time(age).Add(longer))))
}

// Between returns limits between which the survival at an age lies with a confidence such as 0.95, from
// the normal approximation of the hazard's logarithm. Before the first end there are none: it returns 0 and 1.
func (l *Lifetimes) Between(age sim.Duration, confidence float64) (low, high float64) {
	s := l.at(age)
	if s.hazard == 0 {
		return 0, 1
	}
	z := sim.NormalQuantile(1 - float64((1-confidence)/2))
	factor := sim.Exp(float64(z*math.Sqrt(s.variance)) / s.hazard)
	return sim.Exp(-float64(s.hazard * factor)), sim.Exp(-s.hazard / factor)
}

// Left returns the time that what has reached an age is expected to live on within a horizon: the area
// under Survives. Without a horizon there is no such mean where some lives were not seen to end.
func (l *Lifetimes) Left(age, horizon sim.Duration) sim.Duration {
	from := l.at(age)
	end := sim.Duration(sim.Time(age).Add(horizon))
	area, alive, since := 0.0, 1.0, age
	for _, s := range l.steps {
		if s.age <= age {
			continue
		}
		if s.age >= end {
			break
		}
		area += float64(alive * float64(s.age-since))
		alive, since = sim.Exp(from.hazard-s.hazard), s.age
	}
	return sim.Duration(area + float64(alive*float64(end-since)))
}

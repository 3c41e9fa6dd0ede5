package fair

import "math"

// Filled is a sharing in which no job can rise without pushing down one that has
// as little or less, within about 1e-6 of the levels.
type Filled struct {
	X      [][]float64
	Levels []float64 // of each job
	// Complete says that every job was stopped; otherwise the budget of rounds
	// ended, and those that were not have at least what those of the last round have.
	Complete   bool
	Rounds     int // each stops one job or more
	Iterations int // of the interior-point method, in all rounds
}

// slackened is by how much the level of a job that was stopped is let down in later
// rounds, as a part of it, so that there is room to move.
const slackened = 1e-8

// Fill raises all jobs together until some cannot rise any more, keeps those where
// they are, and raises the others, and so on. Which jobs are stopped is read from
// the interior-point method: of a job's price and what it has beyond the level,
// one tends to zero. Errors are those of Solve.
func Fill(p *Problem, b Budget) (*Filled, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	b = b.filled()
	n := len(p.Throughput)
	r := &Filled{X: make([][]float64, n), Levels: make([]float64, n), Complete: n == 0}
	stopped, held := make([]bool, n), make([]float64, n)
	for left := n; left > 0 && r.Rounds < b.Rounds; r.Rounds++ {
		t, _ := prepare(p)
		for i := range n {
			if t.f[i] = 1; stopped[i] {
				t.f[i], t.g[i] = 0, held[i]
			}
		}
		t.start()
		r.Iterations += t.run(b.Iterations, func() bool {
			mu, count := t.gap()
			return float64(mu*float64(count)) < float64(1e-10*t.level)
		})
		r.X = t.shares()
		left = t.stop(stopped, held)
		r.Complete = left == 0
	}
	shrink(p, r.X)
	copy(r.Levels, p.Levels(r.X))
	return r, nil
}

// stop marks the jobs that cannot rise above the level and returns how many are
// left. There is always one more, the one whose price is highest.
func (t *interior) stop(stopped []bool, held []float64) (left int) {
	count, first, most := 0.0, -1, math.Inf(-1)
	for i, f := range t.f {
		count += f
		if f > 0 && t.y[i] > most {
			first, most = i, t.y[i]
		}
	}
	for i, f := range t.f {
		if f == 0 {
			continue
		}
		if i == first || float64(t.y[i]*count) > t.u[i]/t.level {
			stopped[i], held[i] = true, float64(t.level*(1-slackened))
			continue
		}
		left++
	}
	return left
}

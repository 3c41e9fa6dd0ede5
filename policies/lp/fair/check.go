package fair

import (
	"fmt"
	"math"
)

// rounding is how much sums may be off, as a part of what they sum.
const rounding = 1e-12

// Levels returns each job's level with these shares.
func (p *Problem) Levels(x [][]float64) []float64 {
	a, k := p.gains(), len(p.Machines)
	levels := make([]float64, len(x))
	for i, row := range x {
		for j, v := range row {
			levels[i] += float64(a[i*k+j] * v)
		}
	}
	return levels
}

// level returns the least level.
func (p *Problem) level(x [][]float64) float64 {
	least := math.Inf(1)
	for _, l := range p.Levels(x) {
		least = min(least, l)
	}
	return least
}

// upper returns a level that no sharing lifts every job above: if job i's level
// counts y (y sums to 1) and all machines of kind j are worth p, then the sum of
// what counts is at most what all machines are worth, and what each job's time is
// worth beyond that. Any prices that are not negative will do.
func (p *Problem) upper(job, kind []float64) float64 {
	a, c, k := p.gains(), p.takes(), len(p.Machines)
	total := 0.0
	for _, y := range job {
		total += y
	}
	sum := 0.0
	for j, v := range kind {
		if p.Machines[j] > 0 {
			sum += v
		}
	}
	for i, y := range job {
		most := 0.0
		for j, v := range kind {
			if q := i*k + j; a[q] > 0 {
				most = max(most, float64(a[q]*(y/total))-float64(c[q]*v))
			}
		}
		sum += most
	}
	return float64(sum * (1 + rounding))
}

// Check returns an error unless the shares keep every limit, Level is what the
// worst job has, Upper is what the prices prove, and, if the shares are said to be
// Optimal, the two are within gap of each other.
func Check(p *Problem, s *Shares, gap float64) error {
	if err := p.Validate(); err != nil {
		return err
	}
	n, k := len(p.Throughput), len(p.Machines)
	if len(s.X) != n || len(s.JobPrice) != n || len(s.KindPrice) != k {
		return fmt.Errorf("fair: shares of %d jobs, %d and %d prices for %d jobs and %d kinds", len(s.X), len(s.JobPrice), len(s.KindPrice), n, k)
	}
	if err := p.limits(s.X); err != nil {
		return err
	}
	for _, list := range [...][]float64{s.JobPrice, s.KindPrice} {
		for i, v := range list {
			if !(v >= 0) || math.IsInf(v, 0) {
				return fmt.Errorf("fair: price %d is %v, want 0 or more", i, v)
			}
		}
	}
	level, upper := p.level(s.X), math.Inf(1)
	if n > 0 {
		upper = p.upper(s.JobPrice, s.KindPrice)
	}
	if level != s.Level || upper != s.Upper {
		return fmt.Errorf("fair: level %v and bound %v, said to be %v and %v", level, upper, s.Level, s.Upper)
	}
	if s.Level > s.Upper {
		return fmt.Errorf("fair: level %v is above the bound %v", s.Level, s.Upper)
	}
	if s.Optimal && s.Upper-s.Level > float64(gap*s.Upper) {
		return fmt.Errorf("fair: level %v is more than %v below %v", s.Level, gap, s.Upper)
	}
	return nil
}

// limits checks that shares keep every limit.
func (p *Problem) limits(x [][]float64) error {
	used := make([]float64, len(p.Machines))
	for i, row := range x {
		if len(row) != len(p.Machines) {
			return fmt.Errorf("fair: job %d has shares of %d kinds, want %d", i, len(row), len(p.Machines))
		}
		sum := 0.0
		for j, v := range row {
			if !(v >= 0) {
				return fmt.Errorf("fair: share of job %d on kind %d is %v, want 0 or more", i, j, v)
			}
			sum += v
			used[j] += float64(p.scale(i) * v)
		}
		if sum > 1+rounding {
			return fmt.Errorf("fair: the shares of job %d sum to %v, want at most 1", i, sum)
		}
	}
	for j, u := range used {
		if m := p.Machines[j]; u > float64(m*(1+rounding)) {
			return fmt.Errorf("fair: %v machines of kind %d are shared out, there are %v", u, j, m)
		}
	}
	return nil
}

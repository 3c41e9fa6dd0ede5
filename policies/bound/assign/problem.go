package assign

import (
	"errors"
	"fmt"
)

// Sense says which way a Problem looks.
type Sense uint8

// The senses. Zero means not set.
const (
	Minimise Sense = iota + 1
	Maximise
)

// String returns the word that tables use.
func (s Sense) String() string {
	switch s {
	case Minimise:
		return "min"
	case Maximise:
		return "max"
	}
	return "not set"
}

// Problem is a generalised assignment problem: every job goes to exactly one
// agent, takes some of its capacity there and has a cost (or a profit) there.
type Problem struct {
	Sense Sense
	// Cost and Use have one row for each agent with one entry for each job. Use
	// is not negative. A use above the agent's capacity means that the job
	// cannot go there.
	Cost [][]int64
	Use  [][]int64
	// Capacity has one entry for each agent, not negative.
	Capacity []int64
}

// What keeps every sum of an exact computation within 64 bits.
const (
	mostCost  = 1 << 30
	mostJobs  = 1 << 16
	mostTotal = 1 << 40 // jobs × the largest cost
	mostUse   = 1 << 46
)

// Agents returns the number of agents.
func (p *Problem) Agents() int { return len(p.Capacity) }

// Jobs returns the number of jobs.
func (p *Problem) Jobs() int {
	if len(p.Cost) == 0 {
		return 0
	}
	return len(p.Cost[0])
}

// Validate reports the first thing that is wrong, with agents and jobs counted
// from 0.
func (p *Problem) Validate() error {
	m, n := p.Agents(), p.Jobs()
	switch {
	case p.Sense != Minimise && p.Sense != Maximise:
		return errors.New("assign: sense is not set, want Minimise or Maximise")
	case m == 0 || n == 0:
		return fmt.Errorf("assign: %d agents and %d jobs, want at least one of each", m, n)
	case n > mostJobs:
		return fmt.Errorf("assign: %d jobs, want at most %d", n, mostJobs)
	case len(p.Cost) != m || len(p.Use) != m:
		return fmt.Errorf("assign: %d capacities, %d rows of costs and %d of uses, want as many of each", m, len(p.Cost), len(p.Use))
	}
	most := int64(min(mostCost, mostTotal/n))
	for i := range m {
		switch {
		case len(p.Cost[i]) != n || len(p.Use[i]) != n:
			return fmt.Errorf("assign: agent %d has %d costs and %d uses, want %d", i, len(p.Cost[i]), len(p.Use[i]), n)
		case p.Capacity[i] < 0 || p.Capacity[i] > mostUse:
			return fmt.Errorf("assign: capacity of agent %d is %d, want 0 to %d", i, p.Capacity[i], int64(mostUse))
		}
		for j := range n {
			if c := p.Cost[i][j]; c < -most || c > most {
				return fmt.Errorf("assign: cost of job %d at agent %d is %d, want %d to %d", j, i, c, -most, most)
			}
			if a := p.Use[i][j]; a < 0 || a > mostUse {
				return fmt.Errorf("assign: use of job %d at agent %d is %d, want 0 to %d", j, i, a, int64(mostUse))
			}
		}
	}
	return nil
}

// Value returns the cost of an assignment (the agent of each job) and an error
// if it is not one: a job without an agent, or more than a capacity holds.
func (p *Problem) Value(agent []int32) (int64, error) {
	if len(agent) != p.Jobs() {
		return 0, fmt.Errorf("assign: %d jobs assigned, want %d", len(agent), p.Jobs())
	}
	left := append([]int64(nil), p.Capacity...)
	var sum int64
	for j, i := range agent {
		if i < 0 || int(i) >= len(left) {
			return 0, fmt.Errorf("assign: job %d goes to agent %d, want 0 to %d", j, i, len(left)-1)
		}
		if left[i] -= p.Use[i][j]; left[i] < 0 {
			return 0, fmt.Errorf("assign: agent %d has %d too little at job %d", i, -left[i], j)
		}
		sum += p.Cost[i][j]
	}
	return sum, nil
}

package assign

import "math/big"

// instance is a Problem turned to minimisation, in flat slices.
type instance struct {
	m, n     int
	cost     []int64 // agent·n + job
	use      []int64
	capacity []int64
	banned   []bool // pairs that are shut out, or nil
}

// newInstance makes the instance of a valid problem.
func newInstance(p *Problem) *instance {
	m, n := p.Agents(), p.Jobs()
	in := &instance{m: m, n: n, cost: make([]int64, m*n), use: make([]int64, m*n), capacity: p.Capacity}
	for i := range m {
		for j := range n {
			in.cost[i*n+j], in.use[i*n+j] = p.Cost[i][j], p.Use[i][j]
			if p.Sense == Maximise {
				in.cost[i*n+j] = -p.Cost[i][j]
			}
		}
	}
	return in
}

// fits reports whether a job may go to an agent as far as that pair alone says.
func (in *instance) fits(i, j int) bool {
	k := i*in.n + j
	return in.use[k] <= in.capacity[i] && (in.banned == nil || !in.banned[k])
}

// placeable reports whether every job has an agent that could take it.
func (in *instance) placeable() bool {
	for j := range in.n {
		if in.cheapest(j) < 0 {
			return false
		}
	}
	return true
}

// cheapest returns the agent with the lowest cost that could take a job, or -1.
func (in *instance) cheapest(j int) int {
	best := -1
	for i := range in.m {
		if in.fits(i, j) && (best < 0 || in.cost[i*in.n+j] < in.cost[best*in.n+j]) {
			best = i
		}
	}
	return best
}

// ceil returns the smallest integer that is not below a bound.
func ceil(r *big.Rat) int64 {
	q, m := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if m.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	return q.Int64()
}

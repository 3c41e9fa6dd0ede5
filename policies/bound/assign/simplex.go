package assign

import "math"

// simplex solves the LP relaxation by the simplex method with generalised
// upper bounds (Dantzig and Van Slyke 1967): each job has a key agent, whose
// share is what the others leave, and only the capacities are rows, so that the
// basis is agents × agents whatever the number of jobs.
//
// Rows are divided by their capacity. A row has a slack and an overload; the
// first phase brings the sum of overloads down, the second the cost, with
// overloads shut out. Nothing here proves anything: see relax.go.
type simplex struct {
	in        *instance
	use       []float64 // scaled
	cost      []float64
	limit     []float64 // scaled capacities: 1, or 0
	key       []int     // agent of each job
	basis     []column  // one for each row
	inverse   [][]float64
	value     []float64 // of the basis
	price     []float64 // ≥ 0, of each whole capacity
	entering  []float64 // B⁻¹ × the entering column
	phase1    bool
	pivots    int
	stalled   int // pivots without progress
	tolerance float64
}

// column is a variable: the share of a job at an agent, or with job -1 the
// slack and with job -2 the overload of an agent.
type column struct{ agent, job int }

const (
	slack    = -1
	overload = -2
)

func newSimplex(in *instance) *simplex {
	m, n := in.m, in.n
	s := &simplex{
		in: in, use: make([]float64, m*n), cost: make([]float64, m*n), limit: make([]float64, m), key: make([]int, n),
		basis: make([]column, m), inverse: make([][]float64, m), value: make([]float64, m), price: make([]float64, m),
		entering: make([]float64, m), tolerance: 1e-9,
	}
	room := make([]float64, m)
	for i := range m {
		scale := 1.0
		if in.capacity[i] > 0 {
			scale, s.limit[i] = float64(in.capacity[i]), 1
		}
		room[i] = s.limit[i]
		for j := range n {
			s.use[i*n+j], s.cost[i*n+j] = float64(in.use[i*n+j])/scale, float64(in.cost[i*n+j])
		}
	}
	for j := range n {
		s.key[j] = in.cheapest(j)
		room[s.key[j]] -= s.use[s.key[j]*n+j]
	}
	for i := range m {
		s.inverse[i] = make([]float64, m)
		s.basis[i], s.inverse[i][i] = column{i, slack}, 1
		if room[i] < 0 {
			s.basis[i], s.inverse[i][i] = column{i, overload}, -1
		}
	}
	return s
}

// run pivots until nothing is to be gained in the phase, or no longer than is
// sensible: then the prices are not the best, and still a bound.
func (s *simplex) run(phase1 bool) {
	s.phase1, s.stalled = phase1, 0
	most := s.pivots + 1000 + 20*(s.in.n+s.in.m)
	for s.refresh(); s.pivots < most; s.refresh() {
		enter, ok := s.enter()
		if !ok {
			return
		}
		s.load(enter)
		if !s.leave(enter) {
			return // no bound in that direction: a fault of the floats
		}
		if s.pivots++; s.pivots%64 == 0 {
			s.factor()
		}
	}
}

// costOf returns the cost of the variable in the present phase.
func (s *simplex) costOf(c column) float64 {
	switch {
	case c.job == overload && s.phase1:
		return 1
	case c.job < 0 || s.phase1:
		return 0
	}
	return s.cost[c.agent*s.in.n+c.job]
}

// refresh computes the values of the basis and the prices anew.
func (s *simplex) refresh() {
	m, n := s.in.m, s.in.n
	rest := make([]float64, m)
	copy(rest, s.limit)
	for j, k := range s.key {
		rest[k] -= s.use[k*n+j]
	}
	y := make([]float64, m)
	for r := range m {
		v := 0.0
		for i, x := range s.inverse[r] {
			v += float64(x * rest[i])
		}
		s.value[r] = v
		c := s.costOf(s.basis[r])
		if j := s.basis[r].job; j >= 0 {
			c -= s.costOf(column{s.key[j], j})
		}
		if c != 0 {
			for i, x := range s.inverse[r] {
				y[i] += float64(c * x)
			}
		}
	}
	for i := range y {
		s.price[i] = -y[i]
	}
}

// reduced returns what a unit of the variable adds to the cost.
func (s *simplex) reduced(c column) float64 {
	switch c.job {
	case slack:
		return s.price[c.agent]
	case overload:
		return s.costOf(c) - s.price[c.agent]
	}
	k, n := s.key[c.job], s.in.n
	there := s.costOf(c) + float64(s.price[c.agent]*s.use[c.agent*n+c.job])
	here := s.costOf(column{k, c.job}) + float64(s.price[k]*s.use[k*n+c.job])
	return there - here
}

// enter chooses the variable that gains most, or after many pivots without
// progress the first that gains, so that there is no going in circles.
func (s *simplex) enter() (best column, ok bool) {
	gain := -1e-7
	if s.phase1 {
		gain = -1e-9
	}
	try := func(c column) {
		if d := s.reduced(c); d < gain && !(s.stalled > 100 && ok) {
			best, gain, ok = c, d, true
		}
	}
	for i := range s.in.m {
		try(column{i, slack})
		for j := range s.in.n {
			if s.key[j] != i && s.in.fits(i, j) {
				try(column{i, j})
			}
		}
	}
	return best, ok
}

// load computes B⁻¹ × the entering column.
func (s *simplex) load(c column) {
	n := s.in.n
	for r := range s.entering {
		row := s.inverse[r]
		switch c.job {
		case slack:
			s.entering[r] = row[c.agent]
		case overload:
			s.entering[r] = -row[c.agent]
		default:
			k := s.key[c.job]
			s.entering[r] = float64(row[c.agent]*s.use[c.agent*n+c.job]) - float64(row[k]*s.use[k*n+c.job])
		}
	}
}

// shares returns the cost of the present solution and what each agent has of
// each job.
func (s *simplex) shares() (float64, [][]float64) {
	share := make([][]float64, s.in.m)
	for i := range share {
		share[i] = make([]float64, s.in.n)
	}
	for j, k := range s.key {
		share[k][j] = 1
	}
	for r, c := range s.basis {
		if c.job >= 0 {
			share[c.agent][c.job] += s.value[r]
			share[s.key[c.job]][c.job] -= s.value[r]
		}
	}
	sum := 0.0
	for i := range share {
		for j, x := range share[i] {
			sum += float64(x * s.cost[i*s.in.n+j])
		}
	}
	return sum, share
}

// overload returns by how much capacities are exceeded, in parts of them.
func (s *simplex) overload() (sum float64) {
	for r, c := range s.basis {
		if c.job == overload {
			sum += math.Abs(s.value[r])
		}
	}
	return sum
}

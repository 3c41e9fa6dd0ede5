package assign

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func Example() {
	p := &Problem{
		Sense:    Minimise,
		Cost:     [][]int64{{1, 2, 3}, {3, 5, 6}},
		Use:      [][]int64{{2, 2, 2}, {1, 1, 1}},
		Capacity: []int64{5, 3},
	}
	r, err := Solve(p, Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Status, r.Value, r.Agent, "LP", r.LP.Bound.FloatString(3))
	p.Capacity[1] = 0
	r, err = Solve(p, Options{})
	fmt.Println(r.Status, err)
	// Output:
	// optimal 8 [1 0 0] LP 7.000
	// infeasible <nil>
}

// best tries every assignment.
func best(p *Problem) (value int64, ok bool) {
	agent := make([]int32, p.Jobs())
	for {
		if v, err := p.Value(agent); err == nil {
			if better := v < value == (p.Sense == Minimise); !ok || (better && v != value) {
				value, ok = v, true
			}
		}
		j := 0
		for ; j < len(agent); j++ {
			if agent[j]++; int(agent[j]) < p.Agents() {
				break
			}
			agent[j] = 0
		}
		if j == len(agent) {
			return value, ok
		}
	}
}

// small draws an instance of at most 4 agents and 7 jobs, from roomy to
// infeasible.
func small(draw func(n int64) int64) *Problem {
	m, n := int(1+draw(4)), int(1+draw(7))
	p := &Problem{Sense: Sense(1 + draw(2)), Cost: make([][]int64, m), Use: make([][]int64, m), Capacity: make([]int64, m)}
	most := []int64{3, 10, 100, 1 << 20}[draw(4)]
	heavy := min(most, 100) // tables have as many columns as a capacity
	about := 1 + draw(6)
	for i := range m {
		for range n {
			p.Cost[i] = append(p.Cost[i], draw(2*most+1)-most)
			p.Use[i] = append(p.Use[i], draw(heavy+1))
		}
		p.Capacity[i] = draw(1 + heavy*int64(n)*about/int64(4*m))
		if draw(8) == 0 {
			p.Capacity[i] = draw(2) * 1000
		}
	}
	return p
}

// side reports whether a bound is on the right side of a value.
func side(s Sense, bound *big.Rat, value int64) bool {
	c := bound.Cmp(new(big.Rat).SetInt64(value))
	return (s == Minimise && c <= 0) || (s == Maximise && c >= 0)
}

// check compares a result with the best of all assignments.
func check(p *Problem, o Options) error {
	want, ok := best(p)
	r, err := Solve(p, o)
	if err != nil {
		return err
	}
	if r.Agent != nil {
		if v, err := p.Value(r.Agent); err != nil || v != r.Value {
			return fmt.Errorf("Value %d of %v is %d, %v", r.Value, r.Agent, v, err)
		}
	}
	lp := r.LP
	switch {
	case !ok && (r.Status == Optimal || r.Agent != nil):
		return fmt.Errorf("%v %d, want infeasible", r.Status, r.Value)
	case !ok:
		return nil
	case r.Status == Infeasible || lp.Infeasible:
		return fmt.Errorf("%v, LP infeasible %v, want %d", r.Status, lp.Infeasible, want)
	case !side(p.Sense, lp.Bound, want), !side(p.Sense, new(big.Rat).SetInt64(r.Bound), want), !side(p.Sense, new(big.Rat).SetInt64(r.Root), want):
		return fmt.Errorf("LP %v, root %d, bound %d, want none beyond %d", lp.Bound, r.Root, r.Bound, want)
	case r.Status == Optimal && (r.Value != want || r.Bound != want):
		return fmt.Errorf("optimal %d, bound %d, want %d", r.Value, r.Bound, want)
	case r.Status == Open && o.Effort == 0:
		return fmt.Errorf("open without a limit")
	}
	// The two sides of the LP meet.
	dual, _ := lp.Bound.Float64()
	if gap := lp.Primal - dual; !(gap*gap < 1e-8*(1+dual*dual)) {
		return fmt.Errorf("LP: dual %v, primal %v", dual, lp.Primal)
	}
	return nil
}

// TestSolveIsAsGoodAsTryingEverything draws 12,000 instances, half of them again
// with an effort so small that most stay open. To see one again: its number.
func TestSolveIsAsGoodAsTryingEverything(t *testing.T) {
	infeasible := 0
	for n := range uint64(12_000) {
		if testing.Short() && n%20 != 0 {
			continue
		}
		random := newDraws(n)
		p := small(random)
		if err := check(p, Options{}); err != nil {
			t.Fatalf("instance %d: %v\n%+v", n, err, p)
		}
		if n%2 == 0 {
			if err := check(p, Options{Effort: 1 + random(200)}); err != nil {
				t.Fatalf("instance %d with little effort: %v\n%+v", n, err, p)
			}
		}
		if _, ok := best(p); !ok {
			infeasible++
		}
	}
	if !testing.Short() && (infeasible < 1000 || infeasible > 9000) {
		t.Errorf("%d of 12000 instances are infeasible, want many of both", infeasible)
	}
}

func TestSolveOnDrawnInstances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := small(func(n int64) int64 { return rapid.Int64Range(0, n-1).Draw(t, "x") })
		if err := check(p, Options{}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestTheOtherWayRoundIsTheSame(t *testing.T) {
	for n := range uint64(200) {
		p := small(newDraws(n))
		q := &Problem{Sense: 3 - p.Sense, Use: p.Use, Capacity: p.Capacity}
		for _, row := range p.Cost {
			var turned []int64
			for _, c := range row {
				turned = append(turned, -c)
			}
			q.Cost = append(q.Cost, turned)
		}
		a, err := Solve(p, Options{})
		b, err2 := Solve(q, Options{})
		if err != nil || err2 != nil || a.Status != b.Status || a.Value != -b.Value || a.Nodes != b.Nodes {
			t.Fatalf("instance %d: %v %d, turned %v %d", n, a.Status, a.Value, b.Status, b.Value)
		}
	}
}

func TestValidateSaysWhatIsWrong(t *testing.T) {
	good := func() *Problem {
		return &Problem{Minimise, [][]int64{{1}}, [][]int64{{1}}, []int64{1}}
	}
	for _, c := range []struct {
		change func(p *Problem)
		want   string
	}{
		{func(p *Problem) { p.Sense = 0 }, "assign: sense is not set, want Minimise or Maximise"},
		{func(p *Problem) { p.Cost = nil }, "assign: 1 agents and 0 jobs, want at least one of each"},
		{func(p *Problem) { p.Use = nil }, "assign: 1 capacities, 1 rows of costs and 0 of uses, want as many of each"},
		{func(p *Problem) { p.Use[0] = nil }, "assign: agent 0 has 1 costs and 0 uses, want 1"},
		{func(p *Problem) { p.Capacity[0] = -1 }, "assign: capacity of agent 0 is -1, want 0 to 70368744177664"},
		{func(p *Problem) { p.Use[0][0] = -1 }, "assign: use of job 0 at agent 0 is -1, want 0 to 70368744177664"},
		{func(p *Problem) { p.Cost[0][0] = 1 << 31 }, "assign: cost of job 0 at agent 0 is 2147483648, want -1073741824 to 1073741824"},
	} {
		p := good()
		c.change(p)
		if _, err := Solve(p, Options{}); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
		if _, err := Relax(p); err == nil || err.Error() != c.want {
			t.Errorf("Relax: %v, want %s", err, c.want)
		}
	}
	for _, c := range []struct {
		agent []int32
		want  string
	}{
		{nil, "assign: 0 jobs assigned, want 1"},
		{[]int32{1}, "assign: job 0 goes to agent 1, want 0 to 0"},
	} {
		if _, err := good().Value(c.agent); err == nil || err.Error() != c.want {
			t.Errorf("Value(%v): %v, want %s", c.agent, err, c.want)
		}
	}
}

package reproduce

import (
	"context"
	"fmt"
	"math"

	"skysim/policies/bound/assign"
)

// assignment gives back the optima of generalised assignment problems with the
// exact solver of policies/bound/assign, and Mélange's example. There is no
// simulation in it: it is about the yardstick. A table of what is known
// (data.csv) says for which instances there is a published answer; the maxima that
// OR-Library publishes for gap1 to gap12 come with the project.
func assignment() Reproduction {
	return Reproduction{
		Name:  "assignment",
		Title: "optima of generalised assignment, and Mélange's choice of GPUs",
		Citation: "D. G. Cattrysse, M. Salomon, L. N. Van Wassenhove, A set partitioning heuristic for the generalized assignment " +
			"problem, EJOR 72 (1994); P. C. Chu, J. E. Beasley, A genetic algorithm for the generalised assignment problem, Computers & " +
			"Operations Research 24 (1997); T. Griggs et al., Mélange: cost efficient LLM serving by exploiting GPU heterogeneity (2024)",
		Data: "oracle",
		Run:  runAssignment,
	}
}

// The efforts after which an instance is left open, in cells of the knapsacks' tables:
// 20 seconds of one core or less, and a fifth of one in tests.
const (
	usualEffort = 10_000_000_000
	quickEffort = 100_000_000
)

func runAssignment(ctx context.Context, lab *Lab) (*Outcome, error) {
	cases, err := findAssignments(lab)
	if err != nil {
		return nil, err
	}
	effort := int64(usualEffort)
	if lab.Quick {
		effort = quickEffort
	}
	out := &Outcome{Notes: []string{
		fmt.Sprintf("an instance is left open after %d·10⁶ cells of the knapsacks' tables: a count, so that every machine leaves the same open", effort/1_000_000),
		"data.csv holds minima, of gap1 to gap12 too; the maxima of these are OR-Library's",
	}}
	if err := solveAll(ctx, cases, effort, lab.Workers); err != nil {
		return nil, err
	}
	sums := map[string]*Number{}
	var order []string
	for _, c := range cases {
		out.Numbers = append(out.Numbers, c.numbers()...)
		name := fmt.Sprintf("%s, %v: instances proved", c.dataset, c.problem.Sense)
		if sums[name] == nil {
			sums[name] = &Number{Case: name, Relation: Context, Note: "solved to proven optimality; beside it all instances"}
			order = append(order, name)
		}
		sums[name].Published++
		if c.result.Status == assign.Optimal {
			sums[name].Ours++
		}
	}
	for _, name := range order {
		out.Numbers = append(out.Numbers, *sums[name])
	}
	fleets, err := melangeNumbers(lab)
	if err != nil {
		return nil, err
	}
	out.Numbers = append(out.Numbers, fleets...)
	figure, err := drawAssignment(cases)
	if figure != nil {
		out.Figures = []Figure{{Plot: figure}}
	}
	return out, err
}

// numbers compares the result with what is known. Everything is a detail but what
// was not proved.
func (c *assignmentCase) numbers() []Number {
	r, name := c.result, c.name()
	lp := Number{Case: name + ", LP", Ours: c.lp(), Published: math.NaN(), Relation: Context, Detail: true}
	below, above := AtMost, AtLeast // of a bound, and of a solution
	if c.problem.Sense == assign.Maximise {
		below, above = AtLeast, AtMost
	}
	if r.Status == assign.Infeasible {
		n := Number{Case: name, Published: c.published(), Ours: math.NaN(), Relation: Equal, Note: "shown to have no assignment"}
		if c.known == nil {
			n.Relation = Context
		}
		return []Number{n}
	}
	value := float64(r.Value)
	if r.Agent == nil {
		value = math.NaN()
	}
	if c.known == nil {
		note := fmt.Sprintf("nothing was published; %v, bound %d", r.Status, r.Bound)
		return []Number{{Case: name, Published: math.NaN(), Ours: value, Relation: Context, Note: note}, lp}
	}
	// The LP's bound is on the right side of any solution, the best one included.
	lp.Published, lp.Relation = float64(c.known.Best), below
	best := float64(c.known.Best)
	switch {
	case r.Status == assign.Optimal && c.known.Known:
		return []Number{{Case: name, Published: best, Ours: value, Detail: true}, lp}
	case r.Status == assign.Optimal:
		note := fmt.Sprintf("proved; published: bound %d, solution %d", c.known.Bound, c.known.Best)
		return []Number{
			{Case: name + ", optimum", Published: best, Ours: value, Relation: below, Note: note},
			{Case: name + ", optimum and the published bound", Published: float64(c.known.Bound), Ours: value, Relation: above, Detail: true},
			lp,
		}
	}
	note := fmt.Sprintf("not proved within the budget of %d·10⁶ cells", c.effort/1_000_000)
	out := []Number{{Case: name + ", bound", Published: best, Ours: float64(r.Bound), Relation: below, Note: note}}
	if r.Agent != nil {
		out = append(out, Number{Case: name + ", solution", Published: float64(c.known.Bound), Ours: value, Relation: above, Note: note})
	}
	return append(out, lp)
}

// published is the optimum, NaN if none is known.
func (c *assignmentCase) published() float64 {
	if c.known == nil || !c.known.Known {
		return math.NaN()
	}
	return float64(c.known.Optimum)
}

// lp is the bound of the LP relaxation, NaN if it has no solution.
func (c *assignmentCase) lp() float64 {
	if c.result.LP.Bound == nil {
		return math.NaN()
	}
	x, _ := c.result.LP.Bound.Float64()
	return x
}

package reproduce

import (
	"context"
	"fmt"
	"math"
	"slices"

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
	found, err := findAssignments(lab)
	if err != nil {
		return nil, err
	}
	cases := found.cases
	effort := int64(usualEffort)
	if lab.Quick {
		effort = quickEffort
	}
	out := &Outcome{Notes: []string{
		fmt.Sprintf("an instance is left open after %d·10⁶ cells of the knapsacks' tables: a count, so that every machine leaves the same open", effort/1_000_000),
		"data.csv holds minima, of gap1 to gap12 too; the maxima of these are OR-Library's",
	}}
	out.Notes = append(out.Notes, found.absent()...)
	if err := solveAll(ctx, cases, effort, lab.Workers); err != nil {
		return nil, err
	}
	sums := map[string]*Number{}
	var order []string
	cases = slices.DeleteFunc(cases, func(c *assignmentCase) bool {
		if c.err != nil {
			found.bad = append(found.bad, unusable(c.name(), c.err))
		}
		return c.err != nil
	})
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
	fleets, notes, err := melangeNumbers(lab)
	if err != nil {
		return nil, err
	}
	out.Numbers = append(append(out.Numbers, fleets...), found.bad...)
	out.Notes = append(out.Notes, notes...)
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
	if c.known == nil || !c.known.Bounded && !c.known.Found {
		note := fmt.Sprintf("nothing was published; %v, bound %d", r.Status, r.Bound)
		return []Number{{Case: name, Published: math.NaN(), Ours: value, Relation: Context, Note: note}, lp}
	}
	// The LP's bound is on the right side of any solution, the best one included.
	best := float64(c.known.Best)
	if c.known.Found {
		lp.Published, lp.Relation = best, below
	}
	switch {
	case r.Status == assign.Optimal && c.known.Known:
		return []Number{{Case: name, Published: best, Ours: value, Detail: true}, lp}
	case r.Status == assign.Optimal:
		note := "proved; published: " + c.says()
		return c.compare([]Number{
			{Case: name + ", optimum", Published: best, Ours: value, Relation: below, Note: note},
			{Case: name + ", optimum and the published bound", Published: float64(c.known.Bound), Ours: value, Relation: above, Detail: true},
			lp,
		})
	}
	note := fmt.Sprintf("not proved within the budget of %d·10⁶ cells", c.effort/1_000_000)
	return c.compare([]Number{
		{Case: name + ", bound", Published: best, Ours: float64(r.Bound), Relation: below, Note: note},
		{Case: name + ", solution", Published: float64(c.known.Bound), Ours: value, Relation: above, Note: note},
		lp,
	})
}

// says is what was published of an instance whose optimum was not.
func (c *assignmentCase) says() string {
	switch {
	case !c.known.Found:
		return fmt.Sprintf("bound %d, no solution", c.known.Bound)
	case !c.known.Bounded:
		return fmt.Sprintf("solution %d, no bound", c.known.Best)
	}
	return fmt.Sprintf("bound %d, solution %d", c.known.Bound, c.known.Best)
}

// compare takes three numbers: one beside the published solution, one beside the
// published bound, and the LP's. What has nothing beside it is left out, or for context.
func (c *assignmentCase) compare(of []Number) (all []Number) {
	if n := of[0]; c.known.Found {
		all = append(all, n)
	} else {
		n.Published, n.Relation = math.NaN(), Context
		all = append(all, n)
	}
	if n := of[1]; c.known.Bounded && !math.IsNaN(n.Ours) {
		all = append(all, n)
	}
	return append(all, of[2])
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

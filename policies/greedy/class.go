package greedy

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// Class is a kind of demand and how many jobs have it.
type Class struct {
	Demand sim.Demand // of one task
	Count  int64      // tasks, of all jobs that have it
}

// Expect tells the policy beforehand which demands its jobs will have, most
// frequent first. Placements that weigh what is left on a machine by the jobs
// still to come use it (FGD does); without it they go by the jobs that they have
// seen. It must be called before the first Decide, and before Needs is asked.
func (g *Policy) Expect(classes []Class) {
	g.expected = classes
	if len(classes) > 0 && g.opts.Place == FGD {
		g.board.outlook = typical(classes)
	}
}

// learns reports whether the policy goes by the jobs that it has seen.
func (g *Policy) learns() bool { return g.opts.Place == FGD && len(g.expected) == 0 }

// survey brings the outlook up to date with what was seen.
func (g *Policy) survey() {
	if g.learns() && (g.census.due() || g.board.outlook.total == 0 && g.census.taken > 0) {
		g.board.outlook = typical(g.census.take())
		g.board.forget()
	}
}

// typicalPercent is how many of the jobs the typical classes are to stand for:
// the rare rest would cost time and change nothing.
const typicalPercent = 95

// typical returns the outlook on the most frequent classes that together make
// up typicalPercent of the jobs, memory aside. Of equally frequent ones those
// listed first count as more frequent.
func typical(classes []Class) outlook {
	var all []Class
	at := map[sim.Demand]int{}
	var jobs int64
	for _, c := range classes {
		c.Demand.Mem = 0
		i, known := at[c.Demand]
		if !known {
			i = len(all)
			at[c.Demand] = i
			all = append(all, Class{Demand: c.Demand})
		}
		all[i].Count += c.Count
		jobs += c.Count
	}
	slices.SortStableFunc(all, func(a, b Class) int { return cmp.Compare(b.Count, a.Count) })
	var o outlook
	for _, c := range all {
		if float64(o.total)*100 >= float64(jobs)*typicalPercent {
			break
		}
		o.classes = append(o.classes, c)
		o.total += c.Count
	}
	return o
}

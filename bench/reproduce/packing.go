package reproduce

import (
	"context"
	"fmt"
	"math"

	"skysim/bench"
)

// packing gives back the numbers of bins that the classical rules need, and what
// is known of the best packing. Items are jobs that come at once and stay, bins are
// machines rented when nothing has room, and the answer is the column
// machines_rented. The adapter finds the instances in the data folder and rents
// machines of their capacity; it corrects nothing.
func packing() Reproduction {
	return Reproduction{
		Name:  "packing",
		Title: "bins that First Fit, Best Fit and their decreasing forms need",
		Citation: "E. Falkenauer, A hybrid grouping genetic algorithm for bin packing, Journal of Heuristics 2 (1996); " +
			"J. E. Beasley, OR-Library, JORS 41 (1990); B. Romera-Paredes et al., Mathematical discoveries from program search " +
			"with large language models, Nature 625 (2024)",
		Data: packingData,
		Run:  runPacking,
	}
}

const packingData = "oracle/binpack"

// packingRules are the names of the experiment's policies and what tables of
// expected numbers call them.
var packingRules = []struct{ policy, rule string }{
	{"first fit", "firstfit"}, {"best fit", "bestfit"},
	{"first fit decreasing", "firstfit-decreasing"}, {"best fit decreasing", "bestfit-decreasing"},
}

// bestKnown is the rule of a packing that somebody found.
const bestKnown = "best-known"

func runPacking(ctx context.Context, lab *Lab) (*Outcome, error) {
	groups, bad, err := findPackings(lab)
	if err != nil {
		return nil, err
	}
	expected, refused, err := expectedBins(lab)
	if err != nil {
		return nil, err
	}
	bad = append(bad, refused...)
	out := &Outcome{Notes: []string{
		"bins are machines rented by ordinary greedy policies on the engine; sums and means are over the instances of a set",
	}}
	out.Notes = append(out.Notes, expected.absent(groups)...)
	var drawn []packed
	for _, g := range groups {
		bins, err := g.run(ctx, lab)
		if err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			bad = append(bad, unusable(g.name(), err))
			continue
		}
		numbers, known := g.numbers(expected, bins)
		out.Numbers = append(out.Numbers, numbers...)
		drawn = append(drawn, packed{g.name(), bins, known})
	}
	out.Numbers = append(out.Numbers, bad...)
	figure, err := drawPacking(drawn)
	if err != nil {
		return nil, err
	}
	if figure != nil {
		out.Figures = []Figure{{Plot: figure}}
	}
	return out, nil
}

// run packs every instance of a group by every rule and returns the bins of all
// together, by rule.
func (g *packingGroup) run(ctx context.Context, lab *Lab) ([]int64, error) {
	bins := make([]int64, len(packingRules))
	for first := 0; first < len(g.instances); {
		last := first
		for last < len(g.instances) && g.instances[last].Capacity == g.instances[first].Capacity {
			last++
		}
		e, err := lab.Experiment("packing")
		if err != nil {
			return nil, err
		}
		e.Clouds[0].Machines[0].CPU = 1000 * g.instances[first].Capacity
		template := e.Workloads[0]
		e.Workloads = nil
		for _, i := range g.instances[first:last] {
			w := template
			w.Name, w.Path = i.path+"#"+i.Name, packingData+"/"+i.path
			w.Params = []bench.Param{{Key: "stay", Value: true}}
			if i.Name != "" {
				w.Params = append(w.Params, bench.Param{Key: "instance", Value: i.Set + "/" + i.Name})
			}
			e.Workloads = append(e.Workloads, w)
		}
		rows, err := lab.Rows(ctx, e)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			r := &rows[i]
			if r.Unfinished != r.Submitted {
				return nil, fmt.Errorf("%s: %d of %d items stay in their bins", r.Cell, r.Unfinished, r.Submitted)
			}
			for k, rule := range packingRules {
				if r.Policy == rule.policy {
					bins[k] += r.Rented
				}
			}
		}
		first = last
	}
	return bins, nil
}

// numbers compares a group's bins with what was published, and returns the sum of
// the best bins known, NaN if not all are.
func (g *packingGroup) numbers(expected binsTable, bins []int64) (numbers []Number, known float64) {
	n := float64(len(g.instances))
	known = g.known()
	want, said := expected.find(g, bestKnown)
	if said {
		if math.IsNaN(known) { // the files do not say
			known = want.bins
			if want.mean {
				known *= n
			}
		} else {
			numbers = append(numbers, want.number(g.name()+", best known", known, n))
		}
	}
	if g.broken > 0 { // what was published is of all of them
		for i := range numbers {
			numbers[i].Relation, numbers[i].Note = Context, g.without()
		}
	}
	for k, rule := range packingRules {
		name := g.name() + ", " + rule.policy
		if want, ok := expected.find(g, rule.rule); ok && g.broken > 0 {
			n := want.number(name, float64(bins[k]), n)
			n.Relation, n.Note = Context, g.without()
			numbers = append(numbers, n)
			continue
		} else if ok {
			numbers = append(numbers, want.number(name, float64(bins[k]), n))
			continue
		}
		numbers = append(numbers, Number{
			Case: name, Published: known / n, Ours: float64(bins[k]) / n, Relation: Context, Unit: "bins",
			Note: "mean; beside it the best known",
		})
	}
	for k, rule := range packingRules {
		if !math.IsNaN(known) {
			numbers = append(numbers, Number{
				Case: g.name() + ", " + rule.policy + " not below the best known", Published: known, Ours: float64(bins[k]),
				Relation: AtLeast, Unit: "bins", Detail: true,
			})
		}
	}
	return numbers, known
}

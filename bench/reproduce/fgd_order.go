package reproduce

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"skysim/bench"
)

// The published means that differ by fgdApart have an order, and ours should have the
// same. The difference of two policies scatters by up to 0.8 points between seeds, so
// that a mean over ten leaves ±0.25, as much as some differences that have to be
// ordered. Every order that ten seeds leave open, whichever way it looks, is
// therefore decided by ten more; nothing else is compared with those.

// further marks runs of the seeds that decide orders.
const further = ", further seeds"

// fgdOrder is two policies whose published means have an order: p is above q.
type fgdOrder struct{ p, q *fgdPublished }

// orders returns the pairs of policies on a list that have an order at the last percent.
func (r *fgdRun) orders(list string) (all []fgdOrder) {
	published := r.of(list)
	for _, p := range published {
		for _, q := range published {
			end, above := p.last()
			if same, below := q.last(); end == same && above-below >= fgdApart {
				all = append(all, fgdOrder{p, q})
			}
		}
	}
	return all
}

// differences returns ours at the last percent, seed by seed.
func (r *fgdRun) differences(list string, o fgdOrder) (all []float64) {
	end, _ := o.p.last()
	for _, suffix := range []string{"", further} {
		p, q := r.seen[list+"/"+o.p.policy+suffix], r.seen[list+"/"+o.q.policy+suffix]
		for i := range min(len(p), len(q)) {
			all = append(all, p[i].percent(end)-q[i].percent(end))
		}
	}
	return all
}

// decide runs as many seeds again of the policies on a list whose order is open: the
// mean difference is within two standard errors of none.
func (r *fgdRun) decide(ctx context.Context, lab *Lab, e *bench.Experiment) error {
	for _, w := range e.Workloads {
		var open []string
		for _, o := range r.orders(w.Name) {
			if d := r.differences(w.Name, o); math.Abs(average(d)) < 2*standardError(d) {
				open = append(open, o.p.policy, o.q.policy)
			}
		}
		if len(open) == 0 {
			continue
		}
		again := *e
		again.Workloads, again.Policies = []bench.Workload{w}, nil
		for _, p := range e.Policies {
			if slices.Contains(open, p.Name) {
				again.Policies = append(again.Policies, p)
			}
		}
		again.Baseline = again.Policies[0].Name
		again.Seeds.First += e.Seeds.Count
		if err := r.run(ctx, lab, &again, further); err != nil {
			return err
		}
	}
	return nil
}

// orderings compares the policies of a list with each other.
func (r *fgdRun) orderings(list string) (all []Number) {
	for _, o := range r.orders(list) {
		_, above := o.p.last()
		_, below := o.q.last()
		ours := r.differences(list, o)
		n := Number{
			Case:      o.name(list),
			Published: above - below, Ours: average(ours), Relation: Ordering, Unit: "%", Detail: true,
		}
		if n.Ours <= 0 || r.decided(list, o) {
			n.Note = fmt.Sprintf("seeds scatter: the standard error is %.2f of the published difference and, over %d seeds, %.2f of ours",
				standardError(o.published()), len(ours), standardError(ours))
		}
		all = append(all, n)
	}
	return all
}

// name is what tables call the order.
func (o fgdOrder) name(list string) string {
	end, _ := o.p.last()
	return fmt.Sprintf("%s/%s above %s at %d %%", list, o.p.policy, o.q.policy, end)
}

// decided reports whether an order was open after the usual seeds.
func (r *fgdRun) decided(list string, o fgdOrder) bool {
	return len(r.differences(list, o)) > len(r.seen[list+"/"+o.p.policy])
}

// again names the orders that were decided by further seeds, "" if there are none.
func (r *fgdRun) again(seeds int64) string {
	var names []string
	for _, w := range r.ran {
		for _, o := range r.orders(w.Name) {
			if r.decided(w.Name, o) {
				names = append(names, o.name(w.Name))
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("orders that %d seeds left open and %d decided: %s", seeds, 2*seeds, strings.Join(names, "; "))
}

// published returns the published differences, seed by seed.
func (o fgdOrder) published() (all []float64) {
	for seed := range o.p.ends {
		if other, both := o.q.ends[seed]; both {
			all = append(all, o.p.ends[seed]-other)
		}
	}
	slices.Sort(all) // a sum of floats must not follow the order of a map
	return all
}

// average is the mean.
func average(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// standardError returns that of the mean.
func standardError(x []float64) float64 {
	mean, squares := average(x), 0.0
	for _, v := range x {
		squares += float64((v - mean) * (v - mean))
	}
	n := float64(len(x))
	return math.Sqrt(squares / (n - 1) / n)
}

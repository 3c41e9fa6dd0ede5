package reproduce

import (
	"context"
	"fmt"
	"math"
	"slices"

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
			if end := len(p.curve) - 1; len(p.curve) == len(q.curve) && p.curve[end]-q.curve[end] >= fgdApart {
				all = append(all, fgdOrder{p, q})
			}
		}
	}
	return all
}

// differences returns ours at the last percent, seed by seed.
func (r *fgdRun) differences(list string, o fgdOrder) (all []float64) {
	end := len(o.p.curve) - 1
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
		end := len(o.p.curve) - 1
		ours := r.differences(list, o)
		n := Number{
			Case:      fmt.Sprintf("%s/%s above %s at %d %%", list, o.p.policy, o.q.policy, end),
			Published: o.p.curve[end] - o.q.curve[end], Ours: average(ours), Relation: Ordering, Unit: "%", Detail: true,
		}
		if n.Ours <= 0 || len(ours) > len(r.seen[list+"/"+o.p.policy]) {
			n.Note = fmt.Sprintf("seeds scatter: the standard error is %.2f of the published difference and, over %d seeds, %.2f of ours",
				standardError(o.published()), len(ours), standardError(ours))
		}
		all = append(all, n)
	}
	return all
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

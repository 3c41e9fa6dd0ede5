package reproduce

import (
	"context"
	"fmt"
	"math"

	"skysim/bench"
	"skysim/bench/train"
)

// The learned order is judged on windows of the log that its training could not see: those
// of skysim train order. The trained weights come with skysim, one file for each of five training seeds,
// and are not trained here: each file says by which command it was.

// trainingSeeds are the seeds of the weights that come with skysim.
const trainingSeeds = 5

// What the learned order has to reach.
const (
	cleanF1      = 231.09 // on the held-out windows; worked out independently
	cleanSJF     = 276.72
	betterThanF1 = 0.02
	betterSJF    = 0.15
	mostOld      = 258.4 // on the published windows
)

// learned returns the numbers of the weights that come with skysim, on the windows of
// the published table and on those that were held out.
func (l *swfLog) learned(ctx context.Context, lab *Lab) ([]Number, error) {
	shipped := l.rows[0]
	shipped.backfill, shipped.heuristic = false, nil
	clean := shipped
	clean.starts = train.HeldOutWindows()
	var orders []string
	for _, o := range []string{"f1", "sjf"} {
		orders = append(orders, "commit(greedy(order="+o+",place=firstfit))")
	}
	for seed := range trainingSeeds {
		orders = append(orders, fmt.Sprintf("commit(learned(weights=rlscheduler-%d,place=firstfit))", seed+1))
	}
	held, err := l.means(ctx, lab, clean, orders)
	if err != nil {
		return nil, err
	}
	old, err := l.means(ctx, lab, shipped, orders[2:])
	if err != nil {
		return nil, err
	}
	all := []Number{
		{Case: "held-out windows/F1", Published: cleanF1, Ours: held[0], Tolerance: 0.01, Note: "worked out independently"},
		{Case: "held-out windows/SJF", Published: cleanSJF, Ours: held[1], Tolerance: 0.01, Note: "worked out independently"},
		{
			Case: "held-out windows/learned, beside F1", Published: (1 - betterThanF1) * held[0], Ours: meanOf(held[2:]), Relation: AtMost,
			Note: fmt.Sprintf("mean of %d training seeds; published is 2 %% below F1", trainingSeeds),
		},
		{
			Case: "held-out windows/learned, beside SJF", Published: (1 - betterSJF) * held[1], Ours: meanOf(held[2:]), Relation: AtMost,
			Note: fmt.Sprintf("mean of %d training seeds; published is 15 %% below SJF", trainingSeeds),
		},
		{
			Case: "published windows/learned", Published: mostOld, Ours: meanOf(old), Relation: AtMost,
			Note: "mostly within the training data, and so no evidence of what was learned",
		},
	}
	for i, name := range orders[2:] {
		all = append(all,
			Number{Case: "held-out windows/" + name, Published: math.NaN(), Ours: held[2+i], Relation: Context, Detail: true},
			Number{Case: "published windows/" + name, Published: math.NaN(), Ours: old[i], Relation: Context, Detail: true})
	}
	for i := range all {
		all[i].Case = l.name + "/" + all[i].Case
	}
	return all, nil
}

// means returns the mean over the windows of a row for each of several constructions.
func (l *swfLog) means(ctx context.Context, lab *Lab, row slowdownRow, constructions []string) ([]float64, error) {
	e, err := lab.Experiment("rlscheduler")
	if err != nil {
		return nil, err
	}
	row.policy = constructions[0]
	l.adapt(e, row)
	template := e.Policies[0]
	e.Policies = nil
	for _, use := range constructions {
		p := template
		p.Name, p.Use = use, use
		e.Policies = append(e.Policies, p)
	}
	rows, err := lab.Rows(ctx, e)
	if err != nil {
		return nil, err
	}
	sums := map[string][]float64{}
	for i := range rows {
		v, err := allFinished(&rows[i])
		if err != nil {
			return nil, err
		}
		sums[rows[i].Policy] = append(sums[rows[i].Policy], v)
	}
	var out []float64
	for _, use := range constructions {
		out = append(out, meanOf(sums[use]))
	}
	return out, nil
}

// allFinished returns the mean bounded slowdown of a row whose jobs have all finished.
func allFinished(r *bench.Row) (float64, error) {
	if r.SlowdownMean == nil || r.Finished != r.Submitted {
		return 0, fmt.Errorf("%s: %d of %d jobs finished, want all", r.Cell, r.Finished, r.Submitted)
	}
	return *r.SlowdownMean, nil
}

// meanOf is NaN of nothing.
func meanOf(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

package reproduce

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"skysim/bench"
	"skysim/sim"
)

// fgd is the placement of jobs on shared GPUs by how it breaks up what is left. The
// experiment is bench/experiments/fgd.toml; the lists of pods, and what is expected of
// them, are what the data directory holds.
//
// What the artifact does differently stands in the constructions of its policies,
// and each part is an option that any experiment can use or leave:
//
//   - score=percent: points are cut to whole numbers before they are compared, as
//     all plugins of the Kubernetes scheduler have to. Without it (score=exact) fewer
//     machines are equal; the numbers for context say what that changes.
//   - ties=shuffled: of equals the first in a random order of the nodes.
//   - patience=0s: a pod that fits nowhere is dropped, and counts as arrived.
//   - known_demands: the frequent kinds of pods are those of the list, though the
//     cluster could not know them beforehand.
func fgd() Reproduction {
	return Reproduction{
		Name: "fgd", Title: "GPU allocation under six placements (% of the GPUs)",
		Citation: "Q. Weng, L. Yang, Y. Yu, W. Wang, X. Tang, G. Yang, L. Zhang: Beware of Fragmentation: Scheduling GPU-Sharing Workloads with Fragmentation Gradient Descent, USENIX ATC 2023",
		Data:     "openb",
		Run:      runFGD,
	}
}

const (
	// fgdTolerance is in points of allocation.
	fgdTolerance = 0.8
	// fgdApart is from when on two published means have an order to be kept.
	fgdApart = 0.3
	// fgdPrefix begins the names of files of pods.
	fgdPrefix = "openb_pod_list_"
)

// fgdRun is the runs of all lists of pods.
type fgdRun struct {
	published []*fgdPublished
	seen      map[string][]*allocation // by list and policy, one per seed
	bad       []Number                 // files, rows and lists that cannot be used
	ran       []bench.Workload         // the lists that could be
	notes     []string
}

func runFGD(ctx context.Context, lab *Lab) (*Outcome, error) {
	r := &fgdRun{seen: map[string][]*allocation{}}
	e, err := r.adapt(lab)
	if err != nil {
		return nil, err
	}
	for _, w := range e.Workloads {
		if err := r.list(ctx, lab, e, w); err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			r.bad = append(r.bad, unusable(w.Name, err))
			continue
		}
		r.ran = append(r.ran, w)
	}
	out := &Outcome{}
	for _, w := range r.ran {
		out.Numbers = append(out.Numbers, r.numbers(w.Name)...)
	}
	r.others()
	if len(r.ran) > 0 {
		out.Numbers = append(out.Numbers, r.context(r.ran[0].Name)...)
		if out.Figures, err = r.figures(r.ran); err != nil {
			return nil, err
		}
	}
	out.Numbers = append(out.Numbers, r.bad...)
	out.Notes = append(out.Notes, fmt.Sprintf("each number is a mean over %d seeds; at a percent of load: over the arrivals after which the load rounds to it", e.Seeds.Count))
	if again := r.again(e.Seeds.Count); again != "" {
		out.Notes = append(out.Notes, again)
	}
	out.Notes = append(out.Notes, r.notes...)
	return out, nil
}

// list runs everything that is compared of a list. The first one that can be used is
// run with points in full too, if there is time.
func (r *fgdRun) list(ctx context.Context, lab *Lab, e *bench.Experiment, w bench.Workload) error {
	one := *e
	one.Workloads = []bench.Workload{w}
	if err := r.run(ctx, lab, &one, ""); err != nil {
		return err
	}
	if err := r.decide(ctx, lab, &one); err != nil {
		return err
	}
	if lab.Quick || len(r.ran) > 0 {
		return nil
	}
	return r.honest(ctx, lab, &one)
}

// adapt makes the experiment one of the lists of pods that numbers were published
// for. Quick leaves the first of them.
func (r *fgdRun) adapt(lab *Lab) (*bench.Experiment, error) {
	table, err := readFGD(lab)
	if err != nil {
		return nil, err
	}
	r.published, r.bad = table.all, table.bad
	e, err := lab.Experiment("fgd")
	if err != nil {
		return nil, err
	}
	lists, err := fgdLists(lab.Path("openb"))
	if err != nil {
		return nil, err
	}
	pattern := e.Workloads[0]
	e.Workloads = nil
	for _, list := range lists {
		i := slices.IndexFunc(r.published, func(p *fgdPublished) bool { return p.list == list })
		if i < 0 {
			r.note("%s.csv is not compared: no expected*.csv has rows of it", list)
			continue
		}
		w := pattern
		w.Name, w.Path = strings.TrimPrefix(list, fgdPrefix), path.Join(path.Dir(pattern.Path), list+".csv")
		w.Params = slices.Clone(pattern.Params)
		for k := range w.Params {
			if w.Params[k].Key == "fill" {
				w.Params[k].Value = r.published[i].fill
			}
		}
		e.Workloads = append(e.Workloads, w)
	}
	r.miss(e, lists)
	if lab.Quick && len(e.Workloads) > 1 {
		e.Workloads = e.Workloads[:1]
	}
	return e, nil
}

// miss notes lists that are not there, and refuses policies that nobody knows.
func (r *fgdRun) miss(e *bench.Experiment, lists []string) {
	var gone []string
	for _, p := range r.published {
		switch {
		case !slices.Contains(lists, p.list):
			if !slices.Contains(gone, p.list) {
				gone = append(gone, p.list)
				r.note("%s.csv is not compared: it is not in the folder", p.list)
			}
		case !slices.ContainsFunc(e.Policies, func(q bench.Policy) bool { return q.Name == p.policy }):
			r.bad = append(r.bad, unusable(fmt.Sprintf("%s/%s", strings.TrimPrefix(p.list, fgdPrefix), p.policy),
				fmt.Errorf("%s: no policy of the experiment is called %q", p.at, p.policy)))
		}
	}
}

// others refuses what was published of another cluster.
func (r *fgdRun) others() {
	for _, p := range r.published {
		key := strings.TrimPrefix(p.list, fgdPrefix) + "/" + p.policy
		if ours := r.seen[key]; len(ours) > 0 && ours[0].total != 1000*p.gpus {
			r.bad = append(r.bad, unusable(key, fmt.Errorf("%s: total_gpus is %d, the nodes have %d", p.at, p.gpus, ours[0].total/1000)))
		}
	}
}

func (r *fgdRun) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// run runs an experiment and keeps what was seen, the policies' names with a suffix.
func (r *fgdRun) run(ctx context.Context, lab *Lab, e *bench.Experiment, suffix string) error {
	_, err := lab.Rows(ctx, e, func(c bench.Cell, w *sim.World) []sim.Observer {
		a, key := newAllocation(w), c.Workload+"/"+c.Policy+suffix
		a.seed = c.Seed
		r.seen[key] = append(r.seen[key], a)
		return []sim.Observer{a}
	})
	if err != nil { // nothing of a run that broke off is compared
		for _, w := range e.Workloads {
			for _, p := range e.Policies {
				delete(r.seen, w.Name+"/"+p.Name)
				delete(r.seen, w.Name+"/"+p.Name+suffix)
			}
		}
	}
	for _, list := range r.seen { // cells come as workers take them
		slices.SortFunc(list, func(a, b *allocation) int { return cmp.Compare(a.seed, b.seed) })
	}
	return err
}

// exactly marks policies that compare points in full.
const exactly = ", points in full"

// honest runs the first list once more, with points compared in full.
func (r *fgdRun) honest(ctx context.Context, lab *Lab, e *bench.Experiment) error {
	full := *e
	full.Workloads, full.Policies = e.Workloads[:1], nil
	for _, p := range e.Policies {
		if strings.Contains(p.Use, "score=percent") {
			p.Use = strings.Replace(p.Use, "score=percent", "score=exact", 1)
			full.Policies = append(full.Policies, p)
		}
	}
	if len(full.Policies) == 0 {
		return nil
	}
	full.Baseline = full.Policies[0].Name
	return r.run(ctx, lab, &full, exactly)
}

// mean returns our value at a percent of load, over the seeds.
func (r *fgdRun) mean(key string, percent int) float64 {
	sum := 0.0
	for _, a := range r.seen[key] {
		sum += a.percent(percent)
	}
	return sum / float64(len(r.seen[key]))
}

// of returns what was published of the policies that were run on a list, for as
// many GPUs as there are.
func (r *fgdRun) of(list string) (found []*fgdPublished) {
	for _, p := range r.published {
		if ours := r.seen[list+"/"+p.policy]; p.list == fgdPrefix+list && len(ours) > 0 && ours[0].total == 1000*p.gpus {
			found = append(found, p)
		}
	}
	return found
}

// numbers compares everything that was published of one list.
func (r *fgdRun) numbers(list string) (all []Number) {
	var worst Number
	published := r.of(list)
	for _, p := range published {
		for i, value := range p.curve {
			n := Number{
				Case: fmt.Sprintf("%s/%s at %d %%", list, p.policy, p.percents[i]), Published: value, Ours: r.mean(list+"/"+p.policy, p.percents[i]),
				Tolerance: fgdTolerance, Unit: "%", Detail: i < len(p.curve)-1,
			}
			if worst.Case == "" || math.Abs(n.Difference()) > math.Abs(worst.Difference()) {
				worst = n
			}
			all = append(all, n)
		}
	}
	if worst.Case != "" {
		worst.Case, worst.Detail = "farthest point of all: "+worst.Case, false
		all = append(all, worst)
	}
	return append(all, r.orderings(list)...)
}

// context says what full points would give.
func (r *fgdRun) context(list string) (all []Number) {
	for _, p := range r.of(list) {
		if key := list + "/" + p.policy + exactly; len(r.seen[key]) > 0 {
			end, published := p.last()
			all = append(all, Number{
				Case: fmt.Sprintf("%s/%s at %d %%%s", list, p.policy, end, exactly), Published: published, Ours: r.mean(key, end),
				Relation: Context, Unit: "%", Note: "the published scheduler cuts points to whole numbers, which makes more ties",
			})
		}
	}
	return all
}

package reproduce

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"skysim/bench"
	"skysim/bench/plot"
)

// gavel gives back the mean completion times of Gavel's continuous experiments: jobs that
// arrive at a rate on machines of three kinds, shared in rounds. The policies are
// constructions of the family rounds; what the artifact's runs add, which is to
// measure jobs 4000 to 4999 and to stop when they have ended, is in gavel_window.go.
func gavel() Reproduction {
	return Reproduction{
		Name:  "gavel",
		Title: "mean completion time of training jobs on three kinds of GPU",
		Citation: "D. Narayanan, K. Santhanam, F. Kazhamiaka, A. Phanishayee, M. Zaharia, Heterogeneity-aware cluster scheduling policies " +
			"for deep learning workloads, OSDI 2020; artifact: github.com/stanford-futuredata/gavel",
		Data: gavelData,
		Run:  runGavel,
	}
}

const gavelData = "gavel"

// gavelPolicies are the published policies that are built here, in the artifact's words, and
// their constructions. Only the first was recomputed by others, and is gated.
//
// The artifact has a fifo that tries V100 first, then P100, then K80, and leaves jobs
// where they are; for max_min_fairness the kinds choose in an order by lot in each round,
// for max_min_fairness_perf in that order. Its code decides shares at most every 1,920 s.
var gavelPolicies = []gavelPolicy{
	{"fifo_perf", "rounds(every=6m,share=fifo,place=fastest)", 1, 1000, ""},
	{"fifo", "rounds(every=6m,share=fifo,place=common)", 3, 1000, "not recomputed by others; gives every job the best kind that is free, and leaves it there"},
	{"max_min_fairness_perf", "rounds(every=6m,share=maxmin,place=common,hold=32m)", 6, 1000, "not recomputed by others; an LP with many optima, of which the artifact's solver may take another"},
	{"max_min_fairness", "rounds(every=6m,share=maxmin,place=random,aware=false,hold=32m)", 6, 4, "not recomputed by others; an LP with many optima, of which the artifact's solver may take another"},
}

type gavelPolicy struct {
	name, use string
	every     int     // of context, one rate in so many is run, in other sections in three times as many,
	to        float64 // up to this one: shares in a queue that never stops growing take long
	note      string  // of its numbers
}

// The gate: the policy, its section, up to which rate, and how far from what was published.
const (
	gavelGated    = "fifo_perf"
	gavelSection  = "continuous_jobs"
	gavelGangs    = "continuous_jobs_multigpu"
	gavelTo       = 5.2  // jobs per hour
	gavelWithin   = 0.06 // of the published number
	gavelHold     = "rounds(every=6m,share=fifo,place=fastest,hold=32m)"
	gavelHoldName = "shares decided at most every 32 min"
	gavelFine     = "rounds(every=36s,share=fifo,place=fastest)"
	gavelFineName = "rounds of 36 s"
)

// gavelSeries is a policy in a section of a file, with its rates in order.
type gavelSeries struct {
	file    string // "" for the first
	section string
	policy  string // in the artifact's words
	label   string // of a variant, "" without
	use     string
	note    string
	rates   []float64
	given   []float64 // published, NaN where nothing was
	ours    []float64
	curve   []plot.XY // all that was published, for the figure
}

func runGavel(ctx context.Context, lab *Lab) (*Outcome, error) {
	files, bad, err := findGavel(lab)
	if err != nil {
		return nil, err
	}
	out := &Outcome{Notes: []string{
		"hours from arrival to end, mean of jobs 4000 to 4999 and of the seeds 0, 1 and 2; gated are the numbers of " + gavelGated + " on one GPU up to 5.2 jobs per hour",
	}}
	var drawn []*gavelSeries
	for i := range files {
		all, left := files[i].series(lab.Quick)
		out.Notes = append(out.Notes, left...)
		for _, s := range all {
			if err := s.run(ctx, lab); ctx.Err() != nil {
				return nil, ctx.Err()
			} else if err != nil {
				bad = append(bad, unusable(s.name(), err))
				continue
			}
			out.Numbers = append(out.Numbers, s.numbers()...)
			if drawn = append(drawn, s); files[i].second {
				drawn = drawn[:len(drawn)-1]
			}
		}
	}
	out.Numbers = append(out.Numbers, bad...)
	if figure, err := drawGavel(drawn); err != nil {
		return nil, err
	} else if figure != nil {
		out.Figures = []Figure{{Plot: figure}}
	}
	return out, nil
}

// series returns what is to be run of a file, and says what is not.
func (f *gavelFile) series(quick bool) (all []*gavelSeries, left []string) {
	skipped := map[string]int{}
	var others []string
	for _, section := range f.sections() {
		for _, p := range gavelPolicies {
			s := &gavelSeries{section: section, policy: p.name, use: p.use, note: p.note}
			if f.second {
				s.file = f.name
			}
			for _, r := range f.rows {
				if r.section == section && r.policy == p.name {
					s.rates, s.given = append(s.rates, r.rate), append(s.given, r.hours)
				}
			}
			if len(s.rates) > 0 && (!quick || s.gated(0)) {
				all = append(all, s.sorted().thinned(quick, &p))
			}
			if s.gated(0) && !quick {
				all = append(all, s.variant(gavelHoldName, gavelHold), s.variant(gavelFineName, gavelFine))
			}
		}
		for _, r := range f.rows {
			built := slices.ContainsFunc(gavelPolicies, func(p gavelPolicy) bool { return p.name == r.policy })
			if r.section != section || built {
				continue
			}
			if skipped[r.policy]++; skipped[r.policy] == 1 {
				others = append(others, r.policy)
			}
		}
	}
	if len(others) > 0 {
		left = append(left, f.name+" also has policies that are not built here: "+strings.Join(others, ", "))
	}
	if f.ratios > 0 {
		left = append(left, fmt.Sprintf("%s gives %d of its rates and policies again with other numbers: fairness, not hours, and not compared", f.name, f.ratios))
	}
	return all, left
}

// gated reports whether a number of the series has to be given back.
func (s *gavelSeries) gated(i int) bool {
	return len(s.rates) > i && s.section == gavelSection && s.policy == gavelGated && s.label == "" && s.rates[i] <= gavelTo+1e-9
}

// sorted puts the rates in order.
func (s *gavelSeries) sorted() *gavelSeries {
	order := make([]int, len(s.rates))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(math.Copysign(1, s.rates[a]-s.rates[b])) })
	rates, given := slices.Clone(s.rates), slices.Clone(s.given)
	for i, from := range order {
		s.rates[i], s.given[i] = rates[from], given[from]
		s.curve = append(s.curve, plot.XY{X: rates[from], Y: given[from]})
	}
	return s
}

// thinned keeps all rates that are gated and some of the others. If it is to be quick, it keeps the
// lowest and the two highest that are gated.
func (s *gavelSeries) thinned(quick bool, p *gavelPolicy) *gavelSeries {
	gated := 0
	for gated < len(s.rates) && s.gated(gated) {
		gated++
	}
	every := p.every
	if s.section != gavelSection {
		every *= 3
	}
	rates, given := s.rates, s.given
	s.rates, s.given = nil, nil
	for i, rate := range rates {
		keep := i < gated || i%every == 0 && rate <= p.to
		if quick {
			keep = i < gated && (i == 0 || i >= gated-2)
		}
		if keep {
			s.rates, s.given = append(s.rates, rate), append(s.given, given[i])
		}
	}
	return s
}

// variant is the three highest gated rates under another construction, for context.
func (s *gavelSeries) variant(label, use string) *gavelSeries {
	v := *s
	v.label, v.use, v.note = label, use, "what another rule would give"
	for v.rates, v.given = nil, nil; s.gated(len(v.rates)); {
		v.rates, v.given = s.rates[:len(v.rates)+1], s.given[:len(v.rates)+1]
	}
	from := max(0, len(v.rates)-3) // where there is something to see
	v.rates, v.given = v.rates[from:], v.given[from:]
	return &v
}

// name tells the series from others.
func (s *gavelSeries) name() string {
	name := s.section + "/" + s.policy
	if s.file != "" {
		name = s.file + "/" + name
	}
	if s.label != "" {
		name += ", " + s.label
	}
	return name
}

// numbers compares the series with what was published.
func (s *gavelSeries) numbers() []Number {
	var all []Number
	for i, rate := range s.rates {
		n := Number{
			Case: fmt.Sprintf("%s at %s jobs/h", s.name(), gavelRate(rate)), Published: s.given[i], Ours: s.ours[i],
			Tolerance: float64(gavelWithin * s.given[i]), Unit: "h", Note: s.note,
		}
		if !s.gated(i) {
			n.Relation, n.Tolerance, n.Detail = Context, 0, s.section != gavelSection
		}
		all = append(all, n)
	}
	return all
}

// gavelRate writes a rate as the file does, with more digits if it has more.
func gavelRate(rate float64) string {
	if short := fmt.Sprintf("%.2f", rate); fmt.Sprint(rate) == strings.TrimRight(strings.TrimRight(short, "0"), ".") {
		return short
	}
	return fmt.Sprint(rate)
}

// experiment is the experiment with the rates of the series.
func (s *gavelSeries) experiment(lab *Lab) (*bench.Experiment, error) {
	e, err := lab.Experiment("gavel")
	if err != nil {
		return nil, err
	}
	if s.section == gavelGangs {
		e.Clouds[0].Speeds.Scales = []int32{1, 2, 4, 8}
	}
	template := e.Workloads[0]
	e.Workloads = nil
	for _, rate := range s.rates {
		w := template
		w.Name = gavelRate(rate)
		w.Params = []bench.Param{
			{Key: "jobs", Value: int64(gavelJobs)}, {Key: "jobs_per_hour", Value: rate}, {Key: "gangs", Value: s.section == gavelGangs},
		}
		for _, p := range template.Params {
			if p.Key == "first_profile" {
				w.Params = append(w.Params, p)
			}
		}
		e.Workloads = append(e.Workloads, w)
	}
	e.Policies, e.Baseline, e.Expects = []bench.Policy{{Name: s.policy, Use: s.use}}, "", nil
	return e, nil
}

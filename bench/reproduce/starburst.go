package reproduce

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"skysim/bench"
	"skysim/policies/grammar"
	"skysim/policies/wrap"
	"skysim/sim"
)

// starburst gives back Table 4 of Starburst: what a job's patience saves a company
// that sends to a cloud what its own GPUs cannot hold. The policies are ordinary
// ones; starburst_artifact.go has what the authors' simulator does differently.
func starburst() Reproduction {
	return Reproduction{
		Name:  "starburst",
		Title: "how long jobs wait for their own cluster before they go to a cloud",
		Citation: "M. Luo, S. Zhuang, S. Suseela, G. Friedman, R. Stoica, S. Shenker, Starburst: A cost-aware scheduler for hybrid cloud, " +
			"USENIX ATC 2024, Table 4",
		Run: runStarburst,
	}
}

// The trial of Star-Wait, and how much of it is taken off the wait after it: the
// authors wait for 3·(f·GPUs − trial).
const (
	starTrial  = 225 * 1e9
	starRatio  = 3
	starCredit = starRatio * starTrial
)

// nanoHour is an hour in nanoseconds.
const nanoHour = 3600e9

// policy returns the construction of a case.
func (c *starburstCase) policy() string {
	fifo := grammar.Call{Word: "greedy"}.With("order", "fcfs").With("place", "bestfit")
	scan := fifo.With("backfill", "any")
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	switch c.kind {
	case constantWait:
		return fifo.With("idle", "0s").With("wait", grammar.Duration(sim.Duration(math.Round(c.by*nanoHour)))).String()
	case computeWait:
		return scan.With("idle", "0s").With("wait", "work("+number(c.by)+")").String()
	case starWait:
		// A trial wants a rule that waits. One that waits for less than the credit is
		// one that does not, so that the least there is stands for f=0.
		inner := scan.With("idle", "0s").With("wait", "size("+number(max(starRatio*c.by, 1e-6))+")")
		return "trial(" + inner.String() + ",for=" + grammar.Duration(starTrial) + ",credit=" + grammar.Duration(starCredit) + ")"
	}
	return fifo.With("idle", "0s").String()
}

// experiment returns the experiment with the machines and jobs of the set.
func (s *starburstSet) experiment(lab *Lab, cases []starburstCase) (*bench.Experiment, error) {
	e, err := lab.Experiment("starburst")
	if err != nil {
		return nil, err
	}
	e.Seeds = bench.Seeds{First: s.seed, Count: 1}
	for i := range e.Clouds[0].Machines {
		m := &e.Clouds[0].Machines[i]
		if m.Purchase == sim.Owned {
			m.CPU, m.Mem = m.CPU/int64(m.GPUs)*s.gpus, m.Mem/int64(m.GPUs)*s.gpus
			m.Count, m.GPUs = s.nodes, int32(s.gpus)
			continue
		}
		m.Price = sim.Rate(math.Round(s.price * float64(m.GPUs) * float64(sim.DollarRate)))
	}
	e.Workloads[0].Params = []bench.Param{{Key: "jobs", Value: s.jobs}, {Key: "jobs_per_hour", Value: s.rate}}
	e.Policies = nil
	for i := range cases {
		e.Policies = append(e.Policies, bench.Policy{Name: cases[i].String(), Use: cases[i].policy()})
	}
	e.Baseline, e.Expects = e.Policies[0].Name, nil
	return e, nil
}

func runStarburst(ctx context.Context, lab *Lab) (*Outcome, error) {
	sets, bad, err := starburstSets(lab)
	if err != nil {
		return nil, err
	}
	out := &Outcome{Notes: []string{
		"Star-Wait comes in three forms: as the authors' simulator has it; that, with all of every trial billed; and as the paper describes it",
	}}
	for _, s := range sets {
		if len(s.cases) == 0 {
			continue
		}
		numbers, err := s.run(ctx, lab)
		if err != nil {
			if ctx.Err() != nil || s.name == "" {
				return nil, err
			}
			bad = append(bad, unusable("starburst/"+s.name+".json", err))
			continue
		}
		out.Numbers = append(out.Numbers, numbers...)
	}
	out.Numbers = append(out.Numbers, bad...)
	figure, err := drawStarburst(ctx, lab)
	if err != nil {
		return nil, err
	}
	out.Figures = []Figure{{Plot: figure}}
	return out, nil
}

// run runs the cases of a set.
func (s *starburstSet) run(ctx context.Context, lab *Lab) ([]Number, error) {
	plain, err := s.rows(ctx, lab, nil)
	if err != nil {
		return nil, err
	}
	bills := map[string]*starburstBill{}
	adapted, err := s.rows(ctx, lab, bills)
	if err != nil {
		return nil, err
	}
	var numbers []Number
	for i := range s.cases {
		numbers = append(numbers, s.numbers(&s.cases[i], &plain[i], &adapted[i], bills[s.cases[i].String()])...)
	}
	if !math.IsNaN(s.bound) {
		numbers = append(numbers, Number{
			Case: s.label() + "integer program, best after 8 h", Published: s.bound, Ours: math.NaN(), Relation: Context, Unit: "$",
			Note: "the authors' program, which knows the future; not recomputed",
		})
	}
	return numbers, nil
}

// rows runs the cases: as they are, or with bills to be filled in as the artifact has
// them.
func (s *starburstSet) rows(ctx context.Context, lab *Lab, bills map[string]*starburstBill) ([]bench.Row, error) {
	e, err := s.experiment(lab, s.cases)
	if err != nil {
		return nil, err
	}
	if bills == nil {
		return lab.Rows(ctx, e)
	}
	jobs := starburstJobs(uint32(s.seed), int(s.jobs), s.rate)
	adapt := func(c bench.Cell, p sim.Policy) sim.Policy {
		if t, ok := p.(*wrap.Trial); ok {
			bills[c.Policy].artifact = newStarburstArtifact(t, starTrial, starCredit, jobs)
			return bills[c.Policy].artifact
		}
		return p
	}
	watch := func(c bench.Cell, _ *sim.World) []sim.Observer {
		bills[c.Policy] = newStarburstBill()
		return []sim.Observer{bills[c.Policy]}
	}
	return lab.Adapted(ctx, e, adapt, watch)
}

// numbers are those of one case.
func (s *starburstSet) numbers(c *starburstCase, plain, adapted *bench.Row, b *starburstBill) []Number {
	whole, unbilled := b.corrections()
	paid := float64(adapted.Cost)/1e9 + s.price*whole
	name := s.label() + c.String()
	all := []Number{{Case: name, Published: c.cost, Ours: paid - s.price*unbilled, Tolerance: 1e-6, Unit: "$"}}
	if c.kind == starWait {
		all[0].Note = "the authors do not bill the trials of jobs that end in the cloud, and let some jobs stand in the queue during theirs"
		honest := Number{
			Case: name + ", all trials billed", Published: c.whole, Ours: paid, Tolerance: 1e-6, Unit: "$",
			Note: "what the authors' schedule costs",
		}
		if math.IsNaN(c.whole) {
			honest.Relation = Context
		}
		all = append(all, honest, Number{
			Case: name + ", as described", Published: c.cost, Ours: float64(plain.Cost) / 1e9, Relation: Context, Unit: "$",
			Note: "no job stands in the queue during its trial, and all machine time is billed",
		})
	}
	if !math.IsNaN(c.wait) {
		all = append(all, Number{Case: name + ", mean wait", Published: c.wait, Ours: b.waited.Hours() / float64(s.jobs), Tolerance: 1e-6, Unit: "h"})
	}
	return all
}

// label tells the cases of a file from those of the paper.
func (s *starburstSet) label() string {
	if s.name == "" || s.name == "expected" && s.like(starburstPaper()) {
		return ""
	}
	return fmt.Sprintf("%s: ", s.name)
}

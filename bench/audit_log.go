package bench

import (
	"context"
	"io"
	"slices"
	"time"

	"skysim/bench/audit"
	"skysim/sim"
)

// MostAlternatives is how many alternatives a record of an audit log has, if nobody says.
const MostAlternatives = 8

// auditNote is how to read alternatives: an observer sees the world when the policy has
// been asked, and not in between.
const auditNote = "alternatives are offers whose empty machines could hold the job; prices and machines are those at the end of the decision's round, with machines rented or given back in it since then counted back; " +
	"an effective price is what the machines for the whole gang cost for an hour of its work at the measured speed; why is derived from them, and is not what the policy thought"

// Audit runs a cell once more and writes the audit log of its decisions: see package
// audit. The log has at most so many alternatives in a record, and is the same bytes for
// the same cell. It returns the log's end and its head.
func Audit(ctx context.Context, p *Plan, c Cell, most int, w io.Writer) (end audit.End, head string, err error) {
	config, err := p.config(c)
	if err != nil {
		return end, "", err
	}
	return p.audit(ctx, c, config, auditTo{w, most})
}

// auditTo is where a log goes, and how many alternatives a record may have.
type auditTo struct {
	io.Writer
	most int
}

// audit runs a cell of that configuration under an auditor.
func (p *Plan) audit(ctx context.Context, c Cell, config sim.Config, to auditTo) (end audit.End, head string, err error) {
	jobs, err := p.workloads[c.workload].register(config.Jobs, uint64(c.Seed), config.World)
	if err != nil {
		return end, "", err
	}
	config.Jobs = jobs
	row := p.identity(c)
	log, err := audit.NewWriter(to, audit.Begin{
		Experiment: row.Experiment, Cell: row.Cell, Hash: row.Hash, Workload: row.WorkloadHash, Cloud: row.CloudHash, Engine: row.Engine,
		Policy: config.Policy.String(), Seed: row.Seed, Epoch: config.World.Epoch.UTC().Format(time.RFC3339), Rules: inWords(config.World),
		Most: to.most, Note: auditNote,
	})
	if err != nil {
		return end, "", err
	}
	l := &auditor{
		log: log, world: config.World, jobs: jobs, policy: config.Policy.String(),
		chooser: chooser{world: config.World, most: to.most}, attempts: map[tryOf][]int64{}, living: map[int64]int{}, lined: map[int64]bool{},
	}
	config.Observers = []sim.Observer{l}
	if l.run, err = sim.New(config); err != nil {
		return end, "", err
	}
	points := samples{width: 1 << 30}
	if err := run(ctx, l.run, &points, func(int64) {}); err != nil {
		return end, "", err
	}
	if l.err != nil {
		return end, "", l.err
	}
	total := l.run.Totals()
	l.end.Untold, l.end.TimeNS = total.Actions-l.end.Accepted, int64(l.run.Now())
	head, err = log.Close(l.end)
	return l.end, head, err
}

// tryOf names an attempt.
type tryOf struct {
	job     int64
	attempt int32
}

// auditor is the Observer that finds the decisions among the events.
type auditor struct {
	log    *audit.Writer
	world  *sim.World
	jobs   *register
	policy string
	run    *sim.Sim
	end    audit.End
	err    error
	chooser

	attempts map[tryOf][]int64 // that hold places, and their machines
	living   map[int64]int     // number of them by job
	lined    map[int64]bool    // jobs in a machine's own line

	// Of the round.
	extra  map[sim.OfferID]int64 // machines rented later in it, less those given back
	leaves map[int64]bool        // machines that noticed, broke, were lost or never came up
	// noticed is when machines that got notice in it will be lost.
	noticed map[int64]sim.Time
	view    *sim.View
}

// Observe writes the decisions of a round.
func (l *auditor) Observe(v *sim.View, events []sim.Event) {
	l.view, l.extra, l.leaves, l.noticed = v, map[sim.OfferID]int64{}, map[int64]bool{}, map[int64]sim.Time{}
	over := l.run != nil && l.run.Done()
	for i := range events {
		switch e := &events[i]; e.Kind {
		case sim.MachineRented:
			l.extra[e.Offer]++
		case sim.MachineReleased:
			l.extra[e.Offer]--
		case sim.MachineNoticed:
			l.leaves[e.Machine], l.noticed[e.Machine] = true, sim.Time(e.Value)
		case sim.MachineLost, sim.MachineFailed, sim.MachineBroke:
			l.leaves[e.Machine] = true
		}
	}
	for i := 0; i < len(events) && l.err == nil; {
		n := 1
		if !over {
			n = l.event(events[i:])
		}
		switch e := &events[i]; e.Kind {
		case sim.MachineRented:
			l.extra[e.Offer]--
		case sim.MachineReleased:
			l.extra[e.Offer]++
		}
		i += n
	}
}

// event looks at the first of the events left, and returns how many belong together.
func (l *auditor) event(events []sim.Event) int {
	e := &events[0]
	switch e.Kind {
	case sim.MachineRented:
		l.rent(e, events)
	case sim.MachineReleased:
		l.add(e, l.what("release", e), nil)
	case sim.TaskPlaced, sim.AttemptBound, sim.AttemptStarted:
		return l.placed(events, "")
	case sim.AttemptEnded:
		return l.ended(events)
	case sim.JobEnded:
		l.jobEnded(e)
	case sim.JobDispatched:
		l.lined[e.Job] = true
		l.add(e, l.what("dispatch", e), l.offers(e))
	case sim.JobRecalled:
		delete(l.lined, e.Job)
		if !l.leaves[e.Machine] {
			l.add(e, l.what("recall", e), nil)
		}
	case sim.CheckpointBegun:
		if !l.onNotice(e) {
			l.add(e, l.what("checkpoint", e), nil)
		}
	case sim.JobDeferred:
		w := l.what("defer", e)
		w.Until = &e.Value
		l.add(e, w, l.offers(e))
	case sim.IntervalSet:
		w := l.what(actions[sim.ActInterval], e)
		w.Every = &e.Value
		l.add(e, w, nil)
	case sim.ActionRefused:
		l.add(e, l.what(actions[e.Action], e), l.refusedOffers(e))
	}
	return 1
}

// rent records a rental, for the job that is first put on the machine in this round.
func (l *auditor) rent(e *sim.Event, events []sim.Event) {
	about := *e
	for i := range events {
		switch x := &events[i]; x.Kind {
		case sim.TaskPlaced, sim.AttemptBound, sim.AttemptStarted, sim.JobDispatched:
			if x.Machine == e.Machine && about.Job < 0 {
				about.Job = x.Job
			}
		}
	}
	l.add(&about, l.what("rent", &about), l.offers(&about))
}

// placed records a start, unless the machine's line made it or it is known already, and
// returns how many events tell of the gang's places.
func (l *auditor) placed(events []sim.Event, as string) int {
	e := &events[0]
	n := max(gang(events), 1)
	key := tryOf{e.Job, e.Attempt}
	if _, known := l.attempts[key]; known {
		return 1
	}
	w := l.what("start", e)
	w.Machines = nil
	for i := range n {
		w.Machines = append(w.Machines, events[i].Machine)
	}
	switch {
	case as != "":
		w.Action = as
	case l.living[e.Job] > 0:
		w.Action = actions[sim.ActReplicate]
	}
	l.attempts[key] = w.Machines
	l.living[e.Job]++
	if l.lined[e.Job] {
		delete(l.lined, e.Job)
		return n
	}
	l.add(e, w, l.offers(e))
	return n
}

// ended records a stop or a move by the policy, and returns how many events tell of it.
func (l *auditor) ended(events []sim.Event) int {
	e := &events[0]
	if key := (tryOf{e.Job, e.Attempt}); l.attempts[key] != nil {
		delete(l.attempts, key)
		if l.living[e.Job]--; l.living[e.Job] == 0 {
			delete(l.living, e.Job)
		}
	}
	switch e.Why {
	case sim.PolicyStop:
		l.add(e, l.what("stop", e), nil)
	case sim.Migrated:
		// Where to, the next event about the job says.
		for i := 1; i < len(events); i++ {
			if x := &events[i]; x.Job == e.Job && (x.Kind == sim.TaskPlaced || x.Kind == sim.AttemptBound || x.Kind == sim.AttemptStarted) {
				return i + l.placed(events[i:], actions[sim.ActMigrate])
			}
		}
	}
	return 1
}

// jobEnded records what was turned away, by the policy or by the rules.
func (l *auditor) jobEnded(e *sim.Event) {
	switch e.Outcome {
	case sim.Rejected:
		l.add(e, l.what("reject", e), l.offers(e))
	case sim.Forbidden:
		l.add(e, l.what("admit", e), l.offers(e))
	}
	delete(l.jobs.jobs, e.Job)
	delete(l.lined, e.Job)
}

// onNotice reports whether a checkpoint was made because a machine got notice: the engine
// makes it in that instant, if there is time.
func (l *auditor) onNotice(e *sim.Event) bool {
	k := l.jobs.jobs[e.Job]
	return k != nil && k.job.Restart.OnNotice && slices.ContainsFunc(l.attempts[tryOf{e.Job, e.Attempt}], func(m int64) bool {
		return sim.Time(e.Value) <= l.noticed[m]
	})
}

package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"skysim/sim"
)

// AllJobs makes Explain tell of all jobs.
const AllJobs = int64(-1)

// Explain runs a cell once more and tells what happened: events, decisions,
// refusals with their reasons, and the lines of the bill. With a job's number
// it tells of that job and of the machines that its attempts began on. It
// reports an error if the run has no such job.
func Explain(ctx context.Context, p *Plan, c Cell, job int64, w io.Writer) error {
	s := &story{job: job, machines: map[int64]bool{}}
	if job != AllJobs {
		// Once to learn which machines the job will run on, and again to tell of
		// them from their beginning: the same cell runs the same way twice.
		if _, err := p.tell(ctx, c, s); err != nil {
			return err
		}
		if !s.seen {
			return &UnknownError{What: "job", Name: fmt.Sprint(job)}
		}
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "cell %s\nhash %s\n\n", c.Name, c.Hash)
	s.out = out
	total, err := p.tell(ctx, c, s)
	if err != nil {
		return err
	}
	s.end(&total)
	if job == AllJobs {
		if err := p.tellBound(c, s, &total); err != nil {
			return err
		}
	}
	return out.Flush()
}

// tellBound says how far the run is from what no policy can undercut.
func (p *Plan) tellBound(c Cell, s *story, t *sim.Totals) error {
	for _, i := range p.instances() {
		if i.workload != c.workload || i.cloud != c.cloud || i.seed != c.Seed {
			continue
		}
		b, err := p.bound(i)
		if err != nil {
			return err
		}
		free := waived{world: s.world}
		for _, l := range s.bill {
			free.Charge(l)
		}
		row := Row{Finished: t.Finished(), Rented: t.Rented, Cost: int64(t.Cost), CostWaived: int64(free.sum)}
		if free.sum > 0 {
			fmt.Fprintf(s.out, "waived by providers that took spot machines back early: %v\n", free.sum)
		}
		switch why := b.compares(&row); {
		case why != "":
			fmt.Fprintf(s.out, "bound: not comparable: %s\n", why)
		case b.Cost > 0:
			fmt.Fprintf(s.out, "bound: no policy pays less than %v for the same; this run is %.1f %% above (%s)\n",
				sim.Money(b.Cost), 100*(float64(row.gross())/float64(b.Cost)-1), b.Proof)
			if low := b.on(&row); low > b.Cost {
				fmt.Fprintf(s.out, "and none without spot machines less than %v; this run is %.1f %% above\n", sim.Money(low), 100*(float64(row.gross())/float64(low)-1))
			}
		}
	}
	return nil
}

// tell runs a cell with a story as its observer.
func (p *Plan) tell(ctx context.Context, c Cell, s *story) (sim.Totals, error) {
	config, err := p.config(c)
	if err != nil {
		return sim.Totals{}, err
	}
	s.world, s.bill = config.World, s.bill[:0]
	config.Observers = []sim.Observer{s}
	one, err := sim.New(config)
	if err != nil {
		return sim.Totals{}, err
	}
	points := samples{width: 1 << 30}
	if err := run(ctx, one, &points, func(int64) {}); err != nil {
		return sim.Totals{}, err
	}
	return one.Totals(), nil
}

// story is the Observer that writes what it sees.
type story struct {
	world    *sim.World
	out      io.Writer // nil in the run that only looks
	job      int64
	seen     bool
	machines map[int64]bool // that attempts of the job began on
	bill     []sim.Line
	changes  int64 // of prices and supply: too many to tell
}

var _ sim.LineObserver = (*story)(nil)

// Observe tells of one round.
func (s *story) Observe(v *sim.View, events []sim.Event) {
	told := 0 // up to here with a gang's first task
	for i := range events {
		e := &events[i]
		if e.Job == s.job && s.job >= 0 {
			s.seen = true
			switch e.Kind {
			case sim.TaskPlaced, sim.AttemptBound, sim.AttemptStarted:
				s.machines[e.Machine] = true
			}
		}
		if s.out == nil || !s.concerns(e) || i < told {
			continue
		}
		if e.Kind == sim.PriceChanged || e.Kind == sim.SupplyChanged {
			s.changes++
			continue
		}
		text := s.sentence(e)
		if n := gang(events[i:]); n > 0 {
			told = i + n
			text = s.placing(events[i:told])
		}
		if e.Kind == sim.JobSubmitted {
			text += fmt.Sprintf("; after this round's decisions %d jobs wait and %d machines are there", v.Queued()+v.Dispatched(), v.Machines())
		}
		fmt.Fprintf(s.out, "%-22v %s\n", e.Time, text)
	}
}

// concerns reports whether an event belongs to the story.
func (s *story) concerns(e *sim.Event) bool {
	switch {
	case s.job == AllJobs || e.Job == s.job:
		return true
	case e.Job >= 0 || e.Machine < 0:
		return false
	}
	return s.machines[e.Machine]
}

// Charge keeps a line of the bill for the end.
func (s *story) Charge(l sim.Line) {
	own := l.Kind == sim.MachineLine && s.machines[l.Machine] || (l.Kind == sim.TrafficLine || l.Kind == sim.StorageLine) && l.Moved.Job == s.job
	if s.job == AllJobs || own {
		s.bill = append(s.bill, l)
	}
}

// sentence says an event in words.
func (s *story) sentence(e *sim.Event) string {
	switch e.Kind {
	case sim.JobSubmitted:
		return fmt.Sprintf("job %d is submitted: %s", e.Job, needs(e))
	case sim.JobReady:
		return fmt.Sprintf("job %d may start: the jobs it waited for have finished", e.Job)
	case sim.JobEnded:
		return fmt.Sprintf("job %d %s, %v after it was submitted", e.Job, outcomes[e.Outcome], sim.Duration(e.Value))
	case sim.JobDispatched:
		return fmt.Sprintf("job %d is sent to the line of machine %d (%s), behind %d others", e.Job, e.Machine, s.world.OfferName(e.Offer), e.Value)
	case sim.JobRecalled:
		return fmt.Sprintf("job %d leaves the line of machine %d (%s) and waits in the queue again", e.Job, e.Machine, s.world.OfferName(e.Offer))
	case sim.TaskPlaced:
		return fmt.Sprintf("a task of job %d gets its place on machine %d (%s), attempt %d", e.Job, e.Machine, s.world.OfferName(e.Offer), e.Attempt)
	case sim.AttemptBound:
		return fmt.Sprintf("job %d is given machine %d (%s), attempt %d, and waits for machines to boot", e.Job, e.Machine, s.world.OfferName(e.Offer), e.Attempt)
	case sim.AttemptStarted:
		return fmt.Sprintf("job %d starts on machine %d (%s), attempt %d, at %s times the measured speed", e.Job, e.Machine, s.world.OfferName(e.Offer), e.Attempt, times(e.Value))
	case sim.AttemptEnded:
		return fmt.Sprintf("job %d's attempt %d ends after %v: %s; it keeps %v of work", e.Job, e.Attempt, e.Run, whys[e.Why], sim.Duration(e.Value))
	case sim.CheckpointBegun, sim.JobDeferred, sim.JobBack, sim.IntervalSet:
		return s.jobSentence(e)
	case sim.ActionRefused:
		return fmt.Sprintf("refused: %s%s: %v", actions[e.Action], s.object(e), e.Refusal)
	case sim.PolicyWoken:
		return "the policy is woken, as it asked"
	}
	return s.machineSentence(e)
}

// machineSentence says an event about a machine or an offer.
func (s *story) machineSentence(e *sim.Event) string {
	name := ""
	if e.Offer >= 0 {
		name = s.world.OfferName(e.Offer)
	}
	switch e.Kind {
	case sim.MachineRented:
		price := s.world.Offers[e.Offer].Price
		return fmt.Sprintf("machine %d is rented: %s at %v per hour", e.Machine, name, sim.Rate(price.ValueAt(e.Time)))
	case sim.MachineUp:
		return fmt.Sprintf("machine %d is up", e.Machine)
	case sim.MachineFailed:
		return fmt.Sprintf("machine %d does not come up", e.Machine)
	case sim.MachineNoticed:
		return fmt.Sprintf("machine %d will be reclaimed at %v", e.Machine, sim.Time(e.Value))
	case sim.MachineLost:
		return fmt.Sprintf("machine %d is reclaimed", e.Machine)
	case sim.MachineReleased:
		return fmt.Sprintf("machine %d is given back", e.Machine)
	case sim.MachineCordoned:
		return fmt.Sprintf("machine %d is cordoned: nothing may start on it", e.Machine)
	case sim.CordonLifted:
		return fmt.Sprintf("machine %d is not cordoned any more", e.Machine)
	}
	return s.faultSentence(e)
}

// object names what a refused action was about.
func (s *story) object(e *sim.Event) string {
	var parts []string
	if e.Job >= 0 {
		parts = append(parts, fmt.Sprintf("job %d", e.Job))
	}
	if e.Machine >= 0 {
		parts = append(parts, fmt.Sprintf("machine %d", e.Machine))
	}
	if e.Offer >= 0 {
		parts = append(parts, s.world.OfferName(e.Offer))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// needs says what a job's gang occupies.
func needs(e *sim.Event) string {
	var parts []string
	if e.Tasks > 1 {
		parts = append(parts, fmt.Sprintf("%d tasks together", e.Tasks))
	}
	parts = append(parts, fmt.Sprintf("%s vCPU", thousandths(e.CPU)))
	if e.Mem > 0 {
		parts = append(parts, fmt.Sprintf("%s GiB", fraction(e.Mem, 1024)))
	}
	if e.GPU > 0 {
		parts = append(parts, fmt.Sprintf("%s GPU", thousandths(e.GPU)))
	}
	return strings.Join(parts, ", ")
}

func thousandths(n int64) string { return fraction(n, 1000) }

func fraction(n, unit int64) string { return fmt.Sprintf("%.4g", float64(n)/float64(unit)) }

func times(ppm int64) string { return fmt.Sprintf("%.4g", float64(ppm)/fullSpeed) }

var outcomes = [...]string{
	sim.Finished: "has finished", sim.Rejected: "is rejected by the policy", sim.TimedOut: "is ended at its limit",
	sim.Impossible: "is impossible: no machine of this cloud can hold it", sim.Orphaned: "can never start: a job that it waits for did not finish",
	sim.Forbidden: "is forbidden: its rules allow none of the machines that could hold it",
}

var whys = [...]string{
	sim.WorkDone: "its work is done", sim.LimitHit: "it reached its limit", sim.PolicyStop: "the policy stopped it",
	sim.LostMachine: "a machine was reclaimed", sim.FailedBoot: "a machine did not come up", sim.RunOver: "the run is over",
	sim.BrokenMachine: "a machine broke", sim.ZoneOutage: "its zone went down", sim.RegionsParted: "its regions cannot reach each other any more",
	sim.Outrun: "other replicas have finished the work", sim.Migrated: "the policy moved it",
}

var actions = [...]string{
	sim.ActRent: "rent", sim.ActRelease: "release", sim.ActStart: "start", sim.ActStop: "stop", sim.ActReject: "reject", sim.ActWake: "wake",
	sim.ActDispatch: "dispatch", sim.ActRecall: "recall", sim.ActReplicate: "replicate", sim.ActMigrate: "migrate",
	sim.ActCheckpoint: "checkpoint", sim.ActInterval: "set the checkpoint interval", sim.ActDefer: "defer",
	sim.ActCordon: "cordon",
}

// charge says a line of the bill in words.
func (s *story) charge(l *sim.Line) string {
	switch l.Kind {
	case sim.TrafficLine:
		where := s.world.Regions[l.Moved.Source].Name + " to " + s.world.Regions[l.Moved.Target].Name
		return fmt.Sprintf("traffic %-8d %-50s %14v  %v of job %d at %v: %s", l.Machine, where, l.Amount, l.Moved.Volume, l.Moved.Job, l.From, l.Reason)
	case sim.FeeLine, sim.CreditLine:
		return fmt.Sprintf("%-7v %-8d %-50s %14v  from %v: %s", l.Kind, l.Commitment, s.term(l.Commitment), l.Amount, l.From, l.Reason)
	}
	if l.Kind == sim.StorageLine {
		return fmt.Sprintf("storage %-8d %-50s %14v  %v of job %d from %v for %v: %s",
			l.Moved.Attempt, s.region(l.Moved.Source), l.Amount, l.Moved.Volume, l.Moved.Job, l.From, l.Life, l.Reason)
	}
	return fmt.Sprintf("machine %-8d %-50s %14v  there %v, billed %v: %s",
		l.Machine, s.world.OfferName(l.Offer), l.Amount, l.Life, l.Billed, l.Reason)
}

// term names a commitment.
func (s *story) term(i int32) string {
	c := &s.world.Commitments[i]
	return fmt.Sprintf("%d %s in %s", c.Count, s.world.Types[c.Type].Name, s.world.Regions[c.Region].Name)
}

// end tells the bill and the totals.
func (s *story) end(t *sim.Totals) {
	fmt.Fprintf(s.out, "\nbill\n")
	var sum sim.Money
	for _, l := range s.bill {
		sum += l.Amount
		fmt.Fprintln(s.out, s.charge(&l))
	}
	fmt.Fprintf(s.out, "total %v in %d lines", sum, len(s.bill))
	if s.job != AllJobs {
		fmt.Fprintf(s.out, "; other jobs may have run on these machines too")
	}
	fmt.Fprintf(s.out, "\n\nrun: %d jobs, %d finished, %d not; %d events, %d decisions, %d actions, %d refused; whole bill %v\n",
		t.Submitted, t.Finished(), t.Submitted-t.Finished(), t.Events, t.Rounds, t.Actions, t.Refused, t.Cost)
	if s.changes > 0 {
		fmt.Fprintf(s.out, "prices and supply changed %d times, which is not told above\n", s.changes)
	}
}

package simtest

import (
	"fmt"
	"strings"

	"skysim/sim"
)

// story writes what happens as sentences. It implements sim.LineObserver.
type story struct {
	world  *sim.World
	offers []string // names, in the world's order
	text   strings.Builder
	bill   strings.Builder
}

// Observe implements sim.Observer.
func (s *story) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		e := &events[i]
		at := e.Time.String()
		if e.Round > 0 {
			at = fmt.Sprintf("%s+%d", at, e.Round)
		}
		fmt.Fprintf(&s.text, "%-8s %s\n", at, s.sentence(e))
	}
}

// Charge implements sim.LineObserver.
func (s *story) Charge(l sim.Line) {
	w := s.world
	switch l.Kind {
	case sim.MachineLine:
		fmt.Fprintf(&s.bill, "bill: machine %d (%s) from %v for %v, billed %v, %s: %v\n",
			l.Machine, s.offers[l.Offer], l.From, l.Life, l.Billed, l.Reason, l.Amount)
	case sim.TrafficLine:
		m := &l.Moved
		fmt.Fprintf(&s.bill, "bill: %s at %v for job %d, try %d, from %s to %s, %v, %s: %v\n", w.Providers[w.Biller(&l)].Name,
			l.From, m.Job, m.Attempt, w.Regions[m.Source].Name, w.Regions[m.Target].Name, m.Volume, l.Reason, l.Amount)
	case sim.StorageLine:
		m := &l.Moved
		fmt.Fprintf(&s.bill, "bill: %s from %v for what job %d, try %d, has saved in %s, %s: %v\n",
			w.Providers[w.Biller(&l)].Name, l.From, m.Job, m.Attempt, w.Regions[m.Source].Name, l.Reason, l.Amount)
	case sim.FeeLine:
		fmt.Fprintf(&s.bill, "bill: commitment to %s from %v for %v, %s: %v\n", s.committed(&l), l.From, l.Life, l.Reason, l.Amount)
	case sim.CreditLine:
		fmt.Fprintf(&s.bill, "bill: commitment to %s in the hour at %v %s: %v\n", s.committed(&l), l.From, l.Reason, l.Amount)
	}
}

// committed says what a commitment is for.
func (s *story) committed(l *sim.Line) string {
	c := &s.world.Commitments[l.Commitment]
	return s.world.Types[c.Type].Name + " in " + s.world.Regions[c.Region].Name
}

// sentence says what happened.
func (s *story) sentence(e *sim.Event) string {
	switch e.Kind {
	case sim.JobSubmitted:
		return fmt.Sprintf("job %d is submitted: %s", e.Job, wants(e))
	case sim.JobReady:
		return fmt.Sprintf("job %d has nothing left to wait for but a place", e.Job)
	case sim.JobEnded:
		return fmt.Sprintf("job %d %s", e.Job, ending(e))
	case sim.TaskPlaced, sim.AttemptBound, sim.AttemptStarted, sim.AttemptEnded, sim.CheckpointBegun:
		return fmt.Sprintf("job %d, try %d: %s", e.Job, e.Attempt, s.try(e))
	case sim.JobDispatched:
		return fmt.Sprintf("job %d is sent to the line of %s, behind %d", e.Job, s.machine(e), e.Value)
	case sim.JobRecalled:
		return fmt.Sprintf("job %d leaves the line of %s and waits in the queue", e.Job, s.machine(e))
	case sim.JobDeferred:
		return fmt.Sprintf("job %d is deferred until %v", e.Job, sim.Time(e.Value))
	case sim.JobBack:
		return fmt.Sprintf("job %d is back in the queue", e.Job)
	case sim.IntervalSet:
		return fmt.Sprintf("job %d will save every %v", e.Job, sim.Duration(e.Value))
	case sim.PriceChanged:
		return fmt.Sprintf("%s now costs %v an hour", s.offers[e.Offer], sim.Rate(e.Value))
	case sim.SupplyChanged:
		return fmt.Sprintf("of %s there are now %d", s.offers[e.Offer], e.Value)
	case sim.PolicyWoken:
		return "the policy wakes"
	case sim.ActionRefused:
		return s.refusal(e)
	case sim.ZoneDown, sim.ZoneUp, sim.RegionsCut, sim.RegionsJoined:
		return s.weather(e)
	}
	return s.machine(e) + " " + map[sim.Kind]string{
		sim.MachineRented:   "is rented and begins to boot",
		sim.MachineUp:       "is up",
		sim.MachineFailed:   "did not come up",
		sim.MachineNoticed:  "gets notice: it will be lost at " + sim.Time(e.Value).String(),
		sim.MachineLost:     "is lost",
		sim.MachineReleased: "is given back",
		sim.MachineCordoned: "is cordoned",
		sim.CordonLifted:    "is not cordoned any more",
		sim.MachineBroke:    "is out of service, because " + whys[e.Why],
	}[e.Kind]
}

// try says what happened to an attempt.
func (s *story) try(e *sim.Event) string {
	on := "on " + s.machine(e)
	if e.Kind == sim.TaskPlaced {
		return "a task gets its place " + on
	}
	if e.Tasks > 1 {
		on = fmt.Sprintf("%d tasks, the first %s", e.Tasks, on)
	}
	switch e.Kind {
	case sim.AttemptBound:
		return "bound, " + on + ", waits for machines to boot"
	case sim.CheckpointBegun:
		return fmt.Sprintf("begins to save, which is done at %v", sim.Time(e.Value))
	case sim.AttemptStarted:
		return fmt.Sprintf("runs, %s, at speed %s", on, fraction(e.Value, 6))
	}
	return fmt.Sprintf("ends after %v, because %s, and keeps %v of work", e.Run, whys[e.Why], sim.Duration(e.Value))
}

// whys say why an attempt ended, or a machine is out of service.
var whys = map[sim.Why]string{
	sim.WorkDone: "its work is done", sim.LimitHit: "its limit is reached", sim.PolicyStop: "the policy stops it",
	sim.LostMachine: "a machine is lost", sim.FailedBoot: "a machine did not come up", sim.RunOver: "the run is over",
	sim.BrokenMachine: "a machine broke", sim.ZoneOutage: "a zone is down",
	sim.RegionsParted: "its gang stands in regions that cannot reach each other",
	sim.Outrun:        "other replicas have finished", sim.Migrated: "the policy moves it",
}

// weather says what became of a zone or of the way between two regions.
func (s *story) weather(e *sim.Event) string {
	switch e.Kind {
	case sim.ZoneDown:
		return "zone " + s.world.Zones[e.Value].Name + " goes down"
	case sim.ZoneUp:
		return "zone " + s.world.Zones[e.Value].Name + " comes up"
	}
	c := &s.world.Cuts[e.Value]
	a, b := s.world.Regions[c.A].Name, s.world.Regions[c.B].Name
	if e.Kind == sim.RegionsCut {
		return "nothing travels between " + a + " and " + b + " any more"
	}
	return "data travels between " + a + " and " + b + " again"
}

// ending says how a job ended.
func ending(e *sim.Event) string {
	after := sim.Duration(e.Value)
	switch e.Outcome {
	case sim.Finished:
		return fmt.Sprintf("is finished %v after it was submitted; it had to wait %v", after, e.Wait)
	case sim.Rejected:
		return fmt.Sprintf("is rejected by the policy after %v", after)
	case sim.TimedOut:
		return fmt.Sprintf("is ended, unfinished, by its limit after %v", after)
	case sim.Impossible:
		return "is impossible: no machines of this world can ever hold it"
	}
	if e.Outcome == sim.Forbidden {
		return "is forbidden: machines of this world could hold it, but none that its rules allow"
	}
	return fmt.Sprintf("is orphaned after %v: a job that it waits for did not finish", after)
}

// refusal says what was refused and why.
func (s *story) refusal(e *sim.Event) string {
	what := [...]string{
		"", "rent", "release", "start", "stop", "reject", "wake", "dispatch", "recall", "replicate", "migrate", "save", "set the interval of", "defer", "cordon",
	}[e.Action]
	if e.Job >= 0 {
		what += fmt.Sprintf(" job %d", e.Job)
	}
	switch {
	case e.Machine >= 0 && e.Job >= 0:
		what += " on " + s.machine(e)
	case e.Machine >= 0:
		what += " " + s.machine(e)
	case e.Offer >= 0:
		what += " " + s.offers[e.Offer]
	}
	return "REFUSED to " + what + ": " + e.Refusal.String()
}

func (s *story) machine(e *sim.Event) string {
	return fmt.Sprintf("machine %d (%s)", e.Machine, s.offers[e.Offer])
}

// wants says what a gang takes.
func wants(e *sim.Event) string {
	list := capacity(e.CPU, e.Mem, e.GPU)
	if e.Tasks > 1 {
		return fmt.Sprintf("%d tasks that take %s in all", e.Tasks, list)
	}
	return list
}

func capacity(cpu, mem, gpu int64) string {
	list := fraction(cpu, 3) + " vCPU"
	if mem > 0 {
		list += ", " + fraction(mem*1000/1024, 3) + " GiB"
	}
	if gpu > 0 {
		list += ", " + fraction(gpu, 3) + " GPU"
	}
	return list
}

// fraction writes n·10^-places without trailing zeros; n is not negative.
func fraction(n int64, places int) string {
	digits := fmt.Sprintf("%0*d", places+1, n)
	whole, rest := digits[:len(digits)-places], strings.TrimRight(digits[len(digits)-places:], "0")
	if rest == "" {
		return whole
	}
	return whole + "." + rest
}

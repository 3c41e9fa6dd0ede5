package wrap

import (
	"fmt"
	"math"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Rule says how a Checkpoint chooses intervals.
type Rule uint8

// The values of Rule.
const (
	YoungsRule Rule = iota + 1
	DalysRule
	FixedRule // CheckpointOptions.Every
)

// Rules lists the values of Rule that have a name, in order.
func Rules() []Word {
	return []Word{
		{"young", "√(2CM), for checkpoints that cost C and machines of which one is lost every M (Young 1974)"},
		{"daly", "the same to higher order (Daly 2006)"},
	}
}

// CheckpointOptions are the settings of a Checkpoint.
type CheckpointOptions struct {
	Rule  Rule
	Every sim.Duration // of FixedRule, above 0
	// OnNotice says whether jobs save when a machine of theirs gets notice.
	OnNotice bool
	// MTBF is the mean time between losses of one machine; 0 is what is seen.
	MTBF sim.Duration
}

// Checkpoint sets the time between the checkpoints of the jobs that keep some: a job that saves
// too often pays for the pauses, one that saves too seldom loses much with its machine.
// The jobs of a workload come with an interval of their owners', who know the cost C of a checkpoint, but not M, the
// mean time to the next loss. A gang of n machines loses its work n times as often: its M is that of a machine ÷ n.
//
// M is estimated from what has been seen; see hazard. Where a job will run is not known when
// its interval is set, which is before it starts: its rate is the mean over the offers
// that it could use, weighed by the machine-hours that were held of each, and the plain mean as
// long as none was held.
//
// When a machine gets notice, jobs on it that do not save on notice by themselves are
// made to, if there is time for it.
//
// The references stand in interval.go.
type Checkpoint struct {
	around
	opts   CheckpointOptions
	hazard hazard

	// State, kept in snapshots.
	met     bool // somebody has been asked before
	stopped bool // jobs may have joined the queue since the last look at it

	rates   []hourly
	classes map[class][]usable
	tasks   []sim.JobID
	tries   []sim.AttemptID
	places  []sim.Place
}

// class is what decides where a job can run.
type class struct {
	demand  sim.Demand
	profile int32
	tasks   int32
}

// usable is an offer that can hold a job, and on how many machines.
type usable struct {
	offer    sim.OfferID
	machines int
}

// mostClasses bounds what is remembered.
const mostClasses = 512

var (
	_ sim.Policy = (*Checkpoint)(nil)
	_ sim.Needer = (*Checkpoint)(nil)
	_ sim.Saver  = (*Checkpoint)(nil)
)

// NewCheckpoint wraps a policy.
func NewCheckpoint(inner sim.Policy, o CheckpointOptions) (*Checkpoint, error) {
	switch {
	case o.Rule < YoungsRule || o.Rule > FixedRule:
		return nil, fmt.Errorf("rule is %d, want %d to %d", o.Rule, YoungsRule, FixedRule)
	case o.Rule == FixedRule && o.Every <= 0:
		return nil, fmt.Errorf("every is %v, want more than 0", o.Every)
	case o.MTBF < 0:
		return nil, fmt.Errorf("mtbf is %v, want 0 or more", o.MTBF)
	}
	return &Checkpoint{around: around{inner}, opts: o}, nil
}

// Decide sets the intervals of the jobs that wait, lets jobs save that will lose a machine,
// and lets the wrapped policy decide.
func (c *Checkpoint) Decide(v *sim.View, p *sim.Plan) {
	c.hazard.pass(v)
	joined, noticed := c.stopped || !c.met, false
	for _, e := range v.Events() {
		switch e.Kind {
		case sim.JobSubmitted, sim.JobReady, sim.AttemptEnded, sim.JobRecalled, sim.JobBack:
			joined = true
		case sim.MachineNoticed:
			noticed = true
		}
	}
	c.met = true
	if joined && v.Queued() > 0 {
		c.setAll(v, p)
	}
	if noticed && c.opts.OnNotice {
		c.saveAll(v, p)
	}
	told := len(v.Events())
	c.inner.Decide(v, p)
	c.stopped = false
	for _, e := range v.Events()[told:] {
		c.stopped = c.stopped || e.Kind == sim.AttemptEnded || e.Kind == sim.JobRecalled
	}
	c.hazard.count(v)
}

// setAll sets the intervals of the jobs that wait.
func (c *Checkpoint) setAll(v *sim.View, p *sim.Plan) {
	seen := c.opts.Rule != FixedRule && c.opts.MTBF == 0
	if seen {
		c.rates = c.hazard.rates(c.rates)
	}
	for id := v.First(); id != 0; id = v.Next(id) {
		j := v.Job(id)
		if j.Restart.Keep != sim.KeepCheckpoint {
			continue
		}
		if every := c.interval(v, &j); every != j.Restart.Every {
			p.SetInterval(id, every)
		}
	}
}

// interval returns the one that a job should have. It keeps an interval that is off by less than a hundredth: around
// the best one, what is lost hardly changes.
func (c *Checkpoint) interval(v *sim.View, j *sim.JobInfo) sim.Duration {
	if c.opts.Rule == FixedRule {
		return c.opts.Every
	}
	rule := Young
	if c.opts.Rule == DalysRule {
		rule = Daly
	}
	best := rule(j.Restart.Cost, c.mtbf(v, j))
	if now := float64(j.Restart.Every); math.Abs(float64(best)-now) < now/100 {
		return j.Restart.Every
	}
	return best
}

// mtbf returns the mean time until a job loses one of its machines.
func (c *Checkpoint) mtbf(v *sim.View, j *sim.JobInfo) sim.Duration {
	rate, weight, plain, n := 0.0, 0.0, 0.0, 0
	given := float64(c.opts.MTBF) / 3.6e12
	for _, u := range c.usable(v, j) {
		losses, hours := 0.0, 0.0
		if given > 0 {
			losses = 1 / given
		} else {
			losses, hours = c.rates[u.offer].losses, c.rates[u.offer].hours
		}
		losses = float64(losses * float64(u.machines))
		rate += float64(losses * hours)
		weight += hours
		plain += losses
		n++
	}
	switch {
	case weight > 0:
		rate /= weight
	case n > 0:
		rate = plain / float64(n)
	default: // it can run nowhere now
		rate = 1 / prior(sim.OnDemand)
	}
	return within(3.6e12 / rate)
}

// usable returns the offers that can hold a job.
func (c *Checkpoint) usable(v *sim.View, j *sim.JobInfo) []usable {
	k := class{j.Demand, j.Profile, j.Tasks}
	list, known := c.classes[k]
	if known {
		return list
	}
	for o := range v.World().Offers {
		if room := v.OfferRoom(j.ID, sim.OfferID(o)); room > 0 {
			list = append(list, usable{sim.OfferID(o), (int(j.Tasks) + room - 1) / room})
		}
	}
	if c.classes == nil || len(c.classes) == mostClasses {
		c.classes = make(map[class][]usable)
	}
	c.classes[k] = list
	return list
}

// String returns the construction, as in checkpoint(greedy(order=fcfs,place=cheapest),every=young).
func (c *Checkpoint) String() string {
	every := grammar.Duration(c.opts.Every)
	if c.opts.Rule != FixedRule {
		every = nameOf(int(c.opts.Rule), Rules())
	}
	call := c.call("checkpoint").With("every", every)
	if !c.opts.OnNotice {
		call = call.With("notice", "false")
	}
	if c.opts.MTBF != 0 {
		call = call.With("mtbf", grammar.Duration(c.opts.MTBF))
	}
	return call.String()
}

// Save returns the state, and that of the wrapped policy.
func (c *Checkpoint) Save() []byte {
	m := memory{0, 0}
	for i, is := range []bool{c.met, c.stopped} {
		if is {
			m[i] = 1
		}
	}
	return c.save(c.hazard.append(m))
}

// Load restores a state that Save returned.
func (c *Checkpoint) Load(b []byte) error {
	return c.load("checkpoint", b, func(in *reader) {
		c.met, c.stopped = in.next() == 1, in.next() == 1
		c.hazard.load(in)
	})
}

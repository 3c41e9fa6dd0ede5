package wrap

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Scheduler is a policy whose decision can be taken in parts.
type Scheduler interface {
	// Head returns the waiting job that it would start first, or 0.
	Head(v *sim.View) sim.JobID
	// Start starts a waiting job, if it finds places at which the job is expected to end
	// before an instant, and reports whether it did.
	Start(v *sim.View, p *sim.Plan, j sim.JobID, before sim.Time) bool
	// Retire does what is to be done when no more jobs are started. It reports
	// whether that was to take a job out of the queue, after which others may start.
	Retire(v *sim.View, p *sim.Plan) (again bool)
}

// Particular is a Scheduler that cannot be wrapped with all of its options.
type Particular interface {
	// Wrappable returns what is in the way, or nil.
	Wrappable() error
}

// Foreseer is a Scheduler that can say when there will be room.
type Foreseer interface {
	// Reservation returns the earliest instant at which a waiting job would fit, if
	// those that run end when they are expected to; sim.Never if that would not help.
	Reservation(v *sim.View, j sim.JobID) sim.Time
}

// Backfill says who may pass the job that a Commit waits for.
type Backfill uint8

// The values of Backfill.
const (
	BackfillNone  Backfill = iota + 1 // nobody
	BackfillEarly                     // in order of arrival, those that are expected to end before the reservation
)

// Word is a value that an option can have, as it is written.
type Word struct {
	Name string
	Doc  string // one line
}

// Backfills lists the values of Backfill in order.
func Backfills() []Word {
	return []Word{
		{"none", "nobody"},
		{"early", "in order of arrival, those expected to end before the job could start, as things were when it began to block"},
	}
}

// String returns the word.
func (b Backfill) String() string {
	if b < 1 || int(b) > len(Backfills()) {
		return "not set"
	}
	return Backfills()[b-1].Name
}

// Commit keeps to a choice: the job that the wrapped policy puts first is the next to be
// started, whoever comes meanwhile and however the order changes, and until it
// has been, nobody is started who does not backfill. Most schedulers choose anew
// at every event; that of RLScheduler (Zhang et al., SC'20), where a
// learned policy has to live with what it chose, does this.
//
// With BackfillEarly, the reservation of the chosen job is computed once, when it
// is found to block; jobs that are expected to end strictly before may pass,
// in order of arrival, at every decision. If what runs is not in its way, everybody
// may pass, and the reservation is computed again.
type Commit struct {
	inner    sim.Policy
	next     Scheduler
	foresees Foreseer
	backfill Backfill

	// State, kept in snapshots.
	head  sim.JobID // chosen, 0 for none
	until sim.Time  // its reservation; Never if there is none yet

	waiting []arrival
}

var (
	_ sim.Policy = (*Commit)(nil)
	_ sim.Needer = (*Commit)(nil)
	_ sim.Saver  = (*Commit)(nil)
)

// NewCommit wraps a policy, which must be a Scheduler and, to backfill, a
// Foreseer.
func NewCommit(inner sim.Policy, b Backfill) (*Commit, error) {
	c := &Commit{inner: inner, backfill: b, until: sim.Never}
	var ok bool
	if c.next, ok = inner.(Scheduler); !ok {
		return nil, fmt.Errorf("commit cannot wrap %v, which does not say which job is next: commit wraps greedy(…) only", inner)
	}
	if w, particular := inner.(Particular); particular {
		if err := w.Wrappable(); err != nil {
			return nil, fmt.Errorf("commit cannot wrap %v: %w", inner, err)
		}
	}
	if c.foresees, ok = inner.(Foreseer); !ok && b != BackfillNone {
		return nil, fmt.Errorf("commit with backfill=%v cannot wrap %v, which does not say when there will be room", b, inner)
	}
	if b < 1 || int(b) > len(Backfills()) {
		return nil, fmt.Errorf("backfill is %d, want 1 to %d", b, len(Backfills()))
	}
	return c, nil
}

// Decide starts the job that was chosen, and then the next, as long as there is
// room.
func (c *Commit) Decide(v *sim.View, p *sim.Plan) {
	for {
		c.start(v, p)
		if c.head != 0 && c.backfill == BackfillEarly {
			if c.until == sim.Never {
				c.until = c.foresees.Reservation(v, c.head)
			}
			c.pass(v, p)
		}
		if !c.next.Retire(v, p) {
			return
		}
	}
}

// start starts one chosen job after another, and leaves the one that blocks.
func (c *Commit) start(v *sim.View, p *sim.Plan) {
	for {
		if !waits(v, c.head) {
			c.head, c.until = c.next.Head(v), sim.Never
		}
		if c.head == 0 || !c.next.Start(v, p, c.head, sim.Never) {
			return
		}
		c.head = 0
	}
}

// waits reports whether a job is in the queue.
func waits(v *sim.View, id sim.JobID) bool {
	j := v.Job(id)
	return j.ID != 0 && j.Running == 0
}

// arrival is a waiting job with its place in order of arrival.
type arrival struct {
	number int64
	id     sim.JobID
}

// pass starts those that may pass the head.
func (c *Commit) pass(v *sim.View, p *sim.Plan) {
	c.waiting = c.waiting[:0]
	for id := v.First(); id != 0; id = v.Next(id) {
		if id != c.head {
			c.waiting = append(c.waiting, arrival{v.Job(id).Number, id})
		}
	}
	slices.SortFunc(c.waiting, func(a, b arrival) int { return cmp.Compare(a.number, b.number) })
	for _, w := range c.waiting {
		c.next.Start(v, p, w.id, c.until)
	}
}

// Inner returns the policy that is wrapped.
func (c *Commit) Inner() sim.Policy { return c.inner }

// Needs asks for what the wrapped policy needs.
func (c *Commit) Needs() sim.Needs {
	if n, ok := c.inner.(sim.Needer); ok {
		return n.Needs()
	}
	return sim.Needs{}
}

// String returns the construction, as in commit(greedy(order=sjf,place=firstfit)).
func (c *Commit) String() string {
	inner, err := grammar.Parse(c.inner.String())
	if err != nil { // it is no construction: show it all the same
		inner = grammar.Call{Word: c.inner.String()}
	}
	call := grammar.Call{Word: "commit", Args: []grammar.Arg{{Value: inner}}}
	if c.backfill != BackfillNone {
		call = call.With("backfill", c.backfill.String())
	}
	return call.String()
}

// Save returns the state, and that of the wrapped policy.
func (c *Commit) Save() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(c.head))
	b = binary.BigEndian.AppendUint64(b, uint64(c.until))
	if s, ok := c.inner.(sim.Saver); ok {
		b = append(b, s.Save()...)
	}
	return b
}

// Load restores a state that Save returned.
func (c *Commit) Load(b []byte) error {
	if len(b) < 16 {
		return fmt.Errorf("commit: state has %d bytes, want 16 or more", len(b))
	}
	c.head, c.until = sim.JobID(binary.BigEndian.Uint64(b)), sim.Time(binary.BigEndian.Uint64(b[8:]))
	if s, ok := c.inner.(sim.Saver); ok {
		return s.Load(b[16:])
	}
	if len(b) > 16 {
		return fmt.Errorf("commit: state has %d bytes more than %v has kept", len(b)-16, c.inner)
	}
	return nil
}

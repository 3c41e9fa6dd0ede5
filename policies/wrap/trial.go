package wrap

import (
	"encoding/binary"
	"fmt"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Waiter is a policy that lets jobs wait for owned machines before it rents
// machines for them.
type Waiter interface {
	// WaitAfterTrial lets nobody wait who has not run yet, and makes the waits of the
	// others shorter by credit.
	WaitAfterTrial(credit sim.Duration)
	// Waits reports whether jobs may have to wait at all.
	Waits() bool
	// CouldOwn reports whether owned machines, all of them free, could hold a job.
	CouldOwn(v *sim.View, j sim.JobID) bool
}

// Trial sends a job that finds no place of one's own to the cloud at once, for a
// short time: most jobs of many clusters are short or fail early, and it is a pity to
// let them wait. A job that still runs when the trial is over is stopped. It keeps what
// its Restart says, waits as the wrapped policy lets it wait, less a credit, and is
// not tried again: when that wait is over too, it runs in the cloud to its end.
//
// The trial counts from when the job began to run. A job that owned machines
// could never hold has none: it would gain nothing by coming back.
//
// References:
//
//	[starburst] M. Luo et al., Starburst: A cost-aware scheduler for hybrid cloud,
//	            USENIX ATC 2024: its Star-Wait policy.
type Trial struct {
	inner  sim.Policy
	waiter Waiter
	length sim.Duration
	credit sim.Duration

	// State, kept in snapshots.
	wake sim.Time // asked for last
	runs []sim.AttemptID

	fresh  []sim.JobID // jobs that have not run yet
	places []sim.Place
}

var (
	_ sim.Policy = (*Trial)(nil)
	_ sim.Needer = (*Trial)(nil)
	_ sim.Saver  = (*Trial)(nil)
)

// NewTrial wraps a policy, which must be a Waiter and let jobs wait. The length of a trial must be
// positive, the credit not negative.
func NewTrial(inner sim.Policy, length, credit sim.Duration) (*Trial, error) {
	w, ok := inner.(Waiter)
	switch {
	case !ok:
		return nil, fmt.Errorf("trial cannot wrap %v, which lets no job wait for owned machines: trial wraps greedy(…) only", inner)
	case !w.Waits():
		return nil, fmt.Errorf("a job that comes back from its trial would rent again at once: give %v a wait, as in wait=work(0.25)", inner)
	case length <= 0:
		return nil, fmt.Errorf("a trial is for %v, want more than 0", length)
	case credit < 0:
		return nil, fmt.Errorf("the credit of a trial is %v, want 0 or more", credit)
	}
	w.WaitAfterTrial(credit)
	return &Trial{inner: inner, waiter: w, length: length, credit: credit}, nil
}

// Decide ends the trials that are over, lets the wrapped policy decide, and takes
// down which jobs it has sent to the cloud for the first time.
func (t *Trial) Decide(v *sim.View, p *sim.Plan) {
	t.end(v, p)
	t.fresh = t.fresh[:0]
	for j := v.First(); j != 0; j = v.Next(j) {
		if v.Job(j).Attempts == 0 {
			t.fresh = append(t.fresh, j)
		}
	}
	t.inner.Decide(v, p)
	for _, j := range t.fresh {
		if run := v.Job(j).Running; run != 0 && t.rented(v, run) && t.waiter.CouldOwn(v, j) {
			t.runs = append(t.runs, run)
		}
	}
	t.wakeUp(v, p)
}

// end stops the attempts whose trial is over and forgets those that have ended.
func (t *Trial) end(v *sim.View, p *sim.Plan) {
	left := t.runs[:0]
	for _, run := range t.runs {
		switch a := v.Attempt(run); {
		case a.ID == 0:
		case a.Started.Add(t.length) <= v.Now():
			p.Stop(run)
		default:
			left = append(left, run)
		}
	}
	t.runs = left
}

// rented reports whether a task of an attempt is on a machine that is not owned.
func (t *Trial) rented(v *sim.View, run sim.AttemptID) bool {
	t.places = v.Places(run, t.places[:0])
	for _, at := range t.places {
		if v.World().Offers[v.Machine(at.Machine).Offer].Purchase != sim.Owned {
			return true
		}
	}
	return false
}

// wakeUp asks to be woken when the next trial is over. Of a machine that still boots it
// need not ask: a decision is due when it is up. Trials are equally long, so that none
// that begins later is over before the one that was asked for.
func (t *Trial) wakeUp(v *sim.View, p *sim.Plan) {
	due := sim.Never
	for _, run := range t.runs {
		due = min(due, v.Attempt(run).Started.Add(t.length))
	}
	if due != sim.Never && t.wake <= v.Now() {
		p.WakeAt(due)
		t.wake = due
	}
}

// Inner returns the policy that is wrapped.
func (t *Trial) Inner() sim.Policy { return t.inner }

// Needs asks for what the wrapped policy needs.
func (t *Trial) Needs() sim.Needs {
	if n, ok := t.inner.(sim.Needer); ok {
		return n.Needs()
	}
	return sim.Needs{}
}

// String returns the construction, as in
// trial(greedy(order=fcfs,place=bestfit,wait=size(0.1)),for=5m).
func (t *Trial) String() string {
	inner, err := grammar.Parse(t.inner.String())
	if err != nil { // it is no construction: show it all the same
		inner = grammar.Call{Word: t.inner.String()}
	}
	call := grammar.Call{Word: "trial", Args: []grammar.Arg{{Value: inner}}}.With("for", grammar.Duration(t.length))
	if t.credit != 0 {
		call = call.With("credit", grammar.Duration(t.credit))
	}
	return call.String()
}

// Save returns the state, and that of the wrapped policy.
func (t *Trial) Save() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(t.wake))
	b = binary.BigEndian.AppendUint64(b, uint64(len(t.runs)))
	for _, run := range t.runs {
		b = binary.BigEndian.AppendUint64(b, uint64(run))
	}
	if s, ok := t.inner.(sim.Saver); ok {
		b = append(b, s.Save()...)
	}
	return b
}

// Load restores a state that Save returned.
func (t *Trial) Load(b []byte) error {
	if len(b) < 16 || uint64(len(b)-16)/8 < binary.BigEndian.Uint64(b[8:]) {
		return fmt.Errorf("trial: state of %d bytes is cut short", len(b))
	}
	t.wake = sim.Time(binary.BigEndian.Uint64(b))
	n := int(binary.BigEndian.Uint64(b[8:]))
	t.runs = t.runs[:0]
	for i := range n {
		t.runs = append(t.runs, sim.AttemptID(binary.BigEndian.Uint64(b[16+8*i:])))
	}
	b = b[16+8*n:]
	if s, ok := t.inner.(sim.Saver); ok {
		return s.Load(b)
	}
	if len(b) > 0 {
		return fmt.Errorf("trial: state has %d bytes more than %v has kept", len(b), t.inner)
	}
	return nil
}

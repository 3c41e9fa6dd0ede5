package wrap

import (
	"fmt"
	"slices"

	"skysim/policies/grammar"
	"skysim/sim"
)

// RetryOptions are the settings of a Retry.
type RetryOptions struct {
	Base   sim.Duration // to the first try after a failure, above 0
	Factor float64      // 1 or more
	Most   sim.Duration // the longest that is waited, Base or more
	Jitter float64      // the share of a delay that is drawn at random, 0 to 1
}

// DefaultRetry returns the settings of a construction that names none.
func DefaultRetry() RetryOptions {
	const minute = sim.Duration(60e9)
	return RetryOptions{Base: minute, Factor: 2, Most: 60 * minute}
}

// Retry keeps a job out of the queue for a while after an attempt has failed: after a boot that failed,
// or a machine that was reclaimed, broke, or went down with its zone, or a partition. After the
// k-th failure in a row it waits Base·Factorᵏ⁻¹, but at most Most; of that, a share
// of up to Jitter is taken off at random. An attempt that has run for Most or longer ends a row: what
// fails after it is the first failure again. A stop by the policy neither adds to a row nor ends it.
//
// Where machines are lost because supply is short, to ask again at once is to be refused or lost
// again, and to pay for boots. The price is that the job waits when there would have been a place.
//
// References:
//
//	[aws] M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015.
//	[k8s] Kubernetes documentation, Pod Lifecycle, restart policy: delays of 10 s, 20 s, 40 s, … capped at
//	      five minutes, reset once a container has run well for longer than the cap.
type Retry struct {
	around
	opts RetryOptions
	seed uint64

	rows []failures // state: of jobs that have failed
	last []int64    // scratch: numbers of the jobs that failed now
}

// failures are those of a job in a row.
type failures struct {
	id sim.JobID
	n  int64
}

var (
	_ sim.Policy = (*Retry)(nil)
	_ sim.Needer = (*Retry)(nil)
	_ sim.Saver  = (*Retry)(nil)
)

// NewRetry wraps a policy. The seed is that of the run; it matters only to jitter.
func NewRetry(inner sim.Policy, o RetryOptions, seed uint64) (*Retry, error) {
	switch {
	case o.Base <= 0:
		return nil, fmt.Errorf("base is %v, want more than 0", o.Base)
	case !(o.Factor >= 1 && o.Factor <= 1e6):
		return nil, fmt.Errorf("factor is %v, want 1 to 1000000", o.Factor)
	case o.Most < o.Base:
		return nil, fmt.Errorf("most is %v and base is %v: no delay would be shorter than most, want most to be base or more", o.Most, o.Base)
	case !(o.Jitter >= 0 && o.Jitter <= 1):
		return nil, fmt.Errorf("jitter is %v, want 0 to 1", o.Jitter)
	}
	return &Retry{around: around{inner}, opts: o, seed: seed}, nil
}

// Decide defers the jobs that have just failed, and lets the wrapped policy decide.
func (r *Retry) Decide(v *sim.View, p *sim.Plan) {
	r.last = r.last[:0]
	ended := false
	for _, e := range v.Events() {
		switch {
		case e.Kind == sim.JobEnded:
			ended = true
		case e.Kind == sim.AttemptEnded && failed(e.Why):
			r.last = append(r.last, e.Job)
			if e.Run >= r.opts.Most {
				r.last = append(r.last, -e.Job-1) // a row ends before
			}
		}
	}
	if ended && len(r.rows) > 0 {
		r.rows = slices.DeleteFunc(r.rows, func(f failures) bool { return v.Job(f.id).ID == 0 })
	}
	if len(r.last) > 0 {
		r.back(v, p)
	}
	r.inner.Decide(v, p)
}

// failed reports whether an attempt ended by what others than policies do.
func failed(w sim.Why) bool {
	switch w {
	case sim.FailedBoot, sim.LostMachine, sim.BrokenMachine, sim.ZoneOutage, sim.RegionsParted:
		return true
	}
	return false
}

// back defers those of the jobs that failed now which wait. A job of which a replica
// still runs has not failed.
func (r *Retry) back(v *sim.View, p *sim.Plan) {
	var next sim.JobID
	for id := v.First(); id != 0; id = next {
		next = v.Next(id)
		number := v.Job(id).Number
		if !slices.Contains(r.last, number) {
			continue
		}
		i := slices.IndexFunc(r.rows, func(f failures) bool { return f.id == id })
		if i < 0 {
			i = len(r.rows)
			r.rows = append(r.rows, failures{id: id})
		}
		if slices.Contains(r.last, -number-1) {
			r.rows[i].n = 0
		}
		r.rows[i].n++
		p.Defer(id, v.Now().Add(r.delay(number, r.rows[i].n)))
	}
}

// delay returns how long a job waits after its n-th failure in a row.
func (r *Retry) delay(number, n int64) sim.Duration {
	d, most := float64(r.opts.Base), float64(r.opts.Most)
	for k := int64(1); k < n && d < most && r.opts.Factor > 1; k++ {
		d = float64(d * r.opts.Factor)
	}
	wait := r.opts.Most
	if d < most {
		wait = sim.Duration(d)
	}
	if r.opts.Jitter > 0 {
		draw := sim.NewStream(r.seed, "policy/retry", uint64(number), uint64(n))
		wait -= sim.Duration(float64(float64(wait)*r.opts.Jitter) * draw.Float64())
	}
	return max(1, wait)
}

// String returns the construction, as in retry(greedy(order=fcfs,place=cheapest),base=1m).
func (r *Retry) String() string {
	usual := DefaultRetry()
	call := r.call("retry").With("base", grammar.Duration(r.opts.Base))
	if r.opts.Factor != usual.Factor {
		call = call.With("factor", number(r.opts.Factor))
	}
	if r.opts.Most != usual.Most {
		call = call.With("most", grammar.Duration(r.opts.Most))
	}
	if r.opts.Jitter != usual.Jitter {
		call = call.With("jitter", number(r.opts.Jitter))
	}
	return call.String()
}

// Save returns the state, and that of the wrapped policy.
func (r *Retry) Save() []byte {
	m := memory{uint64(len(r.rows))}
	for _, f := range r.rows {
		m = append(m, uint64(f.id), uint64(f.n))
	}
	return r.save(m)
}

// Load restores a state that Save returned.
func (r *Retry) Load(b []byte) error {
	return r.load("retry", b, func(in *reader) {
		r.rows = r.rows[:0]
		for range in.count(2) {
			r.rows = append(r.rows, failures{sim.JobID(in.next()), int64(in.next())})
		}
	})
}

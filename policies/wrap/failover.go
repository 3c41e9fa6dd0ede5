package wrap

import (
	"fmt"
	"slices"

	"skysim/policies/grammar"
	"skysim/sim"
)

// FailoverOptions are the settings of a Failover. All must be set.
type FailoverOptions struct {
	Spares int // 1 or more
	Spread Spread
	Spot   Spot
	Idle   sim.Duration // how long spares are kept when there are no jobs at all
}

// DefaultFailover returns the settings of a construction that names none.
func DefaultFailover() FailoverOptions {
	return FailoverOptions{Spares: 2, Spread: ByZone, Spot: SpotAvoid, Idle: 10 * 60e9}
}

// Failover keeps spare machines up, on ground where least of the work stands, and hands them to
// jobs that have lost a machine, before the wrapped policy is asked: such a job goes on at once, and
// not after the boot of a new machine. Then new spares are rented. Spares cost what machines cost.
//
// While it is kept, a spare is cordoned: the wrapped policy sees no room on it, does not find
// it idle, and so neither uses it for other jobs nor gives it back, whatever policy it is. At the call site
// there were two ways:
//
//	failover(greedy(idle=never),spares=2)  // no cordon: the wrapped policy must keep machines for ever, all of them,
//	                                       // and takes spares for new jobs, which have to be stopped again
//	failover(lp,spares=2)                  // cordon: any policy, as it is
//
// The first needs nothing of the engine, and would be right for nobody but greedy.
//
// What a spare is: the offer on whose machines most of the jobs that run could have a task; of these
// the one on the ground that has least machines with work and spares on it; of these the cheapest; of these
// the one that the world lists first. A gang gets spares only if all of it fits on machines
// of one zone that exist. A spare that no job could use any more is exchanged.
//
// References:
//
//	[avizienis] A. Avizienis, J.-C. Laprie, B. Randell, C. Landwehr, Basic Concepts and Taxonomy of
//	            Dependable and Secure Computing, IEEE TDSC 1(1), 2004: reconfiguration, which switches in spare components.
type Failover struct {
	around
	opts   FailoverOptions
	finder finder

	// State, kept in snapshots. The finder's is that too.
	roster  roster
	spares  []sim.MachineID
	victims []sim.JobID // that have lost a machine and wait
	since   sim.Time    // when the last job was seen
	wake    alarm

	weight []int64 // by ground: machines with work or spares
	failed []int64 // numbers of the jobs that have failed in this round
}

var (
	_ sim.Policy = (*Failover)(nil)
	_ sim.Needer = (*Failover)(nil)
	_ sim.Saver  = (*Failover)(nil)
)

// NewFailover wraps a policy.
func NewFailover(inner sim.Policy, o FailoverOptions) (*Failover, error) {
	switch {
	case o.Spares < 1:
		return nil, fmt.Errorf("spares is %d, want 1 or more", o.Spares)
	case o.Idle < 0:
		return nil, fmt.Errorf("idle is %v, want 0 or more", o.Idle)
	case nameOf(int(o.Spread), Spreads()) == "not set" || nameOf(int(o.Spot), Spots()) == "not set":
		return nil, fmt.Errorf("spread is %v, spot is %v: want both set", o.Spread, o.Spot)
	}
	return &Failover{around: around{inner}, opts: o, finder: finder{spread: ByMachine, spot: SpotAllow}}, nil
}

// Decide hands out spares, lets the wrapped policy decide, and fills up the spares.
func (f *Failover) Decide(v *sim.View, p *sim.Plan) {
	f.roster.adopt(v)
	f.spares = slices.DeleteFunc(f.spares, func(m sim.MachineID) bool {
		info := v.Machine(m)
		return info.ID == 0 || info.State == sim.Noticed
	})
	f.mourn(v)
	if len(f.victims) > 0 {
		f.rescue(v, p)
	}
	f.inner.Decide(v, p)
	f.refill(v, p)
	f.finder.settle(v, p)
}

// mourn takes down the jobs that have lost a machine, and forgets those that run again.
func (f *Failover) mourn(v *sim.View) {
	f.failed = f.failed[:0]
	for _, e := range v.Events() {
		if e.Kind == sim.AttemptEnded && failed(e.Why) {
			f.failed = append(f.failed, e.Job)
		}
	}
	if len(f.failed) == 0 && len(f.victims) == 0 {
		return
	}
	before := f.victims
	f.victims = nil
	for id := v.First(); id != 0; id = v.Next(id) {
		if slices.Contains(before, id) || slices.Contains(f.failed, v.Job(id).Number) {
			f.victims = append(f.victims, id)
		}
	}
}

// rescue starts the victims for which there is room on machines that exist, with spares or without. Those that
// stay wait for the wrapped policy, or for the next spare.
func (f *Failover) rescue(v *sim.View, p *sim.Plan) {
	f.victims = slices.DeleteFunc(f.victims, func(id sim.JobID) bool {
		j := v.Job(id)
		s, found := f.finder.findRoom(v, &j)
		if !found && f.open(v, p, &j) {
			s, found = f.finder.findRoom(v, &j)
		}
		return found && f.finder.take(v, p, &j, s, func(places ...sim.Place) sim.Refusal {
			_, why := p.Start(id, places...)
			return why
		})
	})
	left := f.spares[:0]
	for _, m := range f.spares {
		switch info := v.Machine(m); {
		case info.Tasks > 0:
			f.finder.rented = append(f.finder.rented, m) // to be given back when its jobs are done
			continue
		case !info.Cordoned:
			p.Cordon(m)
		}
		left = append(left, m)
	}
	f.spares = left
}

// open lets jobs on the spares of a zone in which all of a job fits with them, and
// reports whether there is one. findRoom has just looked at the other machines.
func (f *Failover) open(v *sim.View, p *sim.Plan, j *sim.JobInfo) bool {
	offers := v.World().Offers
	for _, m := range f.spares {
		info := v.Machine(m)
		o, zone := info.Offer, offers[info.Offer].Zone
		if !info.Cordoned || !f.finder.open(v, j, o, m) {
			continue // one that another victim has got, or its room is counted
		}
		if f.finder.room[zone] += v.OfferRoom(j.ID, o); f.finder.room[zone] < int(j.Tasks) {
			continue
		}
		for _, m := range f.spares {
			if offers[v.Machine(m).Offer].Zone == zone {
				p.Uncordon(m)
			}
		}
		return true
	}
	return false
}

// String returns the construction, as in failover(greedy(order=fcfs,place=cheapest),spares=2).
func (f *Failover) String() string {
	usual := DefaultFailover()
	call := f.call("failover").With("spares", fmt.Sprint(f.opts.Spares))
	if f.opts.Spread != usual.Spread {
		call = call.With("spread", f.opts.Spread.String())
	}
	if f.opts.Spot != usual.Spot {
		call = call.With("spot", f.opts.Spot.String())
	}
	if f.opts.Idle != usual.Idle {
		call = call.With("idle", grammar.Duration(f.opts.Idle))
	}
	return call.String()
}

// Save returns the state, and that of the wrapped policy.
func (f *Failover) Save() []byte {
	m := appendList(f.roster.append(nil), f.finder.rented)
	m = appendList(appendList(m, f.spares), f.victims)
	return f.save(append(m, uint64(f.since), uint64(f.wake)))
}

// Load restores a state that Save returned.
func (f *Failover) Load(b []byte) error {
	return f.load("failover", b, func(in *reader) {
		f.roster.load(in)
		f.finder.rented = readList(in, f.finder.rented)
		f.spares, f.victims = readList(in, f.spares), readList(in, f.victims)
		f.since, f.wake = sim.Time(in.next()), alarm(in.next())
	})
}

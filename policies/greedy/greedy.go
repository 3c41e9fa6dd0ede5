package greedy

import (
	"encoding/binary"
	"fmt"

	"skysim/sim"
)

// Policy is a greedy scheduler. It belongs to one run.
type Policy struct {
	opts Options
	seed uint64
	rule rule
	// short is the rule again, if it is a shortcut.
	short shortcut
	// deviser is the rule again, if it names devices.
	deviser deviser
	// expected are the demands of the jobs to come, if they are known.
	expected []Class
	// Set by WaitAfterTrial.
	trials bool
	credit sim.Duration
	// bend, if set, says how long a job waits for owned machines.
	bend func(j *sim.JobInfo, wait sim.Duration) sim.Duration
	// toll, if set, is charged beside the bill: see Steer.
	toll Toll
	// ownFirst is whether owned machines come before all others.
	ownFirst bool
	// rank, if set, stands in the place of the order: see RankBy.
	rank Rank
	// orderNow is whether the engine's queue is in no order of ours.
	orderNow bool

	// State, kept in snapshots.
	wake      alarm    // to give machines back
	last      int64    // rank of the region used last, from 1; 0 before
	rental    alarm    // for a job that has waited
	rejection alarm    // of a job whose patience is over
	expiry    sim.Time // no patience is over before
	census    census   // of the jobs seen, for rules that go by them
	proof     proof    // of what offers are worth, for Proven

	// What follows can be made anew at any time.
	market   market
	board    board
	decision int64
	nextRent sim.Time // when the next of the jobs that were asked will have waited
	line     line
	guard    guard // of what a job that waits counts on, or nil
	easy     easy
	plans    conservative
	future   future
	eviction eviction
	req      request
	contest  contest
	members  []member
	stand    []sim.RegionID // in which a gang that may stand anywhere could
	places   []sim.Place
	rented   []sim.MachineID
	slots    [32]int32 // places on each GPU of a machine
	regions  []sim.RegionID
}

var (
	_ sim.Policy = (*Policy)(nil)
	_ sim.Needer = (*Policy)(nil)
	_ sim.Saver  = (*Policy)(nil)
)

// New returns a policy. The seed is that of the run; it matters only to the
// placement Random. An option that is not set or out of range is an error.
func New(o Options, seed uint64) (*Policy, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	g := &Policy{opts: o, seed: seed, ownFirst: o.Wait != Waiting{}}
	g.adopt(o.Place)
	return g, nil
}

// Decide starts what can be started and gives back what has been idle.
func (g *Policy) Decide(v *sim.View, p *sim.Plan) {
	g.greet(v)
	if v.Queued() > 0 {
		g.walk(v, p)
		for g.rejectFirst(v, p) {
			g.walk(v, p)
		}
		g.rental.set(v, p, g.nextRent)
	}
	g.retire(v, p)
}

// meet looks at a world that was not seen before.
func (g *Policy) meet(w *sim.World) {
	g.market.open(w, g.opts.Spot)
	g.board.open(w)
	if g.opts.Place == Proven {
		g.proof.open(w)
	}
	g.shorten()
	g.line.score = g.score()
	if g.orderNow && g.line.score == nil {
		g.line.key = g.key()
	}
	g.nextRent = sim.Never
	g.req = request{market: &g.market, spot: g.opts.Spot, toll: g.toll}
}

// Needs asks for the order of the queue and the index that the placement uses.
func (g *Policy) Needs() sim.Needs {
	n := sim.Needs{FirstFit: true, Events: g.opts.Place == Proven}
	if g.short != nil {
		n = g.short.needs()
	}
	if !g.orderNow {
		n.Order = g.key()
	}
	if g.learns() {
		n.Order = g.census.counting(n.Order)
	}
	return n
}

// Options returns the settings.
func (g *Policy) Options() Options { return g.opts }

// String returns the construction, as in greedy(order=fcfs,place=cheapest).
func (g *Policy) String() string { return g.opts.call().String() }

// Save returns the policy's state.
func (g *Policy) Save() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(g.wake))
	b = binary.BigEndian.AppendUint64(b, uint64(g.last))
	b = binary.BigEndian.AppendUint64(b, uint64(g.rental))
	b = binary.BigEndian.AppendUint64(b, uint64(g.rejection))
	b = binary.BigEndian.AppendUint64(b, uint64(g.expiry))
	if g.opts.Place == Proven {
		return g.proof.append(b)
	}
	return g.census.append(b)
}

// Load restores a state that Save returned.
func (g *Policy) Load(b []byte) error {
	if len(b) < 40 {
		return fmt.Errorf("greedy: state has %d bytes, want 40 or more", len(b))
	}
	g.wake = alarm(binary.BigEndian.Uint64(b))
	g.last = int64(binary.BigEndian.Uint64(b[8:]))
	g.rental = alarm(binary.BigEndian.Uint64(b[16:]))
	g.rejection = alarm(binary.BigEndian.Uint64(b[24:]))
	g.expiry = sim.Time(binary.BigEndian.Uint64(b[32:]))
	if g.opts.Place == Proven {
		return g.proof.load(b[40:])
	}
	return g.census.load(b[40:])
}

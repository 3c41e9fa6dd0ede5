package wrap

import (
	"fmt"

	"skysim/policies/grammar"
	"skysim/sim"
)

// RebalanceOptions are the settings of a Rebalance.
type RebalanceOptions struct {
	Every sim.Duration // between two looks, above 0; looks are counted from the beginning of the run
	// Gain is the share of what staying costs that a move has to save on top of what it costs; 0 to 1.
	Gain float64
	// Level is by how much the use of two owned machines has to differ beyond the task that is moved; above 1
	// they are not levelled.
	Level float64
	Spot  Spot // what is rented for work that is moved
}

// DefaultRebalance returns the settings of a construction that names none.
func DefaultRebalance() RebalanceOptions {
	return RebalanceOptions{Every: 10 * 60e9, Gain: 0.1, Level: NeverLevel, Spot: SpotAllow}
}

// NeverLevel is a Level that no difference reaches.
const NeverLevel = 2

// Rebalance moves running work where that saves money, every so often, after the wrapped policy has
// decided: off machines that cost much or are nearly empty, onto machines that are paid for anyway, one's own above all,
// or onto a new machine of a cheaper offer.
//
// A machine costs money as long as anybody is on it. So the question is asked of machines, not of tasks: can all that is on a
// rented machine be moved, and is the machine then not paid for until the last of it would have
// ended by the estimates? Against what that saves stands, for each attempt that would be moved:
//
//   - how much longer the machine it goes to is held, or what a new one costs, at present prices;
//   - the time for which it is held that is lost: the boot, the transfer of what the job reads and has saved, the restart overhead, and
//     the work that is not saved, which is done again;
//   - what the transfer costs.
//
// The saving has to exceed the sum of these by Gain × what staying costs. This is the hysteresis: as long as prices stay
// as they are, each move lowers what is expected to be paid by more than a share of it, so that no work
// comes back to where it was. What is expected may be wrong: so the n-th attempt of a job has to have run for n − 1 looks before
// it is moved. A job that would miss its deadline by moving, and not by staying, stays, and
// so does one without an estimate. Emptied machines are given back at once, unless somebody waits.
//
// With Level, owned machines are levelled as well: a job of one task goes from the most used machine to the
// least used one that has room, if the former stays more used than the latter becomes by more than
// Level, and the time that is lost is not more than Gain × what is left to run. Each such move lowers
// the sum of squares of uses, so these end too.
//
// References:
//
//	[wood]       T. Wood, P. Shenoy, A. Venkataramani, M. Yousif, Black-box and Gray-box Strategies for Virtual
//	             Machine Migration, NSDI 2007: work leaves the most loaded machine for the least loaded one.
//	[beloglazov] A. Beloglazov, J. Abawajy, R. Buyya, Energy-aware resource allocation heuristics for
//	             efficient management of data centers for Cloud computing, FGCS 28(5), 2012: machines that are little used are emptied.
type Rebalance struct {
	around
	opts RebalanceOptions

	// State, kept in snapshots.
	tick sim.Time // the last one that was acted on, -1 before
	wake alarm

	scene  scene
	finder finder
	plan   []move // scratch
}

var (
	_ sim.Policy = (*Rebalance)(nil)
	_ sim.Needer = (*Rebalance)(nil)
	_ sim.Saver  = (*Rebalance)(nil)
)

// NewRebalance wraps a policy.
func NewRebalance(inner sim.Policy, o RebalanceOptions) (*Rebalance, error) {
	switch {
	case o.Every <= 0:
		return nil, fmt.Errorf("every is %v, want more than 0", o.Every)
	case !(o.Gain >= 0 && o.Gain <= 1):
		return nil, fmt.Errorf("gain is %v, want 0 to 1", o.Gain)
	case !(o.Level >= 0):
		return nil, fmt.Errorf("level is %v, want 0 or more", o.Level)
	case nameOf(int(o.Spot), Spots()) == "not set":
		return nil, fmt.Errorf("spot is %v, want it set", o.Spot)
	}
	return &Rebalance{around: around{inner}, opts: o, tick: -1, finder: finder{spread: ByMachine, spot: SpotAllow, moves: true}}, nil
}

// Decide lets the wrapped policy decide and, when it is time, moves work.
func (r *Rebalance) Decide(v *sim.View, p *sim.Plan) {
	r.inner.Decide(v, p)
	every := sim.Time(r.opts.Every)
	tick := v.Now() / every * every
	if tick > r.tick {
		r.tick = tick
		r.scene.read(v, r.opts.Every)
		r.empty(v, p)
		if r.opts.Level <= 1 {
			r.level(v, p)
		}
	}
	if sim.Time(r.wake) <= v.Now() && r.works(v) {
		r.wake.set(v, p, tick+every)
	}
}

// works reports whether anything runs that could be moved.
func (r *Rebalance) works(v *sim.View) bool {
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		if v.Machine(m).Tasks > 0 {
			return true
		}
	}
	return false
}

// String returns the construction, as in rebalance(greedy(order=fcfs,place=cheapest),every=10m).
func (r *Rebalance) String() string {
	usual := DefaultRebalance()
	call := r.call("rebalance").With("every", grammar.Duration(r.opts.Every))
	if r.opts.Gain != usual.Gain {
		call = call.With("gain", number(r.opts.Gain))
	}
	if r.opts.Level <= 1 {
		call = call.With("level", number(r.opts.Level))
	}
	return spotted(call, r.opts.Spot)
}

// Save returns the state, and that of the wrapped policy.
func (r *Rebalance) Save() []byte { return r.save(memory{uint64(r.tick), uint64(r.wake)}) }

// Load restores a state that Save returned.
func (r *Rebalance) Load(b []byte) error {
	return r.load("rebalance", b, func(in *reader) { r.tick, r.wake = sim.Time(in.next()), alarm(in.next()) })
}

package bandit

import (
	"fmt"
	"math"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/sim"
)

// SetOffers is the Options.Set of a policy over offers.
const SetOffers = "offers"

// Offers chooses for each job the offer that it runs on, and learns from what became of it. Owned
// machines come first, for they are paid for. Of the offers that are for rent it looks at those
// that are cheapest for the work, on demand and spot apart, and guesses for each
//
//	return = worth of the work kept ÷ what the attempt cost
//
// where work is worth what it costs where that is cheapest on demand: to run there on a full machine returns 1, on a
// spot machine at a third of the price 3, and one that is lost before anything was kept 0. Attempts count by
// their cost. A job that is tried until it is done costs its worth ÷ that return in the end, so that the
// largest return is the least cost. The price of the work promises a return, of which losses, boots and empty room
// leave a share; that share is guessed, 1 before anything is known: linear in features of job and offer, which all offers
// have in common, plus what is particular to each (LinUCB, Thompson: the hybrid model of Li et al. 2010, fitted one after the other), or
// as a mean for each offer (UCB).
// Machines, gangs, and what is idle are greedy's, with its defaults.
type Offers struct {
	opts Options
	seed uint64
	rest *greedy.Policy
	keep float64

	// State, kept in snapshots.
	met    bool
	meter  meter
	model  *ridge     // shared by all offers, by features
	each   []*ridge   // or one mean for each, nil before it was seen
	noise  [4]float64 // Σ of weighted squares of errors and of weights; mean cost of an attempt and how many
	fate   []fate     // by offer
	out    []choice
	number int64 // of the next choice
	forgot sim.Time

	of     map[int64]int // derived: where the choice of a job is
	lists  map[listKey]*list
	prices int64
	room   []bool // by offer: a machine that exists has room for the job in hand
}

// fate is what became of attempts on the machines of an offer.
type fate struct{ lost, hours float64 }

// choice is one whose reward is out.
type choice struct {
	job   int64
	offer int64
	since sim.Time
	x     []float64
}

var (
	_ sim.Policy = (*Offers)(nil)
	_ sim.Needer = (*Offers)(nil)
	_ sim.Saver  = (*Offers)(nil)
)

// NewOffers returns a policy over offers, which has no use for Context, Wait and Late. It reports options out of range.
func NewOffers(o Options, seed uint64) (*Offers, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if _, err := NewLearner(LearnerOptions{Algorithm: o.Algorithm, Arms: 1, Dimension: 1, Explore: o.Explore, Keep: 1}); err != nil {
		return nil, err
	}
	o.Set = SetOffers
	rest, err := greedy.New(greedy.Default(), seed)
	if err != nil {
		return nil, err
	}
	b := &Offers{opts: o, seed: seed, rest: rest, keep: o.keep(), model: newRidge(offerFeatures, penalty), noise: [4]float64{1, 1}}
	b.meter.clear()
	b.forget()
	return b, nil
}

// forget makes what is derived anew.
func (b *Offers) forget() {
	b.of, b.lists, b.prices = map[int64]int{}, map[listKey]*list{}, -1
	for i := range b.out {
		b.of[b.out[i].job] = i
	}
}

// Decide starts jobs in order of arrival, each where it promises most, as long as the first finds a place.
func (b *Offers) Decide(v *sim.View, p *sim.Plan) {
	if !b.met {
		b.met = true
		b.meter.open(v)
		b.fate = make([]fate, len(v.World().Offers))
		b.each = make([]*ridge, len(v.World().Offers))
	}
	events := v.Events()
	b.take(v, events)
	b.fade(v.Now())
	for {
		for id := b.rest.Head(v); id != 0 && b.place(v, p, id); id = b.rest.Head(v) {
		}
		if !b.rest.Retire(v, p) {
			break
		}
	}
	b.take(v, v.Events()[len(events):])
}

// fade lets what was seen lose weight, once for each Every that is over.
func (b *Offers) fade(now sim.Time) {
	if b.keep == 1 {
		return
	}
	steps := int64(now-b.forgot) / int64(b.opts.Every)
	if steps == 0 {
		return
	}
	b.forgot = b.forgot.Add(sim.Duration(steps * int64(b.opts.Every)))
	keep := max(1e-9, sim.Pow(b.keep, float64(steps)))
	b.model.forget(keep)
	for i := range b.each {
		if b.each[i] != nil {
			b.each[i].forget(keep)
		}
		b.fate[i].lost, b.fate[i].hours = float64(keep*b.fate[i].lost), float64(keep*b.fate[i].hours)
	}
}

// place starts a job, on owned machines if it can, else where most is promised, else anywhere.
func (b *Offers) place(v *sim.View, p *sim.Plan, id sim.JobID) bool {
	j := v.Job(id)
	l := b.list(v, &j)
	for _, o := range l.owned {
		if b.rest.StartOn(v, p, id, o) {
			return true
		}
	}
	draws := sim.NewStream(b.seed, "bandit/offers", uint64(b.number))
	b.number++
	bend := b.bend(&draws)
	tried := make([]bool, len(l.options))
	b.look(v, &j)
	for range l.options {
		best, most := -1, 0.0
		for i, o := range l.options {
			if tried[i] || v.Available(o) == 0 {
				continue
			}
			if s := b.promise(v, &j, l, i, bend); best < 0 || s > most {
				best, most = i, s
			}
		}
		if best < 0 {
			break
		}
		tried[best] = true
		x := b.features(v, &j, l, best)
		if b.rest.StartOn(v, p, id, l.options[best]) {
			b.note(v, &j, l.options[best], x)
			return true
		}
	}
	return b.rest.Start(v, p, id, sim.Never)
}

// note remembers a choice until its reward is known.
func (b *Offers) note(v *sim.View, j *sim.JobInfo, o sim.OfferID, x []float64) {
	b.of[j.Number] = len(b.out)
	b.out = append(b.out, choice{job: j.Number, offer: int64(o), since: v.Now(), x: x})
}

// promise is what an offer is chosen by: the return to be expected, or hoped for.
func (b *Offers) promise(v *sim.View, j *sim.JobInfo, l *list, i int, bend []float64) float64 {
	spread := float64(b.opts.Explore * math.Sqrt(b.noise[0]/b.noise[1]))
	x := b.features(v, j, l, i)
	o := l.options[i]
	own := 0.0
	ownVariance := 1.0 / penalty
	if m := b.each[o]; m != nil {
		own, ownVariance = m.guess([]float64{1})
	}
	share := own
	switch b.opts.Algorithm {
	case UCB:
		share += float64(spread * math.Sqrt(float64(float64(2*ownVariance)*sim.Log(2+float64(b.number)))))
	case Thompson:
		mean, _ := b.model.guess(x)
		draw := sim.NewStream(b.seed, "bandit/offer", uint64(b.number), uint64(o))
		share += mean + float64(spread*(dot(bend, x)+float64(math.Sqrt(ownVariance)*draw.Normal())))
	default:
		mean, variance := b.model.guess(x)
		share += mean + float64(spread*math.Sqrt(variance+ownVariance))
	}
	return (1 + share) / max(x[1], leastPrice)
}

// bend draws how far the coefficients deviate from the guess, in standard deviations of the noise: L·z, where L·Lᵀ is the
// inverse of the model's matrix (Cholesky) and z are normal. Offers share coefficients, so they share the draw.
func (b *Offers) bend(draws *sim.Stream) []float64 {
	if b.opts.Algorithm != Thompson {
		return nil
	}
	d := b.model.d
	low, z, out := make([]float64, d*d), make([]float64, d), make([]float64, d)
	for i := range d {
		for k := range i + 1 {
			s := b.model.inv[i*d+k]
			for n := range k {
				s -= float64(low[i*d+n] * low[k*d+n])
			}
			if i == k {
				low[i*d+i] = math.Sqrt(max(s, 1e-18))
			} else {
				low[i*d+k] = s / low[k*d+k]
			}
		}
		z[i] = draws.Normal()
	}
	for i := range d {
		out[i] = dot(low[i*d:i*d+i+1], z[:i+1])
	}
	return out
}

// Needs asks for what greedy needs, and for events.
func (b *Offers) Needs() sim.Needs {
	n := b.rest.Needs()
	n.Events = true
	return n
}

// Options returns the settings.
func (b *Offers) Options() Options { return b.opts }

// String returns the construction, as in bandit(algorithm=linucb,arms=offers).
func (b *Offers) String() string { return b.opts.call(grammar.Call{Word: SetOffers}).String() }

// Guess returns the coefficients that the shared model has by now, beside the names of the features, for reports.
func (b *Offers) Guess() (names []string, theta []float64) {
	b.model.solve(b.model.sum)
	return []string{"1", "price", "spot", "losses", "boot", "spot × length", "spot × keeps nothing", "a machine with room"}, append([]float64(nil), b.model.pull...)
}

// Load restores a state that Save returned.
func (b *Offers) Load(state []byte) error {
	r := &reader{b: state}
	b.load(r)
	if r.short {
		return r.err("bandit")
	}
	b.forget()
	if err := b.rest.Load(r.b); err != nil {
		return fmt.Errorf("bandit: %w", err)
	}
	return nil
}

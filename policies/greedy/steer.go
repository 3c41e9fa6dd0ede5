package greedy

import "skysim/sim"

// The methods of this file let another policy say where a job goes and leave to this one
// which machines there, gangs and billing increments included: see package lp.

// Toll is what a policy charges, beside the bill, for tasks of a job that are to run
// on machines of an offer for a time; not negative, in pico-dollars × ns per hour.
type Toll func(j *sim.JobInfo, o sim.OfferID, tasks int, run sim.Duration) sim.Wide

// Steer adds tolls to what a place is thought to cost. It must be called before the
// first Decide.
func (g *Policy) Steer(t Toll) { g.toll, g.req.toll = t, t }

// StartOn starts a waiting job on machines of one offer, those that exist or new ones, where the
// placement says, and reports whether it did.
func (g *Policy) StartOn(v *sim.View, p *sim.Plan, id sim.JobID, o sim.OfferID) bool {
	g.greet(v)
	g.decision++
	g.guard = only(o)
	r := g.ask(v, id)
	r.waits = g.mustWait(r)
	done := g.start(r, p)
	g.guard = nil
	return done
}

// Expected returns how long a job is expected to run at speed 1,000,000 ppm, if all
// of it has to be done.
func (o Options) Expected(j *sim.JobInfo) sim.Duration { return o.expected(j) }

// RunTime returns ⌈d·10⁶/speed⌉, cut at limit if there is one: how long a job
// runs at a speed in parts per million.
func RunTime(d sim.Duration, speed int64, limit sim.Duration) sim.Duration {
	return runTime(d, speed, limit)
}

// only is a guard of all machines but those of an offer.
type only sim.OfferID

func (o only) room(_ *request, c *candidate, most int) int {
	if c.offer != sim.OfferID(o) {
		return 0
	}
	return most
}

func (o only) allows(_ *request, c *candidate) bool { return c.offer == sim.OfferID(o) }

func (o only) assign(*request, *candidate, []sim.Place) {}

// charge returns the toll for tasks on machines of an offer.
func (r *request) charge(o sim.OfferID, tasks int, run sim.Duration) sim.Wide {
	if r.toll == nil {
		return sim.Wide{}
	}
	return r.toll(&r.job, o, tasks, run)
}

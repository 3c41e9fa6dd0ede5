package greedy

import (
	"strconv"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Waiting says how long a job waits for owned machines before machines are
// rented for it. The zero value does not wait.
type Waiting struct {
	Rule WaitRule
	For  sim.Duration // of WaitConstant; Never is for ever
	By   float64      // of the other rules, from 0 on: see WaitRules
}

// WaitRule says what the time depends on.
type WaitRule uint8

// The values of WaitRule.
const (
	WaitConstant WaitRule = iota
	WaitByWork
	WaitBySize
	WaitByCost
)

// WaitRules lists the rules that have a number, in order from WaitByWork.
func WaitRules() []Word {
	return []Word{
		{"work", "hours for each GPU-hour that the job is expected to run, or vCPU-hour without GPUs"},
		{"size", "hours for each GPU of the job, or vCPU without GPUs"},
		{"cost", "hours for each dollar that the job is expected to cost on the machines that would be rented"},
	}
}

// call is the value as it is written.
func (w Waiting) call() grammar.Call {
	switch {
	case w.Rule != WaitConstant:
		by := grammar.Call{Word: strconv.FormatFloat(w.By, 'f', -1, 64)}
		return grammar.Call{Word: WaitRules()[w.Rule-1].Name, Args: []grammar.Arg{{Value: by}}}
	case w.For == Never:
		return grammar.Call{Word: "never"}
	}
	return grammar.Call{Word: grammar.Duration(w.For)}
}

// check reports what is wrong with the value.
func (w Waiting) check() error {
	switch {
	case w.Rule == WaitConstant && w.For < 0:
		return wrong("wait", "is %v, want 0 or more", w.For)
	case int(w.Rule) > len(WaitRules()):
		return wrong("wait", "has rule %d, want 0 to %d", w.Rule, len(WaitRules()))
	case w.Rule != WaitConstant && !(w.By >= 0 && w.By <= 1e9):
		return wrong("wait", "by %s is %v, want 0 to 1,000,000,000", WaitRules()[w.Rule-1].Name, w.By)
	}
	return nil
}

// A job that owned machines could hold waits for them: until its time is over it
// starts on no others, and none are rented for it. The time counts from when the
// job last joined the queue. What it depends on is taken as it is now: prices
// that fall shorten a wait by cost.
//
// Where jobs wait, owned machines come first also for those whose time is over.
//
// The walk is as ever. With Backfill none a head that waits keeps those behind it
// from machines of both kinds; with any, each job is asked in turn.

// isOwned reports whether machines of an offer are owned.
func (m *market) isOwned(o sim.OfferID) bool { return m.world.Offers[o].Purchase == sim.Owned }

// mustWait reports whether the job still waits for owned machines, and notes
// when it no longer will.
func (g *Policy) mustWait(r *request) bool {
	if !g.ownFirst || len(g.shape(r).options) == 0 || !g.couldOwn(r) {
		return false
	}
	r.rentFrom = r.job.Queued.Add(g.wait(r))
	return r.rentFrom > r.v.Now()
}

// Waits reports whether the Wait option lets jobs wait for owned machines.
func (g *Policy) Waits() bool { return g.opts.Wait.For > 0 || g.opts.Wait.By > 0 }

// WaitAfterTrial lets nobody wait who has not run yet, and makes the waits of the
// others shorter by credit. It must be called before the first Decide.
func (g *Policy) WaitAfterTrial(credit sim.Duration) {
	g.trials, g.credit, g.ownFirst = true, credit, true
}

// Bend lets a function say how long each job waits: it is given the time that the
// Wait option says, whenever that matters, and must return the same for the same
// job and queueing. It must be called before the first Decide; what WaitAfterTrial says
// is then for the function to mind.
func (g *Policy) Bend(f func(j *sim.JobInfo, wait sim.Duration) sim.Duration) {
	g.bend, g.ownFirst = f, true
}

const hour = 3600e9 // nanoseconds

// wait returns how long the job has to wait.
func (g *Policy) wait(r *request) sim.Duration {
	d := g.ruled(r)
	switch {
	case g.bend != nil:
		return g.bend(&r.job, d)
	case g.trials && r.job.Attempts == 0:
		return 0
	case d == Never:
		return Never
	}
	return max(0, d-g.credit)
}

// ruled returns how long the rule lets the job wait.
func (g *Policy) ruled(r *request) sim.Duration {
	w := &g.opts.Wait
	switch w.Rule {
	case WaitByWork:
		return span64(w.By * processors(&r.job) * float64(runTime(g.opts.expected(&r.job), million, r.job.Limit)))
	case WaitBySize:
		return span64(w.By * processors(&r.job) * hour)
	case WaitByCost:
		return span64(w.By * g.cheapestRental(r) * hour)
	}
	return w.For
}

// span64 turns nanoseconds into a duration, the longest if there are too many.
func span64(ns float64) sim.Duration {
	if ns >= 1<<62 {
		return Never
	}
	return sim.Duration(float64(ns) + 0.5)
}

// cheapestRental returns the dollars that it is expected to cost to rent machines for
// the job now, wherever that is cheapest, or 0 if there are none to be had. Whether it
// would end in time for a guard has nothing to do with that.
func (g *Policy) cheapestRental(r *request) float64 {
	g.expect(r)
	guard, barred := r.guard, r.barred
	defer func() { r.guard, r.barred = guard, barred }()
	r.guard, r.waits = nil, false
	t := &g.contest
	t.rule, t.found = cheapest{}, false
	t.offers(r)
	if !t.found {
		return 0
	}
	return t.best().cost.Float() / (nanoDollar * 1e9)
}

// couldOwn reports whether the owned machines of the world, all of them free,
// could hold the job.
func (g *Policy) couldOwn(r *request) bool {
	s := g.shape(r)
	if s.owned < 0 {
		s.owned = g.ownRoom(r)
	}
	return int64(r.tasks) <= s.owned
}

// ownRoom returns the most tasks of such a job that owned machines could hold
// together, no further apart than the Gang option lets them be.
func (g *Policy) ownRoom(r *request) int64 {
	const plenty = 1 << 31 // more than any job has tasks
	w := g.market.world
	rooms := make([]int64, max(1, len(w.Zones), len(w.Regions)))
	var most int64
	for i := range w.Offers {
		if o := sim.OfferID(i); w.Offers[i].Purchase == sim.Owned {
			room := &rooms[g.domain(o)]
			*room = min(plenty, *room+min(w.Offers[i].Supply.ValueAt(0), plenty)*min(int64(r.v.OfferRoom(r.id, o)), plenty))
			most = max(most, *room)
		}
	}
	return most
}

// CouldOwn reports whether the owned machines of the world, all of them free,
// could hold a job that is alive.
func (g *Policy) CouldOwn(v *sim.View, j sim.JobID) bool {
	if v.World() != g.market.world {
		g.meet(v.World())
	}
	r := request{v: v, id: j, job: v.Job(j), market: &g.market}
	r.tasks = int(r.job.Tasks)
	return g.couldOwn(&r)
}

package greedy

import "skysim/sim"

// Place says where a job is put.
type Place uint8

// The values of Place.
const (
	Cheapest Place = iota + 1
	Fastest
	FirstFit
	BestFit
	LeastLoaded
	RoundRobin
	Random
	Scatter
	Tightest
	DotProduct
	Packing
	Clustering
	FGD
	Greenest
	Proven
)

// Places lists the values of Place in order.
func Places() []Word {
	words := make([]Word, 0, len(places))
	for _, p := range places {
		words = append(words, p.Word)
	}
	return words
}

// String returns the word.
func (p Place) String() string {
	if p < 1 || int(p) > len(places) {
		return "not set"
	}
	return places[p-1].Name
}

// places has a line for each value of Place.
var places = [...]struct {
	Word
	rule rule
}{
	{Word{"cheapest", "where it adds least to the bill, boot and billing increments included"}, cheapest{}},
	{Word{"fastest", "where it is expected to end first, boot included"}, fastest{}},
	{Word{"firstfit", "the oldest machine with room, else new machines that cost least per hour"}, firstFit{}},
	{Word{"bestfit", "the machine it leaves least room on, else the offer it wastes least of"}, bestFit{}},
	{Word{"leastloaded", "the machine with the largest free share, else new machines that cost least per hour"}, leastLoaded{}},
	{Word{"roundrobin", "one region after another, in each as firstfit does"}, roundRobin{}},
	{Word{"random", "any feasible place, each as likely as the others"}, random{}},
	{Word{"scatter", "as random, and of its GPUs any that suffice"}, scatter{}},
	{Word{"tightest", "the machine it leaves the smallest mean share of CPU and GPU on, else such an offer"}, scored{scorer: tightest{}}},
	{Word{"dotproduct", "the machine whose free CPU and GPU, times what it asks for, are least, else such an offer"}, scored{scorer: dotProduct{}}},
	{Word{"packing", "GPUs that are in use, then idle ones beside them, then the machine or offer with the fewest (Weng et al. 2022)"}, scored{scorer: gpuPacking{}}},
	{Word{"clustering", "with jobs of as many GPUs, those that share one apart (Xiao et al. 2018)"}, scored{scorer: clustering{}}},
	{Word{"fgd", "where it adds least to what jobs still to come cannot use of idle GPUs (Weng et al. 2023)"}, scored{scorer: fgd{}}},
	{Word{"greenest", "where it emits least at the present intensity of the grids, in worlds that count carbon"}, greenest{}},
	{Word{"proven", "as cheapest, with what boots that fail or are late and machines that are lost cost by what each offer, zone and provider has shown so far"}, proven{}},
}

// adopt takes up a placement for a run.
func (g *Policy) adopt(p Place) {
	g.rule = places[p-1].rule
	shuffled := g.opts.Ties == TiesShuffled
	g.board.seed, g.board.shuffled, g.board.percent = g.seed, shuffled, g.opts.Score == ScorePercent
	if p == Proven {
		g.rule = proven{&g.proof}
	}
	g.deviser, _ = g.rule.(deviser)
	s, byPoints := g.rule.(scored)
	if byPoints {
		s.board = &g.board
		g.rule = s
		g.deviser, _ = s.scorer.(deviser)
		g.board.holds = p == Clustering
	}
	if !shuffled || byPoints { // indexes of the View know no order but age
		g.short, _ = g.rule.(shortcut)
	}
	if shuffled {
		g.contest.ties = &g.board
	}
}

// shorten takes a shortcut that holds only in worlds where nothing is for rent.
func (g *Policy) shorten() {
	switch g.rule.(type) {
	case random, scatter:
		if g.short = nil; g.market.owned {
			g.short = drawn{g.seed}
		}
	}
}

// rule ranks the candidates for a job. It has no state.
type rule interface {
	// rank returns the candidate's key; the smallest wins, and of equals the
	// one seen first: machines before offers, machines by age (or as the board
	// draws, if Ties says so), offers by price per hour and then as the World
	// lists them.
	rank(r *request, c *candidate) key
	// enough reports whether no offer that costs price per machine-hour or more
	// can do better than best, which is not late: then the search ends. A rule
	// that cannot tell says false.
	enough(r *request, best *candidate, price sim.Rate) bool
}

// shortcut is a rule that knows the best machine that exists for a job of one
// task without ranking them all. If there is one, no offer may beat it.
type shortcut interface {
	existing(v *sim.View, j sim.JobID) sim.MachineID
	needs() sim.Needs // the index it wants
}

// contest keeps the best candidate seen. It has room for two, the best and the
// next, which change places, because a candidate is large and there are many.
type contest struct {
	rule  rule
	ties  *board // that says which of equal machines is taken, or nil
	pair  [2]candidate
	at    int // of best in pair
	found bool
}

func (t *contest) best() *candidate { return &t.pair[t.at] }

// next is where the candidate to be entered is made.
func (t *contest) next() *candidate { return &t.pair[1-t.at] }

// enter ranks the next candidate and keeps it if it is the best so far.
func (t *contest) enter(r *request) {
	c, best := t.next(), t.best()
	c.key = t.rule.rank(r, c)
	if t.found && (c.late && !best.late || c.late == best.late && !t.beats(r, c, best)) {
		return
	}
	if r.guard != nil && !r.guard.allows(r, c) {
		r.barred = true
		return
	}
	t.at, t.found = 1-t.at, true
}

// beats reports whether a candidate is better than one seen before it.
func (t *contest) beats(r *request, c, before *candidate) bool {
	if t.ties == nil || c.key != before.key || !c.exists() || !before.exists() {
		return c.key.less(&before.key)
	}
	return t.ties.draw(r.v, c.machine.ID) < t.ties.draw(r.v, before.machine.ID)
}

// machines enters every machine with room for a job of one task.
func (t *contest) machines(r *request) {
	for m := r.v.FirstFit(r.id); m != 0; m = r.v.NextFit(r.id, m) {
		if r.onMachine(m, t.next()) {
			t.enter(r)
		}
	}
}

// offers enters every offer that has enough machines for all tasks and could
// be the best.
func (t *contest) offers(r *request) {
	if r.waits {
		return
	}
	for i := range r.shape.options {
		o := &r.shape.options[i]
		late := r.late(o)
		switch {
		case !t.found || t.best().late && !late: // it wins whatever it costs
		case late && !t.best().late:
			continue
		case t.rule.enough(r, t.best(), o.price):
			if late { // one that is not may follow
				continue
			}
			return
		}
		if r.onOffer(o, t.next()) {
			t.enter(r)
		}
	}
}

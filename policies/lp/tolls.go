package lp

import (
	"cmp"
	"slices"

	"skysim/policies/greedy"
	"skysim/sim"
)

// A toll is the shadow price of a machine-hour of an offer whose supply is limited: what
// other jobs lose that could have used it. It is the dual price in a plan for a steady
// state, in which jobs of each kind come as often as they came lately:
//
//	min  Σ cost(k,o)·x(k,o)
//	     Σ_o x(k,o)            = jobs of kind k per hour
//	     Σ_k use(k,o)·x(k,o)   ≤ machines of offer o that can be had
//
// where use is the machine-hours of a job. Its dual is max over tolls ≥ 0 of
// Σ_k rate·min_o (cost + toll·use) − Σ_o toll·machines, which tolls climb by the
// excess of what is asked of each offer (a subgradient), in ever smaller steps; the mean of
// the later ones is kept. Nothing here has to be exact: a toll is a price that steers, and any
// is allowed. What it charges a job for a scarce machine is per hour of its use, so that of two
// jobs that gain as much from it the one goes there that holds it for a shorter time.
//
// References: K. Talluri and G. van Ryzin (1998): An analysis of bid-price controls for network revenue
// management. Management Science 44, 1577–1593.
type tolls struct {
	price []float64 // by offer, pico-dollars per machine-hour
	next  sim.Time  // when they are worked out anew

	// scratch
	held   []float64 // machines with room, by offer: see survey
	limit  []float64
	load   []float64
	scale  []float64
	sum    []float64
	scarce []sim.OfferID
	flows  []stream
}

// stream is a kind of job in the plan, with the places that it could take.
type stream struct {
	rate  float64 // jobs per hour
	rival float64 // cost of the cheapest place without a limit, or of none: pico-dollars
	ways  []way
}

// way is a place with a limit.
type way struct {
	offer sim.OfferID
	cost  float64 // of a job, pico-dollars
	use   float64 // machine-hours of a job
	load  float64 // of those, the machine-hours in the horizon, for a job that comes at any time in it
}

const (
	// reprice is how often tolls are worked out.
	reprice = sim.Duration(600e9)
	// usual is the memory for what else goes by the jobs seen, where there are no tolls.
	usual = sim.Duration(6 * hour)
	// horizon is how far ahead they look.
	horizon = sim.Duration(4 * hour)
	// steps is how often they are moved then, and the first so many are not in the mean.
	steps, early = 60, 30
	// mostWays bounds the places looked at of each kind.
	mostWays = 16
)

// open makes room for a world.
func (t *tolls) open(offers int) {
	if len(t.price) != offers { // else they were loaded
		t.price = make([]float64, offers)
	}
	t.held, t.limit, t.load = make([]float64, offers), make([]float64, offers), make([]float64, offers)
	t.scale, t.sum = make([]float64, offers), make([]float64, offers)
}

// charge is the greedy.Toll: the share of machines that the tasks take, for so long.
func (l *Policy) charge(j *sim.JobInfo, o sim.OfferID, tasks int, run sim.Duration) sim.Wide {
	toll := l.tolls.price[o]
	if toll == 0 {
		return sim.Wide{}
	}
	w := l.market.world
	n := room(&j.Demand, &w.Types[w.Offers[o].Type])
	return sim.Product(int64(float64(toll*float64(tasks))/float64(max(n, 1))), int64(run))
}

// toll works the tolls out if it is time to.
func (l *Policy) toll(v *sim.View) {
	t, now := &l.tolls, v.Now()
	if now < t.next {
		return
	}
	t.next = now.Add(reprice)
	memory := l.opts.Memory
	if memory == 0 {
		memory = usual
	}
	l.census.age(now, memory)
	l.claims.settle(l.survey(v))
	l.value = l.nominal(v)
	if l.opts.Memory == 0 || l.census.hours == 0 {
		return
	}
	l.plan(v)
	if len(t.scarce) == 0 {
		clear(t.price)
		return
	}
	t.climb()
}

// survey counts the machines of each offer that can be had, on the mean over the horizon: those
// that are held count by how long they have room. It returns the hours that are expected of all
// jobs that are alive.
func (l *Policy) survey(v *sim.View) (alive float64) {
	t := &l.tolls
	clear(t.held)
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		m := v.Machine(id)
		if m.State == sim.Noticed {
			continue
		}
		closed := shut(&m) // its tasks are alive all the same
		gpus := l.market.world.Types[l.market.world.Offers[m.Offer].Type].GPUs > 0
		var busy float64
		l.rows.tasks = v.Tasks(id, l.rows.tasks[:0])
		for _, j := range l.rows.tasks {
			info := v.Job(j)
			alive += float64(l.inner.Options().Expected(&info)) / float64(hour*float64(info.Tasks))
			if d := &info.Demand; !gpus || d.GPUs > 0 {
				left := l.left(v, info.Running)
				busy += float64(float64(size(d)) * float64(min(left, horizon)))
			}
		}
		if closed {
			continue
		}
		t.held[m.Offer] += 1 - busy/float64(float64(horizon)*float64(l.market.units(m.Offer)))
	}
	for id := v.First(); id != 0; id = v.Next(id) {
		j := v.Job(id)
		alive += float64(l.inner.Options().Expected(&j)) / hour
	}
	return alive
}

// plan lists the streams, and the offers that would be asked for more than there is if
// all streams took what is cheapest.
func (l *Policy) plan(v *sim.View) {
	t := &l.tolls
	t.flows = t.flows[:0]
	t.scarce = t.scarce[:0]
	for i := range t.limit {
		t.limit[i], t.scale[i] = -1, 0
	}
	for i := range l.census.kinds {
		l.join(v, &l.census.kinds[i])
	}
	clear(t.load)
	for i := range t.flows {
		t.flows[i].take(t.load, nil)
	}
	for i := range t.flows {
		for _, w := range t.flows[i].ways {
			if t.load[w.offer] > t.limit[w.offer] {
				t.load[w.offer] = -1 // it is listed once
				t.scarce = append(t.scarce, w.offer)
			}
		}
	}
}

// join adds the stream of a kind.
func (l *Policy) join(v *sim.View, k *kind) {
	t := &l.tolls
	r := l.market.reach(v, k.key.demand, k.key.profile)
	if len(r.options) == 0 || k.weight == 0 {
		return
	}
	s := stream{rate: k.weight / l.census.hours, rival: -1}
	n := len(t.flows)
	if n < cap(t.flows) {
		s.ways = t.flows[:n+1][n].ways[:0]
	}
	work := l.claims.likely(sim.Duration(float64(k.work/k.weight) * hour))
	var dearest float64
	for i := range r.options {
		o := &r.options[i]
		length := float64(greedy.RunTime(work, o.speed, k.limit)) / hour
		use := float64(float64(k.key.tasks)*length) / float64(o.room)
		w := way{offer: o.offer, use: use, load: float64(use * within(length))}
		if !o.owned {
			w.cost = float64(use * float64(v.Price(o.offer)))
		}
		dearest = max(dearest, w.cost)
		limit := float64(v.Available(o.offer)) + t.held[o.offer]
		if limit >= float64(sim.Unlimited/2) {
			if s.rival < 0 || w.cost < s.rival {
				s.rival = w.cost
			}
			continue
		}
		t.limit[o.offer] = max(limit, 0)
		s.ways = append(s.ways, w)
	}
	if s.rival < 0 { // it waits
		s.rival = 2*dearest + l.value
	}
	s.ways = slices.DeleteFunc(s.ways, func(w way) bool { return w.cost >= s.rival })
	slices.SortStableFunc(s.ways, func(a, b way) int { return cmp.Compare(a.cost, b.cost) })
	s.ways = s.ways[:min(len(s.ways), mostWays)]
	for _, w := range s.ways {
		t.scale[w.offer] = max(t.scale[w.offer], (s.rival-w.cost)/w.use)
	}
	t.flows = append(t.flows, s)
}

// within returns which share of a run of so many hours, that begins at any time in the
// horizon, is in it.
func within(hours float64) float64 {
	const all = float64(horizon) / hour
	if hours <= all {
		return 1 - float64(hours/(2*all))
	}
	return all / (2 * hours)
}

// take adds what a stream asks for at prices, nil being none, and returns what a job
// costs where it is cheapest.
func (s *stream) take(load, price []float64) float64 {
	best, at := s.rival, -1
	for i := range s.ways {
		w := &s.ways[i]
		c := w.cost
		if price != nil {
			c += float64(price[w.offer] * w.use)
		}
		if c < best {
			best, at = c, i
		}
	}
	if at >= 0 {
		load[s.ways[at].offer] += float64(s.rate * s.ways[at].load)
	}
	return best
}

// climb moves the tolls of all offers with a limit, from 0.
func (t *tolls) climb() {
	clear(t.price)
	clear(t.sum)
	for step := range steps {
		clear(t.load)
		for i := range t.flows {
			t.flows[i].take(t.load, t.price)
		}
		size := 0.3 / (1 + float64(step)/6)
		for o, limit := range t.limit {
			if limit < 0 {
				continue
			}
			excess := min(1, (t.load[o]-limit)/max(limit, 1))
			t.price[o] = max(0, t.price[o]+float64(float64(size*excess)*t.scale[o]))
			if step >= early {
				t.sum[o] += t.price[o]
			}
		}
	}
	for o := range t.price {
		t.price[o] = t.sum[o] / (steps - early)
	}
}

var _ greedy.Toll = (*Policy)(nil).charge

package bound_test

import (
	"time"

	"skysim/sim"
)

// player is a policy that looks for every way to pay less: how depends on its traits, which are
// drawn. It knows the weather. It finishes what it can if it is given time.
type player struct {
	d       draw
	w       *sim.World
	stops   int64         // percent: how often it stops what runs
	dodges  bool          // starts a job and stops it at once, to owe no first overhead
	hurries int64         // percent: how often it rents for a job that fits nowhere
	cheap   bool          // rents where it is cheapest now
	thief   bool          // rents spot machines just before they are taken away
	ahead   time.Duration // of that, so long
	slice   time.Duration // gives machines back and begins others after so long; 0 is never
	patient sim.Time      // rents nothing before
	keeps   bool          // machines, when they idle
	hoards  bool          // rents all there is
	tasks   []sim.AttemptID
	asked   int
}

func newPlayer(seed uint64, w *sim.World) *player {
	d := draw{sim.NewStream(seed, "player")}
	return &player{
		d: d, w: w, stops: pickOf(&d, int64(0), 0, 0, 3, 20), dodges: d.is(20), hurries: pickOf(&d, int64(100), 100, 40, 10), cheap: d.is(60), thief: d.is(40),
		ahead: pickOf(&d, time.Minute-1, 10*time.Minute, 20*time.Minute-1, time.Hour-1), slice: pickOf(&d, 0, 0, 0, 1, time.Millisecond, time.Second, time.Minute),
		patient: pickOf(&d, 0, 0, sim.Time(d.minutes(400))), keeps: d.is(15), hoards: d.is(10),
	}
}

func (p *player) String() string { return "player" }

func (p *player) Decide(v *sim.View, plan *sim.Plan) {
	if p.asked++; p.asked > 400 { // enough: now the jobs have to be finished
		p.slice, p.stops = 0, 0
	}
	if p.asked > 5000 { // it gets nowhere
		return
	}
	if p.slice > 0 || p.d.Int64N(100) < p.stops {
		p.interrupt(v, plan)
	}
	for j := v.First(); j != 0; {
		next := v.Next(j)
		if !p.place(v, plan, j) && v.Now() >= p.patient && p.d.Int64N(100) < p.hurries {
			p.rent(v, plan, j)
			p.place(v, plan, j)
		}
		j = next
	}
	for m := v.OldestIdle(); m != 0 && !p.keeps; {
		next := v.NextIdle(m)
		if !p.thief || !p.leaves(v, v.Machine(m).Offer) { // else it may yet be taken away
			plan.Release(m)
		}
		m = next
	}
	p.wake(v, plan)
}

// interrupt stops some attempts: those on machines that have lived for a slice, or any.
func (p *player) interrupt(v *sim.View, plan *sim.Plan) {
	kept := p.tasks[:0]
	for _, a := range p.tasks {
		i := v.Attempt(a)
		if i.ID == 0 {
			continue
		}
		old := i.Started < v.Now() && i.Started.Add(p.slice) <= v.Now()
		if p.slice > 0 && old && p.d.is(90) || p.slice == 0 && p.d.is(30) {
			plan.Stop(a)
			continue
		}
		kept = append(kept, a)
	}
	p.tasks = kept
}

// place starts a job where there is room.
func (p *player) place(v *sim.View, plan *sim.Plan, j sim.JobID) bool {
	tasks := v.Gang(j)
	var places []sim.Place
	for m := v.FirstFit(j); m != 0 && len(places) < tasks; m = v.NextFit(j, m) {
		for range min(tasks-len(places), v.Room(j, m)) {
			places = append(places, sim.Place{Machine: m})
		}
	}
	if len(places) < tasks {
		return false
	}
	first := v.Job(j).Attempts == 0
	a, refused := plan.Start(j, places...)
	if refused != sim.Accepted {
		return false
	}
	if p.dodges && first {
		plan.Stop(a)
		if a, refused = plan.Start(j, places...); refused != sim.Accepted {
			return false
		}
	}
	p.tasks = append(p.tasks, a)
	return true
}

// rent rents enough machines for a job, if it can.
func (p *player) rent(v *sim.View, plan *sim.Plan, j sim.JobID) {
	left := int64(v.Gang(j))
	for tries := 0; left > 0 && tries < 8; tries++ {
		best := sim.OfferID(-1)
		for o := range p.w.Offers {
			id := sim.OfferID(o)
			if v.Available(id) == 0 || v.OfferRoom(j, id) == 0 || p.thief && p.asked < 300 && !p.leaves(v, id) {
				continue
			}
			if best < 0 || p.cheap && v.Price(id) < v.Price(best) || !p.cheap && p.d.is(40) {
				best = id
			}
		}
		if best < 0 {
			return
		}
		for range pickOf(&p.d, 1, 1, 1, 4) {
			plan.Rent(best)
		}
		for p.thief && v.Available(best) > 0 && v.Available(best) < 20 { // all, or the others are taken
			plan.Rent(best)
		}
		if p.hoards {
			for v.Available(best) > 0 && v.Available(best) < 20 {
				plan.Rent(best)
			}
		}
		left -= int64(v.OfferRoom(j, best))
	}
}

// leaves reports whether machines of an offer will be taken away soon.
func (p *player) leaves(v *sim.View, id sim.OfferID) bool {
	o := &p.w.Offers[id]
	if o.Purchase != sim.Spot {
		return false
	}
	for i := 1; i < len(o.Supply.At); i++ {
		if o.Supply.Value[i] < o.Supply.Value[i-1] && o.Supply.At[i] > v.Now() && o.Supply.At[i] <= v.Now().Add(p.ahead) {
			return true
		}
	}
	return false
}

// wake asks to be asked again: soon if it slices, before machines are lost if it is a thief,
// and now and then in any case while jobs wait.
func (p *player) wake(v *sim.View, plan *sim.Plan) {
	if v.Queued() == 0 && p.slice == 0 && p.stops == 0 || p.asked > 3000 {
		return
	}
	next := v.Now().Add(time.Minute + p.d.minutes(60))
	if p.patient > v.Now() {
		next = min(next, p.patient)
	}
	if p.slice > 0 && len(p.tasks) > 0 && p.d.is(97) {
		next = v.Now().Add(p.slice)
	}
	for o := range p.w.Offers {
		s := &p.w.Offers[o].Supply
		for i := 1; p.thief && i < len(s.At); i++ {
			if at := s.At[i].Add(-p.ahead); s.Value[i] < s.Value[i-1] && at > v.Now() {
				next = min(next, at)
			}
		}
	}
	plan.WakeAt(next)
}

package bandit

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// take takes in what happened.
func (b *Offers) take(v *sim.View, events []sim.Event) {
	for i := range events {
		e := &events[i]
		switch e.Kind {
		case sim.MachineRented:
			b.meter.rent(v, e)
		case sim.MachineReleased, sim.MachineLost, sim.MachineFailed:
			b.meter.gone(e)
		case sim.PriceChanged:
			b.meter.reprice(v, e)
		case sim.TaskPlaced:
			b.meter.placed(e)
		case sim.AttemptBound, sim.AttemptStarted:
			b.meter.begin(v, e, 0)
		case sim.AttemptEnded:
			b.end(e)
		}
	}
}

// end learns from an attempt that is over. One that the run's end cut off, or that was on owned machines, teaches nothing.
func (b *Offers) end(e *sim.Event) {
	s, cost, known := b.meter.end(e)
	i, chosen := b.of[e.Job]
	if !known || !chosen {
		return
	}
	c := b.out[i]
	last := len(b.out) - 1
	b.out[i] = b.out[last]
	b.of[b.out[i].job] = i
	b.out = b.out[:last]
	delete(b.of, e.Job)
	f := &b.fate[c.offer]
	f.hours += float64(e.Time-c.since) / hour
	if e.Why == sim.LostMachine {
		f.lost++
	}
	if cost <= 0 {
		return // it has not run, or for nothing
	}
	back := min(float64(s.worth*float64(float64(e.Value)/hour))/cost, mostReturn)
	reward := float64(back*max(c.x[1], leastPrice)) - 1 // against what the price promised
	if b.each[c.offer] == nil {
		b.each[c.offer] = newRidge(1, penalty)
	}
	own, weight := b.each[c.offer], b.weight(cost)
	shared := 0.0
	if b.opts.Algorithm != UCB {
		shared, _ = b.model.guess(c.x)
		b.model.learn(c.x, reward, weight)
	}
	rest, _ := own.guess([]float64{1})
	miss := reward - shared - rest
	b.noise[0] += float64(weight * float64(miss*miss))
	b.noise[1] += weight
	own.learn([]float64{1}, reward-shared, weight)
}

// mostReturn cuts what an attempt was worth ÷ what it cost: an on-demand machine that is full returns 1.
const mostReturn = 10

// leastPrice is the least price of work, relative to on demand, that is told from nothing.
const leastPrice = 1e-3

// weight is what an attempt counts beside others: by its cost, for then means are of all work kept ÷ all money spent.
func (b *Offers) weight(cost float64) float64 {
	b.noise[3]++
	b.noise[2] += (cost - b.noise[2]) / b.noise[3]
	return min(max(cost/b.noise[2], 0.05), 50)
}

// listKey is what decides which offers a job may choose among.
type listKey struct {
	demand  sim.Demand
	profile int32
}

// list is the offers that jobs of one kind choose among.
type list struct {
	owned   []sim.OfferID
	options []sim.OfferID
	work    []float64 // price of the work on a full machine ÷ that where it is cheapest on demand, by option
}

// Of each purchase so many offers are looked at, and so many kinds of jobs are remembered.
const (
	mostOptions = 8
	mostLists   = 256
)

// list returns the offers for a job: owned ones, and those for rent by price for its work.
func (b *Offers) list(v *sim.View, j *sim.JobInfo) *list {
	if v.PriceChanges() != b.prices || len(b.lists) >= mostLists {
		clear(b.lists)
		b.prices = v.PriceChanges()
	}
	k := listKey{j.Demand, j.Profile}
	if l := b.lists[k]; l != nil {
		return l
	}
	type option struct {
		o    sim.OfferID
		work float64
	}
	l := &list{}
	var found [sim.Spot + 1][]option
	for i, of := range v.World().Offers {
		o := sim.OfferID(i)
		room := v.OfferRoom(j.ID, o)
		if room == 0 {
			continue
		}
		if of.Purchase == sim.Owned {
			l.owned = append(l.owned, o)
			continue
		}
		found[of.Purchase] = append(found[of.Purchase], option{o, b.meter.price(v, o) / float64(int64(room)*v.Speed(j.Profile, of.Type))})
	}
	reference := 0.0
	for _, how := range [...]sim.Purchase{sim.OnDemand, sim.Spot} {
		slices.SortStableFunc(found[how], func(a, b option) int { return cmp.Compare(a.work, b.work) })
		for n, x := range found[how] {
			if reference == 0 {
				reference = x.work
			}
			if n < mostOptions {
				l.options, l.work = append(l.options, x.o), append(l.work, x.work)
			}
		}
	}
	for i := range l.work {
		if reference > 0 {
			l.work[i] /= reference
		}
	}
	b.lists[k] = l
	return l
}

// offerFeatures is how many features a job on an offer has.
const offerFeatures = 8

// features returns them: see Guess for their names. All are about 0 to 1.
func (b *Offers) features(v *sim.View, j *sim.JobInfo, l *list, i int) []float64 {
	o := l.options[i]
	of := &v.World().Offers[o]
	run := float64(max(b.rest.Options().Expected(j)-j.Done, sim.Duration(60e9)))
	spot, f := when(of.Purchase == sim.Spot), &b.fate[o]
	const minute, day = 60e9, 86400e9
	length := min(max(sim.Log(run/minute)/sim.Log(day/minute), 0), 2)
	// An offer that nobody has tried is thought to lose one machine in 50 hours, as if one hour had said so.
	losses := min(float64((f.lost+0.02)/(f.hours+1)*(run/hour)), 2)
	there := when(b.room[o])
	return []float64{
		1, min(l.work[i], 4), spot, float64(spot * losses), float64((1 - there) * min(float64(of.Boot)/run, 2)),
		float64(spot * length), float64(spot * when(j.Restart.Keep == sim.KeepNothing)), there,
	}
}

// look finds the offers of which a machine has room for a task of the job.
func (b *Offers) look(v *sim.View, j *sim.JobInfo) {
	b.room = slices.Grow(b.room[:0], len(b.fate))[:len(b.fate)]
	clear(b.room)
	for m := v.FirstFit(j.ID); m != 0; m = v.NextFit(j.ID, m) {
		b.room[v.Machine(m).Offer] = true
	}
}

// Save returns the state, and greedy's behind it.
func (b *Offers) Save() []byte {
	w := &writer{}
	w.whole(int64(when(b.met)))
	b.meter.save(w)
	saveRidge(w, b.model)
	w.whole(int64(len(b.each)))
	for i, m := range b.each {
		w.float(b.fate[i].lost)
		w.float(b.fate[i].hours)
		w.whole(int64(when(m != nil)))
		if m != nil {
			saveRidge(w, m)
		}
	}
	w.floats(b.noise[:])
	w.whole(b.number)
	w.whole(int64(b.forgot))
	w.whole(int64(len(b.out)))
	for _, c := range b.out {
		w.whole(c.job)
		w.whole(c.offer)
		w.whole(int64(c.since))
		w.floats(c.x)
	}
	return append(w.b, b.rest.Save()...)
}

func (b *Offers) load(r *reader) {
	b.met = r.whole() == 1
	b.meter.load(r)
	loadRidge(r, b.model)
	b.each, b.fate, b.out = nil, nil, nil
	for range r.length() {
		b.fate = append(b.fate, fate{r.float(), r.float()})
		var m *ridge
		if r.whole() == 1 {
			m = newRidge(1, penalty)
			loadRidge(r, m)
		}
		b.each = append(b.each, m)
	}
	r.floats(b.noise[:])
	b.number, b.forgot = r.whole(), sim.Time(r.whole())
	for range r.length() {
		c := choice{job: r.whole(), offer: r.whole(), since: sim.Time(r.whole()), x: make([]float64, offerFeatures)}
		r.floats(c.x)
		b.out = append(b.out, c)
	}
}

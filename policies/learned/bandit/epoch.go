package bandit

import "skysim/sim"

// turn ends the epoch that is under way and begins another.
func (b *Over) turn(v *sim.View) {
	now := v.Now()
	arm, asked := int64(-1), true
	if len(b.epochs) > 0 {
		e := b.current()
		e.idle += b.meter.idle(now)
		e.to = now
		if b.quiet && v.Queued() > 0 && len(b.meter.stints) == 0 {
			b.stuck++ // whatever it would teach: somebody else must try
			arm, asked = (e.arm+1)%int64(len(b.arms)), false
		}
		b.learner.Forget()
	} else {
		b.meter.idle(now) // it was before us
	}
	x := b.sense.context(b, v)
	if arm < 0 {
		draws := sim.NewStream(b.seed, "bandit", uint64(b.next))
		arm = int64(b.learner.Choose(x, &draws))
	}
	b.epochs = append(b.epochs, epoch{number: b.next, arm: arm, asked: asked, x: x, from: now, to: sim.Never})
	b.next++
	b.quiet = true
	b.report(now) // one that started nothing has nothing to wait for
}

// take takes in what happened.
func (b *Over) take(v *sim.View, events []sim.Event) {
	for i := range events {
		e := &events[i]
		if e.Kind != sim.PolicyWoken && e.Kind != sim.ActionRefused {
			b.quiet, b.stuck = false, 0
		}
		idle := 0.0
		switch e.Kind {
		case sim.MachineRented:
			b.meter.rent(v, e)
		case sim.MachineReleased, sim.MachineLost, sim.MachineFailed:
			idle = b.meter.gone(e)
		case sim.PriceChanged:
			idle = b.meter.reprice(v, e)
		case sim.TaskPlaced:
			b.meter.placed(e)
		case sim.AttemptBound, sim.AttemptStarted:
			idle = b.begin(v, e)
		case sim.AttemptEnded:
			b.end(e)
		}
		if idle != 0 && len(b.epochs) > 0 {
			b.current().idle += idle
		}
	}
}

// begin counts an attempt for the epoch under way, if it is new.
func (b *Over) begin(v *sim.View, e *sim.Event) (idle float64) {
	number := int64(-1) // a line moved before anybody was asked
	if len(b.epochs) > 0 {
		number = b.current().number
	}
	idle, fresh := b.meter.begin(v, e, number)
	if fresh && number >= 0 {
		b.current().open++
		b.current().began++
	}
	return idle
}

// end counts what an attempt has cost and what work it has kept, for the epoch that started it.
func (b *Over) end(e *sim.Event) {
	b.sense.ended(e)
	s, cost, known := b.meter.end(e)
	if !known {
		return
	}
	for i := range b.epochs {
		if at := &b.epochs[i]; at.number == s.epoch {
			at.open--
			at.cost += cost
			at.worth += float64(s.worth * float64(float64(e.Value)/hour))
			return
		}
	}
}

// report tells the learner about the epochs of which enough is known, in order.
func (b *Over) report(now sim.Time) {
	kept := b.epochs[:0]
	for i := range b.epochs {
		e := b.epochs[i]
		if e.to == sim.Never || e.open > 0 && now < e.to.Add(b.opts.Late) {
			kept = append(kept, e)
			continue
		}
		b.soFar(&e, now)
		b.teach(&e)
	}
	clear(b.epochs[len(kept):])
	b.epochs = kept
}

// soFar adds what the attempts of an epoch that still run have cost. Their work is taken as
// if it all were kept, at the speed at which work is measured.
func (b *Over) soFar(e *epoch, now sim.Time) {
	for i := range b.meter.stints {
		if s := &b.meter.stints[i]; s.epoch == e.number {
			e.cost += b.meter.cost(s, now)
			e.worth += float64(s.worth * float64(float64(now-s.since)/hour))
			s.epoch = -1
		}
	}
}

// Epochs with little work say little: they count from a tenth of the usual weight to
// four times as much.
const (
	leastWeight = 0.1
	mostWeight  = 4
)

// teach tells the learner what an epoch was worth.
func (b *Over) teach(e *epoch) {
	loss := e.cost + e.idle + float64(float64(b.opts.Wait*e.wait)*b.meter.worth(1000, 0))
	if e.worth > 0 {
		b.reports++
		b.usual += (e.worth - b.usual) / float64(b.reports)
	}
	if !e.asked {
		return // it was its turn
	}
	if e.began == 0 && loss == 0 || b.usual == 0 {
		b.learner.Drop(int(e.arm))
		return
	}
	weight := min(max(e.worth/b.usual, leastWeight), mostWeight)
	b.learner.Learn(int(e.arm), e.x, -loss/max(e.worth, float64(leastWeight*b.usual)), weight)
}

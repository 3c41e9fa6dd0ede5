package bandit

import "skysim/sim"

// Save returns the state, and that of the arms.
func (b *Over) Save() []byte {
	w := &writer{}
	w.whole(int64(when(b.met)))
	b.learner.save(w)
	b.meter.save(w)
	w.whole(int64(len(b.epochs)))
	for i := range b.epochs {
		b.epochs[i].save(w)
	}
	for _, n := range []int64{b.next, b.reports, b.waiting, int64(b.since), int64(b.woken), b.stuck, int64(when(b.quiet)), int64(b.sense.through)} {
		w.whole(n)
	}
	w.floats([]float64{b.usual, b.sense.length, b.sense.gpus, b.sense.keeps, b.sense.lost})
	for _, a := range b.arms {
		var state []byte
		if s, ok := a.(sim.Saver); ok {
			state = s.Save()
		}
		w.whole(int64(len(state)))
		w.b = append(w.b, state...)
	}
	return w.b
}

// Load restores a state that Save returned.
func (b *Over) Load(state []byte) error {
	r := &reader{b: state}
	b.met = r.whole() == 1
	b.learner.load(r)
	b.meter.load(r)
	b.epochs = nil
	for range r.length() {
		e := epoch{x: make([]float64, b.opts.Context.size())}
		e.load(r)
		b.epochs = append(b.epochs, e)
	}
	b.next, b.reports, b.waiting, b.since, b.woken = r.whole(), r.whole(), r.whole(), sim.Time(r.whole()), sim.Time(r.whole())
	b.stuck, b.quiet, b.sense.through = r.whole(), r.whole() == 1, sim.Time(r.whole())
	b.sense.loaded = b.sense.through
	b.usual, b.sense.length, b.sense.gpus, b.sense.keeps, b.sense.lost = r.float(), r.float(), r.float(), r.float(), r.float()
	for _, a := range b.arms {
		n := r.whole()
		if n < 0 || n > int64(len(r.b)) {
			r.short = true
			break
		}
		if s, ok := a.(sim.Saver); ok {
			if err := s.Load(r.b[:n]); err != nil {
				return err
			}
		}
		r.b = r.b[n:]
	}
	return r.err("bandit")
}

func (e *epoch) save(w *writer) {
	for _, n := range []int64{e.number, e.arm, int64(when(e.asked)), int64(e.from), int64(e.to), e.open, e.began} {
		w.whole(n)
	}
	w.floats([]float64{e.cost, e.worth, e.idle, e.wait})
	w.floats(e.x)
}

func (e *epoch) load(r *reader) {
	e.number, e.arm, e.asked = r.whole(), r.whole(), r.whole() == 1
	e.from, e.to, e.open, e.began = sim.Time(r.whole()), sim.Time(r.whole()), r.whole(), r.whole()
	e.cost, e.worth, e.idle, e.wait = r.float(), r.float(), r.float(), r.float()
	r.floats(e.x)
}

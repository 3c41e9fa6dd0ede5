package bandit

import (
	"encoding/binary"
	"fmt"
	"math"
)

// writer and reader put numbers one behind the other, eight bytes each.

type writer struct{ b []byte }

func (w *writer) whole(n int64) { w.b = binary.BigEndian.AppendUint64(w.b, uint64(n)) }

func (w *writer) float(x float64) { w.b = binary.BigEndian.AppendUint64(w.b, math.Float64bits(x)) }

func (w *writer) floats(list []float64) {
	for _, x := range list {
		w.float(x)
	}
}

type reader struct {
	b     []byte
	short bool // it ended too early
}

func (r *reader) whole() int64 {
	if len(r.b) < 8 {
		r.short = true
		return 0
	}
	n := binary.BigEndian.Uint64(r.b)
	r.b = r.b[8:]
	return int64(n)
}

func (r *reader) float() float64 { return math.Float64frombits(uint64(r.whole())) }

func (r *reader) floats(list []float64) {
	for i := range list {
		list[i] = r.float()
	}
}

// length reads how many entries of at least one number each follow.
func (r *reader) length() int {
	n := r.whole()
	if n < 0 || n > int64(len(r.b)/8) {
		r.short = true
		return 0
	}
	return int(n)
}

// err reports a state that is cut short or goes on too long.
func (r *reader) err(who string) error {
	switch {
	case r.short:
		return fmt.Errorf("%s: state is cut short", who)
	case len(r.b) > 0:
		return fmt.Errorf("%s: state has %d bytes too many", who, len(r.b))
	}
	return nil
}

// save writes what was learned. The inverse goes too: made anew, its last bits
// would differ, and with them perhaps a choice.
func (l *Learner) save(w *writer) {
	w.float(l.squares)
	w.float(l.seen)
	for a, m := range l.arms {
		w.whole(l.taken[a])
		w.whole(l.pending[a])
		saveRidge(w, m)
	}
}

func (l *Learner) load(r *reader) {
	l.squares, l.seen = r.float(), r.float()
	for a, m := range l.arms {
		l.taken[a], l.pending[a] = r.whole(), r.whole()
		loadRidge(r, m)
	}
}

func saveRidge(w *writer, m *ridge) {
	w.float(m.count)
	w.whole(int64(m.since))
	w.floats(m.gram)
	w.floats(m.inv)
	w.floats(m.sum)
}

func loadRidge(r *reader, m *ridge) {
	m.count, m.since = r.float(), int(r.whole())
	r.floats(m.gram)
	r.floats(m.inv)
	r.floats(m.sum)
}

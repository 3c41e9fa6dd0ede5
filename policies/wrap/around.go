package wrap

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"skysim/policies/grammar"
	"skysim/sim"
)

// around is what decorators of any policy share: it stands for the policy inside.
type around struct{ inner sim.Policy }

// Inner returns the policy that is wrapped.
func (a *around) Inner() sim.Policy { return a.inner }

// Needs asks for what the wrapped policy needs, and for events.
func (a *around) Needs() (n sim.Needs) {
	if inner, ok := a.inner.(sim.Needer); ok {
		n = inner.Needs()
	}
	n.Events = true
	return n
}

// Suits reports what the wrapped policy misses in a world, or nil.
func (a *around) Suits(w *sim.World) error { return suits(a.inner, w) }

// call begins a construction with that of the wrapped policy.
func (a *around) call(word string) grammar.Call {
	inner, err := grammar.Parse(a.inner.String())
	if err != nil { // it is no construction: show it all the same
		inner = grammar.Call{Word: a.inner.String()}
	}
	return grammar.Call{Word: word, Args: []grammar.Arg{{Value: inner}}}
}

// number writes a number as it is read.
func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// memory is the state of a decorator as it is written: numbers, one after the other.
type memory []uint64

// save returns a decorator's numbers and behind them the state of the policy inside.
func (a *around) save(m memory) []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(len(m)))
	for _, n := range m {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	if s, ok := a.inner.(sim.Saver); ok {
		b = append(b, s.Save()...)
	}
	return b
}

// load undoes save, and hands the numbers to read, which takes them all.
func (a *around) load(name string, b []byte, read func(r *reader)) error {
	if len(b) < 8 || uint64(len(b)-8)/8 < binary.BigEndian.Uint64(b) {
		return fmt.Errorf("%s: state of %d bytes is cut short", name, len(b))
	}
	n := int(binary.BigEndian.Uint64(b))
	r := reader{left: make(memory, n)}
	for i := range r.left {
		r.left[i] = binary.BigEndian.Uint64(b[8+8*i:])
	}
	if read(&r); r.short || len(r.left) > 0 {
		return fmt.Errorf("%s: state has %d numbers, which are not those of such a policy", name, n)
	}
	b = b[8+8*n:]
	if s, ok := a.inner.(sim.Saver); ok {
		return s.Load(b)
	}
	if len(b) > 0 {
		return fmt.Errorf("%s: state has %d bytes more than %v has kept", name, len(b), a.inner)
	}
	return nil
}

// reader takes numbers from a memory; short says that there were too few.
type reader struct {
	left  memory
	short bool
}

// next takes one number.
func (r *reader) next() uint64 {
	if len(r.left) == 0 {
		r.short = true
		return 0
	}
	n := r.left[0]
	r.left = r.left[1:]
	return n
}

// count takes how many entries of so many numbers each are still to come.
func (r *reader) count(each int) int {
	n := r.next()
	if n > uint64(len(r.left)/each) {
		r.short = true
		return 0
	}
	return int(n)
}

// appendList writes how many handles there are, and them.
func appendList[T ~uint64](m memory, list []T) memory {
	m = append(m, uint64(len(list)))
	for _, x := range list {
		m = append(m, uint64(x))
	}
	return m
}

// readList undoes appendList.
func readList[T ~uint64](r *reader, list []T) []T {
	list = list[:0]
	for range r.count(1) {
		list = append(list, T(r.next()))
	}
	return list
}

// alarm is the wake asked for last, so that none is asked for twice. One that comes too
// early asks for the next.
type alarm sim.Time

// set asks to be woken at an instant to come, unless that was asked for or an
// earlier wake is still to come.
func (a *alarm) set(v *sim.View, p *sim.Plan, due sim.Time) {
	if at := sim.Time(*a); due != sim.Never && due > v.Now() && (at <= v.Now() || at > due) {
		p.WakeAt(due)
		*a = alarm(due)
	}
}

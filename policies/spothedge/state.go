package spothedge

import (
	"encoding/binary"
	"fmt"

	"skysim/sim"
)

// Needs asks for what the rest needs, and for events.
func (d *spread) Needs() sim.Needs {
	n := d.rest.Needs()
	n.FirstFit, n.Events = true, true
	return n
}

// Suits reports what the rest misses in a world, or nil.
func (d *spread) Suits(w *sim.World) error { return d.rest.Suits(w) }

// String names the part; the whole has a construction.
func (d *spread) String() string { return "spothedge" }

// Save returns the state, and that of the rest.
func (d *spread) Save() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(d.tick))
	for _, n := range []int{int(d.wake), len(d.demand), len(d.avoid)} {
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	for _, id := range d.demand {
		b = binary.BigEndian.AppendUint64(b, uint64(id))
	}
	for _, avoid := range d.avoid {
		b = append(b, map[bool]byte{true: 1}[avoid])
	}
	return append(b, d.rest.Save()...)
}

// Load restores a state that Save returned.
func (d *spread) Load(b []byte) error {
	short := fmt.Errorf("spothedge: state of %d bytes is cut short", len(b))
	if len(b) < 32 {
		return short
	}
	word := func(i int) uint64 { return binary.BigEndian.Uint64(b[8*i:]) }
	jobs, zones, left := word(2), word(3), uint64(len(b)-32)
	if jobs > left/8 || zones > left-8*jobs {
		return short
	}
	d.tick, d.wake = sim.Time(word(0)), sim.Time(word(1))
	d.demand = d.demand[:0]
	for i := range int(jobs) {
		d.demand = append(d.demand, sim.JobID(word(4+i)))
	}
	b = b[32+8*jobs:]
	d.avoid = d.avoid[:0]
	for _, x := range b[:zones] {
		d.avoid = append(d.avoid, x == 1)
	}
	return d.rest.Load(b[zones:])
}

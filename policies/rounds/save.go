package rounds

import (
	"encoding/binary"
	"fmt"
	"math"

	"skysim/sim"
)

// Save returns the state, and that of the rest. What is known of a job beyond it is
// read again from the View.
func (p *Policy) Save() []byte {
	flags := uint64(0)
	for i, on := range []bool{p.changed, p.short, p.mixed} {
		if on {
			flags |= 1 << i
		}
	}
	list := p.saved // what was loaded, if nobody has asked since
	for i := range p.jobs {
		j := &p.jobs[i]
		list = append(list, saved{j.id, j.kind, j.share, j.had})
	}
	kinds := 0
	if len(list) > 0 {
		kinds = len(list[0].share)
	}
	var b []byte
	for _, n := range []uint64{uint64(p.acted), uint64(p.shared), flags, uint64(p.wake), uint64(len(list)), uint64(kinds)} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	for _, s := range list {
		b = binary.BigEndian.AppendUint64(b, uint64(s.id))
		b = binary.BigEndian.AppendUint64(b, uint64(s.kind))
		for k := range kinds {
			b = binary.BigEndian.AppendUint64(b, math.Float64bits(s.share[k]))
			b = binary.BigEndian.AppendUint64(b, math.Float64bits(s.had[k]))
		}
	}
	return append(b, p.opts.Rest.Save()...)
}

// saved is a job as Save writes it, until the View can be asked for the others.
type saved struct {
	id         sim.JobID
	kind       int32
	share, had []float64
}

const headWords = 6

// Load restores a state that Save returned.
func (p *Policy) Load(b []byte) error {
	word := func(i uint64) uint64 { return binary.BigEndian.Uint64(b[8*i:]) }
	short := fmt.Errorf("rounds: state of %d bytes is cut short", len(b))
	if len(b) < 8*headWords {
		return short
	}
	jobs, kinds := word(4), word(5)
	if room := uint64(len(b)/8 - headWords); kinds > room || jobs > room/(2+2*kinds) {
		return short
	}
	p.acted, p.shared, p.wake = sim.Time(word(0)), sim.Time(word(1)), sim.Time(word(3))
	p.changed, p.short, p.mixed = word(2)&1 > 0, word(2)&2 > 0, word(2)&4 > 0
	p.jobs, p.kinds, p.saved, p.newest, p.ends = nil, nil, nil, 0, true
	clear(p.known)
	at := uint64(headWords)
	for range jobs {
		s := saved{id: sim.JobID(word(at)), kind: int32(word(at + 1))}
		at += 2
		for range kinds {
			s.share, s.had = append(s.share, math.Float64frombits(word(at))), append(s.had, math.Float64frombits(word(at+1)))
			at += 2
		}
		if s.kind < -1 || s.kind >= int32(kinds) {
			return fmt.Errorf("rounds: state has a job on kind %d of %d", s.kind, kinds)
		}
		p.saved = append(p.saved, s)
	}
	return p.opts.Rest.Load(b[8*at:])
}

// recall makes jobs of what was loaded.
func (p *Policy) recall(v *sim.View) {
	for _, s := range p.saved {
		info := v.Job(s.id)
		if info.ID == 0 {
			p.changed = true
			continue
		}
		j := p.made(v, &info)
		j.kind, j.attempt = s.kind, info.Running
		copy(j.share, s.share)
		copy(j.had, s.had)
		p.known[s.id] = true
		p.insert(j)
	}
	p.saved = nil
}

package dp

import (
	"encoding/binary"
	"fmt"

	"skysim/sim"
)

// record is what has been seen of one spot market: times in ns.
type record struct {
	offer sim.OfferID
	up    bool     // when last seen
	seen  sim.Time // last
	// time seen up and down, and how often it went down and up.
	upTime, downTime sim.Duration
	falls, rises     int64
}

// watch looks at the markets that somebody has asked for.
func (p *Planner) watch(v *sim.View) {
	now := v.Now()
	held := false // whether p.holds is of this instant
	for i := range p.records {
		r := &p.records[i]
		up := v.Available(r.offer) > 0
		if !up {
			if !held {
				p.count(v)
				held = true
			}
			up = p.holds[r.offer]
		}
		r.note(up, now)
	}
}

// count finds the offers of which machines are held that have no notice.
func (p *Planner) count(v *sim.View) {
	if len(p.holds) != len(v.World().Offers) {
		p.holds = make([]bool, len(v.World().Offers))
	}
	clear(p.holds)
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		if m := v.Machine(id); m.State != sim.Noticed {
			p.holds[m.Offer] = true
		}
	}
}

// note takes down what a market is now. What it was since it was last seen is what it was then.
func (r *record) note(up bool, now sim.Time) {
	if r.up {
		r.upTime += now.Sub(r.seen)
	} else {
		r.downTime += now.Sub(r.seen)
	}
	switch {
	case r.up && !up:
		r.falls++
	case !r.up && up:
		r.rises++
	}
	r.up, r.seen = up, now
}

// of returns the record of a market, which begins now if it was never asked for.
func (p *Planner) of(o sim.OfferID, up bool, now sim.Time) *record {
	if i, known := p.index[o]; known {
		return &p.records[i]
	}
	p.index[o] = len(p.records)
	p.records = append(p.records, record{offer: o, up: up, seen: now})
	return &p.records[len(p.records)-1]
}

// words is how many a record has when it is kept.
const words = 7

// Save returns what has been seen.
func (p *Planner) Save() []byte {
	var b []byte
	for i := range p.records {
		r := &p.records[i]
		up := uint64(0)
		if r.up {
			up = 1
		}
		for _, w := range [words]uint64{uint64(r.offer), up, uint64(r.seen), uint64(r.upTime), uint64(r.downTime), uint64(r.falls), uint64(r.rises)} {
			b = binary.BigEndian.AppendUint64(b, w)
		}
	}
	return b
}

// Load restores what Save returned.
func (p *Planner) Load(b []byte) error {
	if len(b)%(8*words) != 0 {
		return fmt.Errorf("dp: state has %d bytes, want a multiple of %d", len(b), 8*words)
	}
	p.records = p.records[:0]
	clear(p.index)
	for ; len(b) > 0; b = b[8*words:] {
		word := func(i int) int64 { return int64(binary.BigEndian.Uint64(b[8*i:])) }
		r := p.of(sim.OfferID(word(0)), word(1) == 1, sim.Time(word(2)))
		r.upTime, r.downTime, r.falls, r.rises = sim.Duration(word(3)), sim.Duration(word(4)), word(5), word(6)
	}
	return nil
}

package imitate

import (
	"encoding/binary"
	"fmt"

	"skysim/policies/spot"
	"skysim/sim"
)

// Watch takes down which of the markets are up that somebody has asked for. One of which machines are held is.
func (d *Imitator) Watch(v *sim.View) {
	now := v.Now()
	counted := false // whether d.holds is of this instant
	for i := range d.markets {
		m := &d.markets[i]
		up := v.Available(m.offer) > 0
		if !up && !counted {
			d.count(v)
			counted = true
		}
		m.tape.Note(up || d.holds[m.offer], now)
	}
}

// count finds the offers of which machines are held that have no notice.
func (d *Imitator) count(v *sim.View) {
	if len(d.holds) != len(v.World().Offers) {
		d.holds = make([]bool, len(v.World().Offers))
	}
	clear(d.holds)
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		if m := v.Machine(id); m.State != sim.Noticed {
			d.holds[m.Offer] = true
		}
	}
}

// of returns the tape of a zone, which begins now if nobody has asked for it.
func (d *Imitator) of(z *spot.Zone, now sim.Time) Tape {
	i, known := d.index[z.Offer]
	if !known {
		i = len(d.markets)
		d.index[z.Offer] = i
		d.markets = append(d.markets, market{offer: z.Offer})
		d.markets[i].tape.Note(z.Up || z.Parted, now)
	}
	return d.markets[i].tape
}

// saved is how many words a market has when it is kept.
const saved = 3 + words

// Save returns what has been seen.
func (d *Imitator) Save() []byte {
	var b []byte
	for i := range d.markets {
		m := &d.markets[i]
		for _, w := range append([]uint64{uint64(m.offer), uint64(m.tape.slot), uint64(m.tape.known)}, m.tape.up[:]...) {
			b = binary.BigEndian.AppendUint64(b, w)
		}
	}
	return b
}

// Load restores what Save returned.
func (d *Imitator) Load(b []byte) error {
	if len(b)%(8*saved) != 0 {
		return fmt.Errorf("imitate: state has %d bytes, want a multiple of %d", len(b), 8*saved)
	}
	d.markets = d.markets[:0]
	clear(d.index)
	for ; len(b) > 0; b = b[8*saved:] {
		word := func(i int) uint64 { return binary.BigEndian.Uint64(b[8*i:]) }
		m := market{sim.OfferID(word(0)), Tape{slot: int64(word(1)), known: min(max(0, int64(word(2))), slots)}}
		for i := range m.tape.up {
			m.tape.up[i] = word(3 + i)
		}
		d.index[m.offer] = len(d.markets)
		d.markets = append(d.markets, m)
	}
	return nil
}

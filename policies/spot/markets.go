package spot

import (
	"encoding/binary"
	"fmt"

	"skysim/sim"
)

// Markets remembers which spot markets were up and for how long: those that somebody has asked for. Watch has to be
// called at every decision.
type Markets struct {
	list []Market // state; what follows can be made anew

	index map[sim.OfferID]int
	holds []bool // by offer
}

// Market is what has been seen of one spot market: times in ns.
type Market struct {
	Offer sim.OfferID
	Up    bool     // when last seen
	Seen  sim.Time // last
	// Since is when it was first seen as it is now.
	Since sim.Time
	// UpTime and DownTime are how long it was up and down, and Falls and Rises how often it went down and up.
	UpTime, DownTime sim.Duration
	Falls, Rises     int64
}

// Watch looks at the markets that somebody has asked for. A market of which one holds a machine that has no notice is
// up, though no more may be had.
func (m *Markets) Watch(v *sim.View) {
	held := false // whether holds is of this instant
	for i := range m.list {
		r := &m.list[i]
		up := v.Available(r.Offer) > 0
		if !up {
			if !held {
				m.count(v)
				held = true
			}
			up = m.holds[r.Offer]
		}
		r.note(up, v.Now())
	}
}

// count finds the offers of which machines are held that have no notice.
func (m *Markets) count(v *sim.View) {
	if len(m.holds) != len(v.World().Offers) {
		m.holds = make([]bool, len(v.World().Offers))
	}
	clear(m.holds)
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		if at := v.Machine(id); at.State != sim.Noticed {
			m.holds[at.Offer] = true
		}
	}
}

// note takes down what a market is now. What it was since it was last seen is what it was then.
func (r *Market) note(up bool, now sim.Time) {
	if r.Up {
		r.UpTime += now.Sub(r.Seen)
	} else {
		r.DownTime += now.Sub(r.Seen)
	}
	switch {
	case r.Up && !up:
		r.Falls++
	case !r.Up && up:
		r.Rises++
	}
	if up != r.Up {
		r.Since = now
	}
	r.Up, r.Seen = up, now
}

// Of returns what is known of a market. If it was never asked for, its record begins now; up
// says what it is. The result is valid until the next call.
func (m *Markets) Of(o sim.OfferID, up bool, now sim.Time) *Market {
	if i, known := m.index[o]; known {
		return &m.list[i]
	}
	if m.index == nil {
		m.index = make(map[sim.OfferID]int)
	}
	m.index[o] = len(m.list)
	m.list = append(m.list, Market{Offer: o, Up: up, Seen: now, Since: now})
	return &m.list[len(m.list)-1]
}

// All returns the records in the order in which they were asked for. They must not be changed.
func (m *Markets) All() []Market { return m.list }

// words is how many a record has when it is kept.
const words = 8

// Save returns what has been seen.
func (m *Markets) Save() []byte {
	var b []byte
	for i := range m.list {
		r := &m.list[i]
		up := uint64(0)
		if r.Up {
			up = 1
		}
		for _, w := range [words]uint64{
			uint64(r.Offer), up, uint64(r.Seen), uint64(r.Since), uint64(r.UpTime), uint64(r.DownTime), uint64(r.Falls), uint64(r.Rises),
		} {
			b = binary.BigEndian.AppendUint64(b, w)
		}
	}
	return b
}

// Load restores what Save returned.
func (m *Markets) Load(b []byte) error {
	if len(b)%(8*words) != 0 {
		return fmt.Errorf("spot: what was seen of markets has %d bytes, want a multiple of %d", len(b), 8*words)
	}
	m.list = m.list[:0]
	clear(m.index)
	for ; len(b) > 0; b = b[8*words:] {
		word := func(i int) int64 { return int64(binary.BigEndian.Uint64(b[8*i:])) }
		r := m.Of(sim.OfferID(word(0)), word(1) == 1, sim.Time(word(2)))
		r.Since, r.UpTime, r.DownTime = sim.Time(word(3)), sim.Duration(word(4)), sim.Duration(word(5))
		r.Falls, r.Rises = word(6), word(7)
	}
	return nil
}

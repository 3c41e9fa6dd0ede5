package nomad

import (
	"encoding/binary"
	"fmt"

	"skysim/policies/spot"
	"skysim/sim"
)

// ages is into how many the ages of markets are cut: below ten minutes, and from each power of two times that to the next.
const ages = 12

// youngest is the width of the first.
const youngest = sim.Duration(600_000_000_000)

// edge returns where an age class begins.
func edge(i int) sim.Duration {
	if i == 0 {
		return 0
	}
	return youngest << (i - 1)
}

// lives counts, for all markets together, how long they were up at each age and how often they went down: the
// occurrence-exposure estimate of a hazard that is constant within each class.
type lives struct {
	exposed [ages]sim.Duration
	ended   [ages]int64
}

// weight is how many falls what is thought beforehand counts for, in each class and of each market.
const weight = 1.0

// spend adds the time for which a market was up between two ages.
func (l *lives) spend(from, to sim.Duration) {
	for i := range ages {
		end := to
		if i+1 < ages {
			end = min(to, edge(i+1))
		}
		if begin := max(from, edge(i)); end > begin {
			l.exposed[i] += end - begin
		}
	}
}

// end adds the end of a market of an age.
func (l *lives) end(age sim.Duration) {
	i := 0
	for i+1 < ages && age > edge(i+1) {
		i++
	}
	l.ended[i]++
}

// hazards returns the falls per hour by age, if a market is thought to live for stay until more is known.
func (l *lives) hazards(stay sim.Duration) (h [ages]float64) {
	for i := range h {
		h[i] = (weight + float64(l.ended[i])) / (weight*hours(stay) + hours(l.exposed[i]))
	}
	return h
}

// left returns how many hours a market of an age is expected to live on within a horizon in hours, with a hazard
// so many times as high as that of all: the area under its survival.
func left(h *[ages]float64, fragile float64, age sim.Duration, horizon float64) float64 {
	area, alive, at := 0.0, 1.0, 0.0
	for i := range ages {
		length := horizon - at
		if i+1 < ages {
			if length = hours(edge(i+1) - max(age, edge(i))); length <= 0 {
				continue
			}
			length = min(length, horizon-at)
		}
		if length <= 0 {
			break
		}
		rate := float64(h[i] * fragile)
		stays := sim.Exp(-float64(rate * length))
		area += float64(alive*(1-stays)) / rate
		alive = float64(alive * stays)
		at += length
	}
	return area
}

// hours returns a time in hours.
func hours(d sim.Duration) float64 { return float64(d) / 3.6e12 }

// watch looks at the markets, and takes down how old they grow.
func (n *Nomad) watch(v *sim.View) {
	n.before = append(n.before[:0], n.markets.All()...)
	n.markets.Watch(v)
	for i := range n.before {
		was, is := &n.before[i], &n.markets.All()[i]
		if !was.Up {
			continue
		}
		from, to := was.Seen.Sub(was.Since), is.Seen.Sub(was.Since)
		n.lives.spend(from, to)
		if is.Falls > was.Falls {
			n.lives.end(to)
		}
	}
}

// fragile returns how many times as often as others of its ages a market goes down: its falls against those of a typical
// market that was up as long, with weight falls of a typical one beforehand.
func (n *Nomad) fragile(r *spot.Market) float64 {
	return (2*weight + float64(r.Falls)) / (2*weight + float64(n.typical()*hours(r.UpTime)))
}

// typical returns how often markets go down, per hour, whatever their age.
func (n *Nomad) typical() float64 {
	sum, time := weight, float64(weight*hours(n.opts.Stay))
	for i := range ages {
		sum += float64(n.lives.ended[i])
		time += hours(n.lives.exposed[i])
	}
	return sum / time
}

// Save returns what has been seen.
func (n *Nomad) Save() []byte {
	var b []byte
	for i := range ages {
		b = binary.BigEndian.AppendUint64(b, uint64(n.lives.exposed[i]))
		b = binary.BigEndian.AppendUint64(b, uint64(n.lives.ended[i]))
	}
	return append(b, n.markets.Save()...)
}

// Load restores what Save returned.
func (n *Nomad) Load(b []byte) error {
	if len(b) < 16*ages {
		return fmt.Errorf("nomad: state has %d bytes, want %d or more", len(b), 16*ages)
	}
	for i := range ages {
		n.lives.exposed[i] = sim.Duration(binary.BigEndian.Uint64(b[16*i:]))
		n.lives.ended[i] = int64(binary.BigEndian.Uint64(b[16*i+8:]))
	}
	if err := n.markets.Load(b[16*ages:]); err != nil {
		return fmt.Errorf("nomad: %w", err)
	}
	return nil
}

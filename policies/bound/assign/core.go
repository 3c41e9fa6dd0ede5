package assign

import (
	"cmp"
	"math"
	"slices"
)

// reduce decides the jobs whose part in every good choice is clear, good being what
// gains at most margin less than the best: with a price e on the capacity, no
// choice gains more than e·size + Σ max(0, gain − e·use), and by |gain − e·use|
// less if a job is forced the other way. Where that is too little the job is in
// (sure) or out (dropped), and only the others, the core, need the table.
// (Dantzig's bound and the core of Balas and Zemel, 1980.)
func (k *knapsack) reduce(margin int64) {
	if len(k.job) < 6 || k.size >= 1<<20 || slices.Max(k.gain) >= 1<<30 || margin >= 1<<40 {
		return // too few to be worth it, or too large for 64 bits
	}
	e, low := k.greedy()
	high := e * k.size
	for i, g := range k.gain {
		high += max(0, g<<priceBits-e*k.use[i])
	}
	slack := high - (low-margin)<<priceBits
	kept := 0
	for i, g := range k.gain {
		switch r := g<<priceBits - e*k.use[i]; {
		case r > slack:
			k.sure += g
			k.size -= k.use[i]
			k.certain = append(k.certain, k.job[i])
		case -r > slack:
			k.dropped = append(k.dropped, k.job[i])
		default:
			k.job[kept], k.gain[kept], k.use[kept] = k.job[i], g, k.use[i]
			kept++
		}
	}
	k.job, k.gain, k.use = k.job[:kept], k.gain[:kept], k.use[:kept]
	k.trim()
}

// priceBits is how finely the price of capacity is divided.
const priceBits = 8

// greedy takes the jobs by gain per use as long as they fit, and then tries what
// exchanging one or two near the break for another gains. It returns the best
// that came of it and the price at which the first that does not fit gains nothing.
func (k *knapsack) greedy() (price, gain int64) {
	k.order = k.order[:0]
	for i, g := range k.gain {
		rate := math.Inf(1)
		if k.use[i] > 0 {
			rate = float64(g) / float64(k.use[i])
		}
		k.order = append(k.order, rated{rate, g, k.use[i], int32(i)})
	}
	slices.SortFunc(k.order, func(a, b rated) int {
		return cmp.Or(cmp.Compare(b.rate, a.rate), cmp.Compare(a.at, b.at))
	})
	room, at := k.size, 0
	for at < len(k.order) && k.order[at].use <= room {
		room -= k.order[at].use
		gain += k.order[at].gain
		at++
	}
	if at == len(k.order) {
		return 0, gain
	}
	inside, outside := k.order[max(0, at-window):at], k.order[at:min(len(k.order), at+window)]
	return k.order[at].gain << priceBits / k.order[at].use, gain + exchange(inside, outside, room)
}

// window is how far from the break exchanges are tried.
const window = 24

// exchange returns the most that is gained by putting one job of outside, or two, in
// the room that there is and that one of inside, or none, leaves.
func exchange(inside, outside []rated, room int64) (most int64) {
	for o := -1; o < len(inside); o++ {
		free, lost := room, int64(0)
		if o >= 0 {
			free, lost = room+inside[o].use, inside[o].gain
		}
		for x, a := range outside {
			if a.use > free {
				continue
			}
			most = max(most, a.gain-lost)
			for _, b := range outside[x+1:] {
				if a.use+b.use <= free {
					most = max(most, a.gain+b.gain-lost)
					break // the next ones gain less per use
				}
			}
		}
	}
	return most
}

// rated is a job of a knapsack and its gain per use.
type rated struct {
	rate      float64
	gain, use int64
	at        int32
}

package weather

import (
	"fmt"

	"skysim/sim"
)

// Broken is what somebody recorded of a cluster's nodes, laid over the machines of a
// world.
//
// Owned machines follow a node each: the i-th machine of the offers, in the world's
// order and then by ordinal, follows node i, and again the first when there
// are no more. As long as nothing else takes them down they break and come up
// when their nodes did. A rented machine begins when it is rented: it works as long as
// some node once did. Which node that is follows from the names of its offer and its
// ordinal, and all times of all nodes have their turn.
type Broken struct {
	// Nodes is, for each node, a path that is 1 while it is down, in the recording's
	// time. How it is laid over a run is said by the fields below, as of Recorded.
	Nodes  []sim.Path
	Span   sim.Duration
	Skip   sim.Duration
	Repeat bool
}

// Over returns the failures of a world's machines until an instant: of some offers
// what was recorded, of the others, and the speed of all, what others says. It
// reports a recording without nodes, and what Recorded does.
func (b *Broken) Over(w *sim.World, offers []sim.OfferID, others sim.Faults, until sim.Time) (sim.Faults, error) {
	if len(b.Nodes) == 0 {
		return nil, fmt.Errorf("the recording has no nodes")
	}
	in := &broken{others: others, first: make([]int64, len(w.Offers)), owned: make([]bool, len(w.Offers))}
	for o := range in.first {
		in.first[o] = -1
	}
	machines := int64(0)
	for _, o := range offers {
		offer := &w.Offers[o]
		in.owned[o] = offer.Purchase == sim.Owned
		if in.owned[o] {
			in.first[o] = machines
			machines += offer.Supply.Value[0]
			continue
		}
		in.first[o] = int64(marketKey(w, offer, offer.Purchase.String()) % uint64(len(b.Nodes)))
	}
	for _, p := range b.Nodes {
		laid, err := (&Recorded{Path: p, Span: b.Span, Skip: b.Skip, Repeat: b.Repeat}).Lay(until)
		if err != nil {
			return nil, err
		}
		in.nodes = append(in.nodes, turnsOf(laid))
	}
	return in, nil
}

type broken struct {
	others sim.Faults
	nodes  []turns
	// first is, by offer, the node of its first machine; -1 if it is not in the recording.
	first []int64
	owned []bool
}

// turns are how long a node worked and stood still, one after the other. A last time
// that works has no end.
type turns struct{ works, still []sim.Duration }

// turnsOf reads a path that is 1 while a node is down. One that begins down works for
// the shortest of times first.
func turnsOf(p sim.Path) turns {
	var t turns
	up := sim.Time(0)
	for i, v := range p.Value {
		if v == 0 {
			continue
		}
		down, back := max(p.At[i], up+1), sim.Never
		if i+1 < len(p.At) {
			back = max(p.At[i+1], down+1)
		}
		t.works = append(t.works, down.Sub(up))
		t.still = append(t.still, back.Sub(down))
		up = back
	}
	return t
}

// node returns the node of a machine, and how often all of them have been taken before.
func (b *broken) node(o sim.OfferID, ordinal int64) (t *turns, round int64) {
	n := int64(len(b.nodes))
	i := b.first[o] + ordinal
	return &b.nodes[i%n], i / n
}

// Life implements sim.Faults.
func (b *broken) Life(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	if b.first[o] < 0 {
		return life(b.others, o, ordinal, n)
	}
	t, round := b.node(o, ordinal)
	k := int64(n)
	if !b.owned[o] && len(t.works) > 0 {
		k = round % int64(len(t.works))
	}
	if k >= int64(len(t.works)) {
		return sim.Duration(sim.Never)
	}
	return t.works[k]
}

// life is what others say, if anybody does.
func life(others sim.Faults, o sim.OfferID, ordinal int64, n int32) sim.Duration {
	if others == nil {
		return sim.Duration(sim.Never)
	}
	return others.Life(o, ordinal, n)
}

// Repair implements sim.Faults.
func (b *broken) Repair(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	if b.first[o] < 0 {
		if b.others == nil {
			return 0
		}
		return b.others.Repair(o, ordinal, n)
	}
	t, _ := b.node(o, ordinal)
	if int(n) >= len(t.still) {
		return 0
	}
	return t.still[n]
}

// Pace implements sim.Faults.
func (b *broken) Pace(o sim.OfferID, ordinal int64) int64 {
	if b.others == nil {
		return million
	}
	return b.others.Pace(o, ordinal)
}

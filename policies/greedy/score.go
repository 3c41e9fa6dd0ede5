package greedy

import (
	"math"

	"skysim/sim"
)

// scorer gives a machine points for a task, usually 0 to 100: the machine with
// the most points gets it. Points depend on nothing but the task's demand and
// the node, so that a board can remember them. The task fits on the node.
type scorer interface {
	points(b *board, d *sim.Demand, n *node) float64
}

// scored is the placement that goes by points: of the machines that exist the
// one with the most; if none has room, the offer whose empty machine has the
// most, the cheapest per hour among equals.
type scored struct {
	scorer
	board *board
}

func (s scored) rank(r *request, c *candidate) key {
	d := &r.job.Demand
	if c.exists() {
		return key{0, descending(s.board.points(s.scorer, r.v, d, s.board.of(d), c.machine.ID))}
	}
	empty := s.board.empty(r.market.world.Offers[c.offer].Type)
	return key{1, descending(s.board.round(s.points(s.board, d, &empty)))}
}

// descending returns a number for a key: smaller for more points. Points that
// differ by less than 10⁻¹² are equal.
func descending(points float64) int64 { return -int64(math.Floor(points*0x1p40 + 0.5)) }

func (scored) enough(_ *request, best *candidate, _ sim.Rate) bool { return best.exists() }

// existing looks at every machine with room.
func (s scored) existing(v *sim.View, j sim.JobID) (best sim.MachineID) {
	d := v.Job(j).Demand
	noted := s.board.of(&d)
	var least int64
	for m := v.FirstFit(j); m != 0; m = v.NextFit(j, m) {
		rank := descending(s.board.points(s.scorer, v, &d, noted, m))
		if best == 0 || rank < least || rank == least && s.board.draw(v, m) < s.board.draw(v, best) {
			best, least = m, rank
		}
	}
	return best
}

func (scored) needs() sim.Needs { return sim.Needs{FirstFit: true} }

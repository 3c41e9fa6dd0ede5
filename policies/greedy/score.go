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
		return key{0, s.board.standing(s.scorer, r.v, d, s.board.of(d), c.machine.ID)}
	}
	empty := s.board.empty(r.market.world.Offers[c.offer].Type)
	return key{1, place(s.board.round(s.points(s.board, d, &empty)))}
}

// givesPoints reports whether the placement goes by points.
func (p Place) givesPoints() bool {
	_, by := places[p-1].rule.(scored)
	return by
}

// pointers lists the placements that go by points.
func pointers() []string {
	var all []string
	for i := range places {
		if Place(i + 1).givesPoints() {
			all = append(all, places[i].Name)
		}
	}
	return all
}

func (scored) enough(_ *request, best *candidate, _ sim.Rate) bool { return best.exists() }

// existing looks at every machine with room.
func (s scored) existing(v *sim.View, j sim.JobID) (best sim.MachineID) {
	d := v.Job(j).Demand
	noted := s.board.of(&d)
	least, draw := int64(math.MaxInt64), uint64(0) // of the best; without ties to break, draw is 0
	for m := v.FirstFit(j); m != 0; m = v.NextFit(j, m) {
		at := s.board.standing(s.scorer, v, &d, noted, m)
		if at > least {
			continue
		}
		if own := s.board.draw(v, m); at < least || own < draw {
			best, least, draw = m, at, own
		}
	}
	return best
}

func (scored) needs() sim.Needs { return sim.Needs{FirstFit: true} }

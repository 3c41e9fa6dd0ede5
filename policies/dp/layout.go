package dp

import (
	"skysim/policies/spot"
	"skysim/sim"
)

// layout is a job in the measures of a table.
//
// A table charges an overhead whenever a machine is entered, and keeps all work. A job that only
// keeps checkpoints loses what it did since the last one when it leaves; so the table's overhead holds the most that
// can be lost, once, and its work is less by what of that is not at stake. Then the times agree: that of running to the
// end from here, and that of leaving now and doing so on another machine. A checkpoint that is written later
// only makes it better.
//
//	entered     last checkpoint    now                   end
//	├──overhead──┼── … ──┼──unsaved──┼───────left──────────┤
//	                     ├──at risk────────┤ of which pending in the table: what is right of now
type layout struct {
	tick, part sim.Duration
	total      sim.Duration // to the end, if it runs from now on
	overhead   int          // in parts
	pending    int          // in parts, rounded down
}

// lay measures a job. The tick is doubled until the work is not too many of them.
func lay(s *spot.Situation) layout {
	left := s.Work - s.Done
	risk := min(s.AtRisk, left+s.Unsaved)
	overhead := s.Overhead - s.AtRisk + risk
	j := layout{tick: s.Tick, total: left + s.Entry}
	pending := sim.Duration(0)
	if s.On != spot.Wait {
		j.total = left + s.Pending
		pending = s.Pending + risk - s.Unsaved
	}
	for j.total/j.tick > mostTicks {
		j.tick *= 2
	}
	j.part = j.tick
	if half := j.tick / 2; j.tick%2 == 0 && (overhead+half-1)/half%2 != 0 {
		j.part = half
	}
	j.overhead = int(min((overhead+j.part-1)/j.part, mostParts))
	j.pending = int(min(pending, j.total-1) / j.part)
	return j
}

// parts returns how many parts of work are left if so many of the way to the end are overhead.
func (j *layout) parts(overhead int) int {
	return int(min(max(1, (j.total+j.part-1)/j.part-sim.Duration(overhead)), mostParts+1))
}

// keeps reports, without a table, that a job that works on a spot machine does best to stay there, which settles most questions.
// It asks first whether there is still time for on-demand machines if the machine is lost at the next tick. Those then cost what they
// would cost now, so that to stay on a cheaper machine is a gain as soon as something is gained by it: at once with nothing
// at stake, otherwise as in worth.
func (k *key) keeps(j *layout, ticks int) bool {
	parts := j.parts(0)
	if ticks < 1 || k.price >= priceSteps || parts > k.tick && parts+k.overhead > ticks*k.tick {
		return false
	}
	return j.pending == 0 || k.worth(j.pending)
}

// worth reports whether spot machines that have to be kept for so many parts and a tick before anything is gained cost at most
// half, and that with a probability of at least half they are. Then what they cost is less than what they save on average.
func (k *key) worth(parts int) bool {
	lost := k.odds.Down + k.odds.Evict
	return 2*k.price <= priceSteps && float64(lost*float64(parts+k.tick)) <= 0.5*float64(k.tick)
}

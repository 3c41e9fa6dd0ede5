package reproduce

import "skysim/sim"

// allocation is an observer that sees how much of the GPUs is given away as jobs
// ask for more and more of them.
//
// The published curves are defined like this, as their values at small loads show
// (0.25 at 0 %, 1.00 at 1 %): after each arrival the load so far is rounded to a
// whole percent of all GPUs, and the value at a percent is the mean of the
// allocations after the arrivals that round to it. So the one at 0 % is about half of
// a half, and arrivals without GPUs count like others.
type allocation struct {
	seed    int64
	total   int64 // thousandths of GPUs, of the machines owned
	arrived int64 // asked for so far, by jobs that were turned away too
	given   int64
	at      []allocated // by percent
}

// allocated is what was given away after some arrivals.
type allocated struct {
	sum, arrivals int64
	last          int64
}

// newAllocation returns an observer for a run in the world.
func newAllocation(w *sim.World) *allocation {
	a := &allocation{}
	for i := range w.Offers {
		if o := &w.Offers[i]; o.Purchase == sim.Owned {
			a.total += o.Supply.ValueAt(0) * 1000 * int64(w.Types[o.Type].GPUs)
		}
	}
	return a
}

// Observe counts what arrives, is placed and ends in a round.
func (a *allocation) Observe(_ *sim.View, events []sim.Event) {
	arrivals := int64(0)
	for i := range events {
		switch e := &events[i]; e.Kind {
		case sim.JobSubmitted:
			a.arrived += e.GPU
			arrivals++
		case sim.AttemptStarted:
			a.given += e.GPU
		case sim.AttemptEnded:
			a.given -= e.GPU
		}
	}
	if arrivals == 0 || a.total == 0 {
		return
	}
	percent := int((200*a.arrived + a.total) / (2 * a.total))
	for len(a.at) <= percent {
		a.at = append(a.at, allocated{})
	}
	at := &a.at[percent]
	at.sum += arrivals * a.given
	at.arrivals += arrivals
	at.last = a.given
}

// percent returns the value of the curve at a percent of load: what was given
// away last where no arrival rounds to it.
func (a *allocation) percent(i int) float64 {
	i = min(i, len(a.at)-1)
	if i >= 0 && a.at[i].arrivals > 0 {
		return 100 * float64(a.at[i].sum) / float64(a.at[i].arrivals*a.total)
	}
	for i--; i >= 0; i-- {
		if a.at[i].arrivals > 0 {
			return 100 * float64(a.at[i].last) / float64(a.total)
		}
	}
	return 0
}

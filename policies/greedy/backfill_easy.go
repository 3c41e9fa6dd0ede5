package greedy

import "skysim/sim"

// easy guards the reservation of the first job that finds no place: the earliest
// instant at which it would fit if what runs ends by the estimates. A job
// behind it may start if it ends by then, or takes only what is spare then: the
// head would still fit somewhere. Where it may rent, a job is not blocked, and what
// is rented for others changes no reservation. One that still waits for owned machines is
// blocked, and its reservation is of these alone: as if it were never to rent.
//
// The reservation is made anew in each decision, when the first job behind the
// head has found a place: O(m + a·log a) for m machines and a attempts, and O(GPUs) for
// each attempt that ends before it; each place that is looked at
// costs O(tasks + domains). If nothing that runs would ever make room for the head, it
// has no reservation and everybody may pass.
type easy struct {
	g     *Policy
	head  sim.JobID
	waits bool // the head, for owned machines
	made  bool
	at    sim.Time // the reservation; Never is none
	f     *future  // as it will be then
	tally tally    // of what has room for the head then
}

// room leaves a gang its room: allows looks at the whole of it.
func (e *easy) room(_ *request, _ *candidate, most int) int { return most }

func (e *easy) allows(r *request, c *candidate) bool {
	if !c.exists() {
		return true
	}
	if !e.made {
		e.reserve(r.v)
	}
	if r.ends(c) <= e.at {
		return true
	}
	e.g.occupy(r, c)
	places, d := e.g.places, &r.job.Demand
	e.f.assign(d, places)
	e.take(d, places, 1)
	spare := e.tally.fits()
	e.take(d, places, -1)
	e.unassign(d, places)
	return spare
}

// unassign gives back the devices that a gang would have had now.
func (e *easy) unassign(d *sim.Demand, places []sim.Place) {
	for _, p := range places {
		if i, there := e.f.at[p.Machine]; there {
			e.f.spots[i].hold(d, p.GPUs, -1)
		}
	}
}

// take occupies places at the time of the reservation, or gives them back.
func (e *easy) take(d *sim.Demand, places []sim.Place, sign int32) {
	for _, p := range places {
		if i, there := e.f.at[p.Machine]; there {
			e.f.spots[i].take(d, p.GPUs, sign)
			e.tally.count(i)
		}
	}
}

// assign leaves devices to the engine.
func (e *easy) assign(*request, *candidate, []sim.Place) {}

// started takes what a job has got, if it has it beyond the reservation.
func (e *easy) started(v *sim.View, id sim.JobID) {
	if !e.made {
		return // the reservation will be made with it
	}
	j := v.Job(id)
	places := v.Places(j.Running, e.g.places[:0])
	e.g.places = places
	for _, p := range places {
		if i, there := e.f.at[p.Machine]; there {
			e.f.spots[i].hold(&j.Demand, p.GPUs, 1)
		}
	}
	if expectedEnd(v, &j, e.g.opts.Guess) > e.at {
		e.take(&j.Demand, places, 1)
	}
}

// reserve finds the reservation and leaves in the future what will be free then.
func (e *easy) reserve(v *sim.View) {
	e.made = true
	e.f = e.g.lookAhead(v)
	e.tally.open(e.f, v, e.head, e.waits)
	e.at = v.Now()
	count := e.tally.count
	for i := 0; !e.tally.fits(); {
		if i == len(e.f.ends) {
			e.at = sim.Never
			return
		}
		for e.at = e.f.ends[i].at; i < len(e.f.ends) && e.f.ends[i].at == e.at; i++ {
			e.f.release(&e.f.ends[i], -1, count)
		}
	}
}

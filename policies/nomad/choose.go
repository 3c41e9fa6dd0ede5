package nomad

import "skysim/policies/spot"

// Choose says what to do, and puts the markets into the order in which they are wanted.
func (n *Nomad) Choose(s *spot.Situation) spot.Kind {
	if s.Late() {
		return s.Soonest()
	}
	return s.Safe(n.prefer(s, n.survey(s)))
}

// A job goes back from machines on demand to a market when Uniform Progress would, or when the machine there is expected to live
// for so many overheads: otherwise markets that come and go eat up the time that is left for better ones.
const longLife = 15

// Of the time to the deadline, caution times what is reserved is not counted on when progress is valued: what is
// used up with waiting for a better market is missing when the one that comes is lost.
const caution = 2

// prefer is the choice without the safety nets.
func (n *Nomad) prefer(s *spot.Situation, list []option) spot.Kind {
	work := hours(s.Work - s.Done)
	spare := hours(s.Left) - work // time in which nothing need be done
	if s.On != spot.Wait {
		spare -= hours(s.Pending)
	}
	reserve := reserved(list, work, hours(s.Overhead))
	time := n.weigh(s, list, spare, reserve)
	demand := 1 + float64(hours(s.Overhead)*(1+time))/max(work, hours(s.Tick)) // what progress costs there, entered now
	at, best := standing(s, list)
	switch {
	case s.On == spot.Spot:
		if at != nil && best != nil && best.comes < at.stays && spare > reserve && s.Left-(s.Work-s.Done) >= 2*(s.Overhead+s.Tick) {
			s.Go = true
			break
		}
		return spot.Spot
	case s.On == spot.OnDemand:
		if best == nil || best.comes >= 1 || best.stint < longLife*hours(s.Overhead) && s.Ahead(s.Now+2*s.Overhead) <= 0 {
			return spot.OnDemand
		}
	case best != nil && best.full <= value(list, work, hours(s.Left)-float64(caution*reserve)):
	case spare > reserve:
		return spot.Wait
	case best == nil || best.comes >= demand:
		return spot.OnDemand
	}
	s.Zones = arrange(s.Zones[:0], list, best)
	return spot.Spot
}

// standing finds the market that a job is in, and the best of the others that are up; nil if there is none.
func standing(s *spot.Situation, list []option) (at, best *option) {
	for i := range list {
		switch o := &list[i]; {
		case s.On == spot.Spot && o.zone.Offer == s.At:
			at = o
		case o.zone.Up && (best == nil || o.comes < best.comes):
			best = o
		}
	}
	return at, best
}

// arrange puts the best market first, and after it the others as they are.
func arrange(zones []spot.Zone, list []option, best *option) []spot.Zone {
	zones = append(zones, best.zone)
	for i := range list {
		if &list[i] != best {
			zones = append(zones, list[i].zone)
		}
	}
	return zones
}

// reserved returns how many hours are kept for starts that are still to be expected: two for each time that no market is up,
// when machines on demand step in and the job goes back, and one for each time that another one is.
func reserved(list []option, work, overhead float64) float64 {
	if len(list) == 0 {
		return overhead
	}
	none, rise := 1.0, 0.0
	for i := range list {
		if o := &list[i]; o.full < 1 {
			none, rise = float64(none*(o.fall/(o.fall+o.rise))), rise+o.rise
		}
	}
	gone := 0.0
	if rise > 0 {
		gone = float64(none*rise) / (1 - none)
	}
	starts := float64((gone + gone + max(0, list[0].fall-gone)) * work)
	return float64(overhead * (2 + starts))
}

// weigh works out what an hour of progress costs in each market, with the losses to be expected.
//
// Time that need not be worked in is worth nothing as long as there is much more of it than what is reserved. As it runs out, it
// is worth what it is needed for: an overhead there and one back let a job live once more on a spot machine.
func (n *Nomad) weigh(s *spot.Situation, list []option, spare, reserve float64) (time float64) {
	if len(list) == 0 {
		return 0
	}
	overhead, work := hours(s.Overhead), hours(s.Work-s.Done)
	scarce := min(1, max(0, reserve/max(spare, 0.001)-0.2))
	life := float64(max(0, 1-list[0].price) * min(1/n.typical(), work))
	time = float64(life / (2 * max(overhead, 0.001)) * scarce)
	for i := range list {
		o := &list[i]
		o.stays = o.price + float64(overhead*(o.price+time))/o.here
		way := o.price + time
		if s.On == spot.Wait && spare > reserve {
			way = o.price // the time would pass all the same
		}
		o.comes = o.stays + (float64(o.entry*way)+o.fare)/o.stint
	}
	return time
}

package sim

// MoveCost returns what it would cost to move a running job's data if the attempt were
// stopped now and its job started in the offer's region: what it reads there, what it
// has saved by then, from where it would rest, and what it writes back if it finishes. Each
// is priced as TransferCost does. It is 0 if the attempt does not run.
func (v *View) MoveCost(id AttemptID, o OfferID) (cost Money) {
	s := v.s
	if s.world.Traffic == nil || !s.isAttempt(id) || !inside(o, s.Offers) {
		return 0
	}
	js, there := s.Attempts[id.slot()].Job, s.regionOf(o)
	if int(js) < len(s.Data) {
		d := &s.Data[js]
		cost = s.ask(d.Home, there, d.Reads) + s.ask(there, d.Home, d.Writes)
	}
	if from := s.wouldRest(id.slot()); from >= 0 {
		cost += s.ask(from, there, s.size(js))
	}
	return cost
}

// MoveTime returns how long, at least, all of that would travel.
func (v *View) MoveTime(id AttemptID, o OfferID) (longest Duration) {
	s := v.s
	if !s.isAttempt(id) || !inside(o, s.Offers) {
		return 0
	}
	js, there := s.Attempts[id.slot()].Job, s.regionOf(o)
	if int(js) < len(s.Data) {
		longest = s.world.travelTime(s.Data[js].Home, there, s.Data[js].Reads)
	}
	if from := s.wouldRest(id.slot()); from >= 0 {
		longest = max(longest, s.world.travelTime(from, there, s.size(js)))
	}
	return longest
}

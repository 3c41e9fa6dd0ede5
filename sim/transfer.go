package sim

import "slices"

// What travels when an attempt begins to run: what it reads, from its home, and what
// its job has saved, from where that rests, each to every region in which the attempt has
// a task. All of it travels at the same time, and the attempt waits for the last byte.

// lead returns the time that the start of an attempt begins with, before any work is
// done, and where the job is then said to have been last; see owed.
func (s *Sim) lead(as int32) (Duration, uint64) {
	overhead, lastOn := s.owed(as)
	if t := s.world.Traffic; t != nil && t.Speeds != nil {
		overhead = Duration(Time(overhead).Add(s.travel(as)))
	}
	return overhead, lastOn
}

// travel returns how long it takes until an attempt has all that it needs.
func (s *Sim) travel(as int32) (longest Duration) {
	js := s.Attempts[as].Job
	for t := s.Attempts[as].First; t >= 0; t = s.Tasks[t].Next {
		longest = max(longest, s.travelTo(js, s.regionOf(s.Machines[s.Tasks[t].Machine].Offer)))
	}
	return longest
}

// travelTo returns how long it takes until all that a job needs is in a region.
func (s *Sim) travelTo(js int32, there RegionID) (longest Duration) {
	if int(js) < len(s.Data) {
		longest = s.world.travelTime(s.Data[js].Home, there, s.Data[js].Reads)
	}
	if from := s.savedIn(js); from >= 0 {
		longest = max(longest, s.world.travelTime(from, there, s.size(js)))
	}
	return longest
}

// travelTime returns how long bytes travel from one region to another.
func (w *World) travelTime(from, to RegionID, bytes int64) Duration {
	if from == to || bytes == 0 || w.Traffic == nil || w.Traffic.Speeds == nil {
		return 0
	}
	speed := w.Traffic.Speeds[int(from)*len(w.Regions)+int(to)]
	if speed == 0 {
		return 0
	}
	return Duration(ceilScale(bytes, 1_000_000_000, speed))
}

// size returns how many bytes what a job keeps has.
func (s *Sim) size(js int32) int64 { return s.Restarts.List[s.Jobs[js].Restart].Key.Size }

// fetch charges for what travels to an attempt that begins to run.
func (s *Sim) fetch(as int32) {
	js := s.Attempts[as].Job
	if int(js) < len(s.Data) {
		s.ship(as, s.Data[js].Home, s.Data[js].Reads, false)
	}
	if from := s.savedIn(js); from >= 0 {
		s.ship(as, from, s.size(js), false)
	}
}

// deliver charges for what travels home from an attempt with which its job has finished.
// Nobody waits for it.
func (s *Sim) deliver(as int32) {
	if js := s.Attempts[as].Job; int(js) < len(s.Data) {
		s.ship(as, s.Data[js].Home, s.Data[js].Writes, true)
	}
}

// ship charges for bytes that travel between a region and each other one in which an attempt
// has a task: from it, or back to it.
func (s *Sim) ship(as int32, from RegionID, bytes int64, back bool) {
	a := &s.Attempts[as]
	s.passed = append(s.passed[:0], from)
	for t := a.First; t >= 0 && bytes > 0; t = s.Tasks[t].Next {
		m := &s.Machines[s.Tasks[t].Machine]
		there := s.regionOf(m.Offer)
		if slices.Contains(s.passed, there) {
			continue
		}
		s.passed = append(s.passed, there)
		moved := Moved{Job: s.Jobs[a.Job].Number, Attempt: s.ordinal(as), Source: from, Target: there, Bytes: bytes}
		if back {
			moved.Source, moved.Target = there, from
		}
		s.chargeTraffic(moved, m)
	}
}

// TransferTime returns how long it takes, at least, until all that a job reads or has
// saved is in the offer's region.
func (v *View) TransferTime(j JobID, o OfferID) Duration {
	s := v.s
	if !s.isAlive(j) || !inside(o, s.Offers) {
		return 0
	}
	return s.travelTo(j.slot(), s.regionOf(o))
}

// TransferCost returns what it would cost to move a job's data if it started in
// the offer's region: what it reads there, what it has saved, and what it writes
// back if it finishes. Each of them is priced as if it came next: at the present
// position of its provider's counter, with what is left of the free allowance.
// It is 0 where nothing has to move.
func (v *View) TransferCost(j JobID, o OfferID) (cost Money) {
	s := v.s
	if s.world.Traffic == nil || !s.isAlive(j) || !inside(o, s.Offers) {
		return 0
	}
	there := s.regionOf(o)
	if d := v.Data(j); d.moves() {
		cost = s.ask(d.Home, there, d.Reads) + s.ask(there, d.Home, d.Writes)
	}
	if from := s.savedIn(j.slot()); from >= 0 {
		cost += s.ask(from, there, s.size(j.slot()))
	}
	return cost
}

// ask returns what a transfer would cost now; 0 if that is not known, which
// ends the run as soon as it happens.
func (s *Sim) ask(from, to RegionID, bytes int64) Money {
	if bytes == 0 || from == to {
		return 0
	}
	use, known := s.use(from, to, bytes)
	if !known {
		return 0
	}
	c, _ := s.Meters[s.world.Regions[from].Provider].Ask(use)
	return c.Amount
}

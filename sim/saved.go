package sim

import "fmt"

// What a job keeps has a size, if its Restart says so, and a place where it rests. A
// checkpoint is copied as soon as it is complete; nothing happens in the engine then, and what
// rested where and since when is worked out when an attempt ends.

// saving is what a job has saved, at rest.
type saving struct {
	Region  RegionID // -1 if there is none
	Attempt int32    // the try that saved it
	From    Time     // when the first save of that try was complete
	Held    Time     // when the try was stopped: who began to run from then on began with this
}

// savedIn returns the region in which what a job keeps rests, or -1.
func (s *Sim) savedIn(js int32) RegionID {
	if int(js) >= len(s.Saved) {
		return -1
	}
	return s.Saved[js].Region
}

func (s *Sim) setSavedIn(js int32, r RegionID) {
	if int(js) < len(s.Saved) {
		s.Saved[js].Region = r
	}
}

// keepSaved makes room for what the job in a slot will save, if that has a size.
func (s *Sim) keepSaved(slot int32, r *Restart) {
	if len(s.Saved) == 0 && (r.Size == 0 || r.Keep == KeepNothing) {
		return
	}
	for len(s.Saved) <= int(slot) {
		s.Saved = append(s.Saved, saving{Region: -1})
	}
	s.Saved[slot] = saving{Region: -1}
}

// firstSave returns when the first save of an attempt that ran for so long was complete,
// and whether it was. stopped says that it did not end by itself.
func (s *Sim) firstSave(as int32, ran Duration, stopped bool) (Time, bool) {
	a := &s.Attempts[as]
	r := &s.Restarts.List[s.Jobs[a.Job].Restart].Key
	switch run := ran - a.Overhead; {
	case r.Size == 0 || r.Keep == KeepNothing || run <= 0:
		return 0, false
	case r.Keep == KeepAll:
		return s.Clock, stopped
	default:
		at := s.footing(as)
		first := at.First
		if first == 0 {
			first = Duration(Time(r.Every).Add(r.Cost))
		}
		return a.Start.Add(a.Overhead).Add(first), first <= run
	}
}

// rest settles what an attempt that ends has saved: it is the job's from now on if
// it is the best that the job has (best), and otherwise it is deleted.
func (s *Sim) rest(as int32, ran Duration, why Why, best bool) {
	a := &s.Attempts[as]
	first, saved := s.firstSave(as, ran, why != WorkDone)
	if !saved {
		return
	}
	region := s.regionOf(s.Machines[s.Tasks[a.First].Machine].Offer)
	mine := saving{Region: region, Attempt: s.ordinal(as), From: first, Held: s.Clock}
	if best {
		// What it began with was deleted when it had saved itself; what came to be
		// beside it is deleted now.
		until := s.Clock
		if a.Start >= s.Saved[a.Job].Held {
			until = first
		}
		s.chargeSaved(a.Job, &s.Saved[a.Job], until)
		s.Saved[a.Job] = mine
	}
	if !best || why == WorkDone {
		s.chargeSaved(a.Job, &mine, s.Clock)
		if best {
			s.Saved[a.Job].Region = -1
		}
	}
}

// dropSaved deletes what a job has saved, with the job.
func (s *Sim) dropSaved(slot int32) {
	if int(slot) < len(s.Saved) {
		s.chargeSaved(slot, &s.Saved[slot], s.Clock)
		s.Saved[slot].Region = -1
	}
}

// chargeSaved writes the lines for a job's savings at rest, one for each calendar month.
func (s *Sim) chargeSaved(js int32, at *saving, until Time) {
	t := s.world.Traffic
	if at.Region < 0 || until <= at.From || t == nil || t.Storage == nil || t.Storage[at.Region] == 0 {
		return
	}
	p := s.world.Regions[at.Region].Provider
	account, rate, bytes := &t.Accounts[p], t.Storage[at.Region], s.size(js)
	number := s.Jobs[js].Number
	parts, known := account.Months.Split(at.From, until)
	if !known {
		s.err = fmt.Errorf("sim: what job %d has saved rests in region %s from %v to %v, some of which is in no month of provider %s that the world knows",
			number, s.world.Regions[at.Region].Name, at.From, until, s.world.Providers[p].Name)
		return
	}
	volume, fits := VolumeOf(bytes, account.GB)
	for i := range parts {
		part := &parts[i]
		held := part.To.Sub(part.From)
		cost, ok := Flat(rate).CostHeld(0, volume, held, part.Length)
		if !fits || !ok || !s.book(StorageLine, p, cost) {
			s.overflow("savings of job", number)
			return
		}
		if s.liners != nil {
			s.write(Line{
				Kind: StorageLine, Machine: -1, Offer: -1, Commitment: -1, From: part.From, Life: held,
				Moved:  Moved{Job: number, Attempt: at.Attempt, Source: at.Region, Target: at.Region, Bytes: bytes, Volume: volume},
				Amount: cost, Reason: fmt.Sprintf("%v at %v for %v of a month of %v", volume, rate, held, part.Length),
			})
		}
	}
}

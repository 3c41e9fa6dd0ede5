package bench

import (
	"fmt"

	"skysim/sim"
)

// jobSentence says the rarer events about a job.
func (s *story) jobSentence(e *sim.Event) string {
	switch e.Kind {
	case sim.CheckpointBegun:
		return fmt.Sprintf("job %d's attempt %d makes a checkpoint out of turn, which is safe at %v", e.Job, e.Attempt, sim.Time(e.Value))
	case sim.JobDeferred:
		return fmt.Sprintf("job %d is put off until %v", e.Job, sim.Time(e.Value))
	case sim.IntervalSet:
		return fmt.Sprintf("job %d will make a checkpoint every %v", e.Job, sim.Duration(e.Value))
	}
	return fmt.Sprintf("job %d is back in the queue", e.Job)
}

// faultSentence says an event about what breaks.
func (s *story) faultSentence(e *sim.Event) string {
	switch e.Kind {
	case sim.MachineBroke:
		return fmt.Sprintf("machine %d (%s) stands still: %s", e.Machine, s.world.OfferName(e.Offer), whys[e.Why])
	case sim.ZoneDown:
		return fmt.Sprintf("zone %s goes down", s.zone(sim.ZoneID(e.Value)))
	case sim.ZoneUp:
		return fmt.Sprintf("zone %s is up again", s.zone(sim.ZoneID(e.Value)))
	case sim.RegionsCut:
		c := &s.world.Cuts[e.Value]
		return fmt.Sprintf("regions %s and %s cannot reach each other", s.region(c.A), s.region(c.B))
	case sim.RegionsJoined:
		c := &s.world.Cuts[e.Value]
		return fmt.Sprintf("regions %s and %s reach each other again", s.region(c.A), s.region(c.B))
	}
	return fmt.Sprintf("event of kind %d", e.Kind)
}

// zone and region name a place with all that it is in.
func (s *story) zone(z sim.ZoneID) string {
	return s.region(s.world.Zones[z].Region) + "/" + s.world.Zones[z].Name
}

func (s *story) region(r sim.RegionID) string {
	at := &s.world.Regions[r]
	return s.world.Providers[at.Provider].Name + "/" + at.Name
}

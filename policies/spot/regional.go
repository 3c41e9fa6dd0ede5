package spot

import (
	"encoding/binary"
	"fmt"
	"slices"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Region says to which of several zones with spot machines Uniform Progress goes when it
// needs one. In none of its forms does it leave a machine that works for another spot machine.
type Region uint8

// The forms. All but Stay look at every zone that the job could use.
const (
	// Cheapest takes the zone in which work costs least now: what SkyNomad's authors call UP(S),
	// as far as their results tell.
	Cheapest Region = iota
	// Stay is the policy of [cantbelate]: it keeps to the region of the first start, for on-demand machines
	// too as far as they are to be had there.
	Stay
	// Available takes the zone that was up for the largest share of the time that was seen: UP(A).
	Available
	// Total takes the zone in which the rest of the work costs least together with the way there: what
	// moving the savings costs, and the time until the job works.
	Total
)

// Regions lists the words of the forms in order.
func Regions() []Word { return regions[:] }

// Word is a value of an option, as it is written.
type Word struct {
	Name string
	Doc  string // one line
}

var regions = [...]Word{
	{"cheapest", "any: whenever it needs a spot machine, the zone in which work costs least now, as UP(S) of SkyNomad does"},
	{"stay", "that of the first start, for good: Uniform Progress as it was published"},
	{"available", "any: the zone that was up for the largest share of the time seen so far, as UP(A) of SkyNomad does"},
	{"total", "any: the zone in which the rest of the work and the way there, with all that is saved, cost least together"},
}

// String returns the word.
func (r Region) String() string {
	if int(r) >= len(regions) {
		return "not set"
	}
	return regions[r].Name
}

// Regional is Uniform Progress over several regions. Uniform is its form Cheapest.
type Regional struct {
	Uniform
	region Region

	// State, kept in snapshots.
	homes   []home // of jobs that have started, by job
	markets Markets
}

// home is the region that a job keeps to.
type home struct {
	job    sim.JobID
	region sim.RegionID
}

var (
	_ Chooser   = (*Regional)(nil)
	_ Watcher   = (*Regional)(nil)
	_ sim.Saver = (*Regional)(nil)
)

// NewUniform returns the policy of a form. It sets the Name and the Args of the options.
func NewUniform(o Options, r Region) (*Policy, error) {
	o.Name, o.Args = "uniform", nil
	if r == Cheapest {
		return New(o, Uniform{})
	}
	o.Args = []grammar.Arg{{Key: "region", Value: grammar.Call{Word: r.String()}}}
	return New(o, &Regional{region: r})
}

// Watch takes down which markets are up, and forgets jobs that have ended.
func (u *Regional) Watch(v *sim.View) {
	u.markets.Watch(v)
	u.homes = slices.DeleteFunc(u.homes, func(h home) bool { return v.Job(h.job).ID == 0 })
}

// Home returns the region that a job keeps to, or -1.
func (u *Regional) Home(job sim.JobID) sim.RegionID {
	for _, h := range u.homes {
		if h.job == job {
			return h.region
		}
	}
	return -1
}

// Choose goes by the rule, and says where.
func (u *Regional) Choose(s *Situation) Kind {
	switch u.region {
	case Available:
		now := s.Job.Submit.Add(s.Now)
		for i := range s.Zones { // records begin
			u.markets.Of(s.Zones[i].Offer, s.Zones[i].Up || s.Zones[i].Parted, now)
		}
		slices.SortStableFunc(s.Zones, func(a, b Zone) int {
			return rarer(u.markets.Of(b.Offer, b.Up, now), u.markets.Of(a.Offer, a.Up, now))
		})
	case Total:
		left := s.Work - s.Done
		slices.SortStableFunc(s.Zones, func(a, b Zone) int { return dearerWay(&a, &b, left) })
	}
	return u.Uniform.Choose(s)
}

// rarer compares the shares of the time for which two markets were up: -1 if a was up less. Until time has passed, a
// market's share is what it is now.
func rarer(a, b *Market) int {
	up, all := a.share()
	other, total := b.share()
	return sign(sim.Product(up, total).Minus(sim.Product(other, all)))
}

// share returns how long a market was up, and of how much, in ns; the present counts for one of them.
func (r *Market) share() (up, all int64) {
	if up = int64(r.UpTime); r.Up {
		up++
	}
	return up, int64(r.UpTime+r.DownTime) + 1
}

// dearerWay compares what so much work costs in two zones, with the way there, in pico-dollars × ns per hour.
func dearerWay(a, b *Zone, work sim.Duration) int {
	const nano = 1000 * 3600 * 1_000_000_000
	cost := func(z *Zone) sim.Wide {
		return sim.Product(int64(z.Price), int64(work+z.Entry)).Plus(sim.Product(int64(z.Fare), nano))
	}
	return sign(cost(a).Minus(cost(b)))
}

// Begun takes down where a job has started.
func (u *Regional) Begun(job sim.JobID, region sim.RegionID) {
	if u.region == Stay && u.Home(job) < 0 {
		u.homes = append(u.homes, home{job, region})
	}
}

// Save returns the homes of jobs and what was seen of markets.
func (u *Regional) Save() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(len(u.homes)))
	for _, h := range u.homes {
		b = binary.BigEndian.AppendUint64(b, uint64(h.job))
		b = binary.BigEndian.AppendUint64(b, uint64(h.region))
	}
	return append(b, u.markets.Save()...)
}

// Load restores a state that Save returned.
func (u *Regional) Load(b []byte) error {
	if len(b) < 8 || binary.BigEndian.Uint64(b) > uint64(len(b)-8)/16 {
		return fmt.Errorf("uniform: state of regions of %d bytes is cut short", len(b))
	}
	n := int(binary.BigEndian.Uint64(b))
	u.homes, b = u.homes[:0], b[8:]
	for range n {
		u.homes = append(u.homes, home{sim.JobID(binary.BigEndian.Uint64(b)), sim.RegionID(binary.BigEndian.Uint64(b[8:]))})
		b = b[16:]
	}
	return u.markets.Load(b)
}

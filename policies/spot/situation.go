package spot

import (
	"math"
	"math/bits"

	"skysim/sim"
)

// Situation is how one job stands at a decision. Times are those that on-demand
// machines of the kind that it would have take.
type Situation struct {
	Progress
	Job sim.JobInfo
	// Left is the time to the deadline, negative if that is over.
	Left sim.Duration
	// SpotPrice and OnDemandPrice are what the job's machines cost per hour of run time: of the cheapest
	// offer that can be had now, at the speed of on-demand machines. SpotPrice is 0 without SpotUp, OnDemandPrice
	// without OnDemandUp.
	SpotPrice, OnDemandPrice sim.Rate
	OnDemandUp               bool
	// Entry is what the next entry takes if the job waits: Overhead counts the restart overhead even if the first start does not
	// owe it, and AtRisk, which is what a stop may lose. Unsaved is what it would lose now.
	Entry, AtRisk, Unsaved sim.Duration
	// Zones are the spot markets that could hold the job, cheapest first. A Chooser may put them into another order, or
	// leave some out: if the job is to enter a spot machine, the first that is up is taken.
	Zones []Zone
	// At is the offer that the job is on, or -1 if it is on none, on several, or on machines of its owner.
	At sim.OfferID
	// Fallback is the on-demand offer that the job would have, or -1.
	Fallback sim.OfferID
	// Go is set by a Chooser that wants the job on a spot machine elsewhere than it is: then even
	// a job that is on one moves to the first of Zones that is up.
	Go bool
}

// Zone is a spot market that a job could use.
type Zone struct {
	Offer  sim.OfferID
	Up     bool     // enough machines can be had now
	Parted bool     // they could, but what the job would fetch cannot travel there
	Price  sim.Rate // as Situation.SpotPrice
	Region sim.RegionID
	// Fare is what it costs to bring there what the job reads and has saved, and Entry how long it takes until the
	// job works there: travel, boot and restart overhead.
	Fare  sim.Money
	Entry sim.Duration
}

// Slack is how long the job may still wait and then run on on-demand machines to its end in time.
func (s *Situation) Slack() sim.Duration { return s.Left - (s.Work - s.Done) - s.Overhead }

// LatestStart is the last instant at which the job can start on on-demand machines and end in time.
func (s *Situation) LatestStart() sim.Time {
	return sim.Time(s.Now + s.Slack()).Add(sim.Duration(s.Job.Submit))
}

// Late reports whether the job misses its deadline whatever is done, by its estimate.
func (s *Situation) Late() bool {
	if s.On == Wait {
		return s.Slack() < 0
	}
	return s.Left < s.Pending+s.Work-s.Done
}

// Soonest returns what lets a job that is late end early without paying more than for that: it stays where it is, or takes spot
// machines, or else on-demand ones.
func (s *Situation) Soonest() Kind {
	switch {
	case s.On != Wait:
		return s.On
	case s.SpotUp:
		return Spot
	}
	return OnDemand
}

// minded reports whether a job is one that something can be done for.
func minded(j *sim.JobInfo) bool {
	return j.Deadline > 0 && j.Estimate > 0 && j.Restart.Keep != sim.KeepNothing
}

// scale returns d·times/by, rounded up, and at most the longest duration.
func scale(d sim.Duration, times, by int64) sim.Duration {
	hi, lo := bits.Mul64(uint64(max(0, d)), uint64(times))
	lo, carry := bits.Add64(lo, uint64(by-1), 0)
	if hi += carry; hi >= uint64(by) {
		return math.MaxInt64 / 4
	}
	q, _ := bits.Div64(hi, lo, uint64(by))
	return sim.Duration(min(q, math.MaxInt64/4))
}

const ppm = 1_000_000

// paused returns how long a run takes that does so much work at one speed, with its pauses for checkpoints.
func paused(r *sim.Restart, work sim.Duration) sim.Duration {
	if r.Keep != sim.KeepCheckpoint || work <= 0 {
		return work
	}
	return work + sim.Duration(min(float64((work-1)/r.Every)*float64(r.Cost), math.MaxInt64/8))
}

// worked returns how much of a run after its overhead is work.
func worked(r *sim.Restart, run sim.Duration) sim.Duration {
	if run <= 0 || r.Keep != sim.KeepCheckpoint {
		return max(0, run)
	}
	n := run / (r.Every + r.Cost)
	return n*r.Every + min(run-n*(r.Every+r.Cost), r.Every)
}

// overheadOf returns the overhead of the present start of a job, or, if it waits, of its next.
func overheadOf(j *sim.JobInfo) sim.Duration {
	first := j.Attempts == 0 || j.Attempts == 1 && j.Running != 0
	if first && j.Restart.Owes&sim.OweFirst == 0 || !first && j.Restart.Owes&(sim.OweRestart|sim.OweMove) == 0 {
		return 0
	}
	return j.Restart.Overhead
}

// nextOverhead returns the overhead of the next start of a job.
func nextOverhead(j *sim.JobInfo) sim.Duration {
	if j.Running == 0 {
		return overheadOf(j)
	}
	if j.Restart.Owes&(sim.OweRestart|sim.OweMove) == 0 {
		return 0
	}
	return j.Restart.Overhead
}

// entry returns what an entry into a machine costs a job in time, at most: its overhead at later starts, the work since
// the last checkpoint, and the boot.
func entry(r *sim.Restart, boot sim.Duration) sim.Duration {
	d := boot
	if r.Owes != 0 {
		d += r.Overhead
	}
	if r.Keep == sim.KeepCheckpoint {
		d += r.Every + r.Cost
	}
	return d
}

package spot

import (
	"slices"

	"skysim/sim"
)

// Reaches reports whether all that a start of a job on machines of an offer would fetch can travel there now. Of a job
// that runs it says what holds as soon as it is stopped, which View.Hindered does not: its savings rest where
// it is then, and what it holds itself counts for the quota of its tenant. Where it cannot be known whether it has saved
// anything there, both places count.
func Reaches(v *sim.View, job *sim.JobInfo, o sim.OfferID) bool {
	return reaches(v, job, stands(v, job), regionOf(v.World(), o))
}

// stands returns the region in which what a job that runs now saves would rest, or -1 if it waits.
func stands(v *sim.View, job *sim.JobInfo) sim.RegionID {
	if at := v.Places(job.Running, nil); len(at) > 0 {
		return regionOf(v.World(), v.Machine(at[0].Machine).Offer)
	}
	return -1
}

// reaches is Reaches for a job that stands in one region and would go to another.
func reaches(v *sim.View, job *sim.JobInfo, here, to sim.RegionID) bool {
	if d := v.Data(job.ID); d.Reads > 0 && !v.Reachable(d.Home, to) {
		return false
	}
	if job.Restart.Size == 0 || job.Restart.Keep == sim.KeepNothing {
		return true
	}
	fromBefore, fromHere := job.Saved < 0 || v.Reachable(job.Saved, to), here < 0 || v.Reachable(here, to)
	if fromBefore && fromHere {
		return true
	}
	may, sure := saves(v, job)
	return (fromBefore || sure) && (fromHere || !may)
}

// saves reports whether what a job's attempt has done may rest where it is once it is stopped, and whether it is sure to: else
// what was saved before stays where it was.
func saves(v *sim.View, job *sim.JobInfo) (may, sure bool) {
	a := v.Attempt(job.Running)
	if a.ID == 0 || a.Started == sim.Never {
		return false, false
	}
	run := v.Now().Sub(a.Started) - overheadOf(job) - travelled(v, job, &a)
	first := sim.Duration(1)
	if job.Restart.Keep == sim.KeepCheckpoint {
		first = job.Restart.Every + job.Restart.Cost
	}
	return run > 0, run >= first
}

// part marks the options that a job cannot reach: they cannot be had.
func part(v *sim.View, job *sim.JobInfo, list []priced) {
	here := stands(v, job)
	for i := range list {
		if o := &list[i]; o.up && !reaches(v, job, here, regionOf(v.World(), o.offer)) {
			o.up, o.parted = false, true
		}
	}
}

// near leaves the options on demand that are in the region that a job keeps to, unless it cannot reach any of them: a deadline
// comes first.
func near(w *sim.World, list []priced, home sim.RegionID) []priced {
	left := within(w, list, home)
	if slices.ContainsFunc(left, func(o priced) bool { return !o.parted }) {
		return left
	}
	return list
}

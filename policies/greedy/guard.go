package greedy

import "skysim/sim"

// guard keeps a job from places that others count on. What it has to say is
// about machines that exist; what is rented for a job was nobody's.
type guard interface {
	// room returns how many of the tasks of a job, of those most that have room now,
	// may be put on the machine of a candidate.
	room(r *request, c *candidate, most int) int
	// allows reports whether a job may take the places of a candidate.
	allows(r *request, c *candidate) bool
	// assign names devices for places that a candidate takes, where the guard has a
	// view on that.
	assign(r *request, c *candidate, places []sim.Place)
}

// keepFree notes that a job found no place that it could take: from now on in this
// decision, those behind it have to mind it.
func (g *Policy) keepFree(r *request) {
	switch {
	case g.opts.Backfill == BackfillEasy && g.guard == nil:
		g.easy = easy{g: g, head: r.id, waits: r.waits, tally: g.easy.tally}
		g.guard = &g.easy
	case g.opts.Backfill == BackfillConservative:
		if g.guard == nil {
			g.plans = conservative{g: g, pending: g.plans.pending[:0], lines: g.plans.lines, times: g.plans.times}
			g.guard = &g.plans
		}
		g.plans.wait(r)
	}
}

// minded tells the guard that a job has been started.
func (g *Policy) minded(r *request) {
	switch g.guard {
	case guard(&g.easy):
		g.easy.started(r.v, r.id)
	case guard(&g.plans):
		g.plans.started(r.v, r.id)
	}
}

// ends returns when a job is expected to end that takes a candidate's places
// now: as the engine does for what runs (sim.AttemptInfo), but with the overhead
// of a restart if there might be one, and with a guess where there is no estimate.
func (r *request) ends(c *candidate) sim.Time {
	return c.ready.Add(stay(&r.job, r.run, c.speed))
}

// stay is how long a job is expected to hold its places at a speed, if all of it
// takes so long at speed 1,000,000 ppm.
func stay(j *sim.JobInfo, all sim.Duration, speed int64) sim.Duration {
	work := max(0, all-j.Done)
	if j.Estimate == 0 {
		work = all
	}
	run, k := runTime(work, speed, 0), &j.Restart
	end := sim.Time(run)
	if k.Keep == sim.KeepCheckpoint && k.Every > 0 && run > 0 {
		if pauses := sim.Product(int64((run-1)/k.Every), int64(k.Cost)); pauses.Hi != 0 || pauses.Lo > uint64(sim.Never) {
			end = sim.Never
		} else {
			end = end.Add(sim.Duration(pauses.Lo))
		}
	}
	if k.Owes&sim.OweFirst != 0 || k.Owes != 0 && j.Attempts > 0 {
		end = end.Add(k.Overhead)
	}
	run = sim.Duration(end)
	if j.Limit > 0 {
		run = min(run, j.Limit)
	}
	return run
}

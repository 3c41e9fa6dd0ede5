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
	// started tells it that the job has been started.
	started(r *request)
}

// keepFree notes that a job found no place that it could take: from now on in this
// decision, those behind it have to mind it.
func (g *Policy) keepFree(r *request) {
	if g.opts.Backfill == BackfillEasy && g.guard == nil {
		g.easy = easy{g: g, head: r.id, tally: g.easy.tally}
		g.guard = &g.easy
	}
}

// ends returns when a job is expected to end that takes a candidate's places
// now: as the engine does for what runs (sim.AttemptInfo), but with the overhead
// of a restart if there might be one, and with a guess where there is no estimate.
func (r *request) ends(c *candidate) sim.Time {
	return c.ready.Add(r.stay(c.speed))
}

// stay is how long a job is expected to hold its places at a speed.
func (r *request) stay(speed int64) sim.Duration {
	work := max(0, r.run-r.job.Done)
	if r.job.Estimate == 0 {
		work = r.run
	}
	run, k := runTime(work, speed, 0), &r.job.Restart
	end := sim.Time(run)
	if k.Keep == sim.KeepCheckpoint && k.Every > 0 && run > 0 {
		if pauses := sim.Product(int64((run-1)/k.Every), int64(k.Cost)); pauses.Hi != 0 || pauses.Lo > uint64(sim.Never) {
			end = sim.Never
		} else {
			end = end.Add(sim.Duration(pauses.Lo))
		}
	}
	if k.Owes&sim.OweFirst != 0 || k.Owes != 0 && r.job.Attempts > 0 {
		end = end.Add(k.Overhead)
	}
	run = sim.Duration(end)
	if r.job.Limit > 0 {
		run = min(run, r.job.Limit)
	}
	return run
}

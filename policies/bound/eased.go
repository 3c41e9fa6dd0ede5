package bound

import "skysim/sim"

// eased returns jobs that keep whatever policies can make them keep. A job that saves when
// notice comes may keep less than an interval between checkpoints; and with
// Options.Saves, any that saves at all may do so when its policy likes, and as often or as
// rarely. What such a run does, a run does too in which the job keeps all work and saving
// takes no time, and pays no more.
func eased(jobs []sim.Job, saves bool) []sim.Job {
	var out []sim.Job
	for i := range jobs {
		r := &jobs[i].Restart
		if r.Keep != sim.KeepCheckpoint || !saves && !r.OnNotice {
			continue
		}
		if out == nil {
			out = append(out, jobs...)
		}
		e := &out[i].Restart
		e.Keep, e.Every, e.Cost, e.OnNotice = sim.KeepAll, 0, 0, false
	}
	if out == nil {
		return jobs
	}
	return out
}

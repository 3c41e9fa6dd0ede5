package sim

// Replicate starts a further attempt of a job that has one, from what the job has
// kept. When Quorum of them have done all work the job has finished, and the
// others are stopped. A job whose last attempt is interrupted waits again.
func (p *Plan) Replicate(id JobID, places ...Place) (AttemptID, Refusal) {
	return 0, p.refuse(ActReplicate, NotRunning, p.aboutJob(id))
}

// Migrate stops an attempt and starts its job at other places in the same instant,
// with what it keeps, which travels if it has a size. If the places are refused,
// the attempt goes on. The places that it holds count as free.
func (p *Plan) Migrate(id AttemptID, places ...Place) (AttemptID, Refusal) {
	return 0, p.refuse(ActMigrate, StaleAttempt, Event{Job: -1, Machine: -1, Offer: -1})
}

// Checkpoint makes a job that keeps checkpoints save now, out of turn: after its
// Restart.Cost all work done so far is safe, and the next interval begins.
func (p *Plan) Checkpoint(id AttemptID) Refusal {
	return p.refuse(ActCheckpoint, NothingToSave, Event{Job: -1, Machine: -1, Offer: -1})
}

// SetInterval changes the time between checkpoints of a waiting job that keeps
// checkpoints, for the attempts that are started from now on.
func (p *Plan) SetInterval(id JobID, every Duration) Refusal {
	return p.refuse(ActInterval, NothingToSave, p.aboutJob(id))
}

// Defer takes a waiting job out of the queue until an instant, at which it is shown again.
func (p *Plan) Defer(id JobID, until Time) Refusal {
	return p.refuse(ActDefer, InThePast, p.aboutJob(id))
}

package sim

// Replicate starts a further attempt of a job that has one, from what the job has
// kept by the time it begins to run. When Quorum of them have done all work the job has
// finished, and the others are stopped. A job whose last attempt is interrupted waits again.
func (p *Plan) Replicate(id JobID, places ...Place) (AttemptID, Refusal) {
	s := p.s
	if !s.isAlive(id) {
		return 0, p.refuse(ActReplicate, StaleJob, p.aboutJob(id))
	}
	js := id.slot()
	j := &s.Jobs[js]
	switch {
	case j.Phase != bound:
		return 0, p.refuse(ActReplicate, NotRunning, p.aboutJob(id))
	case len(places) != int(j.Tasks):
		return 0, p.refuse(ActReplicate, WrongPlaces, p.aboutJob(id))
	case len(s.Attempts) >= maxSlot && len(s.FreeAttempts) == 0:
		return 0, p.refuse(ActReplicate, TooManyAlive, p.aboutJob(id))
	}
	if why, at := p.check(j, places); why != Accepted {
		return 0, p.refuse(ActReplicate, why, p.aboutPlace(id, &places[at]))
	}
	// The one that was alone is told apart before its job's sums move on.
	s.setApart(j.Attempt)
	return p.begin(js, places), Accepted
}

package sim

// Defer takes a waiting job out of the queue until an instant, at which it is shown
// again: it joins the queue anew. Until then nobody can start, send or reject it.
// At the present instant it is back in the next round; at Never it is out for good, and
// will not have finished.
func (p *Plan) Defer(id JobID, until Time) Refusal {
	s := p.s
	switch {
	case !s.isQueued(id):
		return p.refuse(ActDefer, s.unqueued(id), p.aboutJob(id))
	case until < s.Clock:
		return p.refuse(ActDefer, InThePast, p.aboutJob(id))
	}
	js := id.slot()
	j := &s.Jobs[js]
	s.queue.remove(j.Key, j.Number)
	j.Phase = deferred
	s.Deferred++
	s.Sum.Actions++
	if s.tells {
		e := s.about(j, JobDeferred)
		e.Value = int64(until)
		s.tell(e)
	}
	if until < Never {
		s.schedule(until, classBack, js)
	}
	return Accepted
}

// jobIsBack is the event at which a deferred job joins the queue.
func (s *Sim) jobIsBack(js int32) {
	s.Deferred--
	if s.tells {
		s.tell(s.about(&s.Jobs[js], JobBack))
	}
	s.enqueue(js)
}

// Deferred returns how many jobs are out of the queue until a time that the policy said.
func (v *View) Deferred() int { return int(v.s.Deferred) }

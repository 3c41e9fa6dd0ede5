package sim

// A job's attempts are a list, oldest first, threaded through them: almost always
// a list of one.

// joinPeers puts an attempt at the end of its job's list, which is not empty. Each of
// them counts its work for itself from then on.
func (s *Sim) joinPeers(j *job, as int32) {
	last := j.Attempt
	for s.Attempts[last].Peer >= 0 {
		last = s.Attempts[last].Peer
	}
	s.Attempts[last].Peer = as
	s.setApart(as)
}

// leavePeers takes an attempt out of its job's list, in which it is not the oldest.
func (s *Sim) leavePeers(j *job, as int32) {
	next := s.Attempts[as].Peer
	at := j.Attempt
	for s.Attempts[at].Peer != as {
		at = s.Attempts[at].Peer
	}
	s.Attempts[at].Peer = next
}

// Attempts appends the attempts of a job that hold places to list, oldest first.
func (v *View) Attempts(j JobID, list []AttemptID) []AttemptID {
	s := v.s
	if !s.isAlive(j) {
		return list
	}
	for as := s.Jobs[j.slot()].Attempt; as >= 0; as = s.Attempts[as].Peer {
		list = append(list, s.attemptID(as))
	}
	return list
}

func (s *Sim) attemptID(slot int32) AttemptID {
	return AttemptID(handle(slot, s.Attempts[slot].Gen))
}

package sim

// Attempts appends the attempts of a job that hold places to list, oldest first.
func (v *View) Attempts(j JobID, list []AttemptID) []AttemptID {
	if a := v.Job(j).Running; a != 0 {
		list = append(list, a)
	}
	return list
}

// Deferred returns how many jobs are out of the queue until a time that the policy said.
func (v *View) Deferred() int { return 0 }

// TransferTime returns how long it takes, at least, until all that a job reads or has
// saved is in the offer's region.
func (v *View) TransferTime(j JobID, o OfferID) Duration { return 0 }

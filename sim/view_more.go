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

// Reachable reports whether data can travel between two regions now.
func (v *View) Reachable(a, b RegionID) bool { return true }

// Lawful returns Accepted if a job's rules let it use an offer at all, and otherwise which
// of them does not. Quotas and partitions, which pass, have no part in it.
func (v *View) Lawful(j JobID, o OfferID) Refusal { return Accepted }

// TransferTime returns how long it takes, at least, until all that a job reads or has
// saved is in the offer's region.
func (v *View) TransferTime(j JobID, o OfferID) Duration { return 0 }

package sim

// Checkpoint makes a job that keeps checkpoints save now, out of turn: after its
// Restart.Cost all work done so far is safe, and the next interval begins.
func (p *Plan) Checkpoint(id AttemptID) Refusal {
	return p.refuse(ActCheckpoint, NothingToSave, Event{Job: -1, Machine: -1, Offer: -1})
}

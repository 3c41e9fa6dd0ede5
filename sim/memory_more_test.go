package sim_test

import (
	"time"

	"skysim/sim"
)

// restless starts each job twice, moves the older try in place, lets both save, and defers
// the next job for a while. Once a job has run for long it is left alone.
type restless struct {
	places []sim.Place
	tries  []sim.AttemptID
	tasks  []sim.JobID
}

func (r *restless) String() string   { return "restless" }
func (r *restless) Needs() sim.Needs { return sim.Needs{FirstFit: true} }
func (r *restless) Decide(v *sim.View, p *sim.Plan) {
	r.tasks = v.Tasks(v.FirstMachine(), r.tasks[:0])
	for _, j := range r.tasks {
		r.tries = v.Attempts(j, r.tries[:0])
		for i, a := range r.tries {
			p.Checkpoint(a)
			if i == 0 && v.Job(j).Attempts < 5 {
				r.places = v.Places(a, r.places[:0])
				p.Migrate(a, r.places...)
			}
		}
	}
	for range 3 {
		j := v.First()
		m := v.FirstFit(j)
		if m == 0 {
			break
		}
		r.places = append(r.places[:0], sim.Place{Machine: m})
		p.SetInterval(j, time.Second+time.Duration(v.Job(j).Number)) // a way to restart that no one had before
		p.Start(j, r.places...)
		p.Replicate(j, r.places...)
	}
	if j := v.First(); v.Queued() > 3 && j != 0 {
		p.Defer(j, v.Now().Add(5*time.Second))
	}
}

// saving is a small job that keeps checkpoints, which have a size.
func saving(n int64, s *sim.Stream) sim.Job {
	j := small(n, s)
	j.Restart = sim.Restart{Keep: sim.KeepCheckpoint, Every: time.Second, Cost: time.Millisecond, Size: 1 + n%2}
	j.Quorum = int32(n % 3)
	return j
}

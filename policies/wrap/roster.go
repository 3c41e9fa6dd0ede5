package wrap

import (
	"slices"

	"skysim/sim"
)

// roster knows the jobs in the system: those that wait and those that run. The View
// lists only the former, so a decorator takes down who comes.
type roster struct {
	list []sim.JobID // in the order in which they were first seen

	// What follows can be made anew from the list.
	known    map[sim.JobID]bool
	surveyed bool
	ended    int // since the list was last tidied up
	jobs     []sim.JobID
}

// adopt takes down new jobs and, now and then, forgets those that have ended. A policy that takes a run
// over in the middle looks on all machines for jobs that it has not seen come.
func (r *roster) adopt(v *sim.View) {
	fresh := !r.surveyed
	for _, e := range v.Events() {
		switch e.Kind {
		case sim.JobSubmitted, sim.JobReady:
			fresh = true
		case sim.JobEnded:
			r.ended++
		}
	}
	if 2*r.ended > len(r.list) {
		r.tidy(v)
	}
	if !r.surveyed {
		r.survey(v)
	}
	if fresh {
		for id := v.First(); id != 0; id = v.Next(id) {
			r.add(id)
		}
	}
}

// tidy forgets the jobs that have ended.
func (r *roster) tidy(v *sim.View) {
	r.ended = 0
	r.list = slices.DeleteFunc(r.list, func(id sim.JobID) bool {
		gone := v.Job(id).ID == 0
		if gone {
			delete(r.known, id)
		}
		return gone
	})
}

// survey takes down the jobs that run.
func (r *roster) survey(v *sim.View) {
	r.surveyed = true
	if r.known == nil {
		r.known = make(map[sim.JobID]bool)
	}
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		r.jobs = v.InLine(m, v.Tasks(m, r.jobs[:0]))
		for i := len(r.jobs) - 1; i >= 0; i-- { // oldest first
			r.add(r.jobs[i])
		}
	}
}

// add takes down a job.
func (r *roster) add(id sim.JobID) {
	if !r.known[id] {
		r.known[id] = true
		r.list = append(r.list, id)
	}
}

// append and load keep the list in snapshots.
func (r *roster) append(m memory) memory { return appendList(m, r.list) }

func (r *roster) load(in *reader) {
	*r = roster{surveyed: true, known: make(map[sim.JobID]bool), list: readList(in, r.list)}
	for _, id := range r.list {
		r.known[id] = true
	}
}

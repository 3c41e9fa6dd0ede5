package bench

import (
	"errors"
	"fmt"

	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/interchange"
)

// openInterchange prepares to read jobs in skysim's own format. The file is read through
// once now, so that what is wrong with it is found before the first run; a run then
// streams it, in memory that does not grow with its length, unless the experiment
// changes the trace.
func openInterchange(_ *section, path string, _ *transform) (*recording, error) {
	if err := checkInterchange(path); err != nil {
		return nil, err
	}
	r := &recording{kinds: true}
	r.stream = func(w *sim.World) (sim.Source, error) {
		jobs, err := interchange.OpenJobs(path, namesOf(w))
		if err != nil || r.restart == (sim.Restart{}) {
			return jobs, err
		}
		return &restarting{jobs, r.restart}, nil
	}
	r.read = func(kinds []string) ([]sim.Job, []string, error) {
		jobs, err := interchange.OpenJobs(path, interchange.Names{GPUKinds: kinds})
		if err != nil {
			return nil, nil, err
		}
		list, err := drain(jobs)
		return list, nil, errors.Join(err, jobs.Close())
	}
	return r, nil
}

// namesOf are the names that a world gives to what jobs refer to.
func namesOf(w *sim.World) (n interchange.Names) {
	n.GPUKinds = w.GPUKinds
	for i := range w.Regions {
		n.Regions = append(n.Regions, w.Regions[i].Name)
	}
	return n
}

// checkInterchange reads a file through.
func checkInterchange(path string) error {
	jobs, err := interchange.OpenJobs(path, interchange.Names{Learn: true})
	if err != nil {
		return err
	}
	for j := (sim.Job{}); jobs.Next(&j); j = (sim.Job{}) {
		if int(j.Profile) > catalog.ProfileTraining {
			return errors.Join(fmt.Errorf("%s:%d: profile is %d, want 0 to %d", path, jobs.Line(), j.Profile, catalog.ProfileTraining), jobs.Close())
		}
	}
	return jobs.Err()
}

// restarting replaces how jobs take being stopped.
type restarting struct {
	sim.Source
	restart sim.Restart
}

// Next fills *j with the next job.
func (s *restarting) Next(j *sim.Job) bool {
	if !s.Source.Next(j) {
		return false
	}
	j.Restart = s.restart
	return true
}

package gavel

import (
	"errors"

	"skysim/sim"
)

var errLate = errors.New("the deadline is more than a century away")

// Job makes a job of a row by its recorded duration, whatever the steps: as
// Throughputs.Job does by its steps. A row without a duration is an error, which
// does not say where the row is.
func (row *Row) Job() (sim.Job, error) {
	if row.Duration == Absent {
		return sim.Job{}, errors.New("the duration is unknown, want seconds, or a table of speeds")
	}
	j, ok := row.job(row.Duration)
	if !ok {
		return j, errLate
	}
	return j, nil
}

// job returns the job of a row that runs for work ns, and whether its deadline fits.
func (row *Row) job(work int64) (sim.Job, bool) {
	j := sim.Job{
		Submit: sim.Time(row.Arrival),
		Demand: sim.Demand{GPUs: 1, Share: 1000},
		Tasks:  row.Scale,
		Work:   work,
	}
	if row.SLO <= 0 {
		return j, true
	}
	run := work
	if row.Duration > 0 {
		run = row.Duration
	}
	slack, ok := divide(run, row.SLO, 1_000_000)
	j.Deadline = j.Submit + sim.Time(slack)
	return j, ok
}

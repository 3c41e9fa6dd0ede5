package simtest

import (
	"math/big"

	"skysim/sim"
)

// auditRest is what a try has saved, at rest.
type auditRest struct {
	region sim.RegionID
	try    int32
	from   sim.Time // when its first save was complete
	held   sim.Time // when the try was stopped
}

// stay is a line for something at rest.
type stay struct {
	job    int64
	try    int32
	region sim.RegionID
	from   sim.Time
	life   sim.Duration
}

// rests works out what becomes of what a try has saved that ends. more says that its job
// keeps more than before.
func (a *Audit) rests(e *sim.Event, j *auditJob, t *auditTry, in *sim.Job, more bool) {
	r := &in.Restart
	run := e.Run - t.owed
	if r.Size == 0 || r.Keep == sim.KeepNothing || run <= 0 {
		return
	}
	from := e.Time
	if r.Keep == sim.KeepAll {
		if e.Why == sim.WorkDone {
			return
		}
	} else {
		first := j.every
		if len(t.saves) > 0 {
			first = min(first, t.saves[0])
		}
		if first += r.Cost; run < first {
			return
		}
		from = t.begun.Add(t.owed + first)
	}
	mine := &auditRest{a.regionOf(t.first), t.number, from, e.Time}
	if !more || e.Why == sim.WorkDone {
		a.stays(e.Job, mine, e.Time, in)
	}
	if !more {
		return
	}
	if j.rest != nil {
		until := e.Time // they were there side by side
		if t.begun >= j.rest.held {
			until = from
		}
		a.stays(e.Job, j.rest, until, in)
	}
	if j.rest = mine; e.Why == sim.WorkDone {
		j.rest = nil
	}
}

// stays notes that something was at rest.
func (a *Audit) stays(job int64, at *auditRest, until sim.Time, in *sim.Job) {
	if a.world.Traffic == nil || a.world.Traffic.Storage == nil || a.world.Traffic.Storage[at.region] == 0 {
		return
	}
	months := a.world.Traffic.Accounts[a.world.Regions[at.region].Provider].Months
	for i := 0; i+1 < len(months); i++ {
		from, to := max(at.from, months[i]), min(until, months[i+1])
		if from >= to {
			continue
		}
		line := stay{job, at.try, at.region, from, to.Sub(from)}
		if _, twice := a.atRest[line]; twice {
			a.wrongf("%+v is there twice", line)
		}
		gb := a.world.Traffic.Accounts[a.world.Regions[at.region].Provider].GB
		volume := nearestEven(product(in.Restart.Size, 1_000_000_000), big.NewInt(gb))
		sum := volume.Mul(volume, product(int64(a.world.Traffic.Storage[at.region]), int64(line.life)))
		a.atRest[line] = nearestEven(sum, product(1000, 1_000_000_000, int64(months[i+1]-months[i]))).Int64()
		a.stayed = append(a.stayed, line)
	}
}

// stored remembers a line.
func (a *Audit) stored(l sim.Line) {
	line := stay{l.Moved.Job, l.Moved.Attempt, l.Moved.Source, l.From, l.Life}
	if _, twice := a.paid[line]; twice {
		a.wrongf("%+v is charged twice", line)
	}
	a.paid[line] = int64(l.Amount)
	a.paidFor = append(a.paidFor, line)
}

// storage compares what was charged for savings at rest with what was there.
func (a *Audit) storage(end sim.Time) {
	for n := range a.sum.Submitted {
		if j := a.tries[n]; j.rest != nil {
			a.stays(n, j.rest, end, &a.jobs[n])
		}
	}
	for _, line := range a.stayed {
		if got, paid := a.paid[line]; !paid || got != a.atRest[line] {
			a.wrongf("at rest was %+v for %d, charged is %d", line, a.atRest[line], got)
		}
	}
	for _, line := range a.paidFor {
		if _, there := a.atRest[line]; !there {
			a.wrongf("%+v is charged and was not at rest", line)
		}
	}
}

package simtest

import (
	"errors"
	"fmt"
	"math/big"

	"skysim/sim"
)

// Audit is an observer that works a run out a second time, in a way that
// shares nothing with the engine: from the log of events, the lines of the
// bill, the world and the jobs, with big integers and maps that only grow. What the
// View shows at the end of a round it compares.
//
// Use it on small runs; it must see a run from its beginning.
type Audit struct {
	world *sim.World
	jobs  []sim.Job

	machines map[int64]*auditMachine
	order    []int64 // numbers of the machines, oldest first
	tries    map[int64]*auditJob
	held     []int64 // by offer
	seq      int64
	now      sim.Time
	round    int32
	open     int64
	area     *big.Int // ∫N dt
	stay     *big.Int // Σ time in system
	sum      sim.Totals
	used     [sim.Spot + 1][3]*big.Int
	offered  [sim.Spot + 1][3]*big.Int
	bought   *big.Int
	kept     *big.Int
	lines    map[int64]sim.Line // of machines
	bill     *big.Int
	billOf   [sim.Spot + 1]int64
	billAt   map[sim.ProviderID]int64
	billBy   [sim.StorageLine + 1]int64
	others   int64 // lines that are not of machines
	books    trafficBooks
	atRest   map[stay]int64 // what savings cost that were at rest, and in which order they ended
	stayed   []stay
	paid     map[stay]int64 // what was charged for them
	paidFor  []stay
	uses     []auditUse          // of machines on demand
	credits  map[hourOf]sim.Line // by commitment and hour
	fees     map[int32]sim.Line
	storms   auditWeather
	moving   int64 // the job of which a try was just moved away and must begin elsewhere at once, or -1
	warned   []warned
	closing  bool // a machine was given back with jobs in its line: the run must be over
	wrong    []error
}

// NewAudit returns an Audit of a run of these jobs in this world.
func NewAudit(w *sim.World, jobs []sim.Job) *Audit {
	a := &Audit{
		world: w, jobs: jobs, machines: map[int64]*auditMachine{}, tries: map[int64]*auditJob{}, lines: map[int64]sim.Line{}, held: make([]int64, len(w.Offers)),
		area: new(big.Int), stay: new(big.Int), bought: new(big.Int), kept: new(big.Int), bill: new(big.Int), billAt: map[sim.ProviderID]int64{},
		moving: -1, storms: newAuditWeather(w), books: newTrafficBooks(), atRest: map[stay]int64{}, paid: map[stay]int64{}, credits: map[hourOf]sim.Line{}, fees: map[int32]sim.Line{},
	}
	for p := range a.used {
		for r := range a.used[p] {
			a.used[p][r], a.offered[p][r] = new(big.Int), new(big.Int)
		}
	}
	return a
}

// wrongf notes a disagreement; the first few are enough.
func (a *Audit) wrongf(format string, args ...any) {
	if len(a.wrong) < 5 {
		a.wrong = append(a.wrong, fmt.Errorf("audit at %v: %s", a.now, fmt.Sprintf(format, args...)))
	}
}

// Observe implements sim.Observer.
func (a *Audit) Observe(v *sim.View, events []sim.Event) {
	for i := range events {
		e := &events[i]
		a.clock(e)
		a.stands(e)
		switch e.Kind {
		case sim.JobSubmitted, sim.JobReady, sim.JobEnded, sim.JobDeferred, sim.JobBack, sim.IntervalSet:
			a.job(e)
		case sim.TaskPlaced, sim.AttemptBound, sim.AttemptStarted, sim.AttemptEnded, sim.CheckpointBegun:
			a.attempt(e)
		case sim.JobDispatched, sim.JobRecalled:
			a.dispatched(e)
		case sim.PriceChanged:
			if p := &a.world.Offers[e.Offer].Price; valueAt(p, e.Time) != e.Value {
				a.wrongf("price of offer %d changes to %d, its path says %d", e.Offer, e.Value, valueAt(p, e.Time))
			}
		case sim.SupplyChanged:
			if p := &a.world.Offers[e.Offer].Supply; valueAt(p, e.Time) != e.Value {
				a.wrongf("supply of offer %d changes to %d, its path says %d", e.Offer, e.Value, valueAt(p, e.Time))
			}
		case sim.ZoneDown, sim.ZoneUp:
			a.zone(e)
		case sim.RegionsCut, sim.RegionsJoined:
			a.parted(e)
		case sim.PolicyWoken:
		case sim.ActionRefused:
			a.sum.Refused++
		default:
			a.machine(e)
		}
	}
	if len(a.warned) > 0 {
		a.wrongf("job %d should save on notice and does not", a.warned[0].job)
	}
	a.capacity(v)
	a.seen(v)
	a.standing(v)
	a.supply()
	a.struck(v)
}

// clock checks that the log goes forward, and integrates.
func (a *Audit) clock(e *sim.Event) {
	if a.seq++; e.Seq != a.seq {
		a.wrongf("event %d has sequence number %d", a.seq, e.Seq)
	}
	switch {
	case e.Time < a.now, e.Time == a.now && e.Round < a.round:
		a.wrongf("event %d is at %v, round %d, after round %d", e.Seq, e.Time, e.Round, a.round)
	}
	if a.closing && e.Kind != sim.MachineReleased {
		a.wrongf("a machine was given back with jobs in its line, and the run goes on")
	}
	if began := e.Kind == sim.TaskPlaced || e.Kind == sim.AttemptBound || e.Kind == sim.AttemptStarted; a.moving >= 0 && (!began || e.Job != a.moving || e.Time != a.now) {
		a.wrongf("job %d is moved, and the next to happen is %+v", a.moving, *e)
	}
	a.moving = -1
	a.pass(e.Time)
	a.round = e.Round
}

// pass moves the audit's clock.
func (a *Audit) pass(to sim.Time) {
	a.area.Add(a.area, product(int64(to-a.now), a.open))
	a.missed(to)
	a.now = to
}

// Check compares what the audit found with the engine's totals of a run that
// is over, and returns all disagreements.
func (a *Audit) Check(got sim.Totals, end sim.Time) error {
	a.pass(end)
	for _, n := range a.order {
		if m := a.machines[n]; !m.gone {
			a.wrongf("machine %d is never given back", n)
		}
	}
	var unfinished int64
	for n := range a.sum.Submitted {
		if j := a.tries[n]; !j.ended {
			if unfinished++; j.away && j.back < end {
				a.wrongf("job %d is deferred until %v and not back at %v", n, j.back, end)
			}
			a.stay.Add(a.stay, big.NewInt(int64(end-j.submit)))
			if a.jobs[n].Deadline > 0 {
				a.sum.DeadlineMisses++
			}
		}
	}
	a.equal("unfinished jobs", unfinished, got.Unfinished())
	a.same("∫N dt and Σ time in system", a.area, a.stay)
	a.same("∫N dt", a.area, got.InSystem.Big())
	a.same("Σ time in system", a.stay, got.TimeInSystem.Big())
	a.counts(&got)
	a.commitments(end)
	a.traffic()
	a.storage(end)
	a.money(&got)
	a.work(&got)
	return errors.Join(a.wrong...)
}

// counts compares what is counted.
func (a *Audit) counts(got *sim.Totals) {
	want := &a.sum
	a.equal("jobs submitted", want.Submitted, got.Submitted)
	a.equal("jobs started", want.Started, got.Started)
	for o := range want.Ended {
		a.equal(fmt.Sprintf("jobs with outcome %d", o), want.Ended[o], got.Ended[o])
	}
	a.equal("jobs with a deadline", want.DeadlineJobs, got.DeadlineJobs)
	a.equal("deadlines missed", want.DeadlineMisses, got.DeadlineMisses)
	a.equal("largest wait", int64(want.WaitMax), int64(got.WaitMax))
	a.equal("last end", int64(want.LastEnd), int64(got.LastEnd))
	a.same("waits", want.WaitSum.Big(), got.WaitSum.Big())
	a.same("turnarounds", want.TurnaroundSum.Big(), got.TurnaroundSum.Big())
	a.same("finished CPU", want.FinishedCPU.Big(), got.FinishedCPU.Big())
	a.same("finished GPU", want.FinishedGPU.Big(), got.FinishedGPU.Big())
	a.equal("attempts", want.Attempts, got.Attempts)
	a.equal("restarts", want.Restarts, got.Restarts)
	a.equal("refusals", want.Refused, got.Refused)
	a.equal("machines rented", want.Rented, got.Rented)
	a.equal("boots failed", want.BootFailures, got.BootFailures)
	a.equal("notices", want.Noticed, got.Noticed)
	a.equal("machines lost", want.Lost, got.Lost)
	a.equal("machines broken", want.Broken, got.Broken)
	a.equal("machines alive", 0, got.Alive)
	a.equal("most machines", want.Peak, got.Peak)
}

func (a *Audit) equal(what string, want, got int64) {
	if want != got {
		a.wrongf("%s: engine %d, audit %d", what, got, want)
	}
}

func (a *Audit) same(what string, want, got *big.Int) {
	if want.Cmp(got) != 0 {
		a.wrongf("%s: engine %v, audit %v", what, got, want)
	}
}

// product returns the product of some numbers.
func product(factors ...int64) *big.Int {
	p := big.NewInt(1)
	for _, f := range factors {
		p.Mul(p, big.NewInt(f))
	}
	return p
}

// valueAt reads a path from its beginning.
func valueAt(p *sim.Path, t sim.Time) int64 {
	v := p.Value[0]
	for i, at := range p.At {
		if at <= t {
			v = p.Value[i]
		}
	}
	return v
}

package sim

import (
	"fmt"
	"slices"
)

// finish ends the run: at the horizon, or at the last instant at which
// something happened. Attempts that still run are cut off, every machine is
// given back and charged, in order of age.
func (s *Sim) finish() {
	if s.until < Never && (s.More || s.Open > 0) {
		s.advance(s.until)
		s.Round = 0
	}
	s.Over = true
	s.closeLines()
	for as := range s.Attempts {
		if s.Attempts[as].First >= 0 {
			s.endAttempt(int32(as), RunOver)
		}
	}
	for slot := range s.Saved {
		s.chargeSaved(int32(slot), &s.Saved[slot], s.Clock)
	}
	for rank, ms := int32(-1), s.fit.after(-1); ms >= 0; ms = s.fit.after(rank) {
		rank = s.fit.rank[ms]
		if m := &s.Machines[ms]; m.State != Noticed {
			s.Offers[m.Offer].Held--
		}
		s.endMachine(ms, MachineReleased, 0)
	}
	if s.scopeOf != nil {
		s.endCommitments()
	}
	for i := range s.Jobs {
		if j := &s.Jobs[i]; j.Phase != gone {
			s.Sum.TimeInSystem.Add(int64(s.Clock.Sub(j.Submit)))
			if j.Deadline > 0 {
				s.Sum.DeadlineMisses++
			}
		}
	}
	if s.tells {
		s.tellAll()
	}
	s.check()
	if s.Sum.InSystem != s.Sum.TimeInSystem {
		panic(fmt.Sprintf("sim: ∫N dt is %v and the time in system %v: Little's law does not hold", s.Sum.InSystem, s.Sum.TimeInSystem))
	}
}

// advance moves the clock and integrates the number of jobs in the system.
func (s *Sim) advance(to Time) {
	if s.scopeOf != nil {
		s.closeHours(to)
	}
	s.Sum.InSystem.AddProduct(int64(to-s.Clock), s.Open)
	s.Clock = to
}

// check holds the cheap invariants, and with Config.Thorough all of them. A
// broken one is a bug of the engine, never of a policy, and panics.
func (s *Sim) check() {
	if kept := int64(len(s.Jobs) - len(s.FreeJobs)); kept != s.Open {
		panic(fmt.Sprintf("sim: %d jobs are in the system but %d are kept, at %v", s.Open, kept, s.Clock))
	}
	if machines := int64(len(s.Machines) - len(s.FreeMachines)); machines != s.Sum.Alive {
		panic(fmt.Sprintf("sim: %d machines are alive but %d are kept, at %v", s.Sum.Alive, machines, s.Clock))
	}
	if s.thorough {
		s.checkCapacity()
		s.checkJobs()
		s.checkLines()
		s.checkMoney()
		s.checkQuotas()
	}
}

// checkCapacity recounts what tasks occupy on every machine.
func (s *Sim) checkCapacity() {
	held := make([]int64, len(s.Offers))
	for ms := range s.Machines {
		m := &s.Machines[ms]
		if m.State == 0 {
			continue
		}
		if m.State != Noticed {
			held[m.Offer]++
		}
		t := &s.world.Types[m.Type]
		cpu, mem, tasks := t.CPU, t.Mem, int32(0)
		gpus := make([]int16, t.GPUs)
		for g := range gpus {
			gpus[g] = 1000
		}
		for at := m.First; at >= 0; at = s.Tasks[at].After {
			k := &s.Tasks[at]
			d := &s.Shapes.List[s.Jobs[s.Attempts[k.Attempt].Job].Shape].Key
			cpu, mem, tasks = cpu-d.CPU, mem-d.Mem, tasks+1
			for g := range gpus {
				if k.Devices>>g&1 == 1 {
					gpus[g] -= int16(d.Share)
				}
			}
		}
		if cpu < 0 || mem < 0 || (len(gpus) > 0 && slices.Min(gpus) < 0) {
			panic(fmt.Sprintf("sim: machine %d is over capacity: %d milli-vCPU, %d MiB, GPUs %v left, at %v", m.Number, cpu, mem, gpus, s.Clock))
		}
		if cpu != m.FreeCPU || mem != m.FreeMem || tasks != m.Tasks || !slices.Equal(gpus, s.devices(int32(ms))) {
			panic(fmt.Sprintf("sim: machine %d has %d milli-vCPU, %d MiB, GPUs %v free and %d tasks; recounted %d, %d, %v and %d, at %v",
				m.Number, m.FreeCPU, m.FreeMem, s.devices(int32(ms)), m.Tasks, cpu, mem, gpus, tasks, s.Clock))
		}
	}
	for o := range held {
		if held[o] != s.Offers[o].Held {
			panic(fmt.Sprintf("sim: offer %d holds %d machines, counted %d, at %v", o, s.Offers[o].Held, held[o], s.Clock))
		}
	}
}

// checkJobs recounts the queue and the attempts of each job.
func (s *Sim) checkJobs() {
	if n := s.Sum.Submitted - s.Sum.EndedJobs(); n != s.Open {
		panic(fmt.Sprintf("sim: %d jobs submitted and not ended, but %d in the system, at %v", n, s.Open, s.Clock))
	}
	waiting, running, out := 0, 0, int64(0)
	for i := range s.Jobs {
		switch j := &s.Jobs[i]; j.Phase {
		case queued:
			waiting++
		case deferred:
			out++
		case bound:
			alone := s.Attempts[j.Attempt].Peer < 0
			for as := j.Attempt; as >= 0; as = s.Attempts[as].Peer {
				running++
				if a := &s.Attempts[as]; a.Job != int32(i) || a.First < 0 || !a.Apart && !alone {
					panic(fmt.Sprintf("sim: job %d and its attempts disagree, at %v", j.Number, s.Clock))
				}
			}
			if j.Done > j.Work || j.Carry < 0 || j.Carry >= ppm {
				panic(fmt.Sprintf("sim: job %d has done %d of %d with %d carried, at %v", j.Number, j.Done, j.Work, j.Carry, s.Clock))
			}
		}
	}
	if out != s.Deferred {
		panic(fmt.Sprintf("sim: %d jobs are deferred, counted %d, at %v", s.Deferred, out, s.Clock))
	}
	if waiting != s.queue.n || running != len(s.Attempts)-len(s.FreeAttempts) {
		panic(fmt.Sprintf("sim: %d jobs wait and %d run; the queue has %d and %d attempts live, at %v",
			waiting, running, s.queue.n, len(s.Attempts)-len(s.FreeAttempts), s.Clock))
	}
	if sum := s.Sum.WorkKept.Plus(s.Sum.WorkLost); sum != s.Sum.WorkBought {
		panic(fmt.Sprintf("sim: work kept and lost is %v, bought %v, at %v", sum, s.Sum.WorkBought, s.Clock))
	}
}

// checkMoney adds up the bill in its other ways, and checks that only hours
// that are not settled are kept.
func (s *Sim) checkMoney() {
	var by, of, at Money
	for _, m := range s.Sum.CostBy {
		by += m
	}
	for _, m := range s.Sum.CostOf {
		of += m
	}
	for _, m := range s.Sum.CostAt {
		at += m
	}
	if by != s.Sum.Cost || at != s.Sum.Cost || of != s.Sum.CostBy[MachineLine] {
		panic(fmt.Sprintf("sim: the bill is %v, by kind %v, by provider %v; that of machines is %v, by purchase %v, at %v",
			s.Sum.Cost, by, at, s.Sum.CostBy[MachineLine], of, s.Clock))
	}
	for k := range s.Cover {
		last := s.Settled - 1
		for _, h := range s.Cover[k].Hours {
			if h.Start <= last || h.Used <= 0 {
				panic(fmt.Sprintf("sim: %v of use in the hour from %v on, which comes after %v, at %v", h.Used, h.Start, last, s.Clock))
			}
			last = h.Start
		}
	}
}

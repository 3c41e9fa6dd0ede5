package sim

import "fmt"

// A machine's own line is where dispatched jobs stand until the machine has
// room for them. Links are by slot, and the slices stay empty in runs that
// dispatch nothing.

// lineOf is the line of a machine.
type lineOf struct{ First, Last, N int32 } // N is 0, or First and Last are slots of jobs

// inLine is the place of a job in the line of a machine.
type inLine struct{ Machine, Before, After int32 } // -1 ends the line

// Dispatch sends a waiting job of one task to a machine: it leaves the queue,
// stands at the end of the machine's own line, and starts by itself as soon as
// the machine is up and has room and nobody stands before it.
func (p *Plan) Dispatch(id JobID, on MachineID) Refusal {
	s := p.s
	if why := p.sendable(id, on); why != Accepted {
		e := p.aboutJob(id)
		if s.isMachine(on) {
			e.Machine, e.Offer = s.Machines[on.slot()].Number, s.Machines[on.slot()].Offer
		}
		return p.refuse(ActDispatch, why, e)
	}
	js, ms := id.slot(), on.slot()
	j := &s.Jobs[js]
	s.queue.remove(j.Key, j.Number)
	s.Sum.Actions++
	if s.tells {
		e := s.aboutLine(js, ms, JobDispatched)
		e.Value = int64(s.view.Line(on))
		s.tell(e)
	}
	s.standInLine(js, ms)
	s.serve(ms)
	return Accepted
}

// sendable finds out whether a job may stand in the line of a machine, where it
// must be able to run once the machine is empty: a line is never stuck.
func (p *Plan) sendable(id JobID, on MachineID) Refusal {
	s := p.s
	switch {
	case !s.isQueued(id):
		return s.unqueued(id)
	case s.Jobs[id.slot()].Tasks != 1:
		return NotAlone
	case !s.isMachine(on):
		return StaleMachine
	}
	j, m := &s.Jobs[id.slot()], &s.Machines[on.slot()]
	why := s.opens(j, on.slot())
	switch {
	case why != Accepted:
		return why
	case s.Shapes.List[j.Shape].Key.room(&s.world.Types[m.Type]) == 0:
		return NoRoom
	case s.hinders():
		return s.hindrance(j, on.slot())
	}
	return Accepted
}

// Recall takes a dispatched job that has not started out of the machine's line
// and back into the queue. If it was the head, those behind it may start.
func (p *Plan) Recall(id JobID) Refusal {
	s := p.s
	switch {
	case !s.isAlive(id):
		return p.refuse(ActRecall, StaleJob, p.aboutJob(id))
	case s.Jobs[id.slot()].Phase != lined:
		return p.refuse(ActRecall, NotInLine, p.aboutJob(id))
	}
	ms := s.InLine[id.slot()].Machine
	s.Sum.Actions++
	s.backToQueue(id.slot())
	s.serve(ms)
	return Accepted
}

// Line returns how many jobs stand in the machine's own line.
func (v *View) Line(m MachineID) int {
	if s := v.s; s.isMachine(m) && s.Machines[m.slot()].Lined {
		return int(s.Lines[m.slot()].N)
	}
	return 0
}

// InLine appends the jobs in the machine's own line to jobs, the head first.
func (v *View) InLine(m MachineID, jobs []JobID) []JobID {
	if s := v.s; v.Line(m) > 0 {
		for j := s.Lines[m.slot()].First; j >= 0; j = s.InLine[j].After {
			jobs = append(jobs, s.jobID(j))
		}
	}
	return jobs
}

// Dispatched returns how many jobs stand in the lines of all machines.
func (v *View) Dispatched() int { return int(v.s.Standing) }

// unqueued says why a job cannot be taken from the queue.
func (s *Sim) unqueued(id JobID) Refusal {
	if s.isAlive(id) && s.Jobs[id.slot()].Phase == lined {
		return StandsInLine
	}
	return StaleJob
}

// standInLine puts a job at the end of a machine's line.
func (s *Sim) standInLine(js, ms int32) {
	for len(s.Lines) <= int(ms) {
		s.Lines = append(s.Lines, lineOf{})
	}
	for len(s.InLine) <= int(js) {
		s.InLine = append(s.InLine, inLine{})
	}
	l := &s.Lines[ms]
	s.InLine[js] = inLine{ms, -1, -1}
	if l.N == 0 {
		l.First = js
	} else {
		s.InLine[js].Before, s.InLine[l.Last].After = l.Last, js
	}
	l.Last = js
	l.N++
	s.Jobs[js].Phase = lined
	s.Machines[ms].Lined = true
	s.Standing++
}

// leaveLine takes a job out of the line in which it stands.
func (s *Sim) leaveLine(js int32) {
	at := s.InLine[js]
	l := &s.Lines[at.Machine]
	if at.Before >= 0 {
		s.InLine[at.Before].After = at.After
	} else {
		l.First = at.After
	}
	if at.After >= 0 {
		s.InLine[at.After].Before = at.Before
	} else {
		l.Last = at.Before
	}
	l.N--
	s.Machines[at.Machine].Lined = l.N > 0
	s.Standing--
}

// backToQueue takes a job out of its line and shows it to the policy again.
func (s *Sim) backToQueue(js int32) {
	ms := s.InLine[js].Machine
	s.leaveLine(js)
	if s.tells {
		s.tell(s.aboutLine(js, ms, JobRecalled))
	}
	s.enqueue(js)
}

// dissolve sends all who stand in a machine's line back to the queue, the head
// first.
func (s *Sim) dissolve(ms int32) {
	for s.Machines[ms].Lined {
		s.backToQueue(s.Lines[ms].First)
	}
}

// serve starts the jobs at the head of a machine's line for which it has room.
func (s *Sim) serve(ms int32) {
	for m := &s.Machines[ms]; m.Lined && m.State == Up && s.err == nil; {
		js := s.Lines[ms].First
		devices, why := s.plan.fits(&s.Jobs[js], &Place{Machine: s.machineID(ms)})
		if why == OverQuota || why == Unreachable {
			s.backToQueue(js) // it fits and may not start: nobody knows until when
			continue
		}
		if why != Accepted {
			return
		}
		if len(s.Attempts) >= maxSlot && len(s.FreeAttempts) == 0 {
			s.err = fmt.Errorf("sim: a line moves at %v while %d attempts are alive: %v", s.Clock, len(s.Attempts), TooManyAlive)
			return
		}
		s.leaveLine(js)
		as := s.newAttempt(js)
		s.occupy(as, ms, devices)
		s.bind(as)
	}
}

// serveFreed serves the lines of the machines that an event or an action has
// given room to, in the order in which it did.
//
// Note: not at once where the room appears. What takes a gang's machines away
// one after the other would start jobs on the ones that are about to go.
func (s *Sim) serveFreed() {
	for _, ms := range s.freed {
		s.serve(ms)
	}
	s.freed = s.freed[:0]
}

// closeLines ends all lines with the run. The jobs in them have not finished.
func (s *Sim) closeLines() {
	for ms := range s.Lines {
		for s.Lines[ms].N > 0 {
			js := s.Lines[ms].First
			s.leaveLine(js)
			s.Jobs[js].Phase = held
		}
	}
}

// aboutLine begins an event about a job and the machine in whose line it stands.
func (s *Sim) aboutLine(js, ms int32, k Kind) Event {
	e := s.about(&s.Jobs[js], k)
	e.Machine, e.Offer = s.Machines[ms].Number, s.Machines[ms].Offer
	return e
}

// checkLines walks all lines: who stands there stands there once, before a
// machine that stays, and no head could start.
func (s *Sim) checkLines() {
	standing := int32(0)
	for ms := range s.Machines {
		m := &s.Machines[ms]
		if !m.Lined {
			continue
		}
		n, last := int32(0), int32(-1)
		for js := s.Lines[ms].First; js >= 0; js = s.InLine[js].After {
			if at := s.InLine[js]; s.Jobs[js].Phase != lined || at.Machine != int32(ms) || at.Before != last {
				panic(fmt.Sprintf("sim: job %d stands wrongly in the line of machine %d, at %v", s.Jobs[js].Number, m.Number, s.Clock))
			}
			n, last = n+1, js
		}
		if n == 0 || n != s.Lines[ms].N || last != s.Lines[ms].Last || m.State == 0 || m.State >= Noticed || m.Listed {
			panic(fmt.Sprintf("sim: machine %d, %v, idle: %v, has a line of %d, counted %d, at %v", m.Number, m.State, m.Listed, s.Lines[ms].N, n, s.Clock))
		}
		standing += n
		head := &s.Jobs[s.Lines[ms].First]
		if _, why := s.plan.fits(head, &Place{Machine: s.machineID(int32(ms))}); why == Accepted && m.State == Up {
			panic(fmt.Sprintf("sim: machine %d has room for job %d at the head of its line, at %v", m.Number, head.Number, s.Clock))
		}
	}
	lines := int32(0)
	for i := range s.Jobs {
		if s.Jobs[i].Phase == lined {
			lines++
		}
	}
	if standing != lines || standing != s.Standing {
		panic(fmt.Sprintf("sim: %d jobs stand in lines, counted %d and %d, at %v", s.Standing, standing, lines, s.Clock))
	}
}

package sim

import "fmt"

// take asks the source for the next job and remembers it until its time comes.
func (s *Sim) take() {
	s.Next = Job{}
	s.More = s.source.Next(&s.Next)
	if !s.More {
		if err := s.source.Err(); err != nil {
			s.err = fmt.Errorf("sim: jobs after number %d: %w", s.Taken-1, err)
		}
		return
	}
	if err := s.admissible(&s.Next); err != nil {
		s.err = fmt.Errorf("sim: job %d: %w", s.Taken, err)
		s.More = false
		return
	}
	s.Taken++
}

// admissible reports what is wrong with a job, if anything, and writes 1 task
// where none are given.
func (s *Sim) admissible(j *Job) error {
	if j.Tasks == 0 {
		j.Tasks = 1
	}
	d := &j.Demand
	switch {
	case j.Submit < 0 || j.Submit == Never:
		return fmt.Errorf("submitted at %v, want an instant from 0 on", j.Submit)
	case j.Submit < s.Clock:
		return fmt.Errorf("submitted at %v, before the job in front of it at %v: a source must be in order of submit time", j.Submit, s.Clock)
	case j.Tasks < 0:
		return fmt.Errorf("tasks is %d, want 1 or more", j.Tasks)
	case j.Work < 0:
		return fmt.Errorf("work is %d ns, want 0 or more", j.Work)
	case d.CPU < 0 || d.Mem < 0 || d.GPUs < 0 || d.GPUs > 32:
		return fmt.Errorf("demand is %d milli-vCPU, %d MiB, %d GPUs, want none negative and at most 32 GPUs", d.CPU, d.Mem, d.GPUs)
	case d.GPUs > 0 && (d.Share < 1 || d.Share > 1000), d.GPUs == 0 && d.Share != 0:
		return fmt.Errorf("share is %d thousandths of each of %d GPUs, want 1 to 1000, or 0 without GPUs", d.Share, d.GPUs)
	case j.Profile < 0 || (int(j.Profile) >= len(s.world.Profiles) && j.Profile > 0):
		return fmt.Errorf("profile is %d, the world has %d", j.Profile, len(s.world.Profiles))
	case j.Estimate < 0 || j.Limit < 0 || j.Deadline < 0:
		return fmt.Errorf("estimate %v, limit %v, deadline %v: want none negative", j.Estimate, j.Limit, j.Deadline)
	case j.Restart.Every < 0 || j.Restart.Cost < 0 || j.Restart.Overhead < 0:
		return fmt.Errorf("checkpoint every %v at %v, overhead %v: want none negative", j.Restart.Every, j.Restart.Cost, j.Restart.Overhead)
	case j.Quorum < 0:
		return fmt.Errorf("quorum is %d, want 0 or more", j.Quorum)
	case j.Restart.Keep > KeepAll:
		return fmt.Errorf("keep is %d, want at most %d", j.Restart.Keep, KeepAll)
	case j.Restart.Keep == KeepCheckpoint && j.Restart.Every == 0:
		return fmt.Errorf("keeps checkpoints but has no interval between them")
	}
	if err := s.movable(&j.Data); err != nil {
		return err
	}
	if j.Restart.Size != 0 {
		if err := s.portable(&j.Restart); err != nil {
			return err
		}
	}
	if j.Class|j.Tenant|d.Rules != 0 {
		if err := s.subject(j); err != nil {
			return err
		}
	}
	for _, n := range j.After {
		if n < 0 || n >= s.Taken {
			return fmt.Errorf("waits for job %d, want one with a smaller number", n)
		}
	}
	return nil
}

// submit brings the job that was taken into the system.
func (s *Sim) submit() {
	in := &s.Next
	slot := s.newJob()
	j := &s.Jobs[slot]
	if in.Class|in.Tenant != 0 {
		in.Demand.Rules = s.ruling(in)
	}
	shape, restart := s.shapeOf(&in.Demand), s.restartOf(&in.Restart)
	*j = job{
		Number: s.Taken - 1, Submit: in.Submit, Work: in.Work, Estimate: in.Estimate, Limit: in.Limit,
		Deadline: in.Deadline, First: -1, Gen: j.Gen, Shape: shape, Profile: in.Profile, Restart: restart,
		Priority: in.Priority, User: in.User, Group: in.Group, Class: in.Class, Tenant: in.Tenant, Tasks: in.Tasks, Attempt: -1, Edge: -1, Phase: held,
		Votes: in.Quorum > 1, Quorum: in.Quorum,
	}
	s.keepData(slot, &in.Data)
	if len(s.Saved) > 0 || in.Restart.Size != 0 {
		s.keepSaved(slot, &in.Restart)
	}
	s.Sum.Submitted++
	s.Open++
	s.Sum.Events++
	if in.Deadline > 0 {
		s.Sum.DeadlineJobs++
	}
	s.Window.add(slot)
	if s.tells {
		e := s.about(j, JobSubmitted)
		if in.Quorum > 1 {
			e.Value = int64(in.Quorum)
		}
		s.tell(e)
	}
	if how := s.prospect(j); how != 0 {
		s.endJob(slot, how, 0)
		return
	}
	if len(in.After) > 0 && !s.link(slot, in.After) {
		s.endJob(slot, Orphaned, 0)
		return
	}
	if j := &s.Jobs[slot]; j.Waits == 0 {
		s.enqueue(slot)
	}
}

// shapeOf returns the number of a demand, and counts one more job that has it.
func (s *Sim) shapeOf(d *Demand) int32 {
	h := d.hash()
	if id := s.Shapes.lately(h); id >= 0 && s.Shapes.List[id].Key.same(d) {
		s.Shapes.List[id].Refs++
		return id
	}
	id, fresh := s.Shapes.intern(d, h)
	if fresh {
		s.fit.learn(id)
	}
	return id
}

// restartOf does the same with a restart.
func (s *Sim) restartOf(r *Restart) int32 {
	if id := s.Restarts.lately(0); id >= 0 && s.Restarts.List[id].Key.same(r) {
		s.Restarts.List[id].Refs++
		return id
	}
	id, _ := s.Restarts.intern(r, 0)
	return id
}

func (s *Sim) newJob() int32 {
	if n := len(s.FreeJobs); n > 0 {
		slot := s.FreeJobs[n-1]
		s.FreeJobs = s.FreeJobs[:n-1]
		s.Jobs[slot].Gen++
		return slot
	}
	s.Jobs = append(s.Jobs, job{Gen: 1})
	return int32(len(s.Jobs) - 1)
}

// prospect returns how a job ends that can never run, and 0 of all others.
func (s *Sim) prospect(j *job) Outcome {
	switch sh := &s.Shapes.List[j.Shape]; {
	case sh.Held >= j.Tasks && sh.Profile == j.Profile && sh.Key.Rules == 0: // as found before
		return 0
	case !s.possible(j, 0):
		return Impossible
	case s.Shapes.List[j.Shape].Key.Rules != 0 && (s.beyondQuota(j) || !s.possible(j, s.Shapes.List[j.Shape].Key.Rules)):
		return Forbidden
	}
	return 0
}

// possible reports whether the world could ever hold the job's gang, on machines
// that some rules allow.
func (s *Sim) possible(j *job, rules int32) bool {
	sh := &s.Shapes.List[j.Shape]
	if sh.Held >= j.Tasks && sh.Profile == j.Profile {
		return true
	}
	d := &sh.Key
	var tasks int64
	for i := range s.world.Offers {
		o := &s.world.Offers[i]
		if s.speed(j.Profile, o.Type) == 0 || s.law(rules, OfferID(i)) != Accepted {
			continue
		}
		if room := d.room(&s.world.Types[o.Type]); room > 0 {
			if tasks += min(room, Unlimited>>20) * o.Supply.most(o.Purchase); tasks >= int64(j.Tasks) {
				if rules == d.Rules {
					sh.Held, sh.Profile = j.Tasks, j.Profile
				}
				return true
			}
		}
	}
	return false
}

// most returns the largest number of machines that the path ever allows.
func (p *Path) most(how Purchase) int64 {
	if how == Owned {
		return p.Value[0]
	}
	most := p.Value[0]
	for _, v := range p.Value {
		most = max(most, v)
	}
	return min(most, Unlimited>>20)
}

// link makes a job wait for others, and reports false if one of them has
// already ended without finishing.
func (s *Sim) link(slot int32, after []int64) bool {
	for _, n := range after {
		if s.Window.failed(n) {
			return false
		}
		on := s.Window.slot(n)
		if on == ended {
			continue
		}
		var e int32
		if k := len(s.FreeEdges); k > 0 {
			e, s.FreeEdges = s.FreeEdges[k-1], s.FreeEdges[:k-1]
		} else {
			s.Edges = append(s.Edges, edge{})
			e = int32(len(s.Edges) - 1)
		}
		s.Edges[e] = edge{JobID(handle(slot, s.Jobs[slot].Gen)), s.Jobs[on].Edge}
		s.Jobs[on].Edge = e
		s.Jobs[slot].Waits++
	}
	return true
}

// enqueue shows a job to the policy.
func (s *Sim) enqueue(slot int32) {
	j := &s.Jobs[slot]
	if j.Phase != queued { // and not brought back from a snapshot
		j.Queued = s.Clock
	}
	j.Phase, j.Key = queued, 0
	if s.needs.Order != nil {
		s.asked = JobInfo{}
		s.inform(slot, &s.asked)
		j.Key = s.needs.Order(&s.asked)
	}
	s.queue.insert(j.Key, j.Number, slot)
}

// endJob takes a job out of the system, and with it, if it did not finish,
// the jobs that wait for it. run is the time that all of its work takes at the
// speed of its last attempt, for those who listen.
func (s *Sim) endJob(slot int32, how Outcome, run Duration) {
	s.leave(slot, how, run)
	// A chain of jobs may be a million long: no recursion.
	for i := 0; i < len(s.orphans); i++ {
		s.leave(s.orphans[i], Orphaned, 0)
	}
	s.orphans = s.orphans[:0]
}

// leave takes one job out of the system, and leaves in s.orphans those that
// have to follow it.
func (s *Sim) leave(slot int32, how Outcome, run Duration) {
	j := &s.Jobs[slot]
	if j.Phase == queued {
		s.queue.remove(j.Key, j.Number)
	}
	j.Phase = leaving
	s.Sum.Ended[how]++
	s.Open--
	s.Sum.LastEnd = s.Clock
	turnaround := s.Clock.Sub(j.Submit)
	s.Sum.TimeInSystem.Add(int64(turnaround))
	if j.Deadline > 0 && (how != Finished || s.Clock > j.Deadline) {
		s.Sum.DeadlineMisses++
	}
	if how == Finished {
		s.Sum.TurnaroundSum.Add(int64(turnaround))
		d := &s.Shapes.List[j.Shape].Key
		tasks := int64(j.Tasks)
		s.Sum.FinishedCPU.AddProduct(j.Work, d.CPU*tasks)
		if d.GPUs > 0 {
			s.Sum.FinishedGPU.AddProduct(j.Work, int64(d.GPUs)*int64(d.Share)*tasks)
		}
	}
	if s.tells {
		e := s.about(j, JobEnded)
		e.Outcome, e.Value, e.Run = how, int64(turnaround), run
		s.tell(e)
	}
	if len(s.Saved) > 0 {
		s.dropSaved(slot)
	}
	s.Window.end(j.Number, how == Finished)
	s.settle(slot, how == Finished)
	j = &s.Jobs[slot]
	s.Shapes.drop(j.Shape)
	s.Restarts.drop(j.Restart)
	j.Phase = gone
	s.FreeJobs = append(s.FreeJobs, slot)
}

// settle tells the jobs that waited for this one, in order of number.
func (s *Sim) settle(slot int32, finished bool) {
	first := int32(-1) // link put the newest in front: turn the list around
	for e := s.Jobs[slot].Edge; e >= 0; {
		next := s.Edges[e].Next
		s.Edges[e].Next, first, e = first, e, next
	}
	for e := first; e >= 0; {
		was := s.Edges[e]
		s.FreeEdges = append(s.FreeEdges, e)
		e = was.Next
		waiter := was.Job.slot()
		w := &s.Jobs[waiter]
		if w.Gen != was.Job.gen() || w.Phase != held {
			continue // it ended for another reason
		}
		if w.Waits--; !finished {
			w.Phase = leaving
			s.orphans = append(s.orphans, waiter)
		} else if w.Waits == 0 {
			if s.tells {
				s.tell(s.about(w, JobReady))
			}
			s.enqueue(waiter)
		}
	}
	s.Jobs[slot].Edge = -1
}

// about begins an event about a job.
func (s *Sim) about(j *job, k Kind) Event {
	d, tasks := &s.Shapes.List[j.Shape].Key, int64(j.Tasks)
	return Event{
		Kind: k, Job: j.Number, Attempt: j.Tries, Machine: -1, Offer: -1, Tasks: j.Tasks, Wait: j.waited(),
		CPU: d.CPU * tasks, Mem: d.Mem * tasks, GPU: int64(d.GPUs) * int64(d.Share) * tasks,
	}
}

// waited returns first start − submit, or -1 if the job never started.
func (j *job) waited() Duration {
	if j.First < 0 {
		return -1
	}
	return j.First.Sub(j.Submit)
}

// speed returns how fast jobs of a profile run on a machine type, in ppm.
func (s *Sim) speed(profile int32, t TypeID) int64 {
	if int(profile) < len(s.world.Profiles) {
		return s.world.Profiles[profile][t]
	}
	return s.world.Types[t].Speed
}

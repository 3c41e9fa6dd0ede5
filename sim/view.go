package sim

// View is what a scheduler can see at an instant. It always shows the present:
// what the Plan has done in this instant is in it. It is valid only during the
// call it was given to.
type View struct{ s *Sim }

// JobInfo is what a scheduler may know about a job.
type JobInfo struct {
	ID       JobID
	Number   int64 // position in the source
	Submit   Time
	Demand   Demand
	Tasks    int32
	Profile  int32
	Estimate Duration // run time at 1,000,000 ppm that the user claims; 0 is unknown
	Limit    Duration
	Deadline Time // 0 is none
	Priority int32
	User     int32
	Group    int32
	Attempts int32 // so far
	Restart  Restart
	Running  AttemptID // the oldest attempt it has now, bound or running; 0 while it waits
	// Done is the work kept from earlier attempts, in ns at 1,000,000 ppm: what
	// remains by the job's estimate is Estimate − Done.
	Done Duration
	Line MachineID // in whose own line it stands; 0 if in none
	// Class, Tenant and Quorum are the job's; Rules in Demand is made of the first two.
	Class  int32
	Tenant int32
	Quorum int32
	// Complete is how many replicas have done all of the work, of a job that needs several.
	Complete int32
	// Saved is the region in which what it keeps rests, or -1 if nothing is kept or it has no size.
	Saved RegionID
	// Queued is when the job last joined the queue: at its submission, when the
	// last of the jobs it waits for finished, when the last attempt of it was
	// interrupted, or when it was back from where Plan.Defer had sent it.
	Queued Time
}

// MachineInfo is what a scheduler may know about a machine.
type MachineInfo struct {
	ID        MachineID
	Number    int64 // ordinal of the rental in the run
	Offer     OfferID
	State     MachineState
	Rented    Time
	Ready     Time  // when it came up last; while it boots, when its offer says it should, or now if that is over
	FreeCPU   int64 // milli-vCPU
	FreeMem   int64 // MiB
	FreeGPU   int64 // thousandths, all devices together
	Tasks     int32
	Cordoned  bool // nothing may start on it
	IdleSince Time // if it has no tasks and is up
	// BusyUntil is the latest estimated end of the tasks started since it was
	// last empty, each as if its job began anew; estimates that nobody made do
	// not move it. View.Attempt says more about each of them.
	BusyUntil Time
}

// Now returns the instant of the decision.
func (v *View) Now() Time { return v.s.Clock }

// World returns the world as a scheduler knows it: everything but the paths of
// prices, supplies, outages, partitions and carbon, which are weather. Price, Available,
// ZoneUp, Reachable and Carbon tell of them what is known now. It must not be changed.
func (v *View) World() *World { return v.s.seen }

// PriceChanges returns how many times a price has changed so far, so that a
// policy that keeps prices knows when to read them again.
func (v *View) PriceChanges() int64 { return v.s.Repriced }

// Events returns what happened in this round before the policy was asked, if
// the policy Needs it.
func (v *View) Events() []Event {
	if !v.s.needs.Events {
		return nil // an observer that wants events must not show them to the policy
	}
	return v.s.told
}

// Queued returns the number of jobs that wait in the queue.
func (v *View) Queued() int { return v.s.queue.n }

// First returns the head of the queue in the policy's order, or 0.
func (v *View) First() JobID { return v.s.jobID(v.s.queue.head()) }

// Next returns the waiting job after j in that order, or 0. It must be asked
// before j is started or rejected.
func (v *View) Next(j JobID) JobID {
	s := v.s
	if !s.isQueued(j) {
		return 0
	}
	at := &s.Jobs[j.slot()]
	return s.jobID(s.queue.next(at.Key, at.Number))
}

// Job returns what may be known about a living job; ID is 0 if it is not alive.
func (v *View) Job(j JobID) (info JobInfo) {
	if v.s.isAlive(j) {
		v.s.inform(j.slot(), &info)
	}
	return info
}

// Gang returns the number of tasks of a living job, or 0. It is Job(j).Tasks,
// for policies in a hurry.
func (v *View) Gang(j JobID) int {
	if !v.s.isAlive(j) {
		return 0
	}
	return int(v.s.Jobs[j.slot()].Tasks)
}

// Speed returns how fast jobs of a profile run on a machine type, in parts per
// million; 0 means that they cannot.
func (v *View) Speed(profile int32, t TypeID) int64 {
	if profile < 0 || !inside(t, v.s.world.Types) {
		return 0
	}
	return v.s.speed(profile, t)
}

// Price returns the price per machine-hour of an offer now, 0 if there is no such offer.
func (v *View) Price(o OfferID) Rate {
	if !inside(o, v.s.Offers) {
		return 0
	}
	return Rate(v.s.world.Offers[o].Price.Value[v.s.Offers[o].Price])
}

// Available returns how many machines of an offer may still be rented now.
func (v *View) Available(o OfferID) int64 {
	s := v.s
	if !inside(o, s.Offers) {
		return 0
	}
	offer := &s.world.Offers[o]
	if offer.Purchase == Owned || s.isDark(offer.Zone) {
		return 0
	}
	return max(0, offer.Supply.Value[s.Offers[o].Supply]-s.Offers[o].Held)
}

// OfferRoom returns how many tasks of a job an empty machine of the offer
// holds; 0 means that the job cannot run there, or that its rules do not let it.
func (v *View) OfferRoom(j JobID, o OfferID) int {
	s := v.s
	if !s.isAlive(j) || !inside(o, s.Offers) {
		return 0
	}
	at, t := &s.Jobs[j.slot()], s.world.Offers[o].Type
	d := &s.Shapes.List[at.Shape].Key
	if s.speed(at.Profile, t) == 0 || d.Rules != 0 && s.law(d.Rules, o) != Accepted {
		return 0
	}
	return int(d.room(&s.world.Types[t]))
}

// Machines returns the number of machines alive.
func (v *View) Machines() int { return int(v.s.Sum.Alive) }

// FirstMachine returns the oldest machine alive, or 0.
func (v *View) FirstMachine() MachineID { return v.s.machineID(v.s.fit.after(-1)) }

// NextMachine returns the next younger machine, or 0.
func (v *View) NextMachine(m MachineID) MachineID {
	s := v.s
	if !s.isMachine(m) {
		return 0
	}
	return s.machineID(s.fit.after(s.fit.rank[m.slot()]))
}

// Machine returns what may be known about a machine; ID is 0 if it is gone.
func (v *View) Machine(id MachineID) MachineInfo {
	if !v.s.isMachine(id) {
		return MachineInfo{}
	}
	m := &v.s.Machines[id.slot()]
	return MachineInfo{
		id, m.Number, m.Offer, m.State, m.Rented, v.s.expectedUp(m), m.FreeCPU, m.FreeMem, m.FreeGPU,
		m.Tasks, m.Cordoned, m.IdleSince, m.BusyUntil,
	}
}

// Device returns the free thousandths of GPU i of a machine, 0 if there is none.
func (v *View) Device(m MachineID, i int) int32 {
	if !v.s.isMachine(m) {
		return 0
	}
	free := v.s.devices(m.slot())
	if i < 0 || i >= len(free) {
		return 0
	}
	return int32(free[i])
}

// Room returns how many tasks of a waiting job fit on a machine now. A machine
// that still boots counts as one that is up; one that has notice or stands still has no room,
// nor has one that the job's rules forbid or that what it reads cannot reach now, nor any
// for a job whose gang would exceed its tenant's quota. FirstFit, NextFit and BestFit agree.
// Where tasks want parts of several GPUs, that many may fit only on devices
// that the policy names: the engine takes the fullest first, which packs well
// and may leave one device too few for the last task.
func (v *View) Room(j JobID, m MachineID) int {
	if !v.s.isAlive(j) || !v.s.isMachine(m) {
		return 0
	}
	return v.s.room(&v.s.Jobs[j.slot()], m.slot())
}

// FirstFit returns the oldest machine with room for a task of the job, or 0.
func (v *View) FirstFit(j JobID) MachineID { return v.nextFit(j, -1) }

// NextFit returns the next younger machine after m with room for a task of the job, or 0.
func (v *View) NextFit(j JobID, m MachineID) MachineID {
	if !v.s.isMachine(m) {
		return 0
	}
	return v.nextFit(j, v.s.fit.rank[m.slot()])
}

func (v *View) nextFit(j JobID, rank int32) MachineID {
	s := v.s
	if !s.isAlive(j) {
		return 0
	}
	return s.machineID(s.fit.first(&s.Jobs[j.slot()], rank))
}

// BestFit returns the machine with room for a task of the job that has the
// least free GPU, then CPU, then memory, the oldest among equals, or 0.
func (v *View) BestFit(j JobID) MachineID {
	s := v.s
	if !s.isAlive(j) {
		return 0
	}
	return s.machineID(s.fit.best(&s.Jobs[j.slot()]))
}

// OldestIdle returns the rented machine that has been up without a task for
// longest, or 0. Owned machines are never idle in this sense: they cannot be
// given back.
func (v *View) OldestIdle() MachineID { return v.s.machineID(v.s.Idle.First) }

// NextIdle returns the machine that became idle next after m, or 0.
func (v *View) NextIdle(m MachineID) MachineID {
	if !v.s.isMachine(m) || !v.s.Machines[m.slot()].Listed {
		return 0
	}
	return v.s.machineID(v.s.Machines[m.slot()].Idle.After)
}

// Tasks appends the jobs with a task on the machine to jobs, newest first; a
// job stands there once for each of its tasks.
func (v *View) Tasks(m MachineID, jobs []JobID) []JobID {
	s := v.s
	if s.isMachine(m) {
		for t := s.Machines[m.slot()].First; t >= 0; t = s.Tasks[t].After {
			jobs = append(jobs, s.jobID(s.Attempts[s.Tasks[t].Attempt].Job))
		}
	}
	return jobs
}

// inform fills in what may be known about a job.
func (s *Sim) inform(slot int32, info *JobInfo) {
	j := &s.Jobs[slot]
	info.ID, info.Number, info.Submit = JobID(handle(slot, j.Gen)), j.Number, j.Submit
	info.Demand, info.Tasks, info.Profile = s.Shapes.List[j.Shape].Key, j.Tasks, j.Profile
	info.Estimate, info.Limit, info.Deadline = j.Estimate, j.Limit, j.Deadline
	info.Priority, info.User, info.Group = j.Priority, j.User, j.Group
	info.Attempts, info.Restart, info.Done = j.Tries, s.Restarts.List[j.Restart].Key, Duration(j.Done)
	info.Queued = j.Queued
	info.Class, info.Tenant = j.Class, j.Tenant
	info.Quorum, info.Complete, info.Saved = j.Quorum, j.Complete, s.savedIn(slot)
	if j.Attempt >= 0 {
		info.Running = s.attemptID(j.Attempt)
	}
	if j.Phase == lined {
		info.Line = s.machineID(s.InLine[slot].Machine)
	}
}

func (s *Sim) jobID(slot int32) JobID {
	if slot < 0 {
		return 0
	}
	return JobID(handle(slot, s.Jobs[slot].Gen))
}

func (s *Sim) machineID(slot int32) MachineID {
	if slot < 0 {
		return 0
	}
	return MachineID(handle(slot, s.Machines[slot].Gen))
}

func (s *Sim) isAlive(j JobID) bool {
	slot := j.slot()
	return j != 0 && inside(slot, s.Jobs) && s.Jobs[slot].Gen == j.gen() && s.Jobs[slot].Phase != gone
}

func (s *Sim) isQueued(j JobID) bool { return s.isAlive(j) && s.Jobs[j.slot()].Phase == queued }

func (s *Sim) isMachine(m MachineID) bool {
	slot := m.slot()
	return m != 0 && inside(slot, s.Machines) && s.Machines[slot].Gen == m.gen() && s.Machines[slot].State != 0
}

// room returns how many tasks of a job fit on a machine now.
func (s *Sim) room(j *job, ms int32) int {
	m := &s.Machines[ms]
	d := &s.Shapes.List[j.Shape].Key
	if m.State >= Noticed || m.Cordoned || s.speed(j.Profile, m.Type) == 0 || !s.allows(d, m.Type) || d.Rules != 0 && s.law(d.Rules, m.Offer) != Accepted {
		return 0
	}
	if s.hinders() && s.hindrance(j, ms) != Accepted {
		return 0
	}
	n := Unlimited
	if d.CPU > 0 {
		n = min(n, m.FreeCPU/d.CPU)
	}
	if d.Mem > 0 {
		n = min(n, m.FreeMem/d.Mem)
	}
	if d.GPUs > 0 && n > 0 {
		n = min(n, s.deviceRoom(ms, d, n))
	}
	return int(n)
}

// deviceRoom returns how many tasks fit on the machine's GPUs, each on devices
// of its own, up to most.
func (s *Sim) deviceRoom(ms int32, d *Demand, most int64) int64 {
	free := s.devices(ms)
	if d.GPUs == 1 || d.Share > 500 {
		var slots int64
		for _, f := range free {
			slots += int64(int32(f) / d.Share)
		}
		return slots / int64(d.GPUs)
	}
	// k tasks fit if the devices, each counted k times at most, offer k·GPUs
	// places. The condition is monotone in k.
	var k int64
	for k < most {
		var places int64
		for _, f := range free {
			places += min(int64(int32(f)/d.Share), k+1)
		}
		if places < (k+1)*int64(d.GPUs) {
			break
		}
		k++
	}
	return k
}

// allows reports whether a demand accepts the GPU kind of a machine type.
func (s *Sim) allows(d *Demand, t TypeID) bool {
	if d.GPUs == 0 || d.Kinds == 0 {
		return true
	}
	k := s.world.Types[t].GPUKind
	return k >= 0 && d.Kinds>>uint(k)&1 == 1
}

package wrap

import "skysim/sim"

// scene is what runs where at an instant, read from the View.
type scene struct {
	machines []standing // oldest first
	tries    []trying
	index    map[sim.MachineID]int
	seen     map[sim.JobID]bool

	jobs []sim.JobID
	list []sim.AttemptID
}

// standing is a machine.
type standing struct {
	id      sim.MachineID
	offer   sim.OfferID
	rented  bool
	use     float64  // the larger of the shares of CPU and GPU that are taken
	hold    sim.Time // when the last of what is on it is expected to end; Never if nobody knows
	tries   []int
	touched bool // something has been moved to it now
}

// trying is an attempt.
type trying struct {
	id       sim.AttemptID
	job      sim.JobID
	machines []int
	left     sim.Duration // until its expected end
	speed    int64        // in ppm, as it is
	promised int64        // by the types of its machines
	movable  bool
}

// read fills the scene.
func (s *scene) read(v *sim.View, every sim.Duration) {
	s.machines, s.tries = s.machines[:0], s.tries[:0]
	s.index, s.seen = make(map[sim.MachineID]int), make(map[sim.JobID]bool)
	offers := v.World().Offers
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		info := v.Machine(m)
		s.index[m] = len(s.machines)
		s.machines = append(s.machines, standing{
			id: m, offer: info.Offer, rented: offers[info.Offer].Purchase != sim.Owned, use: used(v, &info), hold: v.Now(),
		})
	}
	for i := range s.machines {
		s.jobs = v.Tasks(s.machines[i].id, s.jobs[:0])
		for k := len(s.jobs) - 1; k >= 0; k-- { // oldest first
			if id := s.jobs[k]; !s.seen[id] {
				s.seen[id] = true
				s.readJob(v, id, every)
			}
		}
	}
}

// readJob takes down the attempts of a job. One of a job with an estimate can be moved if it runs alone and
// is not overdue. The n-th attempt has to have run for n − 1 looks before: however wrong what is expected may be, a
// job is moved less and less often, and ends.
func (s *scene) readJob(v *sim.View, id sim.JobID, every sim.Duration) {
	s.list = v.Attempts(id, s.list[:0])
	profile := v.Job(id).Profile
	alone := len(s.list) == 1
	for _, a := range s.list {
		info := v.Attempt(a)
		t := trying{id: a, job: id, left: info.End.Sub(v.Now()), speed: info.Speed, promised: int64(sim.Never)}
		if alone && info.Started < v.Now() && info.End > v.Now() {
			t.movable = int64(v.Now().Sub(info.Started)/every) >= int64(info.Ordinal)-1
		}
		for _, at := range v.Places(a, nil) {
			i := s.index[at.Machine]
			t.promised = min(t.promised, v.Speed(profile, v.World().Offers[s.machines[i].offer].Type))
			if n := len(t.machines); n > 0 && t.machines[n-1] == i {
				continue // tasks on one machine mostly stand beside each other; twice does no harm
			}
			t.machines = append(t.machines, i)
			m := &s.machines[i]
			m.tries = append(m.tries, len(s.tries))
			if m.hold = max(m.hold, info.End); info.End == 0 {
				m.hold = sim.Never
			}
		}
		s.tries = append(s.tries, t)
	}
}

// used returns how much of a machine is taken.
func used(v *sim.View, m *sim.MachineInfo) float64 {
	t := &v.World().Types[v.World().Offers[m.Offer].Type]
	use := 0.0
	if t.CPU > 0 {
		use = float64(t.CPU-m.FreeCPU) / float64(t.CPU)
	}
	if t.GPUs > 0 {
		use = max(use, float64(int64(t.GPUs)*1000-m.FreeGPU)/float64(int64(t.GPUs)*1000))
	}
	return use
}

// share returns how much of a machine of a type the tasks of a job would take.
func share(j *sim.JobInfo, t *sim.MachineType) float64 {
	use := 0.0
	if t.CPU > 0 {
		use = float64(j.Demand.CPU*int64(j.Tasks)) / float64(t.CPU)
	}
	if t.GPUs > 0 {
		use = max(use, float64(int64(j.Demand.GPUs)*int64(j.Demand.Share)*int64(j.Tasks))/float64(int64(t.GPUs)*1000))
	}
	return use
}

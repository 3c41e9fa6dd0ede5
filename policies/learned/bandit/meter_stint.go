package bandit

import "skysim/sim"

// placed notes the machine of one task of a gang: its attempt's own event comes next.
func (m *meter) placed(e *sim.Event) { m.gang = append(m.gang, e.Machine) }

// begin opens the stint of an attempt that has got its places, for an epoch. It returns what
// machines cost while nobody held them, and whether the attempt is new: one whose
// machines still booted has begun before it runs.
func (m *meter) begin(v *sim.View, e *sim.Event, epoch int64) (idle float64, fresh bool) {
	if _, known := m.at[e.Job]; known {
		return 0, false
	}
	if e.Tasks == 1 {
		m.gang = append(m.gang[:0], e.Machine)
	}
	s := stint{job: e.Job, epoch: epoch, since: e.Time, worth: m.worth(e.CPU, e.GPU)}
	for _, number := range m.gang {
		r := m.machine(number)
		if r == nil {
			continue // owned, or rented by another policy before this one was asked
		}
		idle += r.tick(e.Time)
		share := shareOf(&v.World().Types[v.World().Offers[r.offer].Type], e)
		r.held += share
		s.places = append(s.places, place{number, share, r.due})
	}
	m.gang = m.gang[:0]
	m.at[e.Job] = len(m.stints)
	m.stints = append(m.stints, s)
	return idle, true
}

// shareOf returns which part of a machine one task of a gang holds, by the resource of which
// it holds most, at least one part of whole.
func shareOf(t *sim.MachineType, e *sim.Event) int64 {
	most, tasks := 0.0, float64(e.Tasks)
	for _, r := range [...]struct{ asked, there int64 }{{e.CPU, t.CPU}, {e.Mem, t.Mem}, {e.GPU, 1000 * int64(t.GPUs)}} {
		if r.there > 0 {
			most = max(most, float64(r.asked)/tasks/float64(r.there))
		}
	}
	return max(1, int64(float64(most*whole)))
}

// cost returns what a stint has cost up to now.
func (m *meter) cost(s *stint, now sim.Time) float64 {
	sum := 0.0
	for _, p := range s.places {
		if r := m.machine(p.machine); r != nil {
			r.tick(now) // somebody holds it
			sum += float64(float64(p.share) * (r.due - p.from))
		}
	}
	return sum
}

// end closes the stint of an attempt, if it has one, and returns it with what it has cost.
func (m *meter) end(e *sim.Event) (s stint, cost float64, known bool) {
	i, known := m.at[e.Job]
	if !known {
		return stint{}, 0, false
	}
	s = m.stints[i]
	cost = m.cost(&s, e.Time)
	for _, p := range s.places {
		if r := m.machine(p.machine); r != nil {
			r.held -= p.share
		}
	}
	last := len(m.stints) - 1
	m.stints[i] = m.stints[last]
	m.at[m.stints[i].job] = i
	m.stints = m.stints[:last]
	delete(m.at, e.Job)
	return s, cost, true
}

// save writes the state.
func (m *meter) save(w *writer) {
	w.whole(int64(m.unit))
	w.float(m.perCPU)
	w.float(m.perGPU)
	w.whole(int64(len(m.machines)))
	for _, r := range m.machines {
		w.whole(r.number)
		w.whole(int64(r.offer))
		w.whole(int64(r.since))
		w.float(r.price)
		w.whole(r.held)
		w.float(r.due)
	}
	w.whole(int64(len(m.stints)))
	for _, s := range m.stints {
		w.whole(s.job)
		w.whole(s.epoch)
		w.whole(int64(s.since))
		w.float(s.worth)
		w.whole(int64(len(s.places)))
		for _, p := range s.places {
			w.whole(p.machine)
			w.whole(p.share)
			w.float(p.from)
		}
	}
}

func (m *meter) load(r *reader) {
	m.clear()
	m.unit, m.perCPU, m.perGPU = sim.Rate(r.whole()), r.float(), r.float()
	for range r.length() {
		one := rented{number: r.whole(), offer: sim.OfferID(r.whole()), since: sim.Time(r.whole()), price: r.float(), held: r.whole(), due: r.float()}
		m.of[one.number] = len(m.machines)
		m.machines = append(m.machines, one)
	}
	for range r.length() {
		s := stint{job: r.whole(), epoch: r.whole(), since: sim.Time(r.whole()), worth: r.float()}
		for range r.length() {
			s.places = append(s.places, place{r.whole(), r.whole(), r.float()})
		}
		m.at[s.job] = len(m.stints)
		m.stints = append(m.stints, s)
	}
}

// clear forgets everything.
func (m *meter) clear() { *m = meter{at: map[int64]int{}, of: map[int64]int{}} }

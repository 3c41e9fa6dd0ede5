package greedy

import "skysim/sim"

// tally counts how many tasks of a job have room in a future, on each spot and on all spots of
// a domain together. A job of one task may go anywhere, and a gang to one domain.
type tally struct {
	f      *future
	demand sim.Demand
	tasks  int
	rooms  []int // by spot; -1 where the job cannot run or may not
	sums   []int // by domain
}

// open counts what has room as things are, for a job that waits on owned machines
// only.
func (t *tally) open(f *future, v *sim.View, id sim.JobID, waits bool) {
	j := v.Job(id)
	t.f, t.demand, t.tasks = f, j.Demand, int(j.Tasks)
	t.rooms, t.sums = t.rooms[:0], t.sums[:0]
	for i := range f.spots {
		s := &f.spots[i]
		for len(t.sums) <= s.domain {
			t.sums = append(t.sums, 0)
		}
		if !mayUse(v, id, waits, s.offer) {
			t.rooms = append(t.rooms, -1)
			continue
		}
		t.rooms = append(t.rooms, 0)
		t.count(int32(i))
	}
}

// mayUse reports whether a job can run on machines of an offer and, as long as it waits
// for owned ones, may.
func mayUse(v *sim.View, id sim.JobID, waits bool, o sim.OfferID) bool {
	return (!waits || v.World().Offers[o].Purchase == sim.Owned) && v.OfferRoom(id, o) > 0
}

// count counts a spot anew.
func (t *tally) count(i int32) {
	if t.rooms[i] < 0 {
		return
	}
	s := &t.f.spots[i]
	n := s.holds(&t.demand, t.tasks)
	t.sums[s.domain] += n - t.rooms[i]
	t.rooms[i] = n
}

// fits reports whether some domain holds the whole job.
func (t *tally) fits() bool {
	for _, n := range t.sums {
		if n >= t.tasks {
			return true
		}
	}
	return false
}

// sites returns how many places there are of which one has to hold the whole job:
// spots for a job of one task, domains for a gang.
func (t *tally) sites() int {
	if t.tasks == 1 {
		return len(t.rooms)
	}
	return len(t.sums)
}

// site returns the one that a spot is in, or -1 if the job cannot run there or may not.
func (t *tally) site(i int32) int {
	switch {
	case t.rooms[i] < 0:
		return -1
	case t.tasks == 1:
		return int(i)
	}
	return t.f.spots[i].domain
}

// held returns how many tasks a site holds.
func (t *tally) held(site int) int {
	if t.tasks == 1 {
		return t.rooms[site]
	}
	return t.sums[site]
}

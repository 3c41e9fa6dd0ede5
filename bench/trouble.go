package bench

import (
	"slices"

	"skysim/sim"
)

// trouble is the Observer that follows what goes wrong with jobs: how long they
// stand still once they have started, how long it takes until they run again, and where they
// move to. It keeps a note of a job only while more is to be known of it than that its
// first attempt runs, which is all that happens to most jobs.
type trouble struct {
	world *sim.World
	notes map[int64]*note
	need  map[int64]int // Quorum of jobs that want more than one replica to run
	last  sim.Time

	lived       sim.Wide // Σ (end − first start), ns
	still       sim.Wide // of it, with too few attempts that ran
	interrupted int64    // times that a job came to stand still, and not by the policy's will
	recovered   int64    // of them, those after which it ran again
	recovery    sim.Wide // Σ of the times between, ns
	longest     sim.Duration
	migrations  int64
}

// note is what is remembered of a job.
type note struct {
	running []int32  // ordinals of attempts
	began   bool     // it has started once
	first   sim.Time // when, as far as is known: an attempt from before the note says when it ends
	stands  bool     // too few run
	hit     bool     // and not by the policy's will
	since   sim.Time // from when on
	zone    sim.ZoneID
	placed  bool // zone is where it ran last
}

func newTrouble(w *sim.World) *trouble {
	return &trouble{world: w, notes: map[int64]*note{}, need: map[int64]int{}}
}

// Observe takes in one round.
func (t *trouble) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		e := &events[i]
		t.last = e.Time
		switch e.Kind {
		case sim.JobSubmitted:
			if e.Value > 1 {
				t.need[e.Job] = int(e.Value)
			}
		case sim.AttemptBound:
			t.noted(e)
		case sim.AttemptStarted:
			t.starts(e)
		case sim.AttemptEnded:
			t.ends(e)
		case sim.JobEnded:
			t.leaves(e)
		}
	}
}

// noted returns the note of a job, and begins one. A job without a note that has had an
// attempt before this one is on that, the first.
func (t *trouble) noted(e *sim.Event) *note {
	n := t.notes[e.Job]
	if n == nil {
		n = &note{first: sim.Never}
		if e.Attempt > 1 {
			n.began, n.running = true, []int32{1}
		}
		t.notes[e.Job] = n
	}
	return n
}

// enough is how many attempts of a job must run.
func (t *trouble) enough(job int64) int {
	if len(t.need) == 0 {
		return 1
	}
	return max(1, t.need[job])
}

func (t *trouble) starts(e *sim.Event) {
	if e.Attempt == 1 && t.notes[e.Job] == nil && t.enough(e.Job) == 1 {
		return // the common case
	}
	n := t.noted(e)
	zone := t.world.Offers[e.Offer].Zone
	if len(n.running) == 0 && n.placed && zone != n.zone {
		t.migrations++
	}
	n.zone, n.placed, n.began = zone, true, true
	n.first = min(n.first, e.Time)
	n.running = append(n.running, e.Attempt)
	t.judge(n, e, false)
}

func (t *trouble) ends(e *sim.Event) {
	n := t.notes[e.Job]
	switch {
	case n == nil && e.Why == sim.RunOver:
		t.lived.Add(int64(e.Run))
		return
	case n == nil && e.Why == sim.WorkDone && t.enough(e.Job) == 1:
		return // the common case: the end of the job follows
	case n == nil:
		n = t.noted(e)
		n.began, n.running = true, []int32{e.Attempt}
	}
	i := slices.Index(n.running, e.Attempt)
	if i < 0 {
		return // it never ran: machines booted
	}
	n.first = min(n.first, e.Time-sim.Time(e.Run))
	n.zone, n.placed = t.world.Offers[e.Offer].Zone, true
	if e.Why == sim.RunOver {
		return // it runs to the end
	}
	n.running = slices.Delete(n.running, i, i+1)
	t.judge(n, e, misfortune(e.Why))
}

// misfortune reports whether an attempt ended for a reason that nobody wanted.
func misfortune(why sim.Why) bool {
	switch why {
	case sim.LostMachine, sim.FailedBoot, sim.BrokenMachine, sim.ZoneOutage, sim.RegionsParted:
		return true
	}
	return false
}

// judge notes whether a job stands still from now on, or no more.
func (t *trouble) judge(n *note, e *sim.Event, hit bool) {
	stands := len(n.running) < t.enough(e.Job)
	switch {
	case stands && !n.stands:
		n.stands, n.since, n.hit = true, e.Time, hit
		if hit {
			t.interrupted++
		}
	case !stands && n.stands:
		gap := e.Time.Sub(n.since)
		n.stands = false
		t.still.Add(int64(gap))
		if n.hit {
			t.recovered++
			t.recovery.Add(int64(gap))
			t.longest = max(t.longest, gap)
		}
	}
}

// leaves closes the account of a job that ends.
func (t *trouble) leaves(e *sim.Event) {
	if e.Wait >= 0 {
		t.lived.Add(e.Value - int64(e.Wait))
	}
	if n := t.notes[e.Job]; n != nil {
		if n.began && n.stands {
			t.still.Add(int64(e.Time.Sub(n.since)))
		}
		delete(t.notes, e.Job)
	}
	delete(t.need, e.Job)
}

// fill writes the columns, at the end of a run. Jobs that have not ended stood still or
// ran until then.
func (t *trouble) fill(r *Row) {
	for _, n := range t.notes { // sums of integers: the order is all the same
		if n.began {
			t.lived.Add(int64(t.last.Sub(n.first)))
			if n.stands {
				t.still.Add(int64(t.last.Sub(n.since)))
			}
		}
	}
	r.Interruptions, r.Recovered, r.Migrations = t.interrupted, t.recovered, t.migrations
	r.RecoveryMean = seconds(t.recovery, t.recovered)
	if t.recovered > 0 {
		longest := float64(t.longest) / 1e9
		r.RecoveryMax = &longest
	}
	if !t.lived.IsZero() {
		share := t.lived.Minus(t.still).Float() / t.lived.Float()
		r.Availability = &share
	}
}

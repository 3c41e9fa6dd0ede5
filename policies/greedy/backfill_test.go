package greedy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// claim is a stay on a machine, of what runs or is reserved.
type claim struct {
	machine  int
	demand   sim.Demand
	devices  uint32
	from, to sim.Time
	overrun  bool // it should have ended, and holds its place now all the same
	reserved bool // nobody holds it yet
}

// slow is backfilling by the book: it knows nothing but a list of claims, and works out
// what is free at an instant by adding up those that hold then. Owned machines,
// placement firstfit.
type slow struct {
	machines []sim.MachineID
	types    []sim.MachineType
	zones    []sim.ZoneID
	claims   []claim
	now      sim.Time
	really   bool // and not as if what has overrun had ended
}

// watch reads a View.
func watch(v *sim.View) *slow {
	s, w := &slow{now: v.Now()}, v.World()
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		offer := w.Offers[v.Machine(m).Offer]
		s.machines, s.types, s.zones = append(s.machines, m), append(s.types, w.Types[offer.Type]), append(s.zones, offer.Zone)
	}
	seen := map[sim.AttemptID]bool{}
	for _, m := range s.machines {
		for _, id := range v.Tasks(m, nil) {
			j := v.Job(id)
			if seen[j.Running] {
				continue
			}
			seen[j.Running] = true
			end := v.Attempt(j.Running).End
			for _, p := range v.Places(j.Running, nil) {
				s.claims = append(s.claims, claim{slices.Index(s.machines, p.Machine), j.Demand, p.GPUs, 0, max(s.now, end), end <= s.now, false})
			}
		}
	}
	return s
}

// instants are all at which something changes, from now on.
func (s *slow) instants() []sim.Time {
	list := []sim.Time{s.now}
	for _, c := range s.claims {
		list = append(list, c.from, c.to)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(t sim.Time) bool { return t < s.now })
}

// free is what is free on a machine all along from one instant to another. If it is
// really to be had, that is what nobody holds now and nobody has reserved.
func (s *slow) free(m int, from, to sim.Time) (cpu, mem int64, gpus []int32) {
	cpu, mem, gpus = s.types[m].CPU, s.types[m].Mem, slices.Repeat([]int32{1000}, int(s.types[m].GPUs))
	narrow := func(counts func(c *claim) bool) {
		c, h, g := s.types[m].CPU, s.types[m].Mem, slices.Repeat([]int32{1000}, int(s.types[m].GPUs))
		for k := range s.claims {
			x := &s.claims[k]
			if x.machine != m || !counts(x) {
				continue
			}
			c, h = c-x.demand.CPU, h-x.demand.Mem
			for i := range g {
				if x.devices>>i&1 == 1 {
					g[i] -= x.demand.Share
				}
			}
		}
		cpu, mem = min(cpu, c), min(mem, h)
		for i := range gpus {
			gpus[i] = min(gpus[i], g[i])
		}
	}
	for _, t := range s.instants() {
		if t == from || t > from && t < to {
			narrow(func(c *claim) bool { return t >= c.from && t < c.to })
		}
	}
	if s.really {
		narrow(func(c *claim) bool { return !c.reserved && c.from <= s.now && (c.to > s.now || c.overrun) })
	}
	return cpu, mem, gpus
}

// put tries to claim the places of a job from an instant on, task by task on the oldest
// machine of a zone, and reports whether that is possible. Jobs on GPUs have one
// task.
func (s *slow) put(j *sim.JobInfo, from sim.Time) bool {
	for zone := range sim.ZoneID(9) {
		before, left := len(s.claims), j.Tasks
		for m := 0; m < len(s.machines) && left > 0; m++ {
			if s.zones[m] != zone {
				continue
			}
			to := from.Add(runTime(j.Estimate, s.types[m].Speed, 0))
			for left > 0 {
				cpu, mem, gpus := s.free(m, from, to)
				devices, want := uint32(0), j.Demand.GPUs
				for want > 0 { // the fullest that suffice
					best := -1
					for i, f := range gpus {
						if f >= j.Demand.Share && devices>>i&1 == 0 && (best < 0 || f < gpus[best]) {
							best = i
						}
					}
					if best < 0 {
						break
					}
					devices |= 1 << best
					want--
				}
				if cpu < j.Demand.CPU || mem < j.Demand.Mem || want > 0 {
					break
				}
				s.claims = append(s.claims, claim{m, j.Demand, devices, from, to, false, !s.really})
				left--
			}
		}
		if left == 0 {
			return true
		}
		s.claims = s.claims[:before]
	}
	return false
}

// easily returns who starts now, and the head with its reservation.
func (s *slow) easily(queue []sim.JobInfo) (starts []sim.JobID, head *sim.JobInfo, at sim.Time) {
	for i := range queue {
		j := &queue[i]
		before := len(s.claims)
		s.really = true
		if !s.put(j, s.now) {
			if head == nil {
				head, at = j, s.when(j)
			}
			continue
		}
		// Where the oldest machines would delay the head, others may not.
		if head != nil && !s.keeps(before, head, at) {
			s.claims = s.claims[:before]
			if !s.elsewhere(j, head, at) {
				continue
			}
		}
		starts = append(starts, j.ID)
	}
	return starts, head, at
}

// keeps reports whether claims from an index on end by an instant or leave room for
// the head then.
func (s *slow) keeps(from int, head *sim.JobInfo, at sim.Time) bool {
	late := false
	for _, c := range s.claims[from:] {
		late = late || c.to > at
	}
	return !late || s.fits(head, at)
}

// fits reports whether a job would have room at an instant, if nothing else started.
func (s *slow) fits(j *sim.JobInfo, at sim.Time) bool {
	then := *s
	then.claims, then.really = slices.Clone(s.claims), false
	if at == sim.Never {
		return true
	}
	return then.put(j, at)
}

// when is the earliest instant at which a job would have room.
func (s *slow) when(j *sim.JobInfo) sim.Time {
	for _, t := range s.instants() {
		if s.fits(j, t) {
			return t
		}
	}
	return sim.Never
}

// elsewhere tries every machine alone, or for a gang every zone.
func (s *slow) elsewhere(j, head *sim.JobInfo, at sim.Time) bool {
	zones := s.zones
	defer func() { s.zones = zones }()
	for m := range s.machines {
		s.zones = slices.Clone(zones)
		for other := range s.zones {
			if zones[other] != zones[m] || j.Tasks == 1 && other != m {
				s.zones[other] = 99
			}
		}
		before := len(s.claims)
		s.really = true
		if !s.put(j, s.now) {
			continue
		}
		s.zones = zones
		if s.keeps(before, head, at) {
			return true
		}
		s.claims = s.claims[:before]
	}
	return false
}

// conservatively returns who starts now, and everybody's reservation.
func (s *slow) conservatively(queue []sim.JobInfo) (starts []sim.JobID, at []sim.Time) {
	for i := range queue {
		when := sim.Never
		if s.really = true; s.put(&queue[i], s.now) {
			starts = append(starts, queue[i].ID)
			at = append(at, s.now)
			continue
		}
		s.really = false
		for _, t := range s.instants() {
			if s.put(&queue[i], t) {
				when = t
				break
			}
		}
		at = append(at, when)
	}
	return starts, at
}

// checked compares every decision with the slow one, and remembers first
// reservations.
type checked struct {
	*Policy
	t     *rapid.T
	first map[int64]sim.Time
}

func (c *checked) Decide(v *sim.View, p *sim.Plan) {
	var queue []sim.JobInfo
	for id := v.First(); id != 0; id = v.Next(id) {
		queue = append(queue, v.Job(id))
	}
	promise := func(j *sim.JobInfo, at sim.Time) {
		if _, known := c.first[j.Number]; !known {
			c.first[j.Number] = at
		}
	}
	var want []sim.JobID
	if c.opts.Backfill == BackfillEasy {
		starts, head, at := watch(v).easily(queue)
		want = starts
		if head != nil {
			promise(head, at)
		}
	} else {
		starts, at := watch(v).conservatively(queue)
		want = starts
		for i := range queue {
			promise(&queue[i], at[i])
		}
	}
	c.Policy.Decide(v, p)
	var got []sim.JobID
	for i := range queue {
		if v.Job(queue[i].ID).Running != 0 {
			got = append(got, queue[i].ID)
		}
	}
	if !slices.Equal(got, want) {
		c.t.Fatalf("at %v %v starts %v of %+v, want %v", v.Now(), c.Policy, got, queue, want)
	}
}

// keeper holds the starts against what was promised.
type keeper struct {
	c     *checked
	wrong bool
}

func (k *keeper) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if at, promised := k.c.first[e.Job]; e.Kind == sim.AttemptStarted && promised && e.Time > at {
			k.wrong = true
			k.c.t.Errorf("%v starts job %d at %v, and had promised %v", k.c.Policy, e.Job, e.Time, at)
		}
	}
}

// crowd draws jobs whose estimates are exact, or not.
func crowd(t *rapid.T, gpus, exact bool) []sim.Job {
	var jobs []sim.Job
	at := int64(0)
	for range rapid.IntRange(2, 14).Draw(t, "jobs") {
		at += rapid.Int64Range(0, 6).Draw(t, "pause")
		j := task(at, rapid.Int64Range(1, 8).Draw(t, "cores"), rapid.Int64Range(1, 30).Draw(t, "minutes"))
		switch {
		case gpus:
			j.Demand.CPU /= 4
			j.Demand.GPUs, j.Demand.Share = rapid.Int32Range(0, 2).Draw(t, "gpus"), rapid.SampledFrom([]int32{1000, 500}).Draw(t, "share")
			if j.Demand.GPUs == 0 {
				j.Demand.Share = 0
			}
		case rapid.IntRange(0, 2).Draw(t, "is a gang") == 0:
			j.Tasks = rapid.Int32Range(2, 4).Draw(t, "tasks")
		}
		if !exact {
			j.Estimate = time.Duration(rapid.Int64Range(1, 30).Draw(t, "claim")) * time.Minute
		}
		jobs = append(jobs, j)
	}
	return jobs
}

// place is owned machines for a crowd.
func ground(t *rapid.T, gpus bool) *sim.World {
	var list []stall
	for zone := range rapid.IntRange(1, 2).Draw(t, "zones") {
		s := mine([]string{"r1a", "r1b"}[zone], rapid.Int64Range(1, 3).Draw(t, "machines"))
		if s.cpu = rapid.Int64Range(4, 8).Draw(t, "cores each"); gpus {
			s.gpus = 3
		}
		list = append(list, s)
	}
	return bazaar(list...)
}

// TestBackfillDecidesByTheBook compares every decision with the slow one; with exact
// estimates and fcfs what was first promised is kept, but for conservative reservations
// of certain devices.
func TestBackfillDecidesByTheBook(t *testing.T) {
	for _, b := range []Backfill{BackfillEasy, BackfillConservative} {
		for _, gpus := range []bool{false, true} {
			t.Run(b.String()+map[bool]string{true: " with GPUs"}[gpus], func(t *testing.T) {
				rapid.Check(t, func(rt *rapid.T) {
					exact := rapid.Bool().Draw(rt, "exact estimates")
					o := with(func(o *Options) { o.Backfill, o.Place = b, FirstFit })
					if !exact {
						o.Order = rapid.SampledFrom([]Order{FCFS, SJF}).Draw(rt, "order")
					}
					c := &checked{Policy: made(t, o), t: rt, first: map[int64]sim.Time{}}
					if !exact || gpus && b == BackfillConservative {
						play(t, ground(rt, gpus), c, &stops{}, crowd(rt, gpus, exact)...)
						return
					}
					play(t, ground(rt, gpus), c, &keeper{c: c}, crowd(rt, gpus, exact)...)
				})
			})
		}
	}
}

// TestEasyMindsNobodyWhoCanRent: the head waits for the two machines of the cloud, which are
// taken; with a third it is not blocked and everybody starts at once.
func TestEasyMindsNobodyWhoCanRent(t *testing.T) {
	jobs := []sim.Job{task(0, 8, 60), task(0, 4, 30), task(1, 8, 10), task(2, 4, 40), task(3, 4, 25)}
	for supply, want := range map[int64]string{
		2: "j0@0 j1@0 j4@3 j2@30 j3@40", // j3 would end at 42, after j2 could start at 30
		3: "j0@0 j1@0 j2@1 j3@2 j4@11",  // only j3 finds room beside j1
	} {
		var d startTimes
		o := with(func(o *Options) { o.Backfill, o.Place = BackfillEasy, FirstFit })
		play(t, bazaar(stall{zone: "r1a", kind: "box", cents: 10, supply: supply}), made(t, o), &d, jobs...)
		if got := strings.Join(d, " "); got != want {
			t.Errorf("with %d machines: %s, want %s", supply, got, want)
		}
	}
}

// startTimes writes down in which minute jobs started.
type startTimes []string

func (d *startTimes) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.AttemptStarted {
			*d = append(*d, fmt.Sprintf("j%d@%v", e.Job, time.Duration(e.Time).Minutes()))
		}
	}
}

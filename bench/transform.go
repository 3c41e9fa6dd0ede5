package bench

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"skysim/policies/greedy"
	"skysim/sim"
)

// transform is what a run changes of a recorded trace before its jobs come: keys
// of every [[workload]] with use = "trace". They are applied in the order of the
// fields; what is random is so by the seed of the run alone, the same for every
// policy and cloud.
type transform struct {
	// fill brings what the jobs ask for to that share of what the world owns; 0
	// leaves it. It counts GPUs, or CPUs in a world that owns no GPU.
	fill float64
	// shuffle puts the jobs into a random order; the n-th job then comes when the
	// n-th came.
	shuffle bool
	// every lets job n, counted from 0, come at n times that; 0 leaves the times.
	every sim.Duration
	// stay lets no job end.
	stay bool
	// knownRuntimes makes every job's estimate its run time.
	knownRuntimes bool
	// knownDemands tells policies beforehand which demands the trace as it is in the
	// file has, and how often.
	knownDemands bool
}

func readTransform(s *section) transform {
	t := transform{
		fill: s.number("fill", 0, 0), shuffle: s.flag("shuffle"), every: s.span("every"), stay: s.flag("stay"),
		knownRuntimes: s.flag("known_runtimes"), knownDemands: s.flag("known_demands"),
	}
	if v, given := s.values["fill"]; given && t.fill == 0 && len(s.doc.errs) == 0 {
		s.fail("fill", "fill = %v, want a share above 0, such as 1.3", v)
	}
	if v, given := s.values["every"]; given && t.every == 0 && len(s.doc.errs) == 0 {
		s.fail("every", "every = %s, want a duration above 0", show(v))
	}
	if t.stay && t.knownRuntimes {
		s.fail("known_runtimes", "known_runtimes = true beside stay = true: a job that never ends has no run time to know")
	}
	return t
}

// random reports whether the jobs differ between seeds.
func (t *transform) random() bool { return t.fill > 0 || t.shuffle }

// none reports whether nothing of the trace is changed.
func (t *transform) none() bool {
	return !t.random() && t.every == 0 && !t.stay && !t.knownRuntimes
}

// apply returns the changed jobs. The given ones stay as they are.
func (t *transform) apply(jobs []sim.Job, w *sim.World, seed uint64) ([]sim.Job, error) {
	if t.none() {
		return jobs, nil
	}
	if t.random() && slices.ContainsFunc(jobs, func(j sim.Job) bool { return len(j.After) > 0 }) {
		return nil, fmt.Errorf("jobs of the trace wait for each other: fill and shuffle would tear them apart")
	}
	jobs = slices.Clone(jobs)
	if t.fill > 0 {
		var err error
		if jobs, err = t.filled(jobs, w, seed); err != nil {
			return nil, err
		}
	}
	if t.shuffle {
		shuffle(jobs, seed)
	}
	for i := range jobs {
		j := &jobs[i]
		if t.every > 0 {
			if int64(i) > math.MaxInt64/int64(t.every) {
				return nil, fmt.Errorf("job %d, counted from 0, would come after %v, where the clock of a run ends: want a smaller every", i, sim.Never-1)
			}
			move(j, sim.Time(i)*sim.Time(t.every))
		}
		if t.stay {
			j.Work, j.Limit = math.MaxInt64, 0
		}
		if t.knownRuntimes {
			j.Estimate = sim.Duration(j.Work)
		}
	}
	return jobs, nil
}

// move changes when a job comes; it has as long for its deadline as before.
func move(j *sim.Job, to sim.Time) {
	if j.Deadline != 0 {
		j.Deadline += to - j.Submit
	}
	j.Submit = to
}

// shuffle puts the jobs into a random order under the submit times as they were.
func shuffle(jobs []sim.Job, seed uint64) {
	times := make([]sim.Time, len(jobs))
	for i := range jobs {
		times[i] = jobs[i].Submit
	}
	random := sim.NewStream(seed, "trace/shuffle")
	for i := len(jobs) - 1; i > 0; i-- {
		k := random.Int64N(int64(i) + 1)
		jobs[i], jobs[k] = jobs[k], jobs[i]
	}
	for i := range jobs {
		move(&jobs[i], times[i])
	}
}

// maxFilled is how many jobs filling may make, but for chance.
const maxFilled = 10_000_000

// filled returns the jobs at the wanted load. Above it, jobs chosen at random are left
// out until it is not above. Otherwise jobs drawn at random from all are given once more,
// when they came, until the next drawn would be too much.
func (t *transform) filled(jobs []sim.Job, w *sim.World, seed uint64) ([]sim.Job, error) {
	capacity, ask, unit := owned(w)
	load := int64(0)
	for i := range jobs {
		load += ask(&jobs[i])
	}
	if capacity == 0 || load == 0 {
		return nil, fmt.Errorf("fill = %v: the jobs ask for %d %s and the world owns %d: want both above 0", t.fill, load, unit, capacity)
	}
	target := int64(math.Round(min(float64(t.fill*float64(capacity)), 1<<60)))
	random := sim.NewStream(seed, "trace/fill")
	if load > target {
		return thinned(jobs, &random, func(j *sim.Job) bool {
			more := load > target
			if more {
				load -= ask(j)
			}
			return more
		}), nil
	}
	n := int64(len(jobs))
	if float64(n)*(float64(target)/float64(load)) > maxFilled {
		return nil, fmt.Errorf("fill = %v makes more than %d jobs", t.fill, maxFilled)
	}
	for {
		next := jobs[random.Int64N(n)]
		if load += ask(&next); load > target {
			break
		}
		jobs = append(jobs, next)
	}
	slices.SortStableFunc(jobs, func(a, b sim.Job) int { return cmp.Compare(a.Submit, b.Submit) })
	return jobs, nil
}

// thinned leaves out jobs taken in random order for as long as more says so, and
// keeps the order of the others.
func thinned(jobs []sim.Job, random *sim.Stream, more func(*sim.Job) bool) []sim.Job {
	order := make([]int, len(jobs))
	for i := range order {
		order[i] = i
	}
	gone := make([]bool, len(jobs))
	for n := len(order); n > 0; n-- {
		k := random.Int64N(int64(n))
		if !more(&jobs[order[k]]) {
			break
		}
		gone[order[k]] = true
		order[k] = order[n-1]
	}
	kept := jobs[:0]
	for i := range jobs {
		if !gone[i] {
			kept = append(kept, jobs[i])
		}
	}
	return kept
}

// owned returns what the world owns at the first instant, how much of that a job asks
// for, and the unit: thousandths of GPUs, or of vCPUs where no GPU is owned.
func owned(w *sim.World) (capacity int64, ask func(*sim.Job) int64, unit string) {
	var cpu, gpu int64
	for i := range w.Offers {
		if o := &w.Offers[i]; o.Purchase == sim.Owned {
			n := o.Supply.ValueAt(0)
			cpu += n * w.Types[o.Type].CPU
			gpu += n * int64(w.Types[o.Type].GPUs) * 1000
		}
	}
	tasks := func(j *sim.Job) int64 { return int64(max(j.Tasks, 1)) }
	if gpu > 0 {
		return gpu, func(j *sim.Job) int64 { return tasks(j) * int64(j.Demand.GPUs) * int64(j.Demand.Share) }, "thousandths of GPUs"
	}
	return cpu, func(j *sim.Job) int64 { return tasks(j) * j.Demand.CPU }, "thousandths of vCPUs"
}

// classes returns the demands of tasks, most frequent first, and of equally frequent
// ones the one that comes first.
func classes(jobs []sim.Job) []greedy.Class {
	var all []greedy.Class
	at := map[sim.Demand]int{}
	for i := range jobs {
		d := jobs[i].Demand
		k, known := at[d]
		if !known {
			k = len(all)
			at[d] = k
			all = append(all, greedy.Class{Demand: d})
		}
		all[k].Count += int64(max(jobs[i].Tasks, 1))
	}
	slices.SortStableFunc(all, func(a, b greedy.Class) int { return cmp.Compare(b.Count, a.Count) })
	return all
}

package summary

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
)

func sortInts(values []int64) { slices.Sort(values) }

// times puts when jobs came, and how long they ran.
func (s *Jobs) times(r *Report, arrivals []int64, l *load) {
	n := len(arrivals)
	if n == 0 {
		return
	}
	span := arrivals[n-1] - arrivals[0]
	r.Set("first", Seconds(arrivals[0]))
	r.Set("last", Seconds(arrivals[n-1]))
	if l.last != never {
		r.Set("last_end", Seconds(l.last))
	}
	r.Set("span_seconds", Seconds(span))
	r.Set("jobs_per_hour", ratio(new(big.Int).Mul(big.NewInt(int64(n)), big.NewInt(hour)), big.NewInt(span)))
	r.Set("interarrival_cv", variation(arrivals))
	if s.options.NoRuns {
		return
	}
	r.Set("duration_seconds", NewSpread(s.column(func(j *record) int64 { return j.run }), 9))
}

// sizes puts how large jobs are.
func (s *Jobs) sizes(r *Report) {
	if s.options.CPUs {
		r.Set("cores", NewSpread(s.column(func(j *record) int64 { return j.cpu }), 3))
	}
	if s.options.GPUs {
		r.Set("gpus", NewSpread(s.column(func(j *record) int64 { return j.gpu }), 3))
	}
	if s.options.Users {
		r.Set("users", int64(len(slices.Compact(s.column(func(j *record) int64 { return int64(j.user) })))))
	}
}

// use puts what the jobs used, and which share of the capacity that is. The time
// counted for it is that from the first arrival to the last end.
func (s *Jobs) use(r *Report, l *load) {
	r.Set("peak_jobs", l.jobs.most)
	span := int64(0)
	if l.last != never && s.Len() > 0 {
		span = l.last - l.first
	}
	for _, x := range []struct {
		there    bool
		name     string
		time     *big.Int
		hours    float64
		capacity int64
		peak     int64
	}{
		{s.options.CPUs, "core", s.cpuTime.Big(), PerHour(s.cpuTime), s.options.CPUCapacity, l.cpu.most},
		{s.options.GPUs, "gpu", s.gpuTime.Big(), PerHour(s.gpuTime), s.options.GPUCapacity, l.gpu.most},
	} {
		if !x.there {
			continue
		}
		r.Set(x.name+"_hours", x.hours)
		r.Set("peak_"+x.name+"s", Units(x.peak, 3))
		if x.capacity > 0 {
			key := "utilisation"
			if x.name == "gpu" {
				key = "gpu_utilisation"
			}
			r.Set(x.name+"_capacity", Units(x.capacity, 3))
			share := ratio(x.time, new(big.Int).Mul(big.NewInt(x.capacity), big.NewInt(span)))
			r.Set(key, share)
			if s.begun == 0 { // when jobs ran is not known: more than all was asked for, not used
				r.Set(strings.Replace(key, "utilisation", "offered_load", 1), share)
				if load, ok := share.(float64); ok && load > 1 {
					r.Set(key, nil)
				}
			}
			if x.peak > x.capacity {
				r.Doubt(1, 0, "more "+x.name+"s in use at once than the capacity of "+string(Units(x.capacity, 3)))
			}
		}
	}
}

// waits puts how long jobs waited, where the recording says it.
func (s *Jobs) waits(r *Report) {
	if s.begun == 0 {
		r.Lack("when jobs began to run: concurrency counts each from its arrival")
		return
	}
	var waits []int64
	for i := range s.n {
		if j := s.at(i); j.begin != never {
			waits = append(waits, j.begin-j.submit)
		}
	}
	r.Set("wait_seconds", NewSpread(waits, 9))
}

// doubts puts what looks wrong.
func (s *Jobs) doubts(r *Report) {
	r.Doubt(s.unsorted.N, s.unsorted.Line, "unsorted: jobs that come before the one above them")
	r.Doubt(s.over.N, s.over.Line, "run time above the requested time")
	if !s.options.NoRuns {
		r.Doubt(s.zero.N, s.zero.Line, "run time of 0")
	}
	if s.asked > 0 && s.asked < s.Len() {
		r.Doubt(s.unasked.N, s.unasked.Line, "no requested time, others have one")
	}
	s.twins(r)
}

// twins finds jobs that are equal in all that was recorded, and with numbers or
// names such as occur twice.
func (s *Jobs) twins(r *Report) {
	same := func(a, b *record) int {
		return cmp.Or(cmp.Compare(a.submit, b.submit), cmp.Compare(a.run, b.run), cmp.Compare(a.begin, b.begin),
			cmp.Compare(a.cpu, b.cpu), cmp.Compare(a.gpu, b.gpu), cmp.Compare(a.user, b.user))
	}
	order := make([]int32, s.n)
	for i := range order {
		order[i] = int32(i)
	}
	if !s.options.Timeless { // without times most are equal in all that is left
		equal := s.neighbours(order, same)
		r.Doubt(equal.N, equal.Line, "duplicate: jobs equal to another in all but their number")
	}
	if !s.options.Numbered {
		return
	}
	number := func(a, b *record) int { return cmp.Compare(a.number, b.number) }
	double := s.neighbours(order, number)
	r.Doubt(double.N, double.Line, "duplicate: jobs with the number or name of another")
	if double.N == 0 {
		return
	}
	if s.options.Timeless {
		return
	}
	s.neighbours(order, func(a, b *record) int { return cmp.Or(number(a, b), cmp.Compare(a.begin, b.begin)) })
	var overlap Tally
	for i := 1; i < s.n; i++ {
		if a, b := s.at(int(order[i-1])), s.at(int(order[i])); a.number == b.number && a.begin != never && b.begin < a.end() {
			overlap.Add(int(b.line))
		}
	}
	r.Doubt(overlap.N, overlap.Line, "overlapping: jobs of one number or name that run at the same time")
}

// neighbours puts jobs in order and counts those that equal the one before.
func (s *Jobs) neighbours(order []int32, compare func(a, b *record) int) (c Tally) {
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(compare(s.at(int(a)), s.at(int(b))), cmp.Compare(a, b)) })
	for i := 1; i < len(order); i++ {
		if a, b := s.at(int(order[i-1])), s.at(int(order[i])); compare(a, b) == 0 {
			c.N++
			if c.Line == 0 || int(b.line) < c.Line {
				c.Line = int(b.line)
			}
		}
	}
	return c
}

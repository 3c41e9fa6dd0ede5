package summary

import (
	"cmp"
	"slices"
)

// level is a quantity over time.
type level struct{ now, most int64 }

func (l *level) add(n int64) {
	l.now += n
	l.most = max(l.most, l.now)
}

// load is what ran at once, over time.
type load struct {
	jobs, cpu, gpu level
	first, last    int64 // arrival and end; last is never if nothing ran
	course         []Point
}

// load runs through the beginnings and ends of all jobs. A job that ends when
// another begins has made room for it; one of no length counts for nothing.
func (s *Jobs) load() *load {
	l := &load{last: never}
	begins := make([]int32, 0, s.n)
	for i := range s.n {
		j := s.at(i)
		if i == 0 || j.submit < l.first {
			l.first = j.submit
		}
		if j.begin != never {
			l.last = max(l.last, j.end())
			if j.run > 0 {
				begins = append(begins, int32(i))
			}
		}
	}
	ends := slices.Clone(begins)
	slices.SortFunc(begins, func(a, b int32) int { return cmp.Compare(s.at(int(a)).begin, s.at(int(b)).begin) })
	slices.SortFunc(ends, func(a, b int32) int { return cmp.Compare(s.at(int(a)).end(), s.at(int(b)).end()) })
	thin := max(1, 2*len(begins)/(1<<16))
	for steps := 0; len(ends) > 0; steps++ {
		var at, sign int64
		var j *record
		if len(begins) > 0 && s.at(int(begins[0])).begin < s.at(int(ends[0])).end() {
			j, sign, begins = s.at(int(begins[0])), 1, begins[1:]
			at = j.begin
		} else {
			j, sign, ends = s.at(int(ends[0])), -1, ends[1:]
			at = j.end()
		}
		l.jobs.add(sign)
		l.cpu.add(sign * j.cpu)
		l.gpu.add(sign * j.gpu)
		if steps%thin == 0 || len(ends) == 0 {
			l.step(at)
		}
	}
	return l
}

// step adds a point to the picture of the jobs that run.
func (l *load) step(at int64) {
	x, y := float64(at-l.first)/second, float64(l.jobs.now)
	if n := len(l.course); n > 0 && l.course[n-1].X == x {
		l.course[n-1].Y = y
		return
	}
	l.course = append(l.course, Point{x, y})
}

// panel draws it.
func (l *load) panel() Panel {
	p := Panel{Title: "concurrency", X: "time since the first arrival", Y: "jobs that run (means over each stretch)", Steps: true, Time: true}
	if len(l.course) > 0 {
		p.Curves = []Curve{{"jobs", Thin(l.course, false)}}
	}
	return p
}

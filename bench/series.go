package bench

import (
	"math/bits"

	"skysim/sim"
)

// bins is how many samples a series has at most; it has at least half as many
// once the run is longer than bins times the first width.
const bins = 400

// SeriesPoint is a moment of a run, for figures over time. Used and Available
// are what machines that are up held and had at the moment: milli-vCPU and
// thousandths of a GPU.
type SeriesPoint struct {
	Hash               string `parquet:"hash"`
	At                 int64  `parquet:"at_ns"`
	Spent              int64  `parquet:"spent_nanousd"` // since the point before, by when machines lived
	Queued             int64  `parquet:"jobs_queued"`
	Machines           int64  `parquet:"machines"`
	OwnedCPUUsed       int64  `parquet:"owned_cpu_used"`
	OwnedCPUAvailable  int64  `parquet:"owned_cpu_available"`
	OwnedGPUUsed       int64  `parquet:"owned_gpu_used"`
	OwnedGPUAvailable  int64  `parquet:"owned_gpu_available"`
	RentedCPUUsed      int64  `parquet:"rented_cpu_used"`
	RentedCPUAvailable int64  `parquet:"rented_cpu_available"`
	RentedGPUUsed      int64  `parquet:"rented_gpu_used"`
	RentedGPUAvailable int64  `parquet:"rented_gpu_available"`
}

// WaitPoint is one step of the distribution of waits: Share of the jobs that
// started waited at most Wait.
type WaitPoint struct {
	Hash  string `parquet:"hash"`
	Share int64  `parquet:"share_thousandths"`
	Wait  int64  `parquet:"wait_ns"`
}

// samples are moments at equal distances. Nobody knows beforehand how long a
// run is: when there are too many, every other one goes and the width doubles.
type samples struct {
	width  sim.Time
	points []SeriesPoint
}

// next returns when the next sample is due: sim.Never if that is beyond the clock.
func (s *samples) next() sim.Time {
	n := sim.Time(len(s.points) + 1)
	if s.width > sim.Never/n {
		return sim.Never
	}
	return n * s.width
}

func (s *samples) add(p SeriesPoint) {
	s.points = append(s.points, p)
	if len(s.points) == bins {
		s.halve()
	}
}

func (s *samples) halve() {
	kept := s.points[:0]
	for i := 1; i < len(s.points); i += 2 {
		kept = append(kept, s.points[i])
	}
	s.points, s.width = kept, 2*s.width
}

// look takes a sample of what the view shows.
func look(v *sim.View, at sim.Time) SeriesPoint {
	p := SeriesPoint{At: int64(at), Queued: int64(v.Queued() + v.Dispatched()), Machines: int64(v.Machines())}
	w := v.World()
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		m := v.Machine(id)
		if m.State == sim.Booting {
			continue
		}
		o := &w.Offers[m.Offer]
		t := &w.Types[o.Type]
		gpu := 1000 * int64(t.GPUs)
		if o.Purchase == sim.Owned {
			p.OwnedCPUUsed, p.OwnedCPUAvailable = p.OwnedCPUUsed+t.CPU-m.FreeCPU, p.OwnedCPUAvailable+t.CPU
			p.OwnedGPUUsed, p.OwnedGPUAvailable = p.OwnedGPUUsed+gpu-m.FreeGPU, p.OwnedGPUAvailable+gpu
			continue
		}
		p.RentedCPUUsed, p.RentedCPUAvailable = p.RentedCPUUsed+t.CPU-m.FreeCPU, p.RentedCPUAvailable+t.CPU
		p.RentedGPUUsed, p.RentedGPUAvailable = p.RentedGPUUsed+gpu-m.FreeGPU, p.RentedGPUAvailable+gpu
	}
	return p
}

// spending is the bill over time: bin i holds what was spent from i·width to
// (i+1)·width. A line is spread evenly over the machine's life; integers, so
// that the bins add up to the bill exactly.
type spending struct {
	width sim.Time
	bins  []int64
}

func (s *spending) add(l sim.Line) {
	end := l.From.Add(l.Life)
	for int64(end/s.width) >= bins {
		s.halve()
	}
	last := int(end / s.width)
	for len(s.bins) <= last {
		s.bins = append(s.bins, 0)
	}
	var before int64
	for i := int(l.From / s.width); i < last; i++ {
		through := portion(int64(l.Amount), int64(sim.Time(i+1)*s.width-l.From), int64(l.Life))
		s.bins[i] += through - before
		before = through
	}
	s.bins[last] += int64(l.Amount) - before
}

func (s *spending) halve() {
	half := (len(s.bins) + 1) / 2
	for i := range half {
		v := s.bins[2*i]
		if 2*i+1 < len(s.bins) {
			v += s.bins[2*i+1]
		}
		s.bins[i] = v
	}
	s.bins, s.width = s.bins[:half], 2*s.width
}

// portion returns ⌊amount·part/whole⌋ for 0 ≤ part ≤ whole and amount ≥ 0.
func portion(amount, part, whole int64) int64 {
	hi, lo := bits.Mul64(uint64(amount), uint64(part))
	q, _ := bits.Div64(hi, lo, uint64(whole))
	return int64(q)
}

// join brings samples and spending to one width and returns the points. The
// last point may lie after the end of the run: it completes the bill.
func (s *samples) join(m *spending, hash string) []SeriesPoint {
	for s.width < m.width {
		s.halve()
	}
	for m.width < s.width {
		m.halve()
	}
	for len(s.points) < len(m.bins) {
		s.points = append(s.points, SeriesPoint{At: int64(s.next())})
	}
	for i := range s.points {
		s.points[i].Hash = hash
		if i < len(m.bins) {
			s.points[i].Spent = m.bins[i]
		}
	}
	return s.points
}

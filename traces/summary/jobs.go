package summary

import (
	"skysim/sim"
)

// Unknown is a time or amount of a Job that its recording does not say.
const Unknown = -1

// Job is one job as a recording has it; times are in nanoseconds.
type Job struct {
	Submit int64
	// Begin is when it began to run, Unknown if the recording does not say, and
	// Run how long it ran; a Job with Never did not run at all.
	Begin, Run int64
	Never      bool
	CPU        int64 // milli-vCPU of all its tasks
	GPU        int64 // thousandths of GPUs of all its tasks
	Request    int64 // run time that was asked for, or Unknown
	User       int64
	// Number is the job's own in the recording, or a hash of its name. It
	// matters only with JobOptions.Numbered.
	Number int64
	Line   int // 0 where it is not known
}

// JobOptions say what a recording of jobs says.
type JobOptions struct {
	CPUs, GPUs bool // whether it says how many of them
	Numbered   bool // whether jobs have numbers or names
	Users      bool // whether it says who submitted
	Timeless   bool // whether it has no times at all
	NoRuns     bool // whether it says when jobs come and not how long they run
	// CPUCapacity (milli-vCPU) and GPUCapacity (thousandths) are the size of
	// what the jobs ran on; 0 is unknown.
	CPUCapacity, GPUCapacity int64
}

// record is what is kept of a job.
type record struct {
	submit, begin, run int64
	cpu, gpu           int64
	number             int64
	user               int32
	line               int32
}

// Jobs sums up the jobs of a recording.
type Jobs struct {
	options  JobOptions
	blocks   [][]record // all of blockSize but the last: nothing is copied as they grow
	n        int
	cpuTime  sim.Wide
	gpuTime  sim.Wide
	begun    int64
	never    int64
	zero     Tally
	over     Tally
	asked    int64
	unasked  Tally
	unsorted Tally
}

// Tally is how often something occurs, and in which line first; 0 is not known.
type Tally struct {
	N    int64
	Line int
}

// Add counts one more.
func (c *Tally) Add(line int) {
	if c.N == 0 {
		c.Line = line
	}
	c.N++
}

// NewJobs begins a sum.
func NewJobs(o JobOptions) *Jobs { return &Jobs{options: o} }

// Len returns the number of jobs so far.
func (s *Jobs) Len() int64 { return int64(s.n) }

// at returns the job at a position of the file, from 0.
func (s *Jobs) at(i int) *record { return &s.blocks[i/blockSize][i%blockSize] }

// blockSize is how many jobs are kept together.
const blockSize = 4096

// Add takes the next job of the file.
func (s *Jobs) Add(j Job) {
	if s.n > 0 && j.Submit < s.at(s.n-1).submit {
		s.unsorted.Add(j.Line)
	}
	s.cpuTime.AddProduct(j.CPU, j.Run)
	s.gpuTime.AddProduct(j.GPU, j.Run)
	if j.Run == 0 {
		s.zero.Add(j.Line)
	}
	if j.Request > 0 {
		s.asked++
		if j.Run > j.Request {
			s.over.Add(j.Line)
		}
	} else {
		s.unasked.Add(j.Line)
	}
	begin := j.Begin
	switch {
	case j.Never:
		s.never++
		begin = never
	case begin == Unknown:
		begin = j.Submit
	default:
		s.begun++
	}
	if s.n%blockSize == 0 {
		s.blocks = append(s.blocks, make([]record, blockSize))
	}
	s.n++
	*s.at(s.n - 1) = record{
		submit: j.Submit, begin: begin, run: j.Run, cpu: j.CPU, gpu: j.GPU,
		number: j.Number, user: int32(j.User), line: int32(j.Line),
	}
}

// never stands for the beginning of a job that did not run.
const never = -1 << 63

// end returns when a job ended.
func (r *record) end() int64 { return r.begin + r.run }

// Put writes the figures of the jobs into a report.
func (s *Jobs) Put(r *Report) {
	r.Lead("jobs", s.Len())
	if s.options.Timeless {
		s.sizes(r)
		r.Page.Panels = append(r.Page.Panels, s.sizePanel())
		r.Lack("times: when jobs came, began and ended")
		s.twins(r)
		return
	}
	arrivals := s.column(func(j *record) int64 { return j.submit })
	r.Page.Panels = append(r.Page.Panels, Rate("arrivals", "jobs", arrivals), s.sizePanel())
	if s.options.NoRuns {
		s.times(r, arrivals, &load{last: never})
		s.sizes(r)
		s.doubts(r)
		return
	}
	load := s.load()
	s.times(r, arrivals, load)
	s.sizes(r)
	s.use(r, load)
	s.waits(r)
	s.doubts(r)
	r.Page.Panels = append(r.Page.Panels,
		CDF("durations", "run time (s)", s.column(func(j *record) int64 { return j.run }), second), load.panel())
}

// column returns a figure of every job, sorted.
func (s *Jobs) column(of func(*record) int64) []int64 {
	values := make([]int64, s.n)
	for i := range values {
		values[i] = of(s.at(i))
	}
	sortInts(values)
	return values
}

// sizePanel draws how large jobs are.
func (s *Jobs) sizePanel() Panel {
	p := CDF("sizes", "size of a job", nil, 1)
	for _, c := range []struct {
		there bool
		name  string
		of    func(*record) int64
	}{{s.options.CPUs, "cores", func(j *record) int64 { return j.cpu }}, {s.options.GPUs, "GPUs", func(j *record) int64 { return j.gpu }}} {
		if c.there && s.Len() > 0 {
			p.Curves = append(p.Curves, Curve{c.name, cumulative(s.column(c.of), 1000)})
		}
	}
	if len(p.Curves) == 1 { // no legend names its unit
		p.X = p.Curves[0].Name + " of a job"
	}
	return p
}

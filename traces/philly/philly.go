package philly

import (
	"errors"
	"fmt"
	"io"
	"time"

	"skysim/sim"
	"skysim/traces"
)

// Options declares what the trace does not record. The zero value reads
// strictly and gives jobs that need nothing beside their GPUs.
type Options struct {
	// File is what errors call the trace; Open sets it to the path.
	File string
	// CPUPerGPU (milli-vCPU) and MemPerGPU (MiB) are what a task needs for each
	// of its GPUs, 0 to 2²⁷ each.
	CPUPerGPU int64
	MemPerGPU int64
	// MaxPerTask is the largest number of GPUs of one task, that is of one
	// machine: 1 to 32, 0 means 8. A job on more GPUs becomes a gang of equal
	// tasks: 12 GPUs are two tasks of 6, not one of 8 and one of 4.
	MaxPerTask int32
	// Profile is the jobs' index into sim.World.Profiles.
	Profile int32
	// Estimate says what the users claimed to need.
	Estimate Estimate
	// Lenient leaves bad rows out and counts them (Trace.Skipped); otherwise
	// the first one is the error.
	Lenient bool
}

// validate reports the first option that is out of range.
func (o *Options) validate() error {
	const most = int64(1) << 27 // times 32 GPUs and 2³¹ tasks fits in 64 bits
	switch {
	case o.CPUPerGPU < 0 || o.CPUPerGPU > most:
		return fmt.Errorf("philly: CPU per GPU is %d milli-vCPU, want 0 to %d", o.CPUPerGPU, most)
	case o.MemPerGPU < 0 || o.MemPerGPU > most:
		return fmt.Errorf("philly: memory per GPU is %d MiB, want 0 to %d", o.MemPerGPU, most)
	case o.MaxPerTask < 0 || o.MaxPerTask > 32:
		return fmt.Errorf("philly: GPUs per task are at most %d, want 1 to 32, or 0 for 8", o.MaxPerTask)
	case o.Profile < 0:
		return fmt.Errorf("philly: profile is %d, want an index into the world's profiles", o.Profile)
	case o.Estimate > ExactEstimate:
		return fmt.Errorf("philly: estimate is %d, want NoEstimate or ExactEstimate", o.Estimate)
	}
	return nil
}

// Estimate is where the jobs' estimates come from: the trace has none.
type Estimate uint8

// The estimates.
const (
	NoEstimate    Estimate = iota // nothing is claimed
	ExactEstimate                 // the claim is the recorded duration
)

// ParseEstimate reads "none" or "exact".
func ParseEstimate(s string) (Estimate, error) {
	switch s {
	case "none":
		return NoEstimate, nil
	case "exact":
		return ExactEstimate, nil
	}
	return 0, fmt.Errorf(`estimate is %q, want "none" or "exact"`, s)
}

// String returns the word that ParseEstimate reads.
func (e Estimate) String() string {
	if e == ExactEstimate {
		return "exact"
	}
	return "none"
}

// Trace is a recording in memory. It does not change and may be shared.
type Trace struct {
	rows     []row // in order of submit time
	epoch    time.Time
	clusters []string
	skips    traces.Skips
	options  Options
	unsorted int64
	back     int // line of the first of them
}

// row is one job of the recording.
type row struct {
	submit  int64 // ns since the epoch; while reading since 1970
	work    int64 // ns
	gpus    int32
	cluster int32
}

// Open reads the trace at path, plain or gzip. Errors of the file's text are
// *traces.SyntaxError; a trace without jobs is an error.
func Open(path string, o Options) (t *Trace, err error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, text.Close()) }()
	o.File = path
	return read(text, o)
}

// Read is Open for a trace from anywhere.
func Read(r io.Reader, o Options) (*Trace, error) {
	if o.File == "" {
		o.File = "philly.csv"
	}
	text, err := traces.NewText(o.File, r)
	if err != nil {
		return nil, err
	}
	return read(text, o)
}

// Len returns the number of jobs.
func (t *Trace) Len() int { return len(t.rows) }

// Epoch returns the calendar instant of the first submit, which is the jobs'
// Time 0. The recording names no time zone; UTC is assumed.
func (t *Trace) Epoch() time.Time { return t.epoch }

// Clusters returns the names of the virtual clusters, in order of their first
// job; a job's User and Group are indexes into them.
func (t *Trace) Clusters() []string { return append([]string(nil), t.clusters...) }

// Skipped returns what a lenient reading left out, by reason.
func (t *Trace) Skipped() []traces.Skip { return t.skips.List() }

// Unsorted returns how many rows of the file are earlier than the one above them,
// and the line of the first of them.
func (t *Trace) Unsorted() (rows int64, line int) { return t.unsorted, t.back }

// GPUTime returns the sum of GPUs × duration over all jobs, in GPU-nanoseconds:
// the work that a run must account for.
func (t *Trace) GPUTime() sim.Wide {
	var sum sim.Wide
	for i := range t.rows {
		sum.AddProduct(int64(t.rows[i].gpus), t.rows[i].work)
	}
	return sum
}

// Jobs returns a new stream of the jobs, from the first.
func (t *Trace) Jobs() sim.Source { return &source{trace: t} }

// source walks over a Trace.
type source struct {
	trace *Trace
	next  int
}

// Next fills *j with the next job.
func (s *source) Next(j *sim.Job) bool {
	if s.next == len(s.trace.rows) {
		return false
	}
	r, o := &s.trace.rows[s.next], &s.trace.options
	s.next++
	each := perTask(r.gpus, o.MaxPerTask)
	*j = sim.Job{
		Submit: sim.Time(r.submit),
		Demand: sim.Demand{
			CPU:   o.CPUPerGPU * int64(each),
			Mem:   o.MemPerGPU * int64(each),
			GPUs:  each,
			Share: 1000,
		},
		Tasks:   r.gpus / each,
		Work:    r.work,
		Profile: o.Profile,
		User:    r.cluster,
		Group:   r.cluster,
	}
	if o.Estimate == ExactEstimate {
		j.Estimate = sim.Duration(r.work)
	}
	return true
}

// Err returns nil: what was wrong with the trace was said when it was read.
func (s *source) Err() error { return nil }

// perTask returns the largest divisor of gpus that is at most most.
func perTask(gpus, most int32) int32 {
	if most == 0 {
		most = 8
	}
	for n := min(gpus, most); n > 1; n-- {
		if gpus%n == 0 {
			return n
		}
	}
	return 1
}

package swf

import (
	"fmt"
	"time"
)

// Options says how a log is to be understood. The zero value gives every job
// of it, at the log's own seconds, as one task of so many cores, strictly.
type Options struct {
	// First and Count choose a window of the jobs: the ones at positions First,
	// …, First+Count-1. Positions are counted from 0 over the jobs that are
	// accepted, in the order in which they are given out, after Sort: what is
	// skipped has no position. That is how a program counts that loads a log
	// into a list; the job numbers in the log's first column have gaps. Count 0
	// is all from First on. A window that reaches beyond the last job is an error.
	First, Count int64
	// FromZero shifts all times so that the first job of the window comes at 0.
	// Otherwise times are the log's own seconds, whose first need not be 0.
	FromZero bool
	// Processors is which column says how many cores a job takes.
	Processors Processors
	// CoresPerTask is the largest number of cores of one task, that is of one
	// machine, 0 to 2²⁰. 0 puts all in one task. Otherwise a job of n cores
	// becomes a gang of ⌈n/CoresPerTask⌉ tasks, which must be equal, so each has
	// n divided by their number, rounded up: 9 cores, at most 4 each, are three
	// tasks of 3, and 7 are two of 4, one more core than the log has.
	CoresPerTask int64
	// Memory is which column says how much memory a job takes.
	Memory Memory
	// KillAtRequest ends a job at its requested time, where that is known
	// (sim.Job.Limit). Whether a system does that is not in the log.
	KillAtRequest bool
	// UnknownRun is what a job ran whose run time is unknown. 0 skips such jobs.
	UnknownRun time.Duration
	// SkipZero skips jobs that ran 0 s, that is less than half a second.
	SkipZero bool
	// Profile is the jobs' index into sim.World.Profiles.
	Profile int32
	// Sort takes rows in any order and sorts them by submit time, stably,
	// holding all of them in memory.
	Sort bool
	// AnyOrder gives the jobs in the order of the log, even where submit times go
	// back: for whoever counts them. A simulation wants Sort.
	AnyOrder bool
	// Lenient leaves bad rows out and counts them (Reader.Skipped); otherwise
	// the first one ends the stream.
	Lenient bool
}

// Processors chooses a column for the cores of a job. Each falls back on the
// other column where its own is unknown.
type Processors uint8

// The choices.
const (
	Requested Processors = iota // what the user asked for
	Allocated                   // what the system gave: what the log's own utilisation counts
	Larger                      // the larger of the two
)

// Memory chooses a column for the memory of a job. Where it is unknown the job
// takes none.
type Memory uint8

// The choices.
const (
	NoMemory        Memory = iota
	RequestedMemory        // the requested memory, KiB for each processor
	UsedMemory             // the average used memory, KiB for each processor
)

// validate reports the first option that is out of range.
func (o *Options) validate() error {
	switch {
	case o.First < 0:
		return fmt.Errorf("swf: first is %d, want a position from 0", o.First)
	case o.Count < 0:
		return fmt.Errorf("swf: count is %d, want a number of jobs, or 0 for all", o.Count)
	case o.CoresPerTask < 0 || o.CoresPerTask > 1<<20:
		return fmt.Errorf("swf: cores per task are at most %d, want 1 to %d, or 0 for one task", o.CoresPerTask, 1<<20)
	case o.UnknownRun < 0:
		return fmt.Errorf("swf: unknown run time stands for %v, want 0 or more", o.UnknownRun)
	case o.Profile < 0:
		return fmt.Errorf("swf: profile is %d, want an index into the world's profiles", o.Profile)
	case o.Processors > Larger:
		return fmt.Errorf("swf: processors is %d, want Requested, Allocated or Larger", o.Processors)
	case o.Memory > UsedMemory:
		return fmt.Errorf("swf: memory is %d, want NoMemory, RequestedMemory or UsedMemory", o.Memory)
	}
	return nil
}

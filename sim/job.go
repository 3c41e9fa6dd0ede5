package sim

// Demand is what one task of a job occupies while it runs.
type Demand struct {
	CPU int64 // milli-vCPU
	Mem int64 // MiB
	// GPUs is the number of GPU devices, and Share what is taken of each of
	// them in thousandths: 1000 is a whole device. 0 GPUs need Share 0.
	GPUs  int32
	Share int32
	// Kinds has one bit for each allowed GPU kind (World.GPUKinds); 0 allows all.
	Kinds uint64
	// Rules says, in what the engine shows, which rules the job's machines must
	// obey: jobs with the same number are under the same ones. A Source leaves it 0.
	Rules int32
}

// Keep says what a job keeps of its progress when an attempt is stopped.
type Keep uint8

// What a stop keeps.
const (
	KeepNothing    Keep = iota // the next attempt begins at the beginning
	KeepCheckpoint             // the work up to the last checkpoint completed
	KeepAll                    // all work done
)

// String returns the word that files and stories use.
func (k Keep) String() string { return [...]string{"nothing", "checkpoint", "all"}[k] }

// Owe says which starts of a job begin with its restart overhead; the values
// can be added together.
type Owe uint8

// When the overhead is owed.
const (
	OweFirst   Owe = 1 << iota // at the first start
	OweRestart                 // at every later start
	OweMove                    // at a later start on other machines than last time
)

// Restart is how a job takes being stopped. The zero value keeps nothing and
// owes nothing.
type Restart struct {
	Keep Keep
	// OnNotice makes a checkpoint as soon as a machine of the job gets notice, if there
	// is time for its Cost; it matters only with KeepCheckpoint.
	OnNotice bool
	Owes     Owe
	// Every is the run time between checkpoints and Cost the pause that each
	// one takes; both matter only with KeepCheckpoint, where Every must be
	// positive.
	Every Duration
	Cost  Duration
	// Overhead is spent at the beginning of the starts named by Owes, before
	// any work is done.
	Overhead Duration
	// Size is how many bytes what a stop keeps has. It rests in the region in which
	// it was saved, at that region's price, and travels if the job goes on elsewhere.
	Size int64
}

// Job is what has to run, as a Source hands it to the engine. All but Submit,
// Demand and Work may be left zero.
type Job struct {
	// Submit is when the scheduler first sees the job; a Source never goes
	// back in time.
	Submit Time
	Demand Demand
	// Tasks is the number of equal tasks that run together as a gang; 0 means 1.
	Tasks int32
	// Work is the run time of the job in nanoseconds at speed 1,000,000 ppm. At
	// speed s it runs ⌈Work·10⁶/s⌉; a gang runs at its slowest machine's speed.
	Work int64
	// Profile is the index of its speeds in World.Profiles.
	Profile int32
	// Estimate is the run time at speed 1,000,000 ppm that the user claims; 0
	// means that nothing is claimed. Policies see it and never see Work.
	Estimate Duration
	// Limit ends the job, unfinished, when an attempt has run that long; 0
	// means no limit.
	Limit Duration
	// Deadline is when the job should have ended; 0 means no deadline. A job
	// that ends later, or never, has missed it. It goes on all the same.
	Deadline Time
	Priority int32 // larger is more urgent
	User     int32
	Group    int32
	// Class and Tenant are indexes in World.Classes and World.Tenants plus one: the
	// rules that the job is under. 0 is under none.
	Class  int32
	Tenant int32
	// Quorum is how many replicas must do all of the work before the job has
	// finished; 0 means 1, and that the first one suffices.
	Quorum  int32
	Restart Restart
	// Data is what the job moves when it does not run in its home region.
	Data Data
	// After lists jobs that must finish first, by Number. The job is shown to
	// the policy when the last of them has. They must come earlier in the source.
	After []int64
}

// Source is a stream of jobs in order of submit time. The engine numbers them
// 0, 1, 2, … as it takes them, and takes one only when its time has come:
// memory follows what is alive.
type Source interface {
	// Next fills *j, which comes zeroed, and reports whether there was a job.
	// It must not keep j; the engine copies j.After.
	Next(j *Job) bool
	// Err returns what ended the stream early, or nil.
	Err() error
}

// Jobs returns a Source of the given jobs, for tests and examples.
func Jobs(jobs ...Job) Source { return &jobList{jobs: jobs} }

type jobList struct{ jobs []Job }

func (l *jobList) Next(j *Job) bool {
	if len(l.jobs) == 0 {
		return false
	}
	*j, l.jobs = l.jobs[0], l.jobs[1:]
	return true
}

func (l *jobList) Err() error { return nil }

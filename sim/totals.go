package sim

// Totals is what the engine adds up while it runs: integers only, so that no
// sum depends on an order.
type Totals struct {
	Instants int64 // moments at which something happened
	Rounds   int64 // times the policy was asked
	Events   int64 // events applied: submissions, ends, boots, changes, wakes
	Actions  int64 // calls of the Plan that were accepted
	Refused  int64 // and refused

	Submitted int64
	Started   int64 // jobs that started at least once
	// Ended counts jobs by Outcome.
	Ended          [Forbidden + 1]int64
	DeadlineJobs   int64 // submitted with a deadline
	DeadlineMisses int64 // of them, ended late, unfinished or not at all
	// WaitSum and WaitMax are over the jobs that started, first start − submit;
	// TurnaroundSum is over finished jobs, end − submit. Nanoseconds.
	WaitSum       Wide
	WaitMax       Duration
	TurnaroundSum Wide
	LastEnd       Time // the last time a job ended

	// InSystem is ∫N dt, N being the jobs submitted and not ended; TimeInSystem
	// adds up every job's time in system within the run. Little's law says that
	// they are equal, and the engine checks it at the end.
	InSystem     Wide
	TimeInSystem Wide

	Attempts int64 // starts accepted
	Restarts int64 // of them, not a job's first
	// Work of single tasks in nanoseconds at 1,000,000 ppm: bought by running
	// attempts, kept at their ends, lost because a stop does not keep it.
	WorkBought Wide
	WorkKept   Wide
	WorkLost   Wide
	// FinishedCPU and FinishedGPU are Work × demand × tasks of finished jobs, in
	// ns × milli-vCPU and ns × thousandths of a GPU.
	FinishedCPU Wide
	FinishedGPU Wide

	Rented       int64 // machines, owned ones not among them
	BootFailures int64
	Noticed      int64
	Lost         int64
	Broken       int64 // times that a machine broke or stood in a zone that went down
	Alive        int64 // machines alive now, owned ones among them
	Peak         int64 // most machines alive at once

	Cost       Money
	CostOf     [Spot + 1]Money // of machines, by Purchase
	CostAt     []Money         // by ProviderID
	CostBy     [StorageLine + 1]Money
	LinesCount int64

	// Use[p] is resource-time under purchase p: used by running tasks, and
	// available on machines from up to gone.
	Use [Spot + 1]Use
}

// Use is resource-time: ns × milli-vCPU, ns × MiB, ns × thousandths of a GPU.
type Use struct {
	UsedCPU, UsedMem, UsedGPU                Wide
	AvailableCPU, AvailableMem, AvailableGPU Wide
}

// Finished returns the number of jobs that ended with all work done.
func (t *Totals) Finished() int64 { return t.Ended[Finished] }

// EndedJobs returns the number of jobs that ended, however they did.
func (t *Totals) EndedJobs() int64 {
	var n int64
	for _, k := range t.Ended {
		n += k
	}
	return n
}

// Unfinished returns the number of jobs submitted that have not ended.
func (t *Totals) Unfinished() int64 { return t.Submitted - t.EndedJobs() }

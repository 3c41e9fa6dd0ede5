package sim

// Kind says what happened.
type Kind uint8

// What can happen. The comment says which fields of the Event carry more than
// its time, round and the names of what it is about.
const (
	JobSubmitted    Kind = iota + 1 // a job came into the system; Value is its Quorum, if above 1
	JobReady                        // the last job it waited for has finished
	JobEnded                        // Outcome; Value is turnaround in ns, Run the run time of all its work at its last speed
	TaskPlaced                      // one task of a gang got its place, of which the attempt's own event names the first only; Value is the mask of its GPUs
	AttemptBound                    // a start was accepted; some machines still boot
	AttemptStarted                  // the gang runs; Value is its speed in ppm
	AttemptEnded                    // Why, Run; Value is the work kept that no other attempt had, in ns at 1,000,000 ppm
	MachineRented                   // Value is the ordinal of the rental on its offer
	MachineUp                       // boot is over
	MachineFailed                   // boot failed; the machine is gone
	MachineNoticed                  // reclaimed: it will be lost; Value is when
	MachineLost                     // the notice is over
	MachineReleased                 // given back
	PriceChanged                    // Value is the new Rate
	SupplyChanged                   // Value is the new supply
	PolicyWoken                     // an instant that the policy asked for
	ActionRefused                   // Action and Refusal say what and why
	JobDispatched                   // to the line of a machine; Value is how many stand there before it
	JobRecalled                     // back in the queue, by the policy or because the machine leaves
	MachineBroke                    // a machine broke, or its zone went down: Why. A rented one is gone, an owned one comes up again
	ZoneDown                        // Value is the ZoneID
	ZoneUp                          // Value is the ZoneID
	RegionsCut                      // Value is the index in World.Cuts
	RegionsJoined                   // Value is the index in World.Cuts
	CheckpointBegun                 // out of turn: asked for, or on notice; Value is when it is safe
	JobDeferred                     // out of the queue until Value
	JobBack                         // back in the queue, at the time that the policy said
	IntervalSet                     // the time between the checkpoints of a job's next attempts is Value, in ns
	MachineCordoned                 // nothing may start on it
	CordonLifted                    // jobs may start on the machine again
)

// Event is one thing that happened, in the order in which it did. Job, Machine
// and Attempt are numbers that are never used again in the run, unlike handles;
// -1, and 0 for Attempt, mean that the event is not about one.
type Event struct {
	Time    Time
	Seq     int64 // 1, 2, 3, … over the whole run
	Job     int64 // position in the source
	Machine int64 // ordinal of the rental in the run; of an attempt, its first task's machine
	// CPU (milli-vCPU), Mem (MiB) and GPU (thousandths of a device) are what the
	// job's whole gang occupies, or what the machine has.
	CPU, Mem, GPU int64
	Value         int64
	Wait          Duration // of a job: first start − submit, or -1 if it has not started
	Run           Duration // of an attempt: how long it ran; of a job: see JobEnded
	Offer         OfferID  // of Machine, or the one whose price or supply changed; -1
	Attempt       int32    // ordinal of the job's try, from 1
	Tasks         int32    // of the job
	Round         int32    // round within the instant, from 0
	Kind          Kind
	Outcome       Outcome
	Why           Why
	Action        Action
	Refusal       Refusal
}

// Outcome is how a job ended.
type Outcome uint8

// The outcomes.
const (
	Finished   Outcome = iota + 1 // all work done
	Rejected                      // the policy turned it away
	TimedOut                      // it ran up to its Limit
	Impossible                    // no machine type of the world can hold it
	Orphaned                      // a job it had to wait for did not finish
	Forbidden                     // machines of the world could hold it, but none that its rules allow
)

// Why is why an attempt ended.
type Why uint8

// Why attempts end.
const (
	WorkDone      Why = iota + 1 // the job's work is done
	LimitHit                     // the job's Limit, which this attempt or a replica of it hit
	PolicyStop                   // the policy stopped it
	LostMachine                  // a machine was reclaimed
	FailedBoot                   // a machine did not come up
	RunOver                      // the run's horizon came first
	BrokenMachine                // a machine broke
	ZoneOutage                   // a zone went down
	RegionsParted                // its gang stood in regions that cannot reach each other any more
	Outrun                       // enough other replicas of the job have done all of its work
	Migrated                     // the policy moved it
)

// Action is a method of Plan.
type Action uint8

// The actions.
const (
	ActRent Action = iota + 1
	ActRelease
	ActStart
	ActStop
	ActReject
	ActWake
	ActDispatch
	ActRecall
	ActReplicate
	ActMigrate
	ActCheckpoint
	ActInterval
	ActDefer
	ActCordon
)

// Observer is told what happened. It cannot change anything: adding one leaves
// every other output as it was.
type Observer interface {
	// Observe is called at the end of every round in which something happened.
	// The events are valid only during the call.
	Observe(v *View, events []Event)
}

// LineObserver is an Observer that also wants the lines of the bill, each when
// it is charged.
type LineObserver interface {
	Observer
	Charge(l Line)
}

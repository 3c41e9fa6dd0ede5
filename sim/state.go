package sim

// state is everything that changes during a run: plain data, slices indexed by
// small integers, nothing that points from one entity to another. That is what
// a snapshot writes. Fields are exported for encoding/gob alone.
type state struct {
	Clock    Time
	Ran      bool  // the first instant, at which owned machines appear, is over
	Over     bool  // the run has ended: nothing more will happen
	Open     int64 // jobs in the system
	Taken    int64
	Next     Job  // the job taken from the source that is not submitted yet
	More     bool // Next holds one
	Round    int32
	Told     int64 // events told to observers so far
	Opened   int64 // machines rented or owned so far
	Repriced int64 // price changes so far
	Wake     Time  // the latest wake asked for that is still to come, or 0

	Heap     heap
	Shapes   interned[Demand]
	Restarts interned[Restart]
	Window   window

	Jobs         []job
	FreeJobs     []int32
	Attempts     []attempt
	FreeAttempts []int32
	Footings     []footing // by attempt; empty if no job ever had two, or saved out of turn
	Tasks        []task
	FreeTasks    []int32
	Edges        []edge
	FreeEdges    []int32

	Machines     []machine
	FreeMachines []int32
	Devices      []int16  // free thousandths: gpuStride per machine
	Lines        []lineOf // by machine; empty if nothing was ever dispatched
	InLine       []inLine // by job
	Standing     int32    // jobs in lines
	Deferred     int64    // jobs out of the queue until an instant
	Idle         list     // machines that can be given back, longest idle first
	Offers       []offerState

	// Of runs with outages, partitions, faults and law only.
	Dark    []bool // by zone: it is down
	Parted  []bool // by cut: it is on
	CutsOn  int32
	Wear    []wear    // by machine
	Rules   []rule    // in the order in which jobs brought them; Demand.Rules is the index plus one
	Holding []holding // by tenant

	// Of worlds with traffic and commitments only.
	Data    []Data     // by slot of the job
	Saved   []saving   // by slot of the job; empty if what jobs keep has no size
	Meters  []Meter    // by provider
	Cover   []Coverage // by scope
	Settled Time       // clock hours that begin before are settled

	Sum Totals
}

// job is a living job. Handles to it carry Gen. What every start and end
// touches comes first and fills a cache line of 64 bytes.
type job struct {
	Number   int64
	Submit   Time
	Work     int64 // nanoseconds at 1,000,000 ppm
	Done     int64 // of it kept from earlier attempts
	Deadline Time
	Gen      uint32
	Shape    int32
	Tasks    int32
	Attempt  int32 // slot of its oldest attempt, or -1
	Edge     int32 // first of the jobs that wait for it, or -1
	Phase    phase
	Votes    bool // more than one attempt must do all of its work

	Key      int64 // in the queue
	Estimate Duration
	Limit    Duration
	Queued   Time   // when it was last shown to the policy
	First    Time   // first start, or -1
	LastOn   uint64 // the machines of its last attempt, as whereabouts sums them up
	Carry    int32  // beside Done: ns·ppm below a million
	Profile  int32
	Restart  int32
	Tries    int32
	Waits    int32 // unfinished jobs it waits for
	Priority int32

	User   int32
	Group  int32
	Class  int32
	Tenant int32

	Quorum   int32 // attempts that must do all of its work, if Votes
	Complete int32 // of them, have
}

type phase uint8

const (
	gone     phase = iota
	held           // waits for other jobs
	queued         // shown to the policy
	lined          // stands in a machine's own line
	deferred       // out of the queue until an instant
	bound          // has an attempt
	leaving        // is being ended
)

// edge says that Job waits for the job on whose list it is.
type edge struct {
	Job  JobID
	Next int32
}

// attempt is one living try of a job. It fills a cache line of 64 bytes; what
// most attempts do not need stands in state.Footings.
type attempt struct {
	Gen      uint32
	Job      int32
	First    int32 // its tasks
	Booting  int32 // machines of it that are not up yet
	Bound    Time  // when it took its places
	Start    Time  // when the gang began to run; -1 before
	Overhead Duration
	Speed    int64  // ppm of the slowest machine
	End      uint64 // word of its end event
	Why      Why    // why it will end at that event
	Apart    bool   // it has a footing of its own
	Peer     int32  // the job's next younger attempt, or -1
}

// task is one task of an attempt on a machine.
type task struct {
	Attempt int32
	Machine int32
	Next    int32  // of the attempt
	Before  int32  // on the machine
	After   int32  // on the machine
	Devices uint32 // mask of GPUs
}

// MachineState is where a machine is in its life.
type MachineState uint8

// The states of a machine that is alive.
const (
	Booting MachineState = iota + 1
	Up
	Noticed // will be lost at a known instant; nothing new may start on it
	Down    // owned, and stands still: it broke, or its zone is down
)

// String returns the word that stories use.
func (s MachineState) String() string {
	return [...]string{"gone", "booting", "up", "noticed", "down"}[s]
}

// machine is a living machine. Like a job, it begins with what every start and
// end touches.
type machine struct {
	FreeCPU   int64
	FreeMem   int64
	FreeGPU   int64
	IdleSince Time
	BusyUntil Time
	Gen       uint32
	Offer     OfferID
	Type      TypeID
	Tasks     int32
	First     int32 // tasks on it
	State     MachineState
	Listed    bool // it is in state.Idle
	Lined     bool // it has a line
	Cordoned  bool // nothing new may start on it

	Fails   bool  // its boot will fail
	Number  int64 // ordinal of the rental in the run
	Ordinal int64 // and on its offer
	Rented  Time
	Ready   Time   // when it came up or should
	Event   uint64 // word of the event it waits for
	Idle    link   // in state.Idle
	Peer    link   // among the machines of its offer, by age
}

// offerState is what changes about an offer.
type offerState struct {
	Held    int64 // machines alive and not noticed
	Rentals int64 // so far
	Price   int32 // step of the price path
	Supply  int32 // step of the supply path
	Peers   list  // machines alive, oldest first
}

// link and list make doubly linked lists of machine slots; -1 ends them.
type link struct{ Before, After int32 }
type list struct{ First, Last int32 }

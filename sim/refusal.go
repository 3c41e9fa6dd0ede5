package sim

// Refusal is why a Plan did not do what a policy asked for. Accepted is zero.
type Refusal uint8

// The refusals.
const (
	Accepted             Refusal = iota
	StaleJob                     // the job is not waiting: it runs, has ended or never was
	StaleMachine                 // the machine is gone or never was
	StaleAttempt                 // the attempt has ended or never was
	UnknownOffer                 // no such offer
	NotForRent                   // the offer is of owned machines
	NoSupply                     // the offer has no more machines now
	WrongPlaces                  // not one place per task
	MachineLeaves                // the machine is being reclaimed
	NoRoom                       // CPU, memory or GPUs are taken
	WrongDevices                 // the GPUs named are not as many as asked for, or not free
	WrongKind                    // the GPU kind is not one that the job allows
	CannotRun                    // the job's speed on this machine type is 0
	StillBusy                    // tasks are on the machine or jobs in its line: stop or recall them first
	InThePast                    // a wake before now
	TooManyAlive                 // more living things than an event can name
	StandsInLine                 // the job stands in a machine's line: recall it first
	NotInLine                    // the job stands in no machine's line
	NotAlone                     // the job is a gang; only one task can stand in a line
	OutsideResidence             // the job may not run in this jurisdiction
	DataOutsideResidence         // its data may not be in this jurisdiction
	NotCertified                 // the job wants certified machine types
	ProviderBarred               // its class or tenant may not use this provider
	OverQuota                    // its tenant would hold more than it may
	ZoneIsDown                   // the zone is down
	MachineDown                  // the machine stands still until it is repaired
	Unreachable                  // its data or its gang would have to cross a partition
	NotRunning                   // the job has no attempt that replicas could stand beside
	NothingToSave                // the job keeps no checkpoints, or its attempt does no work yet
	BadInterval                  // not a time between checkpoints: want more than 0
	IsCordoned                   // the machine is kept for something else: uncordon it first
)

var refusalWords = [...]string{
	"accepted", "job is not waiting", "no such machine", "no such attempt", "no such offer",
	"owned machines are not for rent", "no supply", "not one place per task", "machine is being reclaimed",
	"no room", "wrong devices", "GPU kind not allowed", "job cannot run on this machine type",
	"machine is busy", "wake time is in the past", "too many alive",
	"job stands in a machine's line", "job stands in no machine's line", "a gang cannot stand in a machine's line",
	"job may not run in this jurisdiction", "job's data may not be in this jurisdiction", "machine type is not certified",
	"provider is not permitted", "tenant's quota is used up", "zone is down", "machine stands still", "regions cannot reach each other",
	"job has no attempt", "nothing to save", "checkpoint interval is not positive",
	"machine is cordoned",
}

// String says it in words.
func (r Refusal) String() string { return refusalWords[r] }

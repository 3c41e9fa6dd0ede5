package sim

// Refusal is why a Plan did not do what a policy asked for. Accepted is zero.
type Refusal uint8

// The refusals.
const (
	Accepted      Refusal = iota
	StaleJob              // the job is not waiting: it runs, has ended or never was
	StaleMachine          // the machine is gone or never was
	StaleAttempt          // the attempt has ended or never was
	UnknownOffer          // no such offer
	NotForRent            // the offer is of owned machines
	NoSupply              // the offer has no more machines now
	WrongPlaces           // not one place per task
	MachineLeaves         // the machine is being reclaimed
	NoRoom                // CPU, memory or GPUs are taken
	WrongDevices          // the GPUs named are not as many as asked for, or not free
	WrongKind             // the GPU kind is not one that the job allows
	CannotRun             // the job's speed on this machine type is 0
	StillBusy             // tasks are on the machine: stop them first
	InThePast             // a wake before now
	TooManyAlive          // more living things than an event can name
)

var refusalWords = [...]string{
	"accepted", "job is not waiting", "no such machine", "no such attempt", "no such offer",
	"owned machines are not for rent", "no supply", "not one place per task", "machine is being reclaimed",
	"no room", "wrong devices", "GPU kind not allowed", "job cannot run on this machine type",
	"machine is busy", "wake time is in the past", "too many alive",
}

// String says it in words.
func (r Refusal) String() string { return refusalWords[r] }

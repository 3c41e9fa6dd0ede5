package sim

// Faults is the weather of single machines. It must depend on nothing but its
// arguments and its own construction. n counts, from 0, how often the machine has come up
// before: rented machines come up once, owned ones again after every repair.
type Faults interface {
	// Life returns how long a machine works from when it came up until it breaks;
	// Never if it does not.
	Life(o OfferID, ordinal int64, n int32) Duration
	// Repair returns how long an owned machine stands still after it broke.
	Repair(o OfferID, ordinal int64, n int32) Duration
	// Pace returns how fast a machine is, in parts per million of what its type
	// says: 1 to 1,000,000. Noise only slows, so that what a type says bounds what can be had.
	Pace(o OfferID, ordinal int64) int64
}

// Cut is a partition: while At is 1 and not 0, nothing travels between regions A and B, in
// either direction.
type Cut struct {
	A, B RegionID
	At   Path
}

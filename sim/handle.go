package sim

import "fmt"

// JobID, MachineID and AttemptID name living things: a slot and the generation
// of its use, so that a stale handle is refused and memory can be used again.
// The zero value names nothing.
type (
	JobID     uint64
	MachineID uint64
	AttemptID uint64
)

// handle packs a slot and its generation; generations start at 1.
func handle(slot int32, gen uint32) uint64 { return uint64(gen)<<32 | uint64(uint32(slot)) }

func (id JobID) slot() int32     { return int32(uint32(id)) }
func (id JobID) gen() uint32     { return uint32(id >> 32) }
func (id MachineID) slot() int32 { return int32(uint32(id)) }
func (id MachineID) gen() uint32 { return uint32(id >> 32) }

func (id AttemptID) slot() int32 { return int32(uint32(id)) }
func (id AttemptID) gen() uint32 { return uint32(id >> 32) }

// String writes the slot and generation, as in job(3.1). Stories use the
// numbers that events carry instead.
func (id JobID) String() string     { return fmt.Sprintf("job(%d.%d)", id.slot(), id.gen()) }
func (id MachineID) String() string { return fmt.Sprintf("machine(%d.%d)", id.slot(), id.gen()) }

func (id AttemptID) String() string { return fmt.Sprintf("attempt(%d.%d)", id.slot(), id.gen()) }

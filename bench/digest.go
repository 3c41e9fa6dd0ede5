package bench

import (
	"fmt"
	"math/bits"

	"skysim/sim"
)

// digest is a fingerprint of an event log. Equal logs have equal digests and
// different ones differ but for chance; it is no defence against somebody who
// looks for a collision. Note: SHA-256 here would take longer than the
// simulation, and one multiplication after the other half as long: the words of
// an event are multiplied in pairs that do not wait for each other.
type digest struct{ a, b uint64 }

// Odd constants of which about half the bits are set.
const (
	k0 = 0xa0761d6478bd642f
	k1 = 0xe7037ed1a0b428db
	k2 = 0x8ebc6af09c88c6e3
	k3 = 0x589965cc75374cc3
	k4 = 0x1d8e4e27c47d124f
	k5 = 0xeb44accab455d165
	k6 = 0x9c6e6877736c46e3
)

// mum multiplies to 128 bits and folds the halves.
func mum(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// event adds all fields of an event.
func (d *digest) event(e *sim.Event) {
	kinds := uint64(e.Kind) | uint64(e.Outcome)<<8 | uint64(e.Why)<<16 | uint64(e.Action)<<24 | uint64(e.Refusal)<<32
	x := mum(uint64(e.Time)^k0, uint64(e.Seq)^k1) +
		mum(uint64(e.Job)^k2, uint64(e.Machine)^k3) +
		mum(uint64(e.Value)^k4, uint64(e.Wait)^k5)
	y := mum(uint64(e.Run)^k1, kinds^k2) +
		mum(uint64(e.CPU)^k3, uint64(e.Mem)^k4) +
		mum(uint64(e.GPU)^k5, uint64(uint32(e.Tasks))^k6) +
		mum(uint64(uint32(e.Attempt))<<32|uint64(uint32(e.Offer))^k0, uint64(uint32(e.Round))^k6)
	d.a = mum(d.a^x^k0, y^k6)
	d.b = (bits.RotateLeft64(d.b, 31) ^ x) * k1
}

// String returns 32 hexadecimal digits.
func (d digest) String() string {
	return fmt.Sprintf("%016x%016x", mum(d.a^k2, d.b^k3), mum(d.a^k4, d.b^k5))
}

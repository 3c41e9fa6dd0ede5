package sim

// Slot returns two numbers for policies that remember something about each
// machine: a small one, from 0 on, that no other living machine has, to index a
// slice by; and a stamp, above 0, that no machine had before and that changes
// whenever what is free on the machine may have. What was worked out from what
// is free, and kept with the stamp, is good for as long as the stamp is the
// same. Both hold within one Sim: not after a Resume, which has a World of its
// own. The stamp of a machine that is gone is 0.
func (v *View) Slot(m MachineID) (slot int, stamp int64) {
	if !v.s.isMachine(m) {
		return 0, 0
	}
	ms := m.slot()
	return int(ms), v.s.fit.stamp[ms]
}

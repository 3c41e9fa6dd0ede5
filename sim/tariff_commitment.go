package sim

import "slices"

// Commitment is a number of machines of a type in a region, whichever zone,
// that are paid by the hour whether they are used or not, and that in return
// cover on-demand use.
//
// It is matched per clock hour of the calendar, in UTC: an hour belongs to the
// term if it begins in it, costs Count × Price, and covers up to Count hours of
// machine time, added up over all machines of the type in the region, however
// short each of them ran. Time that a provider bills beyond a machine's life
// counts in the hour in which it falls. It reserves no machine: supply is
// what it is.
type Commitment struct {
	Type   TypeID
	Region RegionID
	Count  int64 // machines
	Price  Rate  // per machine and hour
	From   Time
	To     Time // the first instant after the term
}

// Hours returns how many hours begin in the term and from one instant to
// another; phase is how long after an hour's beginning the epoch is.
func (c *Commitment) Hours(from, to Time, phase Duration) int64 {
	from, to = max(from, c.From), min(to, c.To)
	if from >= to {
		return 0
	}
	return hourIndex(to-1, phase) - hourIndex(from-1, phase)
}

// Fee returns what hours of the term cost.
func (c *Commitment) Fee(hours int64) (Money, bool) {
	if hours < 0 || c.Count < 0 || c.Price < 0 {
		return 0, false
	}
	machineHours := Product(hours, c.Count)
	if machineHours.Hi != 0 || int64(machineHours.Lo) < 0 {
		return 0, false
	}
	m, ok := Product(int64(machineHours.Lo), int64(c.Price)).halfEven(1000)
	return Money(m), ok
}

// hourIndex returns ⌊(t + phase) ÷ 1h⌋.
func hourIndex(t Time, phase Duration) int64 {
	d, h := int64(t)/int64(hour), int64(t)%int64(hour)+int64(phase) // apart, so that nothing overflows
	if h < 0 {
		return d - 1
	}
	return d + h/int64(hour)
}

// Coverage is the on-demand use of one machine type in one region, by clock
// hours, for those hours that are not settled yet. It is plain data.
type Coverage struct {
	Hours []HourUse // sorted by Start; hours without use are left out
}

// HourUse is on-demand use within one clock hour.
type HourUse struct {
	Start Time
	Used  Duration // machine time, over all machines
	Cost  Wide     // exactly, in pico-dollars × ns per hour
}

// Add counts a machine's billed time from one instant to another, along its price path.
func (c *Coverage) Add(price *Path, from, to Time, phase Duration) {
	for from < to {
		start := Time(hourIndex(from, phase))*Time(hour) - Time(phase)
		end := min(to, start.Add(hour))
		i, found := slices.BinarySearchFunc(c.Hours, start, func(h HourUse, t Time) int {
			switch {
			case h.Start < t:
				return -1
			case h.Start > t:
				return 1
			}
			return 0
		})
		if !found {
			c.Hours = slices.Insert(c.Hours, i, HourUse{Start: start})
		}
		h := &c.Hours[i]
		h.Used += end.Sub(from)
		h.Cost = h.Cost.Plus(price.total(from, end))
		from = end
	}
}

// Credit is what a commitment takes off the cost of on-demand use in one hour.
type Credit struct {
	Commitment int // index in the list given
	HourUse
	Covered Duration // machine time
	Amount  Money    // not negative
}

// Credits appends to list what the commitments cover of an hour's use, those
// that stand first taking first; what covers nothing is left out. Each takes off
// the same share of the hour's exact cost as it covers of the hour's time,
// rounded once. All must be for this machine type and region. It reports false if an
// amount does not fit.
func (h HourUse) Credits(of []Commitment, list []Credit) ([]Credit, bool) {
	left := h.Used
	for i := range of {
		c := &of[i]
		if left == 0 || h.Start < c.From || h.Start >= c.To || c.Count <= 0 {
			continue
		}
		covered := left
		if c.Count < int64(left/hour)+1 {
			covered = min(left, Duration(c.Count)*hour)
		}
		left -= covered
		amount, ok := h.Cost.scaled(uint64(covered), perNano, uint64(h.Used))
		if !ok {
			return list, false
		}
		list = append(list, Credit{i, h, covered, Money(amount)})
	}
	return list, true
}

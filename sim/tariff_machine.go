package sim

import "fmt"

// Billing says how a machine's lifetime becomes billed time, and billed time
// of a spot machine becomes money.
type Billing struct {
	// Increment rounds billed time up to a multiple; 0 means one nanosecond.
	// A second, a minute and an hour are usual.
	Increment Duration
	// Minimum is the least time billed for a machine that came up.
	Minimum Duration
	// Boot says that the clock of the bill starts when the machine is rented;
	// otherwise it starts when the machine is up.
	Boot bool
	// Reprice says which price a running spot machine pays. Other machines
	// always pay the price that holds.
	Reprice Repricing
	// FreeReclaim makes a spot machine cost nothing that the provider takes
	// away before it was billed for so long; 0 means that every second is charged.
	FreeReclaim Duration
}

// Repricing says how the price of a running spot machine follows the market.
type Repricing uint8

// The ways of repricing.
const (
	Continuous   Repricing = iota // each instant costs the price that holds then
	InstanceHour                  // the price at the start of each hour of the machine's own life holds for that hour
)

// String returns the word that files use.
func (r Repricing) String() string { return [...]string{"continuous", "instance-hour"}[r] }

// DatedBilling is billing that holds from an instant on.
type DatedBilling struct {
	From Time
	Billing
}

// BillingAt returns the rules in force at an instant.
//
// The rules that a machine is billed by are those in force when the clock of
// its bill starts, for its whole life: those of its rental if they bill
// the boot, else those in force when it comes up.
func (p *Provider) BillingAt(t Time) *Billing {
	for i := len(p.Changes) - 1; i >= 0; i-- {
		if p.Changes[i].From <= t {
			return &p.Changes[i].Billing
		}
	}
	return &p.Billing
}

// MachineUse is the life of a machine as a bill sees it.
type MachineUse struct {
	From      Time     // when the clock of the bill started
	Life      Duration // from then to the machine's end
	Price     *Path    // pico-dollars per hour
	Spot      bool
	Reclaimed bool // the provider ended it
}

// Charge is what a machine's life costs.
type Charge struct {
	Billed Duration
	Amount Money
	Rules  Rules // that made Billed of Life, and Amount of Billed
}

// Rules is a set of the rules that shaped a Charge. None means: as used.
type Rules uint8

// The rules.
const (
	AtLeast   Rules = 1 << iota // the life was below the minimum
	RoundedUp                   // to a multiple of the increment
	ByHour                      // spot prices were read at instance-hours
	TakenFree                   // reclaimed so early that it is free
)

// Charge works out what a machine's life costs. Time that is added by minimum and
// increment is billed at the prices that hold then. It reports false if
// the life is negative or anything does not fit.
func (b *Billing) Charge(u MachineUse) (Charge, bool) {
	c := Charge{Rules: b.rules(&u)}
	if u.Life < 0 {
		return c, false
	}
	if c.Rules&TakenFree != 0 {
		return c, true
	}
	c.Billed = b.Time(u.Life)
	to := u.From + Time(c.Billed)
	if c.Billed < u.Life || to < u.From {
		return c, false
	}
	var sum Wide
	if c.Rules&ByHour != 0 {
		sum = u.Price.hourly(u.From, to)
	} else {
		sum = u.Price.total(u.From, to)
	}
	var ok bool
	c.Amount, ok = roundMoney(sum)
	return c, ok
}

func (b *Billing) rules(u *MachineUse) (r Rules) {
	if u.Spot && u.Reclaimed && u.Life < b.FreeReclaim {
		return TakenFree
	}
	if u.Life < b.Minimum {
		r |= AtLeast
	}
	if b.Time(u.Life) > max(u.Life, b.Minimum) {
		r |= RoundedUp
	}
	if u.Spot && b.Reprice == InstanceHour {
		r |= ByHour
	}
	return r
}

// Time returns the billed time of a life: at least the minimum, rounded up to
// the increment.
func (b *Billing) Time(life Duration) Duration {
	t := max(life, b.Minimum)
	if b.Increment > 1 {
		if over := t % b.Increment; over > 0 {
			t += b.Increment - over
		}
	}
	return t
}

// Reason says in words how Time got from a life to billed time.
func (b *Billing) Reason(life Duration) string { return b.Words(b.rules(&MachineUse{Life: life})) }

// Words says rules of this billing in words.
func (b *Billing) Words(r Rules) string {
	var text string
	switch r & (AtLeast | RoundedUp | TakenFree) {
	case 0:
		text = "as used"
	case AtLeast:
		text = fmt.Sprintf("at least %v", b.Minimum)
	case AtLeast | RoundedUp:
		text = fmt.Sprintf("at least %v, in steps of %v", b.Minimum, b.Increment)
	case RoundedUp:
		text = fmt.Sprintf("in steps of %v", b.Increment)
	default:
		return fmt.Sprintf("taken away within %v and so free", b.FreeReclaim)
	}
	if r&ByHour != 0 {
		text += ", each hour of its life at the price of its beginning"
	}
	return text
}

// Cost returns what d of machine time from an instant on costs along a price
// path: the exact sum over the steps, rounded once to nano-dollars, half to
// even. It panics when that leaves 64 bits, which is nine billion dollars; see
// Billing.Charge for what does not.
func (p *Path) Cost(from Time, d Duration) Money {
	sum := p.total(from, from.Add(d))
	m, ok := roundMoney(sum)
	if !ok {
		panic(fmt.Sprintf("sim: a charge of %v pico-dollar·ns/h does not fit into nano-dollars", sum))
	}
	return m
}

// total returns the integral of a price path, in pico-dollars × ns per hour.
func (p *Path) total(from, to Time) (sum Wide) {
	for i := p.step(from); from < to; i++ {
		end := to
		if i+1 < len(p.At) {
			end = min(end, p.At[i+1])
		}
		sum.AddProduct(p.Value[i], int64(end-from))
		from = end
	}
	return sum
}

// hourly returns the same for a price that is read at from, from+1h, from+2h, …
func (p *Path) hourly(from, to Time) (sum Wide) {
	for at := from; at < to; {
		i, end := p.step(at), to
		if i+1 < len(p.At) && p.At[i+1] < to { // up to the first whole hour at or after the change
			end = p.At[i+1]
			if over := end.Sub(from) % hour; over > 0 {
				end = min(to, end.Add(hour-over))
			}
		}
		sum.AddProduct(p.Value[i], int64(end-at))
		at = end
	}
	return sum
}

const hour = Duration(3600 * 1_000_000_000)

// perNano is pico-dollars per hour × nanoseconds in a nano-dollar.
const perNano = 1000 * uint64(hour)

// roundMoney turns pico-dollars per hour × nanoseconds into nano-dollars.
func roundMoney(sum Wide) (Money, bool) {
	n, ok := sum.halfEven(perNano)
	return Money(n), ok
}

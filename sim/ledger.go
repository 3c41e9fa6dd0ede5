package sim

import "fmt"

// LineKind is what a line of the bill is for.
type LineKind uint8

// The kinds of lines. The comment says which fields of a Line, besides Amount and
// Reason, a kind has.
const (
	MachineLine LineKind = iota // a machine's whole life: Machine, Offer, From, Life, Billed
	TrafficLine                 // data that travels: From, Moved, and Machine and Offer of the first task at the far end
	FeeLine                     // what a commitment costs: Commitment, From, Life, Billed (machine time paid)
	CreditLine                  // what it takes off one clock hour: Commitment, From, Billed (machine time covered), Used
	StorageLine                 // what a job has saved, at rest in Moved.Source: Moved.Job, Attempt, Bytes and Volume, From, Life (within one calendar month)
)

// String returns the word that files use.
func (k LineKind) String() string {
	return [...]string{"machine", "traffic", "fee", "credit", "storage"}[k]
}

// Line is one charge of the bill.
type Line struct {
	Kind    LineKind
	Machine int64   // ordinal of the rental in the run, or -1
	Offer   OfferID // of Machine, or -1
	// Commitment is the index in World.Commitments, or -1.
	Commitment int32
	From       Time     // start of what is billed
	Life       Duration // what it was there for, within the run
	Billed     Duration // machine time: Life after increment and minimum, paid ahead, or covered
	Used       Duration // on-demand machine time in an hour of which Billed is covered
	Moved      Moved    // Job is -1 if nothing moved
	Amount     Money    // below 0 for credits only
	Reason     string   // how it came about, such as "at least 1m0s"
}

// Biller returns the provider that sends a line.
func (w *World) Biller(l *Line) ProviderID {
	switch l.Kind {
	case TrafficLine, StorageLine:
		return w.Regions[l.Moved.Source].Provider
	case FeeLine, CreditLine:
		return w.Regions[w.Commitments[l.Commitment].Region].Provider
	}
	return w.Regions[w.Zones[w.Offers[l.Offer].Zone].Region].Provider
}

// Moved is a transfer of a job's data.
type Moved struct {
	Job     int64 // position in the source
	Attempt int32
	Source  RegionID
	Target  RegionID
	Bytes   int64
	Volume  Volume // Bytes in the tariff's GB
	Free    Volume // of that, taken out of the month's allowance
	Before  Volume // position of the counter at which the rest begins
}

// openLedger makes the part of the state that only worlds with traffic and
// commitments have.
func (s *Sim) openLedger() {
	if s.world.Traffic != nil {
		s.Meters = make([]Meter, len(s.world.Providers))
	}
	if s.scopeOf != nil {
		s.Cover, s.Settled = make([]Coverage, len(s.scopes)), s.firstHour()
	}
}

// charge writes the line of the bill for a machine's whole life; see
// Billing.Charge. A machine that never came up costs nothing, unless its
// provider bills boots.
func (s *Sim) charge(m *machine, up, lost bool) {
	b, from, billed := s.billedFrom(m, up)
	if !billed {
		return
	}
	offer := &s.world.Offers[m.Offer]
	life := s.Clock.Sub(from)
	c, ok := b.Charge(MachineUse{From: from, Life: life, Price: &offer.Price, Spot: offer.Purchase == Spot, Reclaimed: lost})
	if !ok || !s.book(MachineLine, s.providerOf(m.Offer), c.Amount) {
		s.overflow("machine", m.Number)
		return
	}
	s.Sum.CostOf[offer.Purchase] += c.Amount
	if s.scopeOf != nil && s.scopeOf[m.Offer] >= 0 {
		s.Cover[s.scopeOf[m.Offer]].Add(&offer.Price, max(from, s.Settled), from.Add(c.Billed), s.phase)
	}
	if s.liners != nil {
		s.write(Line{
			Kind: MachineLine, Machine: m.Number, Offer: m.Offer, Commitment: -1, From: from,
			Life: life, Billed: c.Billed, Moved: Moved{Job: -1}, Amount: c.Amount, Reason: b.Words(c.Rules),
		})
	}
}

// billedFrom returns the rules that a machine is billed by and when the clock
// of its bill started, if it did: up says that the machine has come up.
func (s *Sim) billedFrom(m *machine, up bool) (b *Billing, from Time, billed bool) {
	p := &s.world.Providers[s.providerOf(m.Offer)]
	if b = p.BillingAt(m.Rented); b.Boot {
		return b, m.Rented, true
	}
	from = m.Ready
	if s.world.Offers[m.Offer].Purchase == Owned {
		from = m.Rented // it is paid for while it stands still, too
	}
	return p.BillingAt(from), from, up
}

// book adds an amount to the totals, and reports false, and adds nothing, if the bill
// does not fit any more.
func (s *Sim) book(k LineKind, p ProviderID, m Money) bool {
	t := &s.Sum
	sum, of := t.Cost+m, t.CostBy[k]+m
	if (m > 0) != (sum > t.Cost) && m != 0 || (m > 0) != (of > t.CostBy[k]) && m != 0 {
		return false
	}
	t.Cost, t.CostBy[k] = sum, of
	t.CostAt[p] += m
	t.LinesCount++
	return true
}

// overflow ends the run because of a line that does not fit.
func (s *Sim) overflow(what string, number int64) {
	if s.err == nil {
		s.err = fmt.Errorf("sim: at %v the line of %s %d, or the bill with it, does not fit: a bill is at most %v",
			s.Clock, what, number, Money(Never))
	}
}

// write hands a line to those who want it.
func (s *Sim) write(l Line) {
	for _, o := range s.liners {
		o.Charge(l)
	}
}

func (s *Sim) regionOf(o OfferID) RegionID { return s.world.Zones[s.world.Offers[o].Zone].Region }

func (s *Sim) providerOf(o OfferID) ProviderID { return s.world.Regions[s.regionOf(o)].Provider }

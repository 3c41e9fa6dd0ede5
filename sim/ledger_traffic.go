package sim

import (
	"fmt"
	"slices"
	"strings"
)

// Traffic is what it costs to move data between regions. Without one, data
// moves for nothing.
type Traffic struct {
	// Accounts has one entry for each provider: it bills what leaves its regions.
	Accounts []Account
	Routes   []Route
	// Pairs is the route from each region to each other: that from region a to
	// region b stands at a·len(Regions)+b. -1 says that its price is not known.
	// Within a region data moves for nothing, whatever stands there.
	Pairs []int32
	// Speeds is, laid out like Pairs, how many bytes a second travel; 0, or no
	// list, means that they are there at once.
	Speeds []int64 `json:",omitempty"`
	// Storage is, by RegionID, what it costs to keep a GB (Account.GB) for a calendar
	// month; no list means nothing.
	Storage []Rate `json:",omitempty"`
}

// Account says how a provider counts traffic.
type Account struct {
	// GB is how many bytes the provider calls a GB: 10⁹ or 2³⁰.
	GB int64
	// Months are the beginnings of its calendar months. Unless it is empty, a
	// run in which data moves before the first or after the last ends with an error.
	Months Months
	// Free is what may go to the internet in a month for nothing.
	Free Volume
}

// Route is the way that data takes, and its price.
type Route struct {
	// Counter is the index of what the provider counts together within a
	// month: traffic to the internet, which is how it reaches other providers.
	// It is -1 for traffic that is not counted, such as that to another region of the
	// same provider; its tiers, if it has several, begin at 0 each time.
	Counter int32
	Tiers   Tiers
}

// Data is what a job moves. It has a home only if it reads or writes.
//
// When an attempt begins to run, Reads travels from Home to each region in
// which the attempt has a task, once per region; when the job finishes, Writes
// travels from each of them to Home. What is in Home's own region costs nothing. The
// provider of the region that the data leaves bills it, at that instant. How long
// it takes is not modelled.
type Data struct {
	Home   RegionID
	Reads  int64 // bytes
	Writes int64 // bytes
}

func (d *Data) moves() bool { return d.Reads > 0 || d.Writes > 0 }

// route returns the way from one region to another, or nil if its price is not known.
func (w *World) route(from, to RegionID) *Route {
	if i := w.Traffic.Pairs[int(from)*len(w.Regions)+int(to)]; i >= 0 {
		return &w.Traffic.Routes[i]
	}
	return nil
}

// offered returns the regions in which something is offered.
func (w *World) offered() []bool {
	there := make([]bool, len(w.Regions))
	for i := range w.Offers {
		there[w.Zones[w.Offers[i].Zone].Region] = true
	}
	return there
}

// movable reports what is wrong with a job's data, if anything: from its home
// it must be able to reach, at a known price, every region in which
// something is offered, and to come back if it writes.
func (s *Sim) movable(d *Data) error {
	switch {
	case d.Reads < 0 || d.Writes < 0:
		return fmt.Errorf("reads %d bytes and writes %d, want none negative", d.Reads, d.Writes)
	case !d.moves():
		return nil
	case !inside(d.Home, s.world.Regions):
		return fmt.Errorf("home of its data is region %d, the world has %d", d.Home, len(s.world.Regions))
	case s.world.Traffic == nil:
		return nil
	}
	for r, there := range s.offered {
		from, to := d.Home, RegionID(r)
		if !there || from == to {
			continue
		}
		unknown := d.Reads > 0 && s.world.route(from, to) == nil
		if !unknown && d.Writes > 0 {
			from, to = to, from
			unknown = s.world.route(from, to) == nil
		}
		if unknown {
			return fmt.Errorf("moves data and may run in region %s, but the price of traffic from region %s to region %s is not known",
				s.world.Regions[r].Name, s.world.Regions[from].Name, s.world.Regions[to].Name)
		}
	}
	return nil
}

// keepData remembers what the job in a slot moves.
func (s *Sim) keepData(slot int32, d *Data) {
	if (s.world.Traffic == nil && len(s.world.Cuts) == 0) || (len(s.Data) == 0 && !d.moves()) {
		return
	}
	for len(s.Data) <= int(slot) {
		s.Data = append(s.Data, Data{})
	}
	s.Data[slot] = *d
}

// move charges for the data of an attempt that begins (out) or whose job is
// finished: once for each region other than home in which it has a task.
func (s *Sim) move(as int32, out bool) {
	a := &s.Attempts[as]
	if s.world.Traffic == nil || int(a.Job) >= len(s.Data) || !s.Data[a.Job].moves() {
		return
	}
	d := s.Data[a.Job]
	bytes := d.Reads
	if !out {
		bytes = d.Writes
	}
	s.passed = append(s.passed[:0], d.Home)
	for t := a.First; t >= 0 && bytes > 0; t = s.Tasks[t].Next {
		m := &s.Machines[s.Tasks[t].Machine]
		there := s.regionOf(m.Offer)
		if slices.Contains(s.passed, there) {
			continue
		}
		s.passed = append(s.passed, there)
		moved := Moved{Job: s.Jobs[a.Job].Number, Attempt: s.ordinal(as), Source: d.Home, Target: there, Bytes: bytes}
		if !out {
			moved.Source, moved.Target = there, d.Home
		}
		s.chargeTraffic(moved, m)
	}
}

// chargeTraffic meters one transfer and writes its line.
func (s *Sim) chargeTraffic(moved Moved, m *machine) {
	p := s.world.Regions[moved.Source].Provider
	use, known := s.use(moved.Source, moved.Target, moved.Bytes)
	if !known {
		s.err = fmt.Errorf("sim: job %d moves data from region %s at %v, which is in no month of provider %s that the world knows",
			moved.Job, s.world.Regions[moved.Source].Name, s.Clock, s.world.Providers[p].Name)
		return
	}
	c, ok := s.Meters[p].Charge(use)
	if !ok || !s.book(TrafficLine, p, c.Amount) {
		s.overflow("traffic of job", moved.Job)
		return
	}
	if s.liners != nil {
		moved.Volume, moved.Free, moved.Before = use.Volume, c.Free, c.Before
		s.write(Line{
			Kind: TrafficLine, Machine: m.Number, Offer: m.Offer, Commitment: -1, From: s.Clock,
			Moved: moved, Amount: c.Amount, Reason: use.words(c),
		})
	}
}

// use returns a transfer that happens now, as a bill sees it, and false if
// its price or month is not known.
func (s *Sim) use(from, to RegionID, bytes int64) (TrafficUse, bool) {
	account := &s.world.Traffic.Accounts[s.world.Regions[from].Provider]
	route := s.world.route(from, to)
	if route == nil {
		return TrafficUse{}, false
	}
	month, known := account.Months.Of(s.Clock)
	volume, fits := VolumeOf(bytes, account.GB)
	return TrafficUse{Volume: volume, Tiers: route.Tiers, Counter: int(route.Counter), Month: month, Allowance: account.Free}, known && fits
}

// words says how a transfer came to its price.
func (u *TrafficUse) words(c TrafficCharge) string {
	var list []string
	if c.Free > 0 {
		list = append(list, fmt.Sprintf("%v free", c.Free))
	}
	for _, p := range u.Tiers.Parts(c.Before, u.Volume-c.Free, nil) {
		list = append(list, fmt.Sprintf("%v at %v", p.Volume, p.Price))
	}
	if c.Before > 0 {
		list = append(list, fmt.Sprintf("after %v in this month", c.Before))
	}
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, ", ")
}

// Data returns what a living job moves; it is known to the scheduler. In a
// world without Traffic it is nothing.
func (v *View) Data(j JobID) Data {
	if !v.s.isAlive(j) || int(j.slot()) >= len(v.s.Data) {
		return Data{}
	}
	return v.s.Data[j.slot()]
}

// TransferCost returns what it would cost to move a job's data if it started in
// the offer's region: what it reads there, and what it writes back if it
// finishes. Each of the two is priced as if it came next: at the present
// position of its provider's counter, with what is left of the free allowance.
// It is 0 where nothing has to move.
func (v *View) TransferCost(j JobID, o OfferID) Money {
	s := v.s
	if len(s.Data) == 0 || !inside(o, s.Offers) {
		return 0
	}
	d, there := v.Data(j), s.regionOf(o)
	if !d.moves() || d.Home == there {
		return 0
	}
	return s.ask(d.Home, there, d.Reads) + s.ask(there, d.Home, d.Writes)
}

// ask returns what a transfer would cost now; 0 if that is not known, which
// ends the run as soon as it happens.
func (s *Sim) ask(from, to RegionID, bytes int64) Money {
	if bytes == 0 {
		return 0
	}
	use, known := s.use(from, to, bytes)
	if !known {
		return 0
	}
	c, _ := s.Meters[s.world.Regions[from].Provider].Ask(use)
	return c.Amount
}

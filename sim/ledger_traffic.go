package sim

import (
	"fmt"
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
	// month, as long as that is; 0, or no list, means nothing. Who asks for it needs Months.
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
// provider of the region that the data leaves bills it, at that instant. Who reads waits for
// it as long as Traffic.Speeds say; nobody waits for what was written.
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

// portable reports what is wrong with what a job saves, if anything: it must be able to travel,
// at a known price, between any two regions in which something is offered.
func (s *Sim) portable(r *Restart) error {
	if r.Size < 0 {
		return fmt.Errorf("what it saves has %d bytes, want 0 or more", r.Size)
	}
	if r.Size == 0 || r.Keep == KeepNothing || s.world.Traffic == nil || s.roams {
		return nil
	}
	for from, here := range s.offered {
		for to, there := range s.offered {
			if here && there && from != to && s.world.route(RegionID(from), RegionID(to)) == nil {
				return fmt.Errorf("saves %d bytes and may run in regions %s and %s, but the price of traffic from the one to the other is not known",
					r.Size, s.world.Regions[from].Name, s.world.Regions[to].Name)
			}
		}
	}
	s.roams = true
	return nil
}

package nomad

import (
	"cmp"
	"slices"

	"skysim/policies/spot"
	"skysim/sim"
)

// option is a market as a job sees it. Money is in what an hour on a machine on demand costs, time in hours.
type option struct {
	zone spot.Zone
	// price is that of an hour on the machine, fare what it costs to bring there what the job has saved, entry the time
	// until it works there.
	price, fare, entry float64
	// fall and rise are how often per hour the market goes down and comes up.
	fall, rise float64
	// here is how long a machine there is expected to live, and stint how long the job would have it.
	here, stint float64
	// full is what an hour of progress costs on a machine there that the job does not have yet.
	full float64
	// stays and comes are the same for a job that is there and for one that is not, with the losses that are to be expected and
	// with what the time costs that they take: see weigh.
	stays, comes float64
}

// horizon is how far ahead lives are looked at, in hours.
const horizon = 48

// survey draws up the markets that a job could use, cheapest in full first. It is valid until the next.
func (n *Nomad) survey(s *spot.Situation) []option {
	now := s.Job.Submit.Add(s.Now)
	for _, z := range s.Zones { // records begin
		n.markets.Of(z.Offer, z.Up || z.Parted, now)
	}
	h, unit := n.lives.hazards(n.opts.Stay), reference(s)
	typical := n.typicalRates()
	list := n.options[:0]
	for _, z := range s.Zones {
		r := n.markets.Of(z.Offer, z.Up, now)
		o := option{zone: z, price: float64(z.Price) / unit, fare: float64(z.Fare) * 1000 / unit, entry: hours(z.Entry)}
		o.fall, o.rise = typical.of(r)
		age := sim.Duration(0)
		if r.Up {
			age = r.Seen.Sub(r.Since)
		}
		o.here = left(&h, n.fragile(r), age, horizon)
		o.stint = min(o.here, max(hours(s.Work-s.Done), hours(s.Tick)))
		o.full = (float64(o.price*(o.stint+o.entry)) + o.fare) / o.stint
		list = append(list, o)
	}
	slices.SortStableFunc(list, func(a, b option) int { return cmp.Compare(a.full, b.full) })
	n.options = list
	return list
}

// reference returns what an hour on demand costs, or where there is no such machine what the
// dearest market does twice over.
func reference(s *spot.Situation) float64 {
	if s.OnDemandPrice > 0 {
		return float64(s.OnDemandPrice)
	}
	top := sim.Rate(1)
	for _, z := range s.Zones {
		top = max(top, 2*z.Price)
	}
	return float64(top)
}

// typical is what all markets together did: falls and rises, and hours up and down.
type typical struct{ falls, rises, up, down float64 }

// typicalRates adds up all markets, and what is thought beforehand.
func (n *Nomad) typicalRates() typical {
	t := typical{weight, weight, float64(weight * hours(n.opts.Stay)), float64(weight * hours(n.opts.Gone))}
	for _, m := range n.markets.All() {
		t.falls, t.rises = t.falls+float64(m.Falls), t.rises+float64(m.Rises)
		t.up, t.down = t.up+hours(m.UpTime), t.down+hours(m.DownTime)
	}
	return t
}

// of returns how often per hour a market goes down while it is up, and up while it is down: what was seen of it, and as much as
// two spells of a typical one.
func (t *typical) of(r *spot.Market) (fall, rise float64) {
	const spells = 2 * weight
	fall = (spells + float64(r.Falls)) / (float64(spells*t.up)/t.falls + hours(r.UpTime))
	rise = (spells + float64(r.Rises)) / (float64(spells*t.down)/t.rises + hours(r.DownTime))
	return fall, rise
}

package catalog

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"skysim/sim"
)

// Finding is something about a catalogue that a reader of its numbers should
// know.
type Finding struct {
	// Kind is "disagree": two sources say different things; "spot-above": a spot
	// price is not below the on-demand one; "asymmetric": the two directions of a
	// round trip differ; "too-fast": a round trip is faster than light; "assumed":
	// a fact is an assumption; or "missing": something is not known.
	Kind    string
	Subject string // such as aws/us-east-1/m5.xlarge on-demand
	Detail  string // both values, their days and sources; or what is missing
}

// Check looks for what is doubtful in the catalogue: sources that disagree first,
// then what contradicts itself, then what is assumed and what is missing. The
// order is always the same.
func (c *Catalog) Check() []Finding {
	all := c.disagreements()
	all = append(all, c.spotAbove()...)
	all = append(all, c.strangeTimes()...)
	all = append(all, c.assumed()...)
	return append(all, c.missing()...)
}

// disagreements compares the claims of other sources with what the catalogue
// says on the claim's day, or on its own if the claim is older than all prices.
// Either may be rounded: what rounds to the other agrees.
func (c *Catalog) disagreements() []Finding {
	views := map[string]*Catalog{}
	var all []Finding
	for _, x := range c.Claims {
		view := views[x.Date]
		if view == nil {
			var err error
			if view, err = c.At(x.Date); err != nil {
				view = c // the claim is older than all prices
			}
			views[x.Date] = view
		}
		price, day, source, ok := view.says(x)
		if !ok || rounds(Decimal(price), x.Value) || rounds(x.Value, Decimal(price)) {
			continue
		}
		subject := strings.TrimSuffix(x.Provider+"/"+x.Region, "/") + "/" + x.Subject + " " + x.Kind
		all = append(all, Finding{"disagree", subject, fmt.Sprintf("%s of %s (%s), but %s of %s (%s)",
			Decimal(price), day, source, x.Value, x.Date, x.Source)})
	}
	return all
}

// says returns what the catalogue has where a source claims something.
func (c *Catalog) says(x Claim) (value sim.Rate, day, source string, ok bool) {
	switch x.Kind {
	case "gpus":
		t, ok := c.Type(x.Provider, x.Subject)
		return sim.Rate(t.GPUs) * sim.DollarRate, t.Date, t.Source, ok
	case "on-demand":
		i := slices.IndexFunc(c.Offers, func(o Offer) bool {
			return o.Provider == x.Provider && o.Region == x.Region && o.Type == x.Subject && o.Purchase == sim.OnDemand
		})
		if i < 0 {
			return 0, "", "", false
		}
		return c.Offers[i].Price, c.Offers[i].Date, c.Offers[i].Source, true
	}
	t, err := c.Tariff(x.Provider, x.Date)
	if err != nil { // its own tariff may begin a few days later
		if t, err = c.Tariff(x.Provider, DefaultDate); err != nil {
			return 0, "", "", false
		}
	}
	if x.Kind == "transfer" {
		p, ok := t.Between(x.Region, x.Subject)
		return p.Price, p.Date, p.Source, ok
	}
	e, ok := t.Internet(x.Region, x.Subject, "")
	for _, tier := range e.Tiers {
		if tier.Price > 0 { // the first that is not free
			return tier.Price, e.Date, e.Source, ok
		}
	}
	return 0, e.Date, e.Source, ok
}

// rounds reports whether a number, rounded half up to the decimals of another,
// is that other.
func rounds(exact, rounded string) bool {
	_, frac, _ := strings.Cut(rounded, ".")
	a, err1 := sim.ParseRate(exact)
	b, err2 := sim.ParseRate(rounded)
	unit := sim.Rate(1)
	for range 12 - min(12, len(frac)) {
		unit *= 10
	}
	d := a - b
	return err1 == nil && err2 == nil && d >= -unit/2 && (d < unit/2 || d == 0)
}

func (c *Catalog) spotAbove() []Finding {
	var all []Finding
	for i := 1; i < len(c.Offers); i++ {
		od, spot := c.Offers[i-1], c.Offers[i]
		same := od
		same.Purchase = sim.Spot
		if spot.Purchase == sim.Spot && compareOffers(same, spot) == 0 && spot.Price >= od.Price {
			all = append(all, Finding{"spot-above", spot.Provider + "/" + spot.Zone + "/" + spot.Type,
				fmt.Sprintf("spot %v of %s (%s), on demand %v of %s (%s)", spot.Price, spot.Date, spot.Source, od.Price, od.Date, od.Source)})
		}
	}
	return all
}

// strangeTimes finds round trips that light could not make, and those whose
// directions are more than a tenth and 10 ms apart.
func (c *Catalog) strangeTimes() []Finding {
	var all []Finding
	back := map[[2]string]sim.Duration{}
	for _, r := range c.RTTs {
		back[[2]string{r.To, r.From}] = r.Time
	}
	for _, r := range c.RTTs {
		a, _ := c.FindRegion(r.From)
		b, _ := c.FindRegion(r.To)
		if km, ok := Distance(a, b); ok && r.Time < 2*time.Duration(km)*time.Millisecond*1000/lightSpeed {
			all = append(all, Finding{"too-fast", r.From + " to " + r.To, fmt.Sprintf("%v over %d km and back (%s)", r.Time, km, r.Source)})
		}
		other := back[[2]string{r.From, r.To}]
		if d := r.Time - other; other > 0 && d > 10*time.Millisecond && d > other/10 {
			all = append(all, Finding{"asymmetric", r.From + " to " + r.To, fmt.Sprintf("%v, the other way %v (%s)", r.Time, other, r.Source)})
		}
	}
	return all
}

// lightSpeed is that of light in vacuum, in km/s.
const lightSpeed = 299_792

// Distance returns how far two regions are apart, in km along the surface of the
// earth, and whether both positions are known.
func Distance(a, b Region) (km int64, ok bool) {
	if !a.placed() || !b.placed() {
		return 0, false
	}
	const radius, micro = 6371, math.Pi / 180e6
	lat1, lat2 := float64(a.Latitude)*micro, float64(b.Latitude)*micro
	dlat, dlon := (lat2-lat1)/2, float64(b.Longitude-a.Longitude)*micro/2
	h := math.Pow(math.Sin(dlat), 2) + math.Cos(lat1)*math.Cos(lat2)*math.Pow(math.Sin(dlon), 2)
	return int64(2 * radius * math.Asin(math.Sqrt(min(1, h)))), true
}

func (r Region) placed() bool { return r.Latitude != 0 || r.Longitude != 0 }

func (c *Catalog) assumed() []Finding {
	var all []Finding
	for _, p := range c.Providers {
		for _, f := range p.Facts {
			if f.Basis == "assumed" {
				all = append(all, Finding{"assumed", p.Name + " " + f.Name, fmt.Sprintf("%s from %s (%s)", f.Value, f.Date, f.Source)})
			}
		}
	}
	return all
}

// missing lists what bills and distances would need and do not find.
func (c *Catalog) missing() []Finding {
	measured := map[string]bool{}
	for _, r := range c.RTTs {
		measured[r.From], measured[r.To] = true, true
	}
	var all []Finding
	for _, r := range c.Regions {
		var lacks []string
		t, err := c.Tariff(r.Provider, c.Date())
		if err != nil {
			lacks = append(lacks, "tariff")
		} else if _, ok := t.Internet(r.Name, "", ""); !ok {
			lacks = append(lacks, "price of traffic to the internet")
		}
		if !r.placed() {
			lacks = append(lacks, "position")
		}
		if !measured[r.FullName()] {
			lacks = append(lacks, "round-trip times")
		}
		if len(lacks) > 0 {
			all = append(all, Finding{"missing", r.FullName(), "no " + strings.Join(lacks, ", no ")})
		}
	}
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(a.Subject, b.Subject) })
	return all
}

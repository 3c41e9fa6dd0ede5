package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"skysim/sim"
)

// Provider is a cloud with the facts that hold for all of its machines on the
// catalogue's day. A fact that is not known is zero; Facts has those of all days
// and says where each comes from.
type Provider struct {
	Name string
	// Increment rounds billed time up to a multiple, Minimum is the least time
	// billed, and BillsBoot says that the bill starts before the machine is up.
	Increment sim.Duration
	Minimum   sim.Duration
	BillsBoot bool
	Notice    sim.Duration // warning before a spot machine is taken away
	Boot      sim.Duration // typical time from rent to up, of any machine
	// SpotPrice and ReclaimFree are of [MachineRules].
	SpotPrice   Repricing
	ReclaimFree sim.Duration
	GB          int64  // bytes that the provider calls a GB
	Zone        string // whose calendar months count, as in America/Los_Angeles
	FreeEgress  int64  // GB to the internet that are free each month: see [Tariff]
	Facts       []Fact
}

// Fact is one row about a provider.
type Fact struct {
	Name   string // such as billing_minimum
	Value  string // a duration as in 1m30s, yes or no, a number, a name
	Basis  string // published, measured or assumed
	Date   string // from when it holds, or when it was noted: 2006-01-02
	Source string
}

// factNames are the facts that can be given about a provider.
var factNames = []string{
	"billing_increment", "billing_minimum", "billing_zone", "bills_boot", "boot_time", "free_egress_gb", "gb_bytes",
	"spot_notice", "spot_price", "spot_reclaim_free",
}

// zoneNames are the billing zones that there are, sorted.
var zoneNames = []string{"America/Los_Angeles", "Asia/Shanghai", "UTC"}

func (r *reader) fact(w *row) error {
	name, err1 := w.name("provider")
	fact, err2 := w.oneOf("fact", factNames)
	basis, err3 := w.oneOf("basis", bases)
	day, err4 := w.day("date")
	source, err5 := r.fromSource(w)
	if err := cmp.Or(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	value, err := w.factValue(fact)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(r.c.Providers, func(p Provider) bool { return p.Name == name })
	if i < 0 {
		i = len(r.c.Providers)
		r.c.Providers = append(r.c.Providers, Provider{Name: name})
		r.lines["providers.csv\x00"+name] = i
	}
	p := &r.c.Providers[i]
	p.Facts = append(p.Facts, Fact{fact, value, basis, day, source})
	return r.keyOn(w, day, name, fact)
}

// factValue reads the value of a fact and returns it as it is normally written,
// so that set can rely on it.
func (w *row) factValue(fact string) (string, error) {
	switch fact {
	case "bills_boot":
		return w.oneOf("value", []string{"yes", "no"})
	case "spot_price":
		return w.oneOf("value", repricings[1:])
	case "gb_bytes":
		return w.oneOf("value", []string{"1000000000", "1073741824"})
	case "billing_zone":
		return w.oneOf("value", zoneNames)
	case "free_egress_gb":
		n, err := w.number("value", 0, maxGB)
		return integer(n), err
	}
	d, err := time.ParseDuration(w.text("value"))
	if err != nil || d < 0 {
		return "", w.bad("value", "%s %q is not a duration as in 1m30s", fact, w.text("value"))
	}
	return d.String(), nil
}

// set takes over a fact. Its value was checked when it was read; one that was
// not, in a catalogue put together by hand, counts as not known.
func (p *Provider) set(f Fact) {
	d, _ := time.ParseDuration(f.Value)
	n, _ := strconv.ParseInt(f.Value, 10, 64)
	switch f.Name {
	case "billing_increment":
		p.Increment = d
	case "billing_minimum":
		p.Minimum = d
	case "billing_zone":
		p.Zone = f.Value
	case "bills_boot":
		p.BillsBoot = f.Value == "yes"
	case "boot_time":
		p.Boot = d
	case "free_egress_gb":
		p.FreeEgress = n
	case "gb_bytes":
		p.GB = n
	case "spot_notice":
		p.Notice = d
	case "spot_price":
		p.SpotPrice = Repricing(max(0, slices.Index(repricings, f.Value)))
	case "spot_reclaim_free":
		p.ReclaimFree = d
	}
}

// hold sets the fields to the facts that hold on a day. Facts are sorted by name
// and date, so that the newest comes last.
func (p *Provider) hold(day string) {
	*p = Provider{Name: p.Name, Facts: p.Facts}
	for _, f := range p.Facts {
		if f.Date <= day {
			p.set(f)
		}
	}
}

// holds reports whether a fact is the one of its name that holds on a day.
func (p *Provider) holds(f Fact, day string) bool {
	return f.Date <= day && !slices.ContainsFunc(p.Facts, func(g Fact) bool {
		return g.Name == f.Name && g.Date <= day && g.Date > f.Date
	})
}

// factDays returns the days from which values of a fact hold.
func (p *Provider) factDays(name string) []string {
	var days []string
	for _, f := range p.Facts {
		if f.Name == name {
			days = append(days, f.Date)
		}
	}
	return days
}

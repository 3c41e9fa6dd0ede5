package pricelist

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/jsontext"
)

// Coroot is a list of coroot's: prices of machines by provider and region, and
// what traffic to the internet costs. What it says of databases is left out.
type Coroot struct {
	// Offers are those of aws, gcp and azure as the file lists them. A price of 0
	// means that it is not offered. The on-demand prices of AWS are wrong for 4
	// of 10 machines, and those of Azure may be Windows prices.
	Offers []Offer
	Egress []Egress // sorted by provider, region and threshold
	// Unsorted is how many regions list their tiers in another order: the keys
	// are numbers sorted as text.
	Unsorted int64
	Line     int // of the first of them
}

// Egress is a tier of traffic to the internet: beyond From GB in a month, a GB
// costs Price.
type Egress struct {
	Provider, Region string
	From             int64
	Price            sim.Rate
	Line             int
}

// ReadCoroot reads a list. Errors of its text are *traces.SyntaxError.
func ReadCoroot(from io.Reader, name string) (*Coroot, error) {
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	r := &coroot{Decoder: jsontext.New(text, name, 1)}
	err = r.Object("file", func(provider string) error {
		return r.Object(provider, func(key string) error {
			switch key {
			case "compute":
				return r.Object(key, func(region string) error { return r.machines(provider, region) })
			case "internet_egress":
				return r.Object(key, func(region string) error { return r.tiers(provider, region) })
			}
			return r.Skip()
		})
	})
	if err == nil {
		err = r.End()
	}
	if err != nil {
		return nil, err
	}
	if len(r.list.Offers) == 0 {
		return nil, fmt.Errorf("%s: there are no machines, want providers with compute", name)
	}
	return &r.list, nil
}

type coroot struct {
	*jsontext.Decoder
	list Coroot
}

// machines reads the machines of a region.
func (r *coroot) machines(provider, region string) error {
	return r.Object(region, func(machine string) error {
		o := Offer{Provider: provider, Region: region, Type: machine, Line: r.Line(), Blank: Prices{true, true, true}}
		err := r.Object(machine, func(key string) (err error) {
			switch key {
			case "on_demand":
				o.OnDemand, err = r.rate(key)
				o.Blank.OnDemand = false
			case "spot":
				o.Spot, err = r.rate(key)
				o.Blank.Spot = false
			default:
				err = r.Skip()
			}
			return err
		})
		r.list.Offers = append(r.list.Offers, o)
		return err
	})
}

// rate reads a price.
func (r *coroot) rate(key string) (sim.Rate, error) {
	n, err := r.Amount(key, int64(sim.DollarRate), "dollars per hour, 0 or more")
	return sim.Rate(n), err
}

// tiers reads what traffic out of a region costs.
func (r *coroot) tiers(provider, region string) error {
	var tiers []Egress
	err := r.Object(region, func(key string) error {
		from, err := strconv.ParseInt(key, 10, 64)
		if err != nil || from < 0 {
			return r.Fault("internet_egress", "a number of GB from which the tier begins")
		}
		line := r.Line()
		p, err := r.rate("internet_egress")
		// The list has been through floats of 32 bits: .09 stands there as
		// .09000000357627869. Six decimals are kept.
		const micro = sim.DollarRate / 1_000_000
		p = (p + micro/2) / micro * micro
		tiers = append(tiers, Egress{provider, region, from, p, line})
		return err
	})
	byThreshold := func(a, b Egress) int { return cmp.Compare(a.From, b.From) }
	if !slices.IsSortedFunc(tiers, byThreshold) {
		if r.list.Unsorted == 0 {
			r.list.Line = tiers[0].Line
		}
		r.list.Unsorted++
		slices.SortStableFunc(tiers, byThreshold)
	}
	r.list.Egress = append(r.list.Egress, tiers...)
	return err
}

package bench

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces/carbon"
	"skysim/traces/failures"
	"skysim/traces/spot"
)

// tape is a recording in memory, in its own time.
type tape struct {
	start time.Time // of its time 0; zero where the file does not say
	span  sim.Duration
	path  sim.Path // machines, pico-dollars per hour, or mg per kWh
	// offered is, for prices, sim.Unlimited while the machine was offered and 0
	// while it was not; without steps it always was.
	offered sim.Path
	// nodes are, of failures, 1 while each node is down.
	nodes []sim.Path
}

// failureTape reads one of package failures' recordings.
func failureTape(open func(string, failures.Options) (*failures.Trace, error)) func(*Recording, string) (*tape, error) {
	return func(_ *Recording, path string) (*tape, error) {
		all, err := open(path, failures.Options{})
		if err != nil {
			return nil, err
		}
		t := &tape{start: all.Start, span: all.Span}
		for i := range all.Nodes {
			t.nodes = append(t.nodes, all.Nodes[i].Path())
		}
		return t, nil
	}
}

// supplyTape reads one of package spot's recordings of supply, or the prices in it.
func supplyTape(open func(string, spot.Options) (*spot.Supply, error)) func(*Recording, string) (*tape, error) {
	return func(r *Recording, path string) (*tape, error) {
		s, err := open(path, spot.Options{Polarity: r.Polarity, Gap: r.Gap})
		if err != nil {
			return nil, err
		}
		t := &tape{start: s.Start, span: s.Span(), path: s.Path()}
		if r.Kind == kindPrice {
			if t.path = s.PricePath(); len(t.path.At) == 0 {
				return nil, fmt.Errorf("%s has no prices", path)
			}
			return t, nil
		}
		for i := range t.path.Value {
			t.path.Value[i] *= r.Count
		}
		return t, nil
	}
}

// priceTape reads one market of a price history.
func priceTape(r *Recording, path string) (t *tape, err error) {
	p, err := spot.OpenPrices(path, spot.PriceOptions{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	h, err := spot.Collect(p)
	if err != nil {
		return nil, err
	}
	m, err := r.market(h.Markets)
	if err != nil {
		return nil, err
	}
	t = &tape{start: h.First, span: h.Last.Sub(h.First), path: h.Price(m, h.First)}
	if len(t.path.At) == 0 {
		return nil, r.errorf("path", "%s never offers %s in %s", path, m.Type, m.Zone)
	}
	if slices.ContainsFunc(h.Of(m), func(p spot.Price) bool { return !p.Offered }) {
		t.offered = h.Offered(m, h.First, sim.Unlimited)
	}
	return t, nil
}

// market returns the one of a file's markets that the recording means.
func (r *Recording) market(all []spot.Market) (spot.Market, error) {
	zone, kind := cmp.Or(r.Market.Zone, r.Zone), cmp.Or(r.Market.Type, r.Type)
	var zones, kinds, products []string
	var found spot.Market
	for _, m := range all {
		zones = append(zones, m.Zone)
		if m.Zone != zone {
			continue
		}
		kinds = append(kinds, m.Type)
		if m.Type != kind {
			continue
		}
		if products = append(products, m.Product); r.Market.Product == "" || m.Product == r.Market.Product {
			found = m
		}
	}
	zones, kinds = distinct(zones), distinct(kinds)
	switch {
	case len(kinds) == 0:
		return found, r.errorf("recorded_zone", "the recording has no zone %q%s", zone, suggest(zone, zones))
	case len(products) == 0:
		return found, r.errorf("recorded_type", "the recording has no type %q in %s%s", kind, zone, suggest(kind, kinds))
	case found == (spot.Market{}):
		return found, r.errorf("product", "the recording has no product %q of %s in %s%s", r.Market.Product, kind, zone, suggest(r.Market.Product, products))
	case r.Market.Product == "" && len(products) > 1:
		return found, r.errorf("product", "the recording has %s in %s for several products: want product = one of %q", kind, zone, products)
	}
	return found, nil
}

// carbonTape reads the hours of a grid zone.
func carbonTape(r *Recording, path string) (*tape, error) {
	h, err := carbon.OpenHours(path, carbon.Options{})
	if err != nil {
		return nil, err
	}
	scope := carbon.Direct
	if r.LifeCycle {
		scope = carbon.LifeCycle
	}
	if len(h.List) == 0 {
		return nil, fmt.Errorf("%s has no hours", path)
	}
	first, last := h.List[0].At, h.List[len(h.List)-1].At
	t := &tape{start: first, span: last.Add(time.Hour).Sub(first), path: h.Path(scope, first)}
	if len(t.path.At) == 0 {
		return nil, fmt.Errorf("%s has no intensity of the wanted scope", path)
	}
	return t, nil
}

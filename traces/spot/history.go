package spot

import (
	"cmp"
	"slices"
	"time"

	"skysim/sim"
)

// Market is what has a price of its own.
type Market struct{ Zone, Type, Product string }

// History is a price history in memory, by market.
type History struct {
	Markets []Market // sorted
	// Counts of what was seen.
	Points     int64
	Unsorted   Tally // points earlier than one above them in their market
	Duplicates Tally // points at the instant of another, with the same price
	Conflicts  Tally // points at the instant of another, with another price: the later in the file holds
	NotOffered Tally // points with a blank price or 0
	Above      Tally // points above their on-demand price
	First      time.Time
	Last       time.Time
	points     map[Market][]Price
}

// Collect reads the rest of a history.
func Collect(from *Prices) (*History, error) {
	h := &History{points: map[Market][]Price{}}
	for p := (Price{}); from.Next(&p); {
		h.add(&p)
	}
	if err := from.Err(); err != nil {
		return nil, err
	}
	for _, m := range h.Markets {
		h.settle(m)
	}
	slices.SortFunc(h.Markets, func(a, b Market) int {
		return cmp.Or(cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Product, b.Product))
	})
	return h, nil
}

// add takes one point.
func (h *History) add(p *Price) {
	if h.Points == 0 || p.At.Before(h.First) {
		h.First = p.At
	}
	if p.At.After(h.Last) {
		h.Last = p.At
	}
	h.Points++
	m := Market{p.Zone, p.Type, p.Product}
	list, ok := h.points[m]
	if !ok {
		h.Markets = append(h.Markets, m)
	}
	if n := len(list); n > 0 && p.At.Before(list[n-1].At) {
		h.Unsorted.add(p.Line)
	}
	if !p.Offered {
		h.NotOffered.add(p.Line)
	}
	if p.OnDemand > 0 && p.Spot > p.OnDemand {
		h.Above.add(p.Line)
	}
	h.points[m] = append(list, *p)
}

// settle sorts the points of a market and leaves one for each instant.
func (h *History) settle(m Market) {
	list := h.points[m]
	slices.SortStableFunc(list, func(a, b Price) int { return a.At.Compare(b.At) })
	kept := list[:0]
	for _, p := range list {
		n := len(kept)
		if n == 0 || !kept[n-1].At.Equal(p.At) {
			kept = append(kept, p)
			continue
		}
		if kept[n-1].Spot == p.Spot {
			h.Duplicates.add(p.Line)
		} else {
			h.Conflicts.add(p.Line)
		}
		kept[n-1] = p
	}
	h.points[m] = kept
}

// Of returns the points of a market in order of time, one for each instant. The
// caller does not change them.
func (h *History) Of(m Market) []Price { return h.points[m] }

// Range returns the least and the largest price of a machine type over all
// zones, of the points at which it was offered.
func (h *History) Range(machine string) (least, most sim.Rate) {
	for _, m := range h.Markets {
		for _, p := range h.points[m] {
			if m.Type == machine && p.Offered {
				if most == 0 || p.Spot < least {
					least = p.Spot
				}
				most = max(most, p.Spot)
			}
		}
	}
	return least, most
}

// Price returns the price of a market as a step function of the time since
// epoch, for sim.Offer.Price. While it is not offered the last price stays; the
// first price stands for the time before it.
func (h *History) Price(m Market, epoch time.Time) sim.Path {
	var b builder
	for _, p := range h.points[m] {
		if p.Offered {
			b.since(p.At.Sub(epoch), int64(p.Spot))
		}
	}
	return b.path
}

// Offered returns when a market was offered as a step function of the time
// since epoch: supply while it was, and 0 while it was not.
func (h *History) Offered(m Market, epoch time.Time, supply int64) sim.Path {
	var b builder
	for _, p := range h.points[m] {
		v := int64(0)
		if p.Offered {
			v = supply
		}
		b.since(p.At.Sub(epoch), v)
	}
	return b.path
}

// since is add for what may lie before the epoch: of that, the latest holds.
func (b *builder) since(d time.Duration, v int64) {
	if d < 0 {
		b.path.At, b.path.Value = append(b.path.At[:0], 0), append(b.path.Value[:0], v)
		return
	}
	b.add(sim.Time(d), v)
}

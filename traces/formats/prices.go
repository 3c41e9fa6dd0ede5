package formats

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces/internal/nearest"
	"skysim/traces/spot"
	"skysim/traces/summary"
)

func sumPrices(in *Input, r *summary.Report) error {
	list, err := spot.NewPrices(in.plain, in.Name, spot.PriceOptions{Lenient: true})
	if err != nil {
		return err
	}
	h, err := spot.Collect(list)
	if err != nil {
		return err
	}
	r.Lead("points", h.Points)
	r.Skips = list.Skipped()
	r.Rows = h.Points + r.Skipped()
	r.Epoch = h.First
	r.Set("first", summary.Seconds(0))
	r.Set("last", summary.Seconds(int64(h.Last.Sub(h.First))))
	r.Set("span_seconds", summary.Seconds(int64(h.Last.Sub(h.First))))
	r.Set("markets", int64(len(h.Markets)))
	zones, types := map[string]bool{}, []string{}
	for _, m := range h.Markets {
		zones[m.Zone] = true
		types = append(types, m.Type)
	}
	types = sorted(types)
	r.Set("zones", int64(len(zones)))
	ranges := summary.List{}
	for _, t := range types {
		least, most := h.Range(t)
		ranges = append(ranges, summary.Named{Name: t, Value: summary.List{
			{Name: "min_usd_per_hour", Value: summary.Units(int64(least), 12)}, {Name: "max_usd_per_hour", Value: summary.Units(int64(most), 12)},
		}})
	}
	r.Set("types", ranges)
	r.Doubt(h.Unsorted.N, h.Unsorted.Line, "unsorted: points earlier than one above them in their market")
	r.Doubt(h.Duplicates.N, h.Duplicates.Line, "duplicate: points at the instant of another, with the same price")
	r.Doubt(h.Conflicts.N, h.Conflicts.Line, "overlapping: points at the instant of another, with another price; the later in the file holds")
	r.Doubt(h.NotOffered.N, h.NotOffered.Line, "price blank or 0: from then on the machine could not be had as spot")
	r.Doubt(h.Above.N, h.Above.Line, "spot price above the on-demand price")
	r.Assume("dollars per hour; a price holds until the next of its market")
	r.Assume("times are since the first point; UTC where the recording names no zone")
	r.Lack("how many machines could be had")
	return pricePanels(in, r, h, types)
}

// pricePanels draws the cheapest and the dearest market of the type that has most
// points, or of the type that was asked for.
func pricePanels(in *Input, r *summary.Report, h *spot.History, types []string) error {
	points := map[string]int{}
	for _, m := range h.Markets {
		points[m.Type] += len(h.Of(m))
	}
	chosen := in.Options.Find
	if chosen != "" && points[chosen] == 0 {
		return notFound(in.Name, chosen, types)
	}
	for _, t := range types {
		if chosen == "" || in.Options.Find == "" && points[t] > points[chosen] {
			chosen = t
		}
	}
	panel := summary.Panel{Title: "price of " + chosen, X: "time since the first point", Y: "$ per hour (means over each stretch)", Steps: true, Time: true}
	of := 0
	for _, m := range h.Markets {
		if m.Type != chosen {
			continue
		}
		of++
		c := summary.Course{Places: 12}
		for _, p := range h.Of(m) {
			if p.Offered {
				c.Add(int64(p.At.Sub(h.First)), int64(p.Spot), p.Line)
			}
		}
		c.Hold(int64(h.Last.Sub(h.First)))
		name := m.Zone
		if m.Product != "" {
			name += " " + m.Product
		}
		if c.Len() > 0 && len(panel.Curves) < 8 {
			panel.Curves = append(panel.Curves, c.Curve(name))
		}
	}
	if of > len(panel.Curves) {
		panel.Title += fmt.Sprintf(", the first %d of %d markets", len(panel.Curves), of)
	}
	r.Page.Panels = append(r.Page.Panels, panel)
	return nil
}

// marketPrices streams a history in order of time: it has to be in memory.
func marketPrices(in *Input) (Market, error) {
	list, err := spot.NewPrices(in.plain, in.Name, spot.PriceOptions{})
	if err != nil {
		return nil, err
	}
	var all []spot.Price
	for p := (spot.Price{}); list.Next(&p); {
		all = append(all, p)
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	return newPricePoints(all), nil
}

// pricePoints are the points of a price history, sorted.
type pricePoints struct {
	points []spot.Price
	first  time.Time
}

// newPricePoints sorts the points by time, then market. Of several at one instant in
// a market the last in the file holds; the others are left out.
func newPricePoints(all []spot.Price) *pricePoints {
	slices.SortStableFunc(all, func(a, b spot.Price) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Product, b.Product))
	})
	kept := all[:0]
	for _, p := range all {
		if n := len(kept); n > 0 && kept[n-1].At.Equal(p.At) && kept[n-1].Zone == p.Zone && kept[n-1].Type == p.Type && kept[n-1].Product == p.Product {
			kept[n-1] = p
			continue
		}
		kept = append(kept, p)
	}
	return &pricePoints{points: kept, first: kept[0].At}
}

// Next gives the next point.
func (s *pricePoints) Next(p *MarketPoint) bool {
	if len(s.points) == 0 {
		return false
	}
	from := s.points[0]
	s.points = s.points[1:]
	*p = MarketPoint{At: sim.Time(from.At.Sub(s.first)), Zone: from.Zone, Type: from.Type, Product: from.Product, Supply: Absent, Price: from.Spot, OnDemand: Absent}
	if !from.Offered {
		p.Price, p.Supply = Absent, 0
	}
	if from.OnDemand > 0 {
		p.OnDemand = from.OnDemand
	}
	return true
}

// Epoch returns the instant of the first point.
func (s *pricePoints) Epoch() time.Time { return s.first }

// Err returns nil: what was wrong was said when it was read.
func (s *pricePoints) Err() error { return nil }

// NotFoundError says that a file does not have what was asked for by name.
type NotFoundError struct{ File, Name, hint string }

// Error suggests another name.
func (e *NotFoundError) Error() string {
	return fmt.Sprintf("%s: nothing is called %q%s", e.File, e.Name, e.hint)
}

// notFound is the error for a name that a file does not have.
func notFound(file, name string, known []string) error {
	hint := nearest.Hint(name, known)
	if hint != "" {
		hint = "; " + hint
	}
	return &NotFoundError{file, name, hint}
}

// sorted returns the names in order, each once.
func sorted(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

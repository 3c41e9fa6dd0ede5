package bench

import (
	"context"
	"fmt"
	"io"
	"slices"

	"skysim/sim"
	"skysim/traces/usage"
)

// Usage runs a cell again and writes what it used of the clouds as a usage
// file, which `skysim bill` prices: machines with the purchase, the start and end
// of their bill's clock and who ended them, and traffic. Machines of one's own
// have no tariff and are left out; their number is returned. A run with
// commitments cannot be exported: their prices are the experiment's own.
//
// Where the weather moves spot prices the run pays those, and the bill of its
// usage the catalogue's.
func Usage(ctx context.Context, p *Plan, c Cell, w io.Writer) (owned int64, err error) {
	x := &exporter{lost: map[int64]bool{}}
	config, err := p.config(c)
	if err != nil {
		return 0, err
	}
	if x.world = config.World; len(x.world.Commitments) > 0 {
		return 0, fmt.Errorf("cell %s has commitments, whose prices a usage file cannot say", c.Name)
	}
	config.Observers = []sim.Observer{x}
	s, err := sim.New(config)
	if err != nil {
		return 0, err
	}
	points := samples{width: 1 << 30}
	if err := run(ctx, s, &points, func(int64) {}); err != nil {
		return 0, err
	}
	out, err := usage.NewWriter(w)
	if err != nil {
		return 0, err
	}
	slices.SortStableFunc(x.lines, func(a, b sim.Line) int { return int(min(max(a.From-b.From, -1), 1)) })
	for i := range x.lines {
		row, known := x.row(&x.lines[i])
		if !known {
			owned++
			continue
		}
		if err := out.Write(&row); err != nil {
			return 0, err
		}
	}
	return owned, out.Flush()
}

// exporter is the Observer that keeps the lines of the bill.
type exporter struct {
	world *sim.World
	lines []sim.Line
	lost  map[int64]bool // machines that were reclaimed
}

func (x *exporter) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		if events[i].Kind == sim.MachineLost {
			x.lost[events[i].Machine] = true
		}
	}
}

func (x *exporter) Charge(l sim.Line) { x.lines = append(x.lines, l) }

// row is what a line was charged for; it reports false for machines of one's own.
func (x *exporter) row(l *sim.Line) (usage.Row, bool) {
	w := x.world
	r := usage.Row{
		Kind: usage.Machine, Provider: w.Providers[w.Biller(l)].Name, Count: 1,
		Start: w.Epoch.Add(sim.Duration(l.From)), End: w.Epoch.Add(sim.Duration(l.From) + l.Life),
	}
	if l.Kind == sim.TrafficLine {
		target := &w.Regions[l.Moved.Target]
		r.Kind, r.Region, r.Size = usage.Egress, w.Regions[l.Moved.Source].Name, int64(l.Moved.Volume)
		r.To, r.End = w.Providers[target.Provider].Name+"/"+target.Name, r.Start
		return r, r.Provider != ownProvider
	}
	offer := &w.Offers[l.Offer]
	zone := &w.Zones[offer.Zone]
	r.Region, r.Zone, r.Type = w.Regions[zone.Region].Name, zone.Name, w.Types[offer.Type].Name
	switch offer.Purchase {
	case sim.OnDemand:
		r.Purchase = usage.OnDemand
	case sim.Spot:
		r.Purchase = usage.Spot
		if x.lost[l.Machine] {
			r.EndedBy = usage.ByProvider
		}
	}
	return r, offer.Purchase != sim.Owned
}

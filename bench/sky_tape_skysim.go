package bench

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces/interchange"
	"skysim/traces/spot"
)

// skysimTape reads one market of a file in skysim's own format. A file with one
// market is of that, whatever it is called. It reaches as far as it says, else to its
// last row.
func skysimTape(r *Recording, path string) (t *tape, err error) {
	file, err := interchange.OpenMarket(path)
	if err != nil {
		return nil, err
	}
	rows := map[spot.Market][]interchange.MarketRow{}
	var markets []spot.Market
	for row := (interchange.MarketRow{}); file.Next(&row); row = (interchange.MarketRow{}) {
		m := spot.Market{Zone: row.Zone, Type: row.Machine, Product: row.Product}
		if rows[m] == nil {
			markets = append(markets, m)
		}
		rows[m] = append(rows[m], row)
	}
	if err := errors.Join(file.Err(), file.Close()); err != nil {
		return nil, err
	}
	t = &tape{span: sim.Duration(file.Until())}
	if epoch, err := time.Parse(time.RFC3339, file.Epoch()); err == nil {
		t.start = epoch.UTC()
	}
	m := spot.Market{}
	if len(markets) == 1 && r.Market == m {
		m = markets[0]
	} else if m, err = r.market(markets); err != nil {
		return nil, err
	}
	t.take(r, rows[m])
	if len(t.path.At) == 0 {
		return nil, fmt.Errorf("%s says nothing of the %s", path, r.Kind)
	}
	return t, nil
}

// take makes the paths of the rows of one market.
func (t *tape) take(r *Recording, rows []interchange.MarketRow) {
	for _, row := range rows {
		at := sim.Time(row.At)
		switch {
		case r.Kind == kindSupply && row.Supply != nil:
			then(&t.path, at, *row.Supply*r.Count)
		case r.Kind == kindPrice && row.Price != nil:
			then(&t.path, at, *row.Price)
			then(&t.offered, at, sim.Unlimited)
		case r.Kind == kindPrice && row.Supply != nil && *row.Supply == 0:
			then(&t.offered, at, 0)
		}
	}
	if !slices.Contains(t.offered.Value, 0) {
		t.offered = sim.Path{}
	}
}

// then says that a path has a value from an instant on, which is not before those
// that it has. The first value stands for the time before it.
func then(p *sim.Path, at sim.Time, v int64) {
	n := len(p.At)
	switch {
	case n == 0:
		p.At, p.Value = append(p.At, 0), append(p.Value, v)
	case p.At[n-1] == at:
		p.Value[n-1] = v
		if n > 1 && p.Value[n-2] == v { // and so nothing has changed
			p.At, p.Value = p.At[:n-1], p.Value[:n-1]
		}
	case p.Value[n-1] != v:
		p.At, p.Value = append(p.At, at), append(p.Value, v)
	}
}

package bill

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// storage prices bytes at rest, one line for each calendar month, or requests.
func (j *job) storage(i int) *traces.SyntaxError {
	r := &j.rows[i]
	t, f := j.at(r, r.Start)
	if f != nil {
		return f
	}
	if _, requests := r.Class(); requests != "" {
		return j.requests(i, t, requests)
	}
	for from := r.Start; ; {
		t, f := j.at(r, from)
		if f != nil {
			return f
		}
		begin, next := t.Months.Around(from)
		to := next
		if r.End.Before(to) {
			to = r.End
		}
		if f := j.kept(i, t, stay{from, to, next.Sub(begin)}); f != nil {
			return f
		}
		if from = to; !from.Before(r.End) {
			return nil
		}
	}
}

// stay is the part of a row that falls into one month.
type stay struct {
	from, to time.Time
	month    sim.Duration // the whole month
}

// dollarPerGB makes CostHeld measure GB-months, in billionths.
var dollarPerGB = sim.Flat(sim.DollarRate)

// kept prices one month's part of bytes at rest. Where the price has tiers they
// go by the GB-months of the class in the region and month, added up over all
// rows: that is how the providers' own examples do it. GB-months are then
// measured to nine decimals.
func (j *job) kept(i int, t *tariff, s stay) *traces.SyntaxError {
	r := &j.rows[i]
	price, f := j.store(r, t)
	if f != nil {
		return f
	}
	name, _ := t.month(s.from)
	tiers, size, held := t.tiers(price.Tiers), sim.Volume(r.Size), s.to.Sub(s.from)
	key := strings.Join([]string{r.Provider, r.Region, price.Kind, price.Class, name}, "\x00")
	before := j.held[key]
	measured, ok := dollarPerGB.CostHeld(0, size, held, s.month)
	months := sim.Volume(measured)
	if ok = ok && before+months >= before; !ok {
		return tooMuch(r, "gb")
	}
	j.held[key] = before + months
	var amount sim.Money
	if len(tiers) == 1 {
		amount, ok = tiers.CostHeld(0, size, held, s.month)
	} else {
		amount, ok = tiers.Cost(before, months)
	}
	if !ok {
		return tooMuch(r, "gb")
	}
	j.add(i, Line{Kind: Storage, Month: name, Amount: amount, Why: whyStorage(r, price, s, parts(tiers, tiers.Parts(before, months, nil)))})
	return nil
}

// requests prices requests to storage.
func (j *job) requests(i int, t *tariff, sort string) *traces.SyntaxError {
	r := &j.rows[i]
	price, f := j.store(r, t)
	if f != nil {
		return f
	}
	per := map[string]catalog.Requests{"writes": price.Writes, "reads": price.Reads, "deletes": price.Deletes}[sort]
	if !per.Known {
		return r.Fault("type", fmt.Sprintf("requests whose price is known for %s in %s", price.Class, r.Region), "")
	}
	amount, ok := sim.CostRequests(r.Count, per.Price)
	if !ok {
		return tooMuch(r, "count")
	}
	month, _ := t.month(r.Start)
	j.add(i, Line{Kind: Storage, Month: month, Amount: amount, Why: whyRequests(r, price, sort, per.Price)})
	return nil
}

// store finds the price of a row's class of storage. No class is the one
// called standard, or else the only one of object storage.
func (j *job) store(r *usage.Row, t *tariff) (catalog.Storage, *traces.SyntaxError) {
	class, _ := r.Class()
	var objects, all []string
	for _, s := range t.Storage {
		if _, ok := t.Store(r.Region, s.Kind, s.Class); !ok {
			continue
		}
		if all = append(all, s.Class); s.Kind == "object" {
			objects = append(objects, s.Class)
		}
	}
	objects = unique(objects)
	switch {
	case class != "":
	case slices.Contains(objects, "standard"):
		class = "standard"
	case len(objects) == 1:
		class = objects[0]
	}
	for _, kind := range []string{"object", "block"} {
		if s, ok := t.Store(r.Region, kind, class); ok {
			return s, nil
		}
	}
	return catalog.Storage{}, r.Unknown("type", fmt.Sprintf("a class of storage that has a price in %s on %s", r.Region, t.Date), unique(all))
}

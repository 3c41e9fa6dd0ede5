package catalog

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"skysim/sim"
)

// FX is what a currency was worth on a day.
type FX struct {
	Currency  string // ISO 4217, as in "CNY"
	PerDollar string // units for one dollar, decimal
	Date      string
	Source    string
}

// amountColumns are there where a price was not given in dollars.
var amountColumns = []string{"currency", "amount"}

// amount reads the price in its own currency, if there is one, and checks that
// the dollars beside it are what it was worth on the day.
func (r *reader) amount(w *row, usd sim.Rate, day string) (Amount, error) {
	a := Amount{Currency: w.text("currency"), Value: w.text("amount")}
	switch {
	case a == Amount{}:
		return a, nil
	case a.Currency == "":
		return a, w.bad("amount", "amount %s has no currency", a.Value)
	case a.Value == "":
		return a, w.bad("currency", "currency %s has no amount", a.Currency)
	}
	want, err := r.c.Convert(a, day)
	if err != nil {
		return a, w.bad("currency", "%v", err)
	}
	if usd != want {
		return a, w.bad("amount", "amount %s %s is %v at the rate of fx.csv, not %v", a.Value, a.Currency, want, usd)
	}
	return a, nil
}

// Convert returns what an amount is worth in dollars at the newest rate on or
// before a day, rounded half to even to twelve decimals. A currency that has
// no such rate is an error.
func (c *Catalog) Convert(a Amount, day string) (sim.Rate, error) {
	var rate FX
	for _, x := range c.FX { // sorted by currency and date
		if x.Currency == a.Currency && x.Date <= day {
			rate = x
		}
	}
	if rate.PerDollar == "" {
		known := names(c.FX, func(x FX) string { return x.Currency + " from " + x.Date })
		return 0, fmt.Errorf("no rate of currency %q on or before %s%s", a.Currency, day, listed(known))
	}
	n, err := sim.ParseRate(a.Value)
	if err != nil {
		return 0, fmt.Errorf("amount %q is not a decimal number with at most 12 decimals", a.Value)
	}
	per, err := sim.ParseRate(rate.PerDollar)
	if err != nil || per == 0 {
		return 0, fmt.Errorf("rate %q of %s is not a decimal number above 0", rate.PerDollar, rate.Currency)
	}
	hi, lo := bits.Mul64(uint64(n), uint64(sim.DollarRate))
	if hi >= uint64(per) {
		return 0, fmt.Errorf("amount %s %s is too large", a.Value, a.Currency)
	}
	q, rest := bits.Div64(hi, lo, uint64(per))
	if twice := rest * 2; twice > uint64(per) || (twice == uint64(per) && q%2 == 1) {
		q++
	}
	if q > 1<<63-1 {
		return 0, fmt.Errorf("amount %s %s is too large", a.Value, a.Currency)
	}
	return sim.Rate(q), nil
}

// listed ends an error with what there is instead.
func listed(known []string) string {
	if len(known) == 0 {
		return ", there is none at all"
	}
	s := ", there is "
	for i, k := range known {
		if i > 0 {
			s += ", "
		}
		s += k
	}
	return s
}

func (r *reader) fx(w *row) error {
	currency, err1 := w.name("currency")
	per, err2 := w.price("units_per_usd")
	day, err3 := w.day("date")
	source, err4 := r.fromSource(w)
	if err := cmp.Or(err1, err2, err3, err4); err != nil {
		return err
	}
	if currency == "USD" {
		return w.bad("currency", "currency USD needs no rate: leave it out")
	}
	r.c.FX = append(r.c.FX, FX{currency, Decimal(per), day, source})
	slices.SortFunc(r.c.FX, compareFX)
	return r.keyOn(w, day, currency)
}

func compareFX(a, b FX) int {
	return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Date, b.Date))
}

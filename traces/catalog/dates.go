package catalog

import (
	"fmt"
	"slices"
	"time"
)

// DefaultDate is the day that [Embedded] shows the catalogue of. Later prices
// are in its History: see [Catalog.At].
const DefaultDate = "2024-04-23"

// At returns the catalogue as of a day: of each offer the newest price on or
// before it, and of each fact about a provider likewise, never a later one. An
// offer whose first price is later is not there. The rows are shared with c,
// the hash is the same.
//
// A day before all prices is an error that says which days there are.
func (c *Catalog) At(day string) (*Catalog, error) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return nil, fmt.Errorf("catalogue: date %q is not a date as in 2024-04-23", day)
	}
	view := *c
	view.date = day
	view.Offers = newest(c.History, day)
	if len(view.Offers) == 0 {
		return nil, fmt.Errorf("catalogue: no prices on or before %s%s", day, listed(c.Dates("")))
	}
	view.Providers = slices.Clone(c.Providers)
	for i := range view.Providers {
		view.Providers[i].hold(day)
	}
	return &view, nil
}

// newest keeps of each offer the row of the newest day that is not after the
// given one. The rows are sorted by offer and day.
func newest(history []Offer, day string) []Offer {
	var out []Offer
	for _, o := range history {
		switch n := len(out); {
		case o.Date > day:
		case n > 0 && compareOffers(out[n-1], o) == 0:
			out[n-1] = o
		default:
			out = append(out, o)
		}
	}
	return out
}

// Dates returns the days that a provider's prices are of, or all prices for "",
// from the first to the last.
func (c *Catalog) Dates(provider string) []string {
	var days []string
	for _, o := range c.History {
		if provider == "" || o.Provider == provider {
			days = append(days, o.Date)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// Date returns the day that the catalogue is of, as in 2024-04-23: what
// [Catalog.At] was asked for, or else the day of the newest price.
func (c *Catalog) Date() string {
	if c.date != "" {
		return c.date
	}
	days := c.Dates("")
	if len(days) == 0 {
		return ""
	}
	return days[len(days)-1]
}

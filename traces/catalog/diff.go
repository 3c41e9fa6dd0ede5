package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"skysim/sim"
)

// Change is something that one day's catalogue says differently from another's.
type Change struct {
	Kind     string // "offer", "fact", "egress", "transfer", "storage" or "commitment"
	Provider string
	What     string // such as us-east-1/use1-az5/p5.48xlarge/on-demand
	// Before and After are the values, "" where there is none on that day.
	// Prices are written as in $3.67339.
	Before, After string
	// From and To are the prices again, 0 for facts and where there is none.
	From, To sim.Rate
	// Date is the day of the later value, or of the earlier one if it is gone,
	// and Source is where that one comes from.
	Date, Source string
}

// statement is a row of any table, as something said on a day.
type statement struct {
	kind, provider string
	table          string // rows of one table and day replace those of a day before
	what           string
	price          sim.Rate
	value          string
	date, source   string
}

// statements returns what the catalogue says that may change, in order.
func (c *Catalog) statements() []statement {
	var all []statement
	add := func(kind, provider, table, what string, price sim.Rate, o Origin) {
		all = append(all, statement{kind, provider, table, what, price, price.String(), o.Date, o.Source})
	}
	for _, p := range c.Providers {
		for _, f := range p.Facts {
			all = append(all, statement{"fact", p.Name, f.Name, f.Name, 0, f.Value, f.Date, f.Source})
		}
	}
	for _, o := range c.History {
		what := o.Region + "/" + o.Zone + "/" + o.Type + "/" + o.Purchase.String()
		add("offer", o.Provider, what, what, o.Price, Origin{Date: o.Date, Source: o.Source})
	}
	for _, e := range c.Egress {
		table := e.From + " to " + e.To
		if e.Route != "" {
			table += " by " + e.Route
		}
		add("egress", e.Provider, table, fmt.Sprintf("%s above %d GB", table, e.Above), e.Price, e.Origin)
	}
	for _, x := range c.Transfers {
		what := x.Scope + " " + x.From + " to " + x.To
		add("transfer", x.Provider, what, what, x.Price, x.Origin)
	}
	for _, s := range c.Storage {
		table := s.Where + "/" + s.Kind + "/" + s.Class + "/" + s.Item
		add("storage", s.Provider, table, fmt.Sprintf("%s above %d GB", table, s.Above), s.Price, s.Origin)
	}
	for _, x := range c.Commitments {
		what := x.Region + "/" + x.Type + "/" + strconv.Itoa(x.Months) + " months"
		add("commitment", x.Provider, what, what, x.Price, x.Origin)
	}
	return all
}

// asOf returns the statements that hold on a day, by name.
func asOf(all []statement, day string) map[string]statement {
	newest := map[string]string{}
	for _, s := range all {
		if key := join(s.kind, s.provider, s.table); s.date <= day {
			newest[key] = max(newest[key], s.date)
		}
	}
	held := map[string]statement{}
	for _, s := range all {
		if newest[join(s.kind, s.provider, s.table)] == s.date {
			held[join(s.kind, s.provider, s.what)] = s
		}
	}
	return held
}

// Diff lists what is different on the second day from the first, by kind,
// provider and name. Each day must be a date; one before all prices has nothing
// on it.
func (c *Catalog) Diff(from, to string) ([]Change, error) {
	for _, day := range []string{from, to} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, fmt.Errorf("catalogue: date %q is not a date as in 2024-04-23", day)
		}
	}
	all := c.statements()
	before, after := asOf(all, from), asOf(all, to)
	var changes []Change
	done := map[string]bool{}
	for _, s := range all {
		key := join(s.kind, s.provider, s.what)
		a, was := before[key]
		b, is := after[key]
		if done[key] || a.value == b.value && was == is {
			continue
		}
		done[key] = true
		last := b
		if !is {
			last = a
		}
		changes = append(changes, Change{s.kind, s.provider, s.what, a.value, b.value, a.price, b.price, last.date, last.source})
	}
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.What, b.What))
	})
	return changes, nil
}

package catalog

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// The rows that tariffs are made of, one fact each. [Catalog.Tariff] puts those
// of a provider and day together.
type (
	// EgressTier is a price of traffic to the internet: see [Egress].
	EgressTier struct {
		Provider                 string
		From, To, Route, Counter string
		Above                    int64 // GB of the provider
		Price                    sim.Rate
		Amount
		Origin
	}
	// TransferPrice is a price of traffic within a provider: see [Transfer].
	TransferPrice struct {
		Provider        string
		Scope, From, To string
		Price           sim.Rate
		Amount
		Origin
	}
	// StoragePrice is a price of storage: see [Storage]. Item is "gb_month",
	// "writes", "reads" or "deletes"; Above is 0 except for gb_month.
	StoragePrice struct {
		Provider                 string
		Where, Kind, Class, Item string
		Above                    int64 // GB of the provider
		Price                    sim.Rate
		Amount
		Origin
	}
	// CommitmentPrice is a price for a term: see [Commitment].
	CommitmentPrice struct {
		Provider string
		Commitment
	}
)

var (
	scopes       = []string{"inter-zone", "inter-region"}
	storageKinds = []string{"object", "block"}
	storageItems = []string{"gb_month", "writes", "reads", "deletes"}
	bases        = []string{"published", "measured", "assumed"}
)

// maxGB is the highest threshold of a tier: an exabyte.
const maxGB = 1_000_000_000

func (r *reader) origin(w *row) (Origin, error) {
	basis, err1 := w.oneOf("basis", bases)
	day, err2 := w.day("date")
	source, err3 := r.fromSource(w)
	return Origin{basis, day, source}, cmp.Or(err1, err2, err3)
}

// fee reads a price per unit that may be 0, which is free, and its currency.
func (r *reader) fee(w *row, column, day string) (sim.Rate, Amount, error) {
	price, err := w.fee(column)
	if err != nil {
		return 0, Amount{}, err
	}
	a, err := r.amount(w, price, day)
	return price, a, err
}

func (r *reader) egress(w *row) error {
	provider, err1 := r.provider(w)
	from, err2 := w.name("from")
	to, err3 := w.name("to")
	counter, err4 := w.name("counter")
	above, err5 := w.number("above_gb", 0, maxGB)
	origin, err6 := r.origin(w)
	if err := cmp.Or(err1, err2, err3, err4, err5, err6); err != nil {
		return err
	}
	price, a, err := r.fee(w, "usd_per_gb", origin.Date)
	err = cmp.Or(err, r.place(w, "from", provider), r.destination(w, "to"))
	if err != nil {
		return err
	}
	route := w.text("route")
	r.c.Egress = append(r.c.Egress, EgressTier{provider, from, to, route, counter, above, price, a, origin})
	return r.keyOn(w, origin.Date, provider, from, to, route, w.text("above_gb"))
}

// place checks that a column names a group of regions or a region of the
// provider, or is "any".
func (r *reader) place(w *row, column, provider string) error {
	name := w.text(column)
	known := []string{AnyPlace}
	for _, x := range r.c.Regions {
		if x.Provider == provider {
			known = append(known, x.Name)
			if x.Group != "" {
				known = append(known, x.Group)
			}
		}
	}
	if slices.Contains(known, name) {
		return nil
	}
	return w.bad(column, "%s %q is no region and no group of regions of %s%s", column, name, provider, suggest(name, known))
}

// destination checks that a column is a jurisdiction or "any".
func (r *reader) destination(w *row, column string) error {
	if to := w.text(column); to != AnyPlace && !isJurisdiction(to) {
		return w.bad(column, "%s %q is not %q and not an ISO 3166-1 code of two capitals as in CN", column, to, AnyPlace)
	}
	return nil
}

func (r *reader) transfer(w *row) error {
	provider, err1 := r.provider(w)
	scope, err2 := w.oneOf("scope", scopes)
	from, err3 := w.name("from")
	to, err4 := w.name("to")
	origin, err5 := r.origin(w)
	if err := cmp.Or(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	price, a, err := r.fee(w, "usd_per_gb", origin.Date)
	err = cmp.Or(err, r.place(w, "from", provider), r.place(w, "to", provider))
	if err != nil {
		return err
	}
	r.c.Transfers = append(r.c.Transfers, TransferPrice{provider, scope, from, to, price, a, origin})
	return r.keyOn(w, origin.Date, provider, scope, from, to)
}

func (r *reader) storage(w *row) error {
	provider, err1 := r.provider(w)
	where, err2 := w.name("where")
	kind, err3 := w.oneOf("kind", storageKinds)
	class, err4 := w.name("class")
	item, err5 := w.oneOf("item", storageItems)
	above, err6 := w.number("above_gb", 0, maxGB)
	origin, err7 := r.origin(w)
	if err := cmp.Or(err1, err2, err3, err4, err5, err6, err7); err != nil {
		return err
	}
	if item != "gb_month" && above != 0 {
		return w.bad("above_gb", "above_gb is %d, want 0: only gb_month has tiers", above)
	}
	price, a, err := r.fee(w, "usd", origin.Date)
	if err = cmp.Or(err, r.place(w, "where", provider)); err != nil {
		return err
	}
	r.c.Storage = append(r.c.Storage, StoragePrice{provider, where, kind, class, item, above, price, a, origin})
	return r.keyOn(w, origin.Date, provider, where, kind, class, item, w.text("above_gb"))
}

func (r *reader) commitment(w *row) error {
	provider, err1 := r.provider(w)
	months, err2 := w.number("months", 1, 120)
	origin, err3 := r.origin(w)
	price, err4 := w.price("usd")
	if err := cmp.Or(err1, err2, err3, err4); err != nil {
		return err
	}
	a, err5 := r.amount(w, price, origin.Date)
	region, typ, err6 := r.offered(w, provider)
	if err := cmp.Or(err5, err6); err != nil {
		return err
	}
	r.c.Commitments = append(r.c.Commitments, CommitmentPrice{provider, Commitment{region, typ, int(months), price, a, origin}})
	return r.keyOn(w, origin.Date, provider, region, typ, w.text("months"))
}

// offered reads the region and the type that a price is for.
func (r *reader) offered(w *row, provider string) (region, typ string, err error) {
	region, typ = w.text("region"), w.text("type")
	regions := func() []string { return r.c.regionNames(provider) }
	types := func() []string { return r.c.typeNames(provider) }
	return region, typ, cmp.Or(
		r.refer(w, "region", "regions.csv", regions, provider, region),
		r.refer(w, "type", "types.csv", types, provider, typ),
	)
}

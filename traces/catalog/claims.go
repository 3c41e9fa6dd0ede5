package catalog

import (
	"cmp"

	"skysim/sim"
)

// Claim is what another source says about something that the catalogue has a
// row for. [Catalog.Check] reports where they disagree.
type Claim struct {
	Kind     string // "on-demand", "egress", "transfer" or "gpus"
	Provider string
	Region   string // empty for gpus
	// Subject is the machine type; for egress it is where to (a jurisdiction or
	// "any") and for a transfer the other region.
	Subject string
	Value   string // dollars per hour or, of the first tier, per GB; number of GPUs
	Date    string
	Source  string
}

var claimKinds = []string{"on-demand", "egress", "transfer", "gpus"}

func (r *reader) claim(w *row) error {
	kind, err1 := w.oneOf("kind", claimKinds)
	provider, err2 := r.provider(w)
	subject, err3 := w.name("subject")
	day, err4 := w.day("date")
	source, err5 := r.fromSource(w)
	price, err6 := w.fee("value")
	if err := cmp.Or(err1, err2, err3, err4, err5, err6); err != nil {
		return err
	}
	region := w.text("region")
	if kind != "gpus" {
		regions := func() []string { return r.c.regionNames(provider) }
		if err := r.refer(w, "region", "regions.csv", regions, provider, region); err != nil {
			return err
		}
	} else if price%sim.DollarRate != 0 {
		return w.bad("value", "value %s is not a number of GPUs", w.text("value"))
	}
	r.c.Claims = append(r.c.Claims, Claim{kind, provider, region, subject, Decimal(price), day, source})
	return r.keyOn(w, day, kind, provider, region, subject, source)
}

func compareClaims(a, b Claim) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Region, b.Region),
		cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Date, b.Date))
}

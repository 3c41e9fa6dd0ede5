package bill

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// Sum is the amount of all lines of a provider, month and kind.
type Sum struct {
	Provider, Month string
	Kind            Kind
	Lines           int
	Amount          sim.Money
}

// Totals adds the lines up by provider, month and kind, sorted so.
func (v *Invoice) Totals() []Sum {
	at := map[Sum]int{}
	var all []Sum
	for i := range v.Lines {
		l := &v.Lines[i]
		key := Sum{Provider: l.Row.Provider, Month: l.Month, Kind: l.Kind}
		n, found := at[key]
		if !found {
			n = len(all)
			at[key] = n
			all = append(all, key)
		}
		all[n].Lines++
		all[n].Amount += l.Amount // no larger than sums that Invoice has checked
	}
	slices.SortFunc(all, func(a, b Sum) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Month, b.Month), compareKinds(a.Kind, b.Kind))
	})
	return all
}

// kinds is the order of kinds on an invoice.
var kinds = []Kind{Machine, Commitment, Credit, Egress, Storage}

func compareKinds(a, b Kind) int { return cmp.Compare(slices.Index(kinds, a), slices.Index(kinds, b)) }

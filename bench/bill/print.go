package bill

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"skysim/bench/table"
	"skysim/sim"
)

// group is what one row of the printed invoice adds up.
type group struct {
	provider, month string
	kind            Kind
	where, what     string
	unit            string
}

// Table returns the invoice for people: lines grouped by provider, month and
// what they are for, with quantities, a subtotal for each provider and the total.
func (v *Invoice) Table(title string) *table.Table {
	quantity, amount := map[group]float64{}, map[group]sim.Money{}
	var order []group
	for i := range v.Lines {
		g, n := v.Lines[i].group()
		if _, seen := amount[g]; !seen {
			order = append(order, g)
		}
		quantity[g] += n
		amount[g] += v.Lines[i].Amount
	}
	slices.SortFunc(order, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.provider, b.provider), cmp.Compare(a.month, b.month), compareKinds(a.kind, b.kind),
			cmp.Compare(a.where, b.where), cmp.Compare(a.what, b.what))
	})
	t := table.New(title, table.Column{Title: "provider"}, table.Column{Title: "month"}, table.Column{Title: "kind"}, table.Column{Title: "where"},
		table.Column{Title: "what"}, table.Column{Title: "quantity", Align: table.Right}, table.Column{Title: "unit"}, table.Column{Title: "amount", Align: table.Right})
	var sum sim.Money
	for i, g := range order {
		t.Add(table.Code(g.provider), table.Text(g.month), table.Text(string(g.kind)), table.Code(g.where), table.Code(g.what),
			table.Number(quantity[g], 4), table.Text(g.unit), table.Money(amount[g].Dollars()))
		sum += amount[g]
		if last := i+1 == len(order); last || order[i+1].provider != g.provider {
			if !last || sum != v.Total {
				t.Add(table.Code(g.provider), table.Text(""), table.Text("sum"), table.Text(""), table.Text(""), table.Text(""), table.Text(""), table.Money(sum.Dollars()))
			}
			sum = 0
		}
	}
	t.Add(table.Text("total"), table.Text(""), table.Text(""), table.Text(""), table.Text(""), table.Text(""), table.Text(""), table.Money(v.Total.Dollars()))
	t.Note(fmt.Sprintf("%d lines, exactly %v; prices %s%s", len(v.Lines), v.Total, v.Catalogue[:12], onDay(v.Date)))
	return t
}

func onDay(date string) string {
	if date == "" {
		return ", each of its own day"
	}
	return " of " + date
}

// group says which row of the printed invoice a line goes to, and with how much.
func (l *Line) group() (group, float64) {
	r := l.Row
	g := group{provider: r.Provider, month: l.Month, kind: l.Kind, where: r.Region, what: r.Type}
	switch l.Kind {
	case Machine:
		g.what, g.unit = r.Type+" "+r.Purchase.String(), "machine-hours"
		return g, l.Why.Billed.Hours() * float64(r.Count)
	case Credit:
		g.unit = "machine-hours"
		return g, l.Why.Covered.Hours()
	case Commitment:
		g.unit = "machines"
		return g, float64(r.Count)
	case Egress:
		g.what, g.unit = "to "+r.To, "GB"
		return g, float64(r.Size) / 1e9
	}
	if class, requests := r.Class(); requests != "" {
		g.what, g.unit = cmp.Or(class, "standard")+" "+requests, "requests"
		return g, float64(r.Count)
	}
	months := 0.0
	for _, p := range l.Why.Tiers {
		months += float64(p.Volume) / 1e9
	}
	g.what, g.unit = cmp.Or(r.Type, "standard"), "GB-months"
	return g, months
}

// Explain writes every line with its exact amount and why it is so.
func (v *Invoice) Explain(w io.Writer) error {
	for i := range v.Lines {
		l := &v.Lines[i]
		if _, err := fmt.Fprintf(w, "%s  %v\n    %s\n    rules: %s\n", l.name(), l.Amount, l.Why.Text, strings.Join(l.rules(), "; ")); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "total  %v\n", v.Total)
	return err
}

// name says which row a line is for.
func (l *Line) name() string {
	r := l.Row
	words := []string{fmt.Sprintf("line %d:", r.Place.Line), string(l.Kind), r.Provider, r.Region}
	if r.Zone != "" {
		words = append(words, r.Zone)
	}
	switch l.Kind {
	case Machine:
		words = append(words, r.Type, r.Purchase.String())
	case Egress:
		words = append(words, "to", r.To)
	default:
		words = append(words, cmp.Or(r.Type, "standard"))
	}
	return strings.Join(append(words, l.Month), " ")
}

// rules says which tier, increment, minimum and rule applied.
func (l *Line) rules() []string {
	w := &l.Why
	rules := []string{strings.Join(w.Rules, ", ")}
	if l.Kind == Machine {
		rules = append(rules, fmt.Sprintf("in force: increment %v, minimum %v", w.Increment, w.Minimum))
	}
	if w.Counter != "" {
		rules = append(rules, "counter "+w.Counter)
	}
	for _, p := range w.Tiers {
		rules = append(rules, fmt.Sprintf("tier above %v at %v", p.Above, p.Price))
	}
	return rules
}

package bill

import (
	"encoding/json"
	"strings"
	"time"

	"skysim/sim"
)

// The JSON of an invoice. Amounts are whole nano-dollars; prices and quantities,
// which are exact decimals, are strings.
type (
	jsonInvoice struct {
		Total     sim.Money  `json:"total_nanousd"`
		Catalogue string     `json:"catalogue"`
		Date      string     `json:"catalogue_date,omitempty"`
		Totals    []jsonSum  `json:"totals"`
		Lines     []jsonLine `json:"lines"`
	}
	jsonSum struct {
		Provider string    `json:"provider"`
		Month    string    `json:"month"`
		Kind     Kind      `json:"kind"`
		Lines    int       `json:"lines"`
		Amount   sim.Money `json:"amount_nanousd"`
	}
	jsonLine struct {
		Row      int       `json:"row"` // line of the file
		Kind     Kind      `json:"kind"`
		Amount   sim.Money `json:"amount_nanousd"`
		Provider string    `json:"provider"`
		Region   string    `json:"region"`
		Zone     string    `json:"zone,omitempty"`
		Type     string    `json:"type,omitempty"`
		Purchase string    `json:"purchase,omitempty"`
		Count    int64     `json:"count"`
		Start    time.Time `json:"start"`
		End      time.Time `json:"end"`
		GB       string    `json:"gb,omitempty"`
		To       string    `json:"to,omitempty"`
		Month    string    `json:"month"`
		Why      string    `json:"why"`
		Detail   jsonWhy   `json:"detail"`
	}
	jsonWhy struct {
		Rules     []string    `json:"rules"`
		Used      string      `json:"used,omitempty"`
		Billed    string      `json:"billed,omitempty"`
		Minimum   string      `json:"minimum,omitempty"`
		Increment string      `json:"increment,omitempty"`
		Prices    []jsonPrice `json:"prices,omitempty"`
		Scope     string      `json:"scope,omitempty"`
		Counter   string      `json:"counter,omitempty"`
		Free      string      `json:"free_gb,omitempty"`
		Tiers     []jsonPart  `json:"tiers,omitempty"`
		Held      string      `json:"held,omitempty"`
		Month     string      `json:"of_month,omitempty"`
		Covered   string      `json:"covered,omitempty"`
	}
	jsonPrice struct {
		From time.Time `json:"from"`
		USD  string    `json:"usd"`
	}
	jsonPart struct {
		Above string `json:"above_gb"`
		GB    string `json:"gb"`
		USD   string `json:"usd_per_gb"`
	}
)

// MarshalJSON writes the invoice as an object with total_nanousd and lines; see
// BILLING.md for the rest.
func (v *Invoice) MarshalJSON() ([]byte, error) {
	out := jsonInvoice{Total: v.Total, Catalogue: v.Catalogue, Date: v.Date, Totals: []jsonSum{}, Lines: []jsonLine{}}
	for _, s := range v.Totals() {
		out.Totals = append(out.Totals, jsonSum(s))
	}
	for i := range v.Lines {
		out.Lines = append(out.Lines, v.Lines[i].json())
	}
	return json.Marshal(out)
}

func (l *Line) json() jsonLine {
	r := l.Row
	out := jsonLine{
		Row: r.Place.Line, Kind: l.Kind, Amount: l.Amount, Month: l.Month, Why: l.Why.Text, Detail: l.Why.json(),
		Provider: r.Provider, Region: r.Region, Zone: r.Zone, Type: r.Type, To: r.To,
		Count: r.Count, Start: r.Start, End: r.End, Purchase: r.Purchase.String(), GB: decimal(sim.Volume(r.Size)),
	}
	return out
}

func (w *Why) json() jsonWhy {
	out := jsonWhy{
		Rules: w.Rules, Used: duration(w.Used), Billed: duration(w.Billed), Minimum: duration(w.Minimum), Increment: duration(w.Increment),
		Scope: w.Scope, Counter: w.Counter, Free: decimal(w.Free), Held: duration(w.Held), Month: duration(w.Month), Covered: duration(w.Covered),
	}
	for _, p := range w.Prices {
		out.Prices = append(out.Prices, jsonPrice{p.From, dollars(p.Rate)})
	}
	for _, p := range w.Tiers {
		out.Tiers = append(out.Tiers, jsonPart{number(p.Above), number(p.Volume), dollars(p.Price)})
	}
	return out
}

// duration and decimal write nothing for zero, which is what does not apply.
func duration(d sim.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func decimal(v sim.Volume) string {
	if v == 0 {
		return ""
	}
	return number(v)
}

func dollars(r sim.Rate) string { return strings.TrimPrefix(r.String(), "$") }

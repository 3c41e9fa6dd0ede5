package bill

import (
	"fmt"
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// Why says how an amount came about. Fields that do not apply are zero.
type Why struct {
	// Rules are the names of the rules that applied: see the Rule constants.
	Rules []string
	Text  string // all of it in a sentence

	Used, Billed       sim.Duration // life and billed time of one machine
	Minimum, Increment sim.Duration // in force when it began
	Prices             []Price      // of a machine-hour, of 1,000 requests or of a term, in order of time
	Scope, Counter     string       // of traffic
	Free               sim.Volume   // taken out of the month's allowance
	Tiers              []Part       // what is in each tier
	Held, Month        sim.Duration // of bytes at rest: how long, of how long a month; of a commitment: of how long a term
	Covered            sim.Duration // machine time that a commitment covered
}

// Price is a price from an instant on.
type Price struct {
	From time.Time
	Rate sim.Rate
}

// Part is what of a quantity falls into a tier.
type Part struct {
	Above  sim.Volume // the tier's threshold
	Volume sim.Volume // GB, or GB-months
	Price  sim.Rate   // per GB, or GB-month
}

// The rules that Why.Rules may name.
const (
	RuleAsUsed       = "as-used"         // billed time is the time used
	RuleMinimum      = "minimum"         // billed time is at least the minimum
	RuleIncrement    = "increment"       // billed time is rounded up to a multiple
	RuleInstanceHour = "instance-hour"   // spot price read at the hours of the machine's life
	RuleReclaimed    = "reclaimed-free"  // taken away by the provider so early that it is free
	RulePriceChange  = "price-change"    // the price changed while it was billed
	RuleAllowance    = "free-allowance"  // part of it, or all, is free each month
	RuleTier         = "tier"            // price by how much was counted before
	RuleFlat         = "flat"            // price that does not depend on the quantity
	RuleProrated     = "prorated"        // in proportion to the actual length of the month
	RuleRequests     = "per-1000"        // price of 1,000 requests
	RuleCommitted    = "commitment-fee"  // paid whether used or not
	RuleCovered      = "commitment-hour" // matched per clock hour
)

// Rules returns all rules that Why.Rules may name.
func Rules() []string {
	return []string{
		RuleAsUsed, RuleMinimum, RuleIncrement, RuleInstanceHour, RuleReclaimed, RulePriceChange, RuleAllowance,
		RuleTier, RuleFlat, RuleProrated, RuleRequests, RuleCommitted, RuleCovered,
	}
}

func whyMachine(r *usage.Row, t *tariff, path *sim.Path, c sim.Charge) Why {
	w := Why{Used: r.End.Sub(r.Start), Billed: c.Billed, Minimum: t.billing.Minimum, Increment: t.billing.Increment}
	for _, rule := range []struct {
		bit  sim.Rules
		name string
	}{{sim.AtLeast, RuleMinimum}, {sim.RoundedUp, RuleIncrement}, {sim.ByHour, RuleInstanceHour}, {sim.TakenFree, RuleReclaimed}} {
		if c.Rules&rule.bit != 0 {
			w.Rules = append(w.Rules, rule.name)
		}
	}
	if len(w.Rules) == 0 {
		w.Rules = []string{RuleAsUsed}
	}
	var prices []string
	for k, at := range path.At {
		from := time.Unix(0, int64(at)).UTC()
		if k > 0 && at >= instant(r.Start).Add(c.Billed) {
			break
		}
		w.Prices = append(w.Prices, Price{from, sim.Rate(path.Value[k])})
		text := fmt.Sprintf("at %v an hour", sim.Rate(path.Value[k]))
		if k > 0 {
			text = fmt.Sprintf("from %s %s", from.Format(time.DateOnly), text)
		}
		prices = append(prices, text)
	}
	if len(w.Prices) > 1 {
		w.Rules = append(w.Rules, RulePriceChange)
	}
	w.Text = fmt.Sprintf("%v, billed %v (%s), %s", w.Used, c.Billed, t.billing.Words(c.Rules), strings.Join(prices, ", "))
	if r.Count > 1 {
		w.Text += fmt.Sprintf("; %d machines", r.Count)
	}
	return w
}

// parts gives the parts of tiers their thresholds.
func parts(tiers sim.Tiers, list []sim.TierPart) []Part {
	var out []Part
	for _, p := range list {
		out = append(out, Part{tiers[p.Tier].Above, p.Volume, p.Price})
	}
	return out
}

// tierText says parts in words; unit is what the quantities are, as in GB.
func tierText(list []Part, unit string) string {
	if len(list) == 0 {
		return "nothing to pay for"
	}
	var texts []string
	for _, p := range list {
		text := fmt.Sprintf("%s %s at %v", number(p.Volume), unit, p.Price)
		if p.Above > 0 {
			text += fmt.Sprintf(" (tier above %v)", p.Above)
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " + ")
}

// number writes a volume without its unit.
func number(v sim.Volume) string { return strings.TrimSuffix(v.String(), " GB") }

func whyTraffic(u *sim.TrafficUse, to route, c sim.TrafficCharge, month string) Why {
	w := Why{Scope: to.scope, Counter: to.counter, Free: c.Free}
	w.Tiers = parts(u.Tiers, u.Tiers.Parts(c.Before, u.Volume-c.Free, nil))
	if c.Free > 0 {
		w.Rules = append(w.Rules, RuleAllowance)
		w.Text = fmt.Sprintf("%v free of the month's %v, ", c.Free, u.Allowance)
	}
	switch {
	case len(u.Tiers) > 1:
		w.Rules = append(w.Rules, RuleTier)
		w.Text += fmt.Sprintf("%s, after %v counted as %s in %s", tierText(w.Tiers, "GB"), c.Before, to.counter, month)
	default:
		w.Rules = append(w.Rules, RuleFlat)
		w.Text += fmt.Sprintf("%s, flat, %s", tierText(w.Tiers, "GB"), to.scope)
	}
	return w
}

func whyStorage(r *usage.Row, price catalog.Storage, s stay, list []Part) Why {
	w := Why{Rules: []string{RuleFlat, RuleProrated}, Tiers: list, Held: s.to.Sub(s.from), Month: s.month}
	if len(price.Tiers) > 1 {
		w.Rules[0] = RuleTier
	}
	w.Text = fmt.Sprintf("%v of %s %s for %v of a month of %v: %s", sim.Volume(r.Size), price.Kind, price.Class, w.Held, w.Month, tierText(list, "GB-months"))
	return w
}

func whyRequests(r *usage.Row, price catalog.Storage, sort string, rate sim.Rate) Why {
	return Why{
		Rules: []string{RuleRequests}, Prices: []Price{{r.Start, rate}},
		Text: fmt.Sprintf("%d %s of %s at %v per 1,000", r.Count, sort, price.Class, rate),
	}
}

func whyTerm(r *usage.Row, price catalog.Commitment, hours int64, length sim.Duration) Why {
	return Why{
		Rules: []string{RuleCommitted, RuleProrated}, Prices: []Price{{r.Start, price.Price}}, Held: sim.Duration(hours) * time.Hour, Month: length,
		Text: fmt.Sprintf("%d committed for %d of the %.0f hours of a term of %d months at %v each, paid whether used or not",
			r.Count, hours, length.Hours(), price.Months, price.Price),
	}
}

func whyCredit(r *usage.Row, covered sim.Duration) Why {
	return Why{
		Rules: []string{RuleCovered}, Covered: covered,
		Text: fmt.Sprintf("%v of on-demand %s in %s covered, clock hour by clock hour", covered, r.Type, r.Region),
	}
}

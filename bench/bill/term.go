package bill

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// machineUse is the billed time of on-demand machines, which commitments may cover.
type machineUse struct {
	row      int
	path     *sim.Path
	from, to sim.Time
}

// term is a row that is a commitment.
type term struct {
	row    int
	tariff *tariff
	sim.Commitment
}

// term prices a commitment: its fee, one line for each calendar month.
func (j *job) term(i int) *traces.SyntaxError {
	r := &j.rows[i]
	t, f := j.at(r, r.Start)
	if f != nil {
		return f
	}
	price, f := j.committed(r, t)
	if f != nil {
		return f
	}
	length := t.later(r.Start, price.Months).Sub(r.Start)
	c := sim.Commitment{Count: r.Count, From: instant(r.Start), To: instant(r.End)}
	for from := r.Start; ; {
		_, next := t.Months.Around(from)
		if r.End.Before(next) {
			next = r.End
		}
		hours := c.Hours(instant(from), instant(next), 0)
		amount, ok := fee(price, r.Count*hours, length)
		if !ok {
			return tooMuch(r, "count")
		}
		month, _ := t.month(from)
		j.add(i, Line{Kind: Commitment, Month: month, Amount: amount, Why: whyTerm(r, price, hours, length)})
		if from = next; !from.Before(r.End) {
			break
		}
	}
	j.terms = append(j.terms, term{i, t, c})
	return nil
}

// committed finds the price of a commitment: that of the longest term that the
// row lasts, or of the shortest one if it lasts none.
func (j *job) committed(r *usage.Row, t *tariff) (best catalog.Commitment, f *traces.SyntaxError) {
	var types []string
	for _, c := range t.Commitments { // sorted by length last
		if c.Region != r.Region {
			continue
		}
		types = append(types, c.Type)
		if c.Type == r.Type && (best.Months == 0 || !t.later(r.Start, c.Months).After(r.End)) {
			best = c
		}
	}
	if best.Months > 0 {
		return best, nil
	}
	if len(types) == 0 {
		return best, r.Fault("purchase", fmt.Sprintf("on-demand or spot: no price of a commitment is known in %s on %s", r.Region, t.Date), "")
	}
	return best, r.Unknown("type", fmt.Sprintf("a machine type with a price for a commitment in %s on %s", r.Region, t.Date), unique(types))
}

// fee returns what a number of machine-hours of a term cost: that share of the
// price of the whole term, exactly, and rounded once. Shares are what CostHeld
// works out: so many GB, kept for an hour of a month that is as long as the term.
func fee(c catalog.Commitment, machineHours int64, length sim.Duration) (sim.Money, bool) {
	return sim.Flat(c.Price).CostHeld(0, sim.Volume(machineHours)*sim.GB, time.Hour, length)
}

// commitments takes off what commitments cover, one line for each commitment
// and calendar month. Those that begin first cover first.
func (j *job) commitments(order []int) []*traces.SyntaxError {
	done := map[[3]string]bool{}
	for _, i := range order {
		key := j.key(i)
		if r := &j.rows[i]; r.Kind != usage.Machine || r.Purchase != usage.Reserved || done[key] {
			continue
		}
		done[key] = true
		if f := j.cover(key); f != nil {
			return []*traces.SyntaxError{f}
		}
	}
	return nil
}

// key is what a commitment and the machines that it covers have in common.
func (j *job) key(i int) [3]string {
	r := &j.rows[i]
	return [3]string{r.Provider, r.Region, r.Type}
}

// cover credits the use of one machine type in one region.
func (j *job) cover(key [3]string) *traces.SyntaxError {
	var terms []term
	var of []sim.Commitment
	for _, t := range j.terms {
		if j.key(t.row) == key {
			terms, of = append(terms, t), append(of, t.Commitment)
		}
	}
	used, f := j.used(key)
	if f != nil {
		return f
	}
	open := map[[2]int]*Line{} // by term and month
	var lines []*Line
	var rows []int
	for _, h := range used {
		credits, ok := h.Credits(of, nil)
		if !ok {
			return tooMuch(&j.rows[terms[0].row], "count")
		}
		for _, c := range credits {
			t := &terms[c.Commitment]
			month, number := t.tariff.month(time.Unix(0, int64(h.Start)))
			at := [2]int{t.row, number}
			if open[at] == nil {
				open[at] = &Line{Kind: Credit, Month: month}
				lines, rows = append(lines, open[at]), append(rows, t.row)
			}
			open[at].Amount -= c.Amount // smaller than what the machines cost, which fits
			open[at].Why.Covered += c.Covered
		}
	}
	for n, l := range lines {
		l.Why = whyCredit(&j.rows[rows[n]], l.Why.Covered)
		j.add(rows[n], *l)
	}
	return nil
}

// used adds the machines of a type in a region up, hour by hour.
func (j *job) used(key [3]string) ([]sim.HourUse, *traces.SyntaxError) {
	var all sim.Coverage
	at := map[sim.Time]int{}
	for _, u := range j.usage {
		if j.key(u.row) != key {
			continue
		}
		r := &j.rows[u.row]
		var one sim.Coverage
		one.Add(u.path, u.from, u.to, 0)
		for _, h := range one.Hours {
			n, found := at[h.Start]
			if !found {
				n = len(all.Hours)
				at[h.Start] = n
				all.Hours = append(all.Hours, sim.HourUse{Start: h.Start})
			}
			sum := &all.Hours[n]
			more := sim.Product(int64(h.Used), r.Count)
			if more.Hi != 0 || int64(more.Lo) < 0 || sum.Used+sim.Duration(more.Lo) < sum.Used {
				return nil, r.Fault("count", "fewer machines under a commitment", "")
			}
			sum.Used += sim.Duration(more.Lo)
			sum.Cost = sum.Cost.Plus(multiple(h.Cost, r.Count))
		}
	}
	slices.SortFunc(all.Hours, func(a, b sim.HourUse) int { return cmp.Compare(a.Start, b.Start) })
	return all.Hours, nil
}

// multiple returns w·n for n ≥ 0.
func multiple(w sim.Wide, n int64) (sum sim.Wide) {
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			sum = sum.Plus(w)
		}
		w = w.Plus(w)
	}
	return sum
}

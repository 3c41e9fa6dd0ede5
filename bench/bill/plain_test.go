package bill_test

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // months are told by another calendar than the tariff's

	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// plain is the second computation of a bill, as plain as can be: big rationals,
// the standard library's calendar, and a walk over days, hours and tables. It
// shares nothing with package sim's arithmetic, nor with Catalog.Tariff.
type plain struct {
	c       *catalog.Catalog
	zones   map[string]*time.Location
	free    map[string]*big.Rat
	counted map[string]*big.Rat
	held    map[string]*big.Rat
}

// lineOf is what a line of an invoice is compared by.
type lineOf struct {
	row    int // line of the file
	kind   string
	month  string
	amount string // nano-dollars
}

func rat(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// round rounds to whole nano-dollars, half to even.
func round(x *big.Rat) *big.Int {
	q, r := new(big.Int), new(big.Int)
	q.QuoRem(x.Num(), x.Denom(), r)
	switch c := r.Lsh(r, 1).Cmp(x.Denom()); {
	case c > 0, c == 0 && q.Bit(0) == 1:
		q.Add(q, big.NewInt(1))
	}
	return q
}

// nano turns dollars into nano-dollars.
func nano(dollars *big.Rat) *big.Int { return round(new(big.Rat).Mul(dollars, rat(1e9))) }

func dollarsOf(r sim.Rate) *big.Rat { return big.NewRat(int64(r), 1e12) }

// bill prices rows that are in order of start.
func (p *plain) bill(rows []usage.Row) []lineOf {
	p.free, p.counted, p.held = map[string]*big.Rat{}, map[string]*big.Rat{}, map[string]*big.Rat{}
	if p.zones == nil {
		p.zones = map[string]*time.Location{}
	}
	var all []lineOf
	for i := range rows {
		r := &rows[i]
		add := func(kind, month string, amount *big.Int) {
			all = append(all, lineOf{r.Place.Line, kind, month, amount.String()})
		}
		switch {
		case r.Kind == usage.Machine && r.Purchase == usage.Reserved:
			p.term(r, rows, add)
		case r.Kind == usage.Machine:
			amount := nano(p.machine(r))
			add("machine", p.month(r, r.Start), amount.Mul(amount, big.NewInt(r.Count)))
		case r.Kind == usage.Egress:
			add("egress", p.month(r, r.Start), nano(p.traffic(r)))
		case strings.HasSuffix(r.Type, "/writes"):
			price := p.stored(r, r.Start, "writes", "object", "standard")[0].Price
			add("storage", p.month(r, r.Start), nano(new(big.Rat).Mul(dollarsOf(price), big.NewRat(r.Count, 1000))))
		default:
			p.storage(r, add)
		}
	}
	return all
}

// fact returns the newest value of a fact on a day.
func (p *plain) fact(r *usage.Row, name string, at time.Time) string {
	value := ""
	provider, _ := p.c.Provider(r.Provider)
	day := ""
	for _, f := range provider.Facts {
		if f.Name == name && f.Date <= at.UTC().Format(time.DateOnly) && f.Date >= day {
			value, day = f.Value, f.Date
		}
	}
	return value
}

func (p *plain) duration(r *usage.Row, name string) time.Duration {
	d, _ := time.ParseDuration(p.fact(r, name, r.Start))
	return d
}

func (p *plain) location(r *usage.Row) *time.Location {
	name := p.fact(r, "billing_zone", r.Start)
	if p.zones[name] == nil {
		l, err := time.LoadLocation(name)
		if err != nil {
			panic(err)
		}
		p.zones[name] = l
	}
	return p.zones[name]
}

func (p *plain) month(r *usage.Row, at time.Time) string {
	return at.In(p.location(r)).Format("2006-01")
}

// priceAt returns a machine's price at an instant.
func (p *plain) priceAt(r *usage.Row, at time.Time) *big.Rat {
	var price sim.Rate
	day := ""
	for _, o := range p.c.History {
		if o.Provider == r.Provider && o.Zone == r.Zone && o.Type == r.Type && o.Purchase.String() == r.Purchase.String() &&
			o.Date <= at.UTC().Format(time.DateOnly) && o.Date >= day {
			price, day = o.Price, o.Date
		}
	}
	return dollarsOf(price)
}

// billed returns a machine's billed time.
func (p *plain) billed(r *usage.Row) time.Duration {
	life := r.End.Sub(r.Start)
	if r.Purchase == usage.Spot && r.EndedBy == usage.ByProvider && life < p.duration(r, "spot_reclaim_free") {
		return 0
	}
	billed := max(life, p.duration(r, "billing_minimum"))
	if step := p.duration(r, "billing_increment"); billed%step != 0 {
		billed += step - billed%step
	}
	return billed
}

// machine walks along midnights, or along the hours of the machine's own life.
func (p *plain) machine(r *usage.Row) *big.Rat {
	return p.walk(r, r.Start, r.Start.Add(p.billed(r)))
}

func (p *plain) walk(r *usage.Row, from, to time.Time) *big.Rat {
	sum := new(big.Rat)
	hourly := r.Purchase == usage.Spot && p.fact(r, "spot_price", r.Start) == "instance-hour"
	for at := from; at.Before(to); {
		next := at.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
		if hourly {
			next = at.Add(time.Hour)
		}
		if next.After(to) {
			next = to
		}
		sum.Add(sum, new(big.Rat).Mul(p.priceAt(r, at), big.NewRat(int64(next.Sub(at)), int64(time.Hour))))
		at = next
	}
	return sum
}

// tier is a row of a table of tiers.
type tier struct {
	Above *big.Rat
	Price sim.Rate
}

// across prices what lies between two positions in a table of tiers.
func across(tiers []tier, from, to *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for i, t := range tiers {
		low, high := t.Above, to
		if from.Cmp(low) > 0 {
			low = from
		}
		if i+1 < len(tiers) && tiers[i+1].Above.Cmp(high) < 0 {
			high = tiers[i+1].Above
		}
		if width := new(big.Rat).Sub(high, low); width.Sign() > 0 {
			sum.Add(sum, width.Mul(width, dollarsOf(t.Price)))
		}
	}
	return sum
}

// where says whether a row of a table is about a region.
func where(r *usage.Row, place string) bool {
	return place == r.Region || (place == r.Provider+"-group" && strings.HasSuffix(r.Region, "south")) || place == "any"
}

func at[K comparable](m map[K]*big.Rat, key K) *big.Rat {
	if m[key] == nil {
		m[key] = new(big.Rat)
	}
	return m[key]
}

func (p *plain) traffic(r *usage.Row) *big.Rat {
	gb := big.NewRat(r.Size, 1e9)
	day := r.Start.UTC().Format(time.DateOnly)
	to := strings.TrimPrefix(r.To, r.Provider+"/")
	if to == r.Provider+"-south" || to == r.Provider+"-north" {
		scope := "inter-region"
		if to == r.Region {
			scope = "inter-zone"
		}
		for _, x := range p.c.Transfers {
			if x.Provider == r.Provider && x.Scope == scope {
				return gb.Mul(gb, dollarsOf(x.Price))
			}
		}
		panic("no transfer")
	}
	newest, counter := "", ""
	var tiers []tier
	for _, e := range p.c.Egress { // by day, then threshold
		if e.Provider == r.Provider && where(r, e.From) && e.Date <= day {
			if e.Date != newest {
				newest, tiers = e.Date, nil
			}
			tiers, counter = append(tiers, tier{rat(e.Above), e.Price}), e.Counter
		}
	}
	if counter == "per-region" {
		counter = r.Region
	}
	month := r.Provider + p.month(r, r.Start)
	allowance, _ := strconv.ParseInt("0"+p.fact(r, "free_egress_gb", r.Start), 10, 64)
	used := at(p.free, month)
	left := new(big.Rat).Sub(rat(allowance), used)
	if left.Cmp(gb) > 0 {
		left = gb
	}
	used.Add(used, left)
	rest := new(big.Rat).Sub(gb, left)
	before := at(p.counted, month+counter)
	end := new(big.Rat).Add(before, rest)
	cost := across(tiers, before, end)
	before.Set(end)
	return cost
}

// stored returns the rows of a class of storage that hold at an instant.
func (p *plain) stored(r *usage.Row, at time.Time, item, kind, class string) []catalog.StoragePrice {
	var rows []catalog.StoragePrice
	for _, s := range p.c.Storage { // by day, then threshold
		if s.Provider == r.Provider && where(r, s.Where) && s.Item == item && s.Kind == kind && s.Class == class && s.Date <= at.UTC().Format(time.DateOnly) {
			if len(rows) > 0 && rows[0].Date != s.Date {
				rows = nil
			}
			rows = append(rows, s)
		}
	}
	return rows
}

func (p *plain) storage(r *usage.Row, add func(string, string, *big.Int)) {
	kind, class := "object", cmp.Or(r.Type, "standard")
	if class == "flat" {
		kind = "block"
	}
	for from := r.Start; ; {
		local := from.In(p.location(r))
		begin := time.Date(local.Year(), local.Month(), 1, 0, 0, 0, 0, p.location(r))
		next := time.Date(local.Year(), local.Month()+1, 1, 0, 0, 0, 0, p.location(r))
		to := next
		if r.End.Before(to) {
			to = r.End
		}
		rows := p.stored(r, from, "gb_month", kind, class)
		months := new(big.Rat).Mul(big.NewRat(r.Size, 1e9), big.NewRat(int64(to.Sub(from)), int64(next.Sub(begin))))
		var tiers []tier
		for _, s := range rows {
			tiers = append(tiers, tier{rat(s.Above), s.Price})
		}
		if len(tiers) > 1 { // measured to nine decimals
			months.SetFrac(nano(months), big.NewInt(1e9))
		}
		before := at(p.held, r.Region+class+p.month(r, from))
		end := new(big.Rat).Add(before, months)
		add("storage", p.month(r, from), nano(across(tiers, before, end)))
		before.Set(end)
		if from = to; !from.Before(r.End) {
			return
		}
	}
}

// term prices a commitment and what it covers, hour by hour.
func (p *plain) term(r *usage.Row, rows []usage.Row, add func(string, string, *big.Int)) {
	best := catalog.CommitmentPrice{}
	for _, x := range p.c.Commitments { // by length
		if x.Provider == r.Provider && x.Region == r.Region && x.Type == r.Type && (best.Months == 0 || !p.later(r, x.Months).After(r.End)) {
			best = x
		}
	}
	hours := int64(p.later(r, best.Months).Sub(r.Start)) // of the term, in ns
	fees, credits, months := map[string]int64{}, map[string]*big.Int{}, []string{p.month(r, r.Start)}
	hour := r.Start.Truncate(time.Hour)
	if hour.Before(r.Start) {
		hour = hour.Add(time.Hour)
	}
	for ; hour.Before(r.End); hour = hour.Add(time.Hour) {
		month := p.month(r, hour)
		if !slices.Contains(months, month) {
			months = append(months, month)
		}
		fees[month]++
		if credit := p.covered(r, rows, hour); credit != nil {
			if credits[month] == nil {
				credits[month] = new(big.Int)
			}
			credits[month].Sub(credits[month], credit)
		}
	}
	// A line for each calendar month that any of the term is in.
	for from := r.Start; from.Before(r.End); {
		local := from.In(p.location(r))
		if m := local.Format("2006-01"); !slices.Contains(months, m) {
			months = append(months, m)
		}
		from = time.Date(local.Year(), local.Month()+1, 1, 0, 0, 0, 0, p.location(r))
	}
	slices.Sort(months)
	for _, m := range months {
		share := new(big.Rat).Mul(big.NewRat(fees[m]*r.Count, 1), big.NewRat(int64(time.Hour), hours))
		add("commitment", m, nano(share.Mul(share, dollarsOf(best.Price))))
	}
	for _, m := range months {
		if credits[m] != nil {
			add("credit", m, credits[m])
		}
	}
}

// later returns the instant so many months after a row's start.
func (p *plain) later(r *usage.Row, months int) time.Time {
	l := p.location(r)
	local := r.Start.In(l)
	begin := time.Date(local.Year(), local.Month(), 1, 0, 0, 0, 0, l)
	return time.Date(local.Year(), local.Month()+time.Month(months), 1, 0, 0, 0, 0, l).Add(r.Start.Sub(begin))
}

// covered returns what a commitment takes off in the hour, nil if there is
// nothing to take off: commitments that begin before it come first.
func (p *plain) covered(r *usage.Row, rows []usage.Row, hour time.Time) *big.Int {
	used, cost, before := int64(0), new(big.Rat), int64(0)
	for i := range rows {
		o := &rows[i]
		if o.Provider != r.Provider || o.Region != r.Region || o.Type != r.Type || o.Kind != usage.Machine {
			continue
		}
		if o.Purchase == usage.Reserved && !hour.Before(o.Start) && hour.Before(o.End) && o.Place.Line != r.Place.Line && earlier(rows, o, r) {
			before += o.Count
		}
		if o.Purchase != usage.OnDemand || !o.Start.Before(hour.Add(time.Hour)) {
			continue
		}
		from, to := o.Start, o.Start.Add(p.billed(o))
		if from.Before(hour) {
			from = hour
		}
		if end := hour.Add(time.Hour); to.After(end) {
			to = end
		}
		if from.Before(to) {
			used += int64(to.Sub(from)) * o.Count
			cost.Add(cost, new(big.Rat).Mul(p.walk(o, from, to), rat(o.Count)))
		}
	}
	covered := min(max(0, used-before*int64(time.Hour)), r.Count*int64(time.Hour))
	if used == 0 || covered == 0 {
		return nil
	}
	return nano(cost.Mul(cost, big.NewRat(covered, used)))
}

// earlier reports whether a row stands before another one.
func earlier(rows []usage.Row, a, b *usage.Row) bool {
	for i := range rows {
		switch rows[i].Place.Line {
		case a.Place.Line:
			return true
		case b.Place.Line:
			return false
		}
	}
	return false
}

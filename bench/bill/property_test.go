package bill_test

import (
	"cmp"
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"skysim/bench/bill"
	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// A failing seed is run again alone with -bill.seed.
var onlySeed = flag.Uint64("bill.seed", 0, "run random usage of this seed only")

// files draws random files of usage until they have so many rows.
func files(t *testing.T, rows int, test func(t *testing.T, r *rand.Rand, rows []usage.Row)) {
	t.Helper()
	if *onlySeed != 0 {
		r := rand.New(rand.NewPCG(*onlySeed, 0))
		test(t, r, randomRows(r, 1+r.IntN(60)))
		return
	}
	for seed := uint64(1); rows > 0; seed++ {
		r := rand.New(rand.NewPCG(seed, 0))
		file := randomRows(r, 1+r.IntN(60))
		rows -= len(file)
		test(t, r, file)
		if t.Failed() {
			t.Fatalf("with seed %d: go test ./bench/bill -run %s -bill.seed=%d", seed, t.Name(), seed)
		}
	}
}

func mustBill(t *testing.T, b *bill.Biller, rows []usage.Row) *bill.Invoice {
	t.Helper()
	v, err := b.Invoice(rows)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func biller(t *testing.T, c *catalog.Catalog) *bill.Biller {
	t.Helper()
	b, err := bill.NewBiller(c, bill.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func inOrder(rows []usage.Row) []usage.Row {
	out := slices.Clone(rows)
	slices.SortStableFunc(out, func(a, b usage.Row) int { return a.Start.Compare(b.Start) })
	return out
}

// At least 100,000 random usages: the bill is the plain one, line by line and
// to the nano-dollar; no line is negative but credits, and no bill is.
func TestTheBillIsThePlainOne(t *testing.T) {
	c := mix{scale: 1, days: mixDays}.catalog(t)
	b := biller(t, c)
	p := &plain{c: c}
	seen := map[string]int{}
	files(t, 100_000, func(t *testing.T, _ *rand.Rand, rows []usage.Row) {
		v := mustBill(t, b, rows)
		var got []lineOf
		var sum sim.Money
		for i := range v.Lines {
			l := &v.Lines[i]
			sum += l.Amount
			seen[string(l.Kind)]++
			for _, rule := range l.Why.Rules {
				seen[rule]++
			}
			if len(l.Why.Tiers) > 1 {
				seen["several tiers"]++
			}
			if l.Amount < 0 && l.Kind != bill.Credit {
				t.Errorf("line %d: %s costs %v", l.Row.Place.Line, l.Kind, l.Amount)
			}
			got = append(got, lineOf{l.Row.Place.Line, string(l.Kind), l.Month, strings.TrimPrefix(rat(int64(l.Amount)).Num().String(), "+")})
		}
		if v.Total != sum || v.Total < 0 {
			t.Errorf("the total is %v, the sum of the lines %v", v.Total, sum)
		}
		want := p.bill(inOrder(rows))
		slices.SortStableFunc(want, func(a, b lineOf) int { return cmp.Compare(a.row, b.row) })
		if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(lineOf{})); diff != "" {
			t.Errorf("plain (-) and bill (+):\n%s", diff)
		}
	})
	for _, what := range append(bill.Rules(), "machine", "egress", "storage", "commitment", "credit", "several tiers") {
		if t.Logf("%-16s %6d lines", what, seen[what]); seen[what] < 100 && *onlySeed == 0 {
			t.Errorf("%s: %d lines, want 100 at least", what, seen[what])
		}
	}
}

// amounts returns the lines' amounts by what they are for.
func amounts(v *bill.Invoice) map[lineOf]sim.Money {
	out := map[lineOf]sim.Money{}
	for i := range v.Lines {
		l := &v.Lines[i]
		out[lineOf{l.Row.Place.Line, string(l.Kind), l.Month, ""}] += l.Amount
	}
	return out
}

// The order of the rows in the file changes no line: starts decide. Only what
// starts at the same instant is taken in the order of the file; then the lines
// may change, and their sum by a rounding for each.
func TestTheOrderOfTheFileDoesNotMatter(t *testing.T) {
	b := biller(t, mix{scale: 1, days: mixDays}.catalog(t))
	files(t, 10_000, func(t *testing.T, r *rand.Rand, rows []usage.Row) {
		before := mustBill(t, b, rows)
		ties := map[int64]int{}
		most := 1
		for i := range rows {
			at := rows[i].Start.UnixNano()
			ties[at]++
			most = max(most, ties[at])
		}
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		after := mustBill(t, b, rows)
		if most == 1 {
			if diff := gocmp.Diff(amounts(before), amounts(after), gocmp.AllowUnexported(lineOf{})); diff != "" {
				t.Errorf("before (-) and after (+):\n%s", diff)
			}
		} else if d := before.Total - after.Total; max(d, -d) > sim.Money(len(before.Lines)) {
			t.Errorf("%v became %v", before.Total, after.Total)
		}
	})
}

// Every price doubled: each line doubles to within one nano-dollar for each
// machine of it, which is rounded by itself, or for each hour of a credit.
func TestTwiceThePricesAreTwiceTheBill(t *testing.T) {
	once, twice := biller(t, mix{scale: 1, days: mixDays}.catalog(t)), biller(t, mix{scale: 2, days: mixDays}.catalog(t))
	files(t, 10_000, func(t *testing.T, _ *rand.Rand, rows []usage.Row) {
		a, b := mustBill(t, once, rows), mustBill(t, twice, rows)
		for i := range a.Lines {
			l, most := &a.Lines[i], sim.Money(1)
			switch l.Kind {
			case bill.Machine:
				most = sim.Money(l.Row.Count)
			case bill.Credit:
				most = sim.Money(l.Row.End.Sub(l.Row.Start).Hours()) + 1
			}
			if d := 2*l.Amount - b.Lines[i].Amount; max(d, -d) > most {
				t.Errorf("line %d: %s of %v became %v, want twice that", l.Row.Place.Line, l.Kind, l.Amount, b.Lines[i].Amount)
			}
		}
	})
}

// Regions with other names, in files in another order: nothing changes.
func TestNamesAndTheirOrderDoNotMatter(t *testing.T) {
	name := func(region string) string { // the other way round in the alphabet
		return strings.NewReplacer("hours-", "z-", "seconds-", "y-", "exact-", "x-", "north", "s", "south", "n").Replace(region)
	}
	plain, other := biller(t, mix{scale: 1, days: mixDays}.catalog(t)), biller(t, mix{scale: 1, days: mixDays, order: 3, rename: name}.catalog(t))
	files(t, 10_000, func(t *testing.T, _ *rand.Rand, rows []usage.Row) {
		before := mustBill(t, plain, rows)
		for i := range rows {
			r := &rows[i]
			r.Zone = strings.Replace(r.Zone, r.Region, name(r.Region), 1)
			r.Region, r.To = name(r.Region), name(r.To)
		}
		if diff := gocmp.Diff(amounts(before), amounts(mustBill(t, other, rows)), gocmp.AllowUnexported(lineOf{})); diff != "" {
			t.Errorf("before (-) and after (+):\n%s", diff)
		}
	})
}

// A year later, with the same tariff: the same bill.
func TestAYearLaterTheBillIsTheSame(t *testing.T) {
	c := mix{scale: 1, days: mixDays[:1]}.catalog(t)
	for i := range c.Providers { // the minimum that changes in between
		c.Providers[i].Facts = slices.DeleteFunc(c.Providers[i].Facts, func(f catalog.Fact) bool { return f.Date > "2025" })
	}
	b := biller(t, c)
	files(t, 10_000, func(t *testing.T, _ *rand.Rand, rows []usage.Row) {
		before := mustBill(t, b, rows)
		for i := range rows {
			rows[i].Start, rows[i].End = rows[i].Start.AddDate(1, 0, 0), rows[i].End.AddDate(1, 0, 0)
		}
		after := mustBill(t, b, rows)
		if len(after.Lines) != len(before.Lines) || after.Total != before.Total {
			t.Fatalf("%d lines of %v became %d of %v", len(before.Lines), before.Total, len(after.Lines), after.Total)
		}
		for i := range before.Lines {
			if a, b := &before.Lines[i], &after.Lines[i]; a.Amount != b.Amount || a.Kind != b.Kind {
				t.Errorf("line %d: %v became %v", a.Row.Place.Line, a.Amount, b.Amount)
			}
		}
	})
}

// More use never costs less, but for the roundings of the lines that it moves
// through the tiers.
func TestMoreUseNeverCostsLess(t *testing.T) {
	b := biller(t, mix{scale: 1, days: mixDays}.catalog(t))
	files(t, 20_000, func(t *testing.T, r *rand.Rand, rows []usage.Row) {
		before := mustBill(t, b, rows)
		row := &rows[r.IntN(len(rows))]
		if row.Purchase == usage.Reserved {
			return // no use: it may well save money
		}
		was := *row
		grow(r, row)
		after := mustBill(t, b, rows)
		if slack := roundings(before) + roundings(after); after.Total < before.Total-slack {
			t.Errorf("%+v cost %v; %+v %v, want no less", was, before.Total, *row, after.Total)
		}
	})
}

// roundings is how much rounding can move a bill by.
func roundings(v *bill.Invoice) (n sim.Money) {
	for i := range v.Lines {
		n += sim.Money(1)
		if l := &v.Lines[i]; l.Kind == bill.Credit {
			n += sim.Money(l.Row.End.Sub(l.Row.Start).Hours()) + 1
		}
	}
	return n
}

// grow makes a row's use more.
func grow(r *rand.Rand, row *usage.Row) {
	_, requests := row.Class()
	switch more := r.Int64N(1e6); {
	case row.Kind == usage.Machine && row.EndedBy == usage.ByUser && r.IntN(2) == 0, requests != "":
		row.Count += 1 + more%5
	case row.Kind == usage.Machine:
		row.End = row.End.Add(time.Duration(more * more))
	case row.Kind == usage.Storage && r.IntN(2) == 0:
		row.End = row.End.Add(time.Duration(more * more))
	default:
		row.Size += more * 1000
	}
}

// Splitting a row: traffic, requests and bytes at rest cost the same in two rows
// as in one, to within a rounding each; a machine without increment and minimum
// too, and any other is never cheaper for being stopped in between.
func TestTwoPartsCostWhatTheWholeDoes(t *testing.T) {
	b := biller(t, mix{scale: 1, days: mixDays[:1]}.catalog(t))
	files(t, 20_000, func(t *testing.T, r *rand.Rand, rows []usage.Row) {
		i := r.IntN(len(rows))
		row := rows[i]
		if row.Purchase == usage.Reserved || row.EndedBy == usage.ByProvider {
			return // a shorter term has another price; an early reclaim is free
		}
		rows = slices.DeleteFunc(rows, func(o usage.Row) bool { return o.Purchase == usage.Reserved })
		i = slices.IndexFunc(rows, func(o usage.Row) bool { return o.Place == row.Place })
		whole := mustBill(t, b, rows)
		first, second := halves(r, row)
		rows[i] = first
		parts := mustBill(t, b, slices.Insert(rows, i+1, second))
		slack := roundings(whole) + roundings(parts) + sim.Money(row.Count)
		exact := row.Kind != usage.Machine || (row.Provider == "exact" && row.Purchase == usage.OnDemand)
		if d := parts.Total - whole.Total; d < -slack || (exact && d > slack) {
			t.Errorf("%+v costs %v, in two parts %v", row, whole.Total, parts.Total)
		}
	})
}

func halves(r *rand.Rand, row usage.Row) (a, b usage.Row) {
	a, b = row, row
	_, requests := row.Class()
	switch life := row.End.Sub(row.Start); {
	case requests != "":
		a.Count = r.Int64N(row.Count + 1)
		b.Count = row.Count - a.Count
	case row.Kind == usage.Egress:
		a.Size = r.Int64N(row.Size + 1)
		b.Size = row.Size - a.Size
	default:
		a.End = row.Start.Add(time.Duration(r.Int64N(int64(life) + 1)))
		b.Start = a.End
	}
	return a, b
}

// There is no cliff at the border of a tier: a billionth of a GB more costs at
// most a nano-dollar more, wherever the counter stands.
func TestTiersAreContinuous(t *testing.T) {
	b := biller(t, mix{scale: 1, days: mixDays}.catalog(t))
	borders := []int64{0, 10, 20, 50, 100, 150, 100000}
	r := rand.New(rand.NewPCG(5, 0))
	for range 20_000 {
		row := randomRow(r)
		if row.Kind == usage.Machine || strings.Contains(row.Type, "/") {
			continue
		}
		row.Start = mixEpoch.AddDate(0, 0, r.IntN(20))
		row.End = row.Start
		if row.Kind == usage.Storage { // a month of it
			row.Start, row.End = mixEpoch.AddDate(0, 1, 1), mixEpoch.AddDate(0, 2, -1)
		}
		border, last := borders[r.IntN(len(borders))]+30*r.Int64N(2), sim.Money(-1) // 30 GB are free from one provider
		for step := int64(-2); step <= 2; step++ {
			row.Size = max(0, border*usage.GB+step)
			got := mustBill(t, b, []usage.Row{row}).Total
			if last >= 0 && (got < last || got > last+1) {
				t.Fatalf("%+v costs %v, a billionth of a GB less %v", row, got, last)
			}
			last = got
		}
	}
}

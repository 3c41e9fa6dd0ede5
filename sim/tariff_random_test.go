package sim

import (
	"math/big"
	"testing"
	"time"
)

// randomUsages is how many usages of each sort the tests below go through, the
// same ones every time.
const randomUsages = 120_000

// anyBelow returns a number up to most, of any order of magnitude, often 0.
func anyBelow(s *Stream, most int64) int64 {
	if s.Int64N(16) == 0 {
		return 0
	}
	return s.Int64N(most>>uint(s.Int64N(40))+1) % (most + 1)
}

func anyTiers(s *Stream) Tiers {
	t := Flat(Rate(anyBelow(s, 5e12)))
	for range s.Int64N(4) {
		last := t[len(t)-1]
		t = append(t, Tier{Above: last.Above + 1 + Volume(anyBelow(s, 1e17)), Price: Rate(anyBelow(s, 5e12))})
	}
	return t
}

// plainCost walks the tiers from the top with big numbers.
func plainCost(t Tiers, before, n Volume) *big.Int {
	sum, end := new(big.Int), before+n
	for i := len(t) - 1; i >= 0; i-- {
		if from := max(t[i].Above, before); end > from {
			sum.Add(sum, prod(int64(end-from), int64(t[i].Price)))
			end = from
		}
	}
	return sum
}

func rounded(t *testing.T, n *big.Int, d ...int64) int64 {
	t.Helper()
	div := big.NewInt(1)
	for _, x := range d {
		div.Mul(div, bigs(x))
	}
	q, ok := plainHalfEven(n, div)
	if !ok {
		t.Fatalf("%v ÷ %v does not fit", n, div)
	}
	return q
}

// borders returns a position that is a threshold, near one, or anywhere.
func borders(s *Stream, t Tiers) Volume {
	if s.Bool(0.5) {
		return max(0, t[s.Int64N(int64(len(t)))].Above+Volume(s.Int64N(3)-1))
	}
	return Volume(anyBelow(s, 3e17))
}

func TestRandomTraffic(t *testing.T) {
	s := NewStream(1, "traffic")
	for i := range randomUsages {
		tiers, before := anyTiers(&s), Volume(0)
		if err := tiers.Validate(); err != nil {
			t.Fatal(err)
		}
		before = borders(&s, tiers)
		n := Volume(anyBelow(&s, 1e17))
		if end := borders(&s, tiers); s.Bool(0.5) && end > before {
			n = end - before
		}
		got, ok := tiers.Cost(before, n)
		want := rounded(t, plainCost(tiers, before, n), 1000, 1e9)
		more, _ := tiers.Cost(before, n+1)
		cut := Volume(s.Int64N(int64(n) + 1))
		left, _ := tiers.Cost(before, cut)
		right, _ := tiers.Cost(before+cut, n-cut)
		gap := left + right - got
		held := time.Duration(anyBelow(&s, 28*24*3600e9))
		month := held + time.Duration(anyBelow(&s, 3*24*3600e9)) + 1
		kept, keptOK := tiers.CostHeld(before, n, held, month)
		weight := new(big.Int).Mul(plainCost(tiers, before, n), bigs(int64(held)))
		switch {
		case !ok || int64(got) != want:
			t.Fatalf("usage %d: %v after %v at %v costs %v, plainly %v", i, n, before, tiers, got, Money(want))
		case got < 0:
			t.Fatalf("usage %d costs %v", i, got)
		case more < got || more-got > 6: // at most $5 a GB, and a rounding
			t.Fatalf("usage %d: %v costs %v and 10⁻⁹ GB more %v", i, n, got, more)
		case gap < -1 || gap > 1:
			t.Fatalf("usage %d: %v after %v costs %v, but %v and %v in two parts", i, n, before, got, left, right)
		case !keptOK || int64(kept) != rounded(t, weight, 1000, 1e9, int64(month)) || kept > got:
			t.Fatalf("usage %d: %v kept for %v of %v costs %v", i, n, held, month, kept)
		}
		checkParts(t, tiers, before, n)
	}
}

// checkParts checks that parts add up to the whole.
func checkParts(t *testing.T, tiers Tiers, before, n Volume) {
	t.Helper()
	var volume Volume
	cost := new(big.Int)
	for _, p := range tiers.Parts(before, n, nil) {
		volume += p.Volume
		cost.Add(cost, prod(int64(p.Volume), int64(p.Price)))
		if p.Volume <= 0 || p.Price != tiers[p.Tier].Price {
			t.Fatalf("part %+v of %v", p, tiers)
		}
	}
	if volume != n || cost.Cmp(plainCost(tiers, before, n)) != 0 {
		t.Fatalf("parts of %v after %v are %v, in %v", n, before, volume, tiers)
	}
}

// TestRandomMeters sends transfers through one meter and keeps the books beside it.
func TestRandomMeters(t *testing.T) {
	s := NewStream(1, "meters")
	type book struct{ month, counter int }
	for run := range randomUsages / 60 {
		var meter Meter
		var tiers [3]Tiers
		for i := range tiers {
			tiers[i] = anyTiers(&s)
		}
		allowance := Volume(anyBelow(&s, 1e12))
		free, sent := map[int]Volume{}, map[book]Volume{}
		month := 0
		for range 60 {
			month += int(s.Int64N(8)) / 7
			at := book{month, int(s.Int64N(4)) - 1}
			use := TrafficUse{Volume: Volume(anyBelow(&s, 1e13)), Tiers: tiers[max(0, at.counter)], Counter: at.counter, Month: month, Allowance: allowance}
			want := TrafficCharge{}
			if at.counter >= 0 {
				want.Free = min(use.Volume, allowance-free[month])
				want.Before = sent[at]
				free[month] += want.Free
				sent[at] += use.Volume - want.Free
			}
			want.Amount = Money(rounded(t, plainCost(use.Tiers, want.Before, use.Volume-want.Free), 1000, 1e9))
			asked, _ := meter.Ask(use)
			if got, ok := meter.Charge(use); !ok || got != want || asked != want {
				t.Fatalf("run %d: %+v is charged %+v, asked for it is %+v, want %+v", run, use, got, asked, want)
			}
		}
	}
}

func anyPath(s *Stream) Path {
	p := Path{At: []Time{-Time(anyBelow(s, 1e13))}, Value: []int64{anyBelow(s, 200e12)}}
	for range s.Int64N(6) {
		p.At = append(p.At, p.At[len(p.At)-1]+1+Time(anyBelow(s, 8*3600e9)))
		p.Value = append(p.Value, anyBelow(s, 200e12))
	}
	return p
}

func anyBilling(s *Stream) Billing {
	from := func(list ...time.Duration) time.Duration { return list[s.Int64N(int64(len(list)))] }
	return Billing{
		Increment: from(0, 1, 7, time.Second, time.Minute, time.Hour), Minimum: from(0, 1, time.Second, time.Minute, time.Hour),
		Reprice: Repricing(s.Int64N(2)), FreeReclaim: from(0, 0, time.Minute, time.Hour),
	}
}

// plainMachine walks over the intervals in which the price is the same.
func plainMachine(b *Billing, u *MachineUse) (billed int64, sum *big.Int) {
	sum = new(big.Int)
	if u.Spot && u.Reclaimed && u.Life < b.FreeReclaim {
		return 0, sum
	}
	billed = max(int64(u.Life), int64(b.Minimum))
	step := max(1, int64(b.Increment))
	billed = (billed + step - 1) / step * step
	valueAt := func(at int64) int64 {
		v := u.Price.Value[0]
		for i, a := range u.Price.At {
			if int64(a) <= at {
				v = u.Price.Value[i]
			}
		}
		return v
	}
	begin, end := int64(u.From), int64(u.From)+billed
	if u.Spot && b.Reprice == InstanceHour {
		for at := begin; at < end; at += 3600e9 {
			sum.Add(sum, prod(valueAt(at), min(int64(3600e9), end-at)))
		}
		return billed, sum
	}
	for i := range u.Price.At {
		from, to := max(begin, int64(u.Price.At[i])), end
		if i == 0 {
			from = begin
		}
		if i+1 < len(u.Price.At) {
			to = min(to, int64(u.Price.At[i+1]))
		}
		if to > from {
			sum.Add(sum, prod(u.Price.Value[i], to-from))
		}
	}
	return billed, sum
}

func TestRandomMachines(t *testing.T) {
	s := NewStream(1, "machines")
	for i := range randomUsages {
		b, price := anyBilling(&s), anyPath(&s)
		u := MachineUse{From: Time(anyBelow(&s, 20*3600e9)), Life: time.Duration(anyBelow(&s, 30*3600e9)), Price: &price, Spot: s.Bool(0.5), Reclaimed: s.Bool(0.5)}
		if len(price.At) > 1 && s.Bool(0.3) {
			u.From = max(0, price.At[1]-Time(s.Int64N(3)*3600e9))
		}
		got, ok := b.Charge(u)
		billed, sum := plainMachine(&b, &u)
		if !ok || int64(got.Billed) != billed || int64(got.Amount) != rounded(t, sum, 3600e9, 1000) || got.Amount < 0 {
			t.Fatalf("usage %d: %+v under %+v with %+v is charged %+v, plainly %d ns and %v", i, u, b, price, got, billed, sum)
		}
		longer := u
		longer.Life++
		if more, _ := b.Charge(longer); more.Amount < got.Amount {
			t.Fatalf("usage %d: one nanosecond more costs %v, without it %v", i, more.Amount, got.Amount)
		}
		if u.Reclaimed = false; b.Reprice == InstanceHour && u.Spot {
			continue // a second machine would begin hours of its own
		}
		whole, _ := b.Charge(u)
		first, second := u, u
		first.Life = time.Duration(s.Int64N(int64(u.Life) + 1))
		second.From, second.Life = u.From.Add(first.Life), u.Life-first.Life
		one, _ := b.Charge(first)
		two, _ := b.Charge(second)
		exact := b.Increment <= 1 && b.Minimum == 0
		if exact && abs(int64(one.Amount+two.Amount-whole.Amount)) > 1 {
			t.Fatalf("usage %d: %v and %v do not add up to %v", i, one.Amount, two.Amount, whole.Amount)
		}
		if one.Billed+two.Billed < whole.Billed {
			t.Fatalf("usage %d: cut in two it is billed %v, whole %v", i, one.Billed+two.Billed, whole.Billed)
		}
	}
}

func TestRandomCommitments(t *testing.T) {
	s := NewStream(1, "commitments")
	for run := 0; run < randomUsages; run += 8 {
		phase := time.Duration(anyBelow(&s, 3600e9-1))
		var use Coverage
		var list []Commitment
		for range 1 + s.Int64N(3) {
			from := Time(anyBelow(&s, 10*3600e9))
			list = append(list, Commitment{Count: s.Int64N(4), Price: 1, From: from, To: from + Time(anyBelow(&s, 10*3600e9))})
		}
		time8, cost8 := map[int64]int64{}, map[int64]*big.Int{} // by clock hour
		for range 8 {
			price := anyPath(&s)
			from := Time(anyBelow(&s, 10*3600e9))
			to := from + Time(anyBelow(&s, 5*3600e9))
			use.Add(&price, from, to, phase)
			for h := (int64(from) + int64(phase)) / 3600e9; h*3600e9-int64(phase) < int64(to); h++ {
				begin, end := max(int64(from), h*3600e9-int64(phase)), min(int64(to), (h+1)*3600e9-int64(phase))
				_, sum := plainMachine(&Billing{}, &MachineUse{From: Time(begin), Life: time.Duration(end - begin), Price: &price})
				if cost8[h] == nil {
					cost8[h] = new(big.Int)
				}
				time8[h] += end - begin
				cost8[h].Add(cost8[h], sum)
			}
		}
		for _, u := range use.Hours {
			h := (int64(u.Start) + int64(phase)) / 3600e9
			if int64(u.Used) != time8[h] || u.Cost.Big().Cmp(cost8[h]) != 0 {
				t.Fatalf("run %d: hour %d has %v at %v, want %d at %v", run, h, u.Used, u.Cost, time8[h], cost8[h])
			}
			delete(time8, h)
			checkCredits(t, u, list)
		}
		for h, used := range time8 {
			if used != 0 {
				t.Fatalf("run %d: hour %d is missing", run, h)
			}
		}
	}
}

func checkCredits(t *testing.T, u HourUse, list []Commitment) {
	t.Helper()
	credits, ok := u.Credits(list, nil)
	left := int64(u.Used)
	for i, c := range list {
		covered := int64(0)
		if c.From <= u.Start && u.Start < c.To {
			covered = min(left, c.Count*3600e9)
		}
		if left -= covered; covered == 0 {
			continue
		}
		part := new(big.Int).Mul(u.Cost.Big(), bigs(covered))
		if !ok || len(credits) == 0 || credits[0].Commitment != i || int64(credits[0].Covered) != covered ||
			int64(credits[0].Amount) != rounded(t, part, 3600e9, 1000, int64(u.Used)) {
			t.Fatalf("%+v is credited %+v, want commitment %d to cover %d", u, credits, i, covered)
		}
		credits = credits[1:]
	}
	if len(credits) > 0 {
		t.Fatalf("%+v is credited %+v besides", u, credits)
	}
}

package sim

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// awkward draws numbers near the ends of int64 and near powers of two as well
// as small ones.
func awkward(t *rapid.T, what string, negative bool) int64 {
	n := rapid.Int64Range(0, math.MaxInt64).Draw(t, what) >> rapid.IntRange(0, 62).Draw(t, what+" shifted")
	switch rapid.IntRange(0, 3).Draw(t, what+" kind") {
	case 0:
		n = math.MaxInt64 - n
	case 1:
		n = int64(1) << rapid.IntRange(0, 62).Draw(t, what+" power")
	}
	if negative && rapid.Bool().Draw(t, what+" negative") {
		return -n - 1
	}
	return n
}

func bigs(n int64) *big.Int { return big.NewInt(n) }

func TestWideAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c, d := awkward(t, "a", true), awkward(t, "b", true), awkward(t, "c", true), awkward(t, "d", true)
		ab, cd := new(big.Int).Mul(bigs(a), bigs(b)), new(big.Int).Mul(bigs(c), bigs(d))
		for _, x := range []struct {
			what string
			got  Wide
			want *big.Int
		}{
			{"product", Product(a, b), ab},
			{"sum", Product(a/2, b).Plus(Product(c/2, d)), sum(prod(a/2, b), prod(c/2, d))},
			{"difference", Product(a/2, b).Minus(Product(c/2, d)), new(big.Int).Sub(prod(a/2, b), prod(c/2, d))},
		} {
			if x.got.Big().Cmp(x.want) != 0 || x.got.String() != x.want.String() || x.got.IsZero() != (x.want.Sign() == 0) {
				t.Fatalf("%s of %d, %d, %d, %d is %v, want %v", x.what, a, b, c, d, x.got, x.want)
			}
		}
		w := Product(abs(c)/2, abs(d))
		want := sum(w.Big(), prod(abs(a)/2, abs(b)))
		if w.AddProduct(abs(a)/2, abs(b)); w.Big().Cmp(want) != 0 {
			t.Fatalf("AddProduct gives %v, want %v", w, want)
		}
		f, _ := new(big.Float).SetInt(ab).Float64()
		if got := Product(a, b).Float(); got != f {
			t.Fatalf("float of %v is %v, want %v", ab, got, f)
		}
		_ = cd
	})
}

func prod(a, b int64) *big.Int   { return new(big.Int).Mul(bigs(a), bigs(b)) }
func sum(a, b *big.Int) *big.Int { return new(big.Int).Add(a, b) }

func abs(n int64) int64 {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

func TestRoundingAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := awkward(t, "a", false), awkward(t, "b", false)
		d := max(1, awkward(t, "d", false))
		n := prod(a, b)
		w := Product(a, b)
		if rapid.Bool().Draw(t, "half") { // exactly between two
			n = sum(prod(a, d), bigs(d/2))
			w = Product(a, d).Plus(Wide{0, uint64(d / 2)})
		}
		want, ok := plainHalfEven(n, bigs(d))
		if got, fits := w.halfEven(uint64(d)); fits != ok || (ok && got != want) {
			t.Fatalf("%v/%d is %d (fits %v), want %d (%v)", n, d, got, fits, want, ok)
		}
		up := sum(prod(a, b), bigs(d-1))
		if up.Div(up, bigs(d)); !up.IsInt64() {
			up = bigs(math.MaxInt64)
		}
		if got := ceilScale(a, b, d); got != up.Int64() {
			t.Fatalf("⌈%d·%d/%d⌉ is %d, want %v", a, b, d, got, up)
		}
		c := awkward(t, "c", false) >> 1
		q, r := new(big.Int).DivMod(sum(prod(a, b), bigs(c)), bigs(d), new(big.Int))
		if !q.IsInt64() {
			return
		}
		if gq, gr := floorScale(a, b, c, d); gq != q.Int64() || gr != r.Int64() {
			t.Fatalf("⌊(%d·%d+%d)/%d⌋ is %d rest %d, want %v rest %v", a, b, c, d, gq, gr, q, r)
		}
	})
}

// plainHalfEven compares twice the remainder with the divisor.
func plainHalfEven(n, d *big.Int) (int64, bool) {
	q, r := new(big.Int).DivMod(n, d, new(big.Int))
	if c := r.Lsh(r, 1).Cmp(d); c > 0 || (c == 0 && q.Bit(0) == 1) {
		q.Add(q, bigs(1))
	}
	return q.Int64(), q.IsInt64()
}

func TestHalfEvenAtTheEnd(t *testing.T) {
	for _, c := range []struct {
		name string
		w    Wide
		d    uint64
		want int64
		fits bool
	}{
		{"largest", Wide{0, math.MaxInt64}, 1, math.MaxInt64, true},
		{"one more", Wide{0, math.MaxInt64 + 1}, 1, 0, false},
		{"rounds out of range", Wide{0, math.MaxUint64}, 2, 0, false},
		{"all ones", Wide{0, math.MaxUint64}, 1, 0, false},
		{"quotient wraps around", Wide{1, math.MaxUint64}, 2, 0, false},
		{"negative", Wide{-1, 0}, 1, 0, false},
		{"half to even below", Wide{0, 5}, 2, 2, true},
		{"half to even above", Wide{0, 7}, 2, 4, true},
	} {
		if got, fits := c.w.halfEven(c.d); fits != c.fits || (fits && got != c.want) {
			t.Errorf("%s: got %d, %v, want %d, %v", c.name, got, fits, c.want, c.fits)
		}
	}
}

func TestCostAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawTestPath(t)
		for i := range p.Value {
			p.Value[i] >>= 10 // below $4,500,000 an hour
		}
		from, d := Time(rapid.Int64Range(0, 70).Draw(t, "from")), Duration(rapid.Int64Range(0, 70).Draw(t, "d"))
		scale := Time(rapid.SampledFrom([]int64{1, 1e9, 36e9}).Draw(t, "scale"))
		for i := range p.At {
			p.At[i] *= scale
		}
		from, d = from*scale, d*Duration(scale)
		total := new(big.Int)
		for at := from; at < from.Add(d); at += scale { // one step at a time
			total.Add(total, prod(p.ValueAt(at), int64(scale)))
		}
		want, _ := plainHalfEven(total, new(big.Int).Mul(bigs(3600), bigs(1_000_000_000_000)))
		if got := p.Cost(from, d); got != Money(want) {
			t.Fatalf("%v of %+v from %v cost %v, want %v", d, p, from, got, Money(want))
		}
		if half := d / 2; p.Cost(from, half) > p.Cost(from, d) {
			t.Fatalf("half of %v costs more than all of it", d)
		}
	})
}

func TestBilledTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := Billing{
			Increment: Duration(rapid.Int64Range(0, 40).Draw(t, "increment")),
			Minimum:   Duration(rapid.Int64Range(0, 40).Draw(t, "minimum")),
		}
		life := Duration(rapid.Int64Range(0, 100).Draw(t, "life"))
		want := max(life, b.Minimum)
		for b.Increment > 0 && want%b.Increment != 0 {
			want++
		}
		if got := b.Time(life); got != want {
			t.Fatalf("%+v bills %d for %d, want %d", b, got, life, want)
		}
		if b.Time(life+1) < b.Time(life) {
			t.Fatalf("%+v bills less for more than %d", b, life)
		}
		if got := b.Reason(life); got == "" || (got == "as used") != (want == life) {
			t.Fatalf("%+v says %q of %d billed as %d", b, got, life, want)
		}
	})
}

func FuzzParseRate(f *testing.F) {
	for _, s := range []string{
		"0", "1", "3.67339", ".5", "5.", ".", "", "-1", "+1", "1e3", "1.2.3", "0.000000000001", "0.0000000000001", "9223372.036854775807",
		"9223372.036854775808", "18446744.073709551619", "0.1000000000000000", "00012", ".0", "1_000", " 1", "１",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseRate(s)
		want, ok := plainRate(s)
		if (err == nil) != ok || (ok && got != want) {
			t.Fatalf("ParseRate(%q) is %d, %v; want %d, %v", s, got, err, want, ok)
		}
		if err != nil && !strings.Contains(err.Error(), "price") {
			t.Fatalf("%q: the error does not say what it is about: %v", s, err)
		}
		if err == nil {
			if back, err := ParseRate(strings.TrimPrefix(got.String(), "$")); err != nil || back != got {
				t.Fatalf("%q is %d, prints as %v and reads back as %d, %v", s, got, got, back, err)
			}
		}
	})
}

// plainRate reads a number with math/big.
func plainRate(s string) (Rate, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	if strings.Trim(whole+frac, "0123456789") != "" || strings.Trim(s, ".") == "" {
		return 0, false
	}
	n, ok := new(big.Rat).SetString("0" + whole + "." + frac + "0")
	if !ok {
		return 0, false
	}
	n.Mul(n, new(big.Rat).SetInt64(int64(DollarRate)))
	return Rate(n.Num().Int64()), n.IsInt() && n.Num().IsInt64()
}

func TestMoneyAndRatesPrintExactly(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Money(0).String(), "$0"},
		{Money(1).String(), "$0.000000001"},
		{Money(-1).String(), "-$0.000000001"},
		{(12*Dollar + Dollar/2).String(), "$12.5"},
		{Money(math.MinInt64).String(), "-$9223372036.854775808"},
		{Rate(math.MaxInt64).String(), "$9223372.036854775807"},
		{(DollarRate / 10).String(), "$0.1"},
		{Never.String(), "never"},
		{Time(90_500_000_000).String(), "1m30.5s"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

func TestTimeAddStopsAtNever(t *testing.T) {
	for _, c := range []struct {
		t    Time
		d    Duration
		want Time
	}{
		{0, 5, 5}, {10, -3, 7}, {Never, 1, Never}, {Never - 1, 1, Never}, {Never - 1, 2, Never}, {5, math.MaxInt64, Never}, {Never, 0, Never},
	} {
		if got := c.t.Add(c.d); got != c.want {
			t.Errorf("%d + %d is %d, want %d", c.t, c.d, got, c.want)
		}
	}
}

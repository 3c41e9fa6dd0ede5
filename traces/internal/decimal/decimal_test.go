package decimal

import (
	"errors"
	"math/big"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	const ns = 1_000_000_000
	for _, c := range []struct {
		text  string
		scale int64
		want  int64
		exact bool
		err   error
	}{
		{text: "66.0", scale: ns, want: 66 * ns, exact: true},
		{text: "0.1", scale: ns, want: 100_000_000, exact: true},
		{text: "1e-05", scale: ns, want: 10_000, exact: true},
		{text: "1E+3", scale: ns, want: 1000 * ns, exact: true},
		{text: "0.012345678901234567", scale: ns, want: 12_345_679},
		{text: "0.0000000005", scale: ns, want: 0},
		{text: "0.0000000015", scale: ns, want: 2},
		{text: "0.0000000025", scale: ns, want: 2},
		{text: "0.00000000250000000000000000000000001", scale: ns, want: 3},
		{text: "5.", scale: ns, want: 5 * ns, exact: true},
		{text: "+.5", scale: ns, want: ns / 2, exact: true},
		{text: "-3.0", scale: ns, want: -3 * ns, exact: true},
		{text: "-0.0", scale: ns, want: 0, exact: true},
		{text: "0e999999999999", scale: ns, want: 0, exact: true},
		{text: "1e-999999999999", scale: ns, want: 0},
		{text: "9223372036.854775807", scale: ns, want: 1<<63 - 1, exact: true},
		{text: "9223372036.854775808", scale: ns, err: ErrRange},
		{text: "9223372036.8547758074999", scale: ns, want: 1<<63 - 1},
		{text: "9223372036.8547758075", scale: ns, err: ErrRange},
		{text: "18446744073709551615.9999999999", scale: 1, err: ErrRange},
		{text: "1e400", scale: ns, err: ErrRange},
		{text: "99999999999999999999", scale: 1, err: ErrRange},
		{text: "0.1", scale: 1024, want: 102},
		{text: "2.5", scale: 1000, want: 2500, exact: true},
		{text: "", scale: ns, err: ErrSyntax},
		{text: ".", scale: ns, err: ErrSyntax},
		{text: "-", scale: ns, err: ErrSyntax},
		{text: "1e", scale: ns, err: ErrSyntax},
		{text: "1e+", scale: ns, err: ErrSyntax},
		{text: "e5", scale: ns, err: ErrSyntax},
		{text: "1.2.3", scale: ns, err: ErrSyntax},
		{text: "1,5", scale: ns, err: ErrSyntax},
		{text: "0x10", scale: ns, err: ErrSyntax},
		{text: "1_000", scale: ns, err: ErrSyntax},
		{text: "nan", scale: ns, err: ErrSyntax},
		{text: "inf", scale: ns, err: ErrSyntax},
		{text: " 1", scale: ns, err: ErrSyntax},
	} {
		got, exact, err := Parse(c.text, c.scale)
		if got != c.want || exact != c.exact || !errors.Is(err, c.err) {
			t.Errorf("Parse(%q, %d) = %d, %v, %v, want %d, %v, %v", c.text, c.scale, got, exact, err, c.want, c.exact, c.err)
		}
	}
}

func TestAmount(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  int64
		exact bool
		err   error
	}{
		{text: "1.5", want: 1500, exact: true},
		{text: "0", want: 0, exact: true},
		{text: "-0.0", want: 0, exact: true},
		{text: "0.0000001", want: 1},
		{text: "1.0004", want: 1000},
		{text: "-1", err: ErrRange},
		{text: "-1e-30", err: ErrRange},
		{text: "", err: ErrSyntax},
	} {
		got, exact, err := Amount(c.text, 1000)
		if got != c.want || exact != c.exact || !errors.Is(err, c.err) {
			t.Errorf("Amount(%q, 1000) = %d, %v, %v, want %d, %v, %v", c.text, got, exact, err, c.want, c.exact, c.err)
		}
	}
}

// oracle is Parse over big.Rat, for the texts that both understand.
func oracle(s string, scale int64) (n int64, exact, ok bool) {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return 0, false, false
	}
	r.Mul(r, new(big.Rat).SetInt64(scale))
	negative := r.Sign() < 0
	r.Abs(r)
	q, rest := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	exact = rest.Sign() == 0
	if c := rest.Lsh(rest, 1).Cmp(r.Denom()); c > 0 || c == 0 && q.Bit(0) == 1 {
		q.Add(q, big.NewInt(1))
	}
	n = q.Int64()
	if negative {
		n = -n
	}
	return n, exact, q.IsInt64()
}

func TestParseAgreesWithRationals(t *testing.T) {
	number := rapid.StringMatching(`-?[0-9]{1,12}(\.[0-9]{0,25})?(e[+-]?[0-9]{1,2})?`)
	rapid.Check(t, func(t *rapid.T) {
		s := number.Draw(t, "s")
		scale := rapid.SampledFrom([]int64{1, 1000, 1024, 1_000_000_000}).Draw(t, "scale")
		got, exact, err := Parse(s, scale)
		want, wantExact, ok := oracle(s, scale)
		if (err == nil) != ok || ok && (got != want || exact != wantExact) {
			t.Fatalf("Parse(%q, %d) = %d, %v, %v, want %d, %v, ok %v", s, scale, got, exact, err, want, wantExact, ok)
		}
	})
}

// Whatever Python prints for a float is read as that very float would round.
func TestParseTakesShortestFloats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64Range(0, 1e9).Draw(t, "f")
		s := strconv.FormatFloat(f, 'g', -1, 64)
		got, _, err := Parse(s, 1_000_000_000)
		want, _, _ := oracle(s, 1_000_000_000)
		if err != nil || got != want {
			t.Fatalf("Parse(%q) = %d, %v, want %d", s, got, err, want)
		}
	})
}

func TestAppendIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1<<63-1).Draw(t, "n")
		places := rapid.IntRange(0, 18).Draw(t, "places")
		s := string(Append(nil, n, places))
		got, exact, err := Parse(s, int64(powers[places]))
		if got != n || !exact || err != nil {
			t.Fatalf("Append(%d, %d) = %q, read back as %d, %v, %v", n, places, s, got, exact, err)
		}
	})
}

func TestAppend(t *testing.T) {
	for _, c := range []struct {
		n      int64
		places int
		want   string
	}{
		{n: 0, places: 9, want: "0"},
		{n: 66_000_000_000, places: 9, want: "66"},
		{n: 1, places: 9, want: "0.000000001"},
		{n: 1_500_000_000, places: 9, want: "1.5"},
		{n: 1<<63 - 1, places: 9, want: "9223372036.854775807"},
		{n: 120, places: 0, want: "120"},
	} {
		if got := string(Append([]byte("x"), c.n, c.places)); got != "x"+c.want {
			t.Errorf("Append(%d, %d) = %q, want %q", c.n, c.places, got, "x"+c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1.5", "1e-05", "-0", "9223372036.854775807", "1e", "…"} {
		f.Add(s, int64(1_000_000_000))
	}
	f.Fuzz(func(t *testing.T, s string, scale int64) {
		n, exact, err := Parse(s, scale)
		if p, _ := scan(s); err != nil || len(s) > 60 || p.exp > 500 || p.exp < -500 {
			return // the oracle would take its time over 1e-1000000
		}
		want, wantExact, ok := oracle(s, scale)
		if ok && (n != want || exact != wantExact) {
			t.Fatalf("Parse(%q, %d) = %d, %v, want %d, %v", s, scale, n, exact, want, wantExact)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Parse("123456.789012345", 1_000_000_000); err != nil {
			b.Fatal(err)
		}
	}
}

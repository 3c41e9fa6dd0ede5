package sim

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/big"
	"testing"
)

// The oracles below work in 300 bits and share nothing with math.go.

const oracleBits = 300

func bigF(x float64) *big.Float { return new(big.Float).SetPrec(oracleBits).SetFloat64(x) }

func bigNew() *big.Float { return new(big.Float).SetPrec(oracleBits) }

// bigExp halves x until it is small, sums the series and squares back.
func bigExp(x *big.Float) *big.Float {
	const halvings = 20
	r := bigNew().SetMantExp(x, -halvings)
	sum, term := bigF(1), bigF(1)
	for i := 1.0; i < 60; i++ {
		term.Mul(term, r).Quo(term, bigF(i))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

// bigLog improves math.Log by two of Halley's steps, each of which triples the digits.
func bigLog(x float64) *big.Float {
	y := bigF(math.Log(x))
	for range 2 {
		e := bigExp(y)
		d := bigNew().Sub(bigF(x), e)
		y.Add(y, d.Mul(d, bigF(2)).Quo(d, e.Add(e, bigF(x))))
	}
	return y
}

const piDigits = "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651"

// bigSin takes whole turns away and sums the series; shift is added first, in quarter turns.
func bigSin(x float64, shift float64) *big.Float {
	quarter, _, _ := big.ParseFloat(piDigits, 10, oracleBits, big.ToNearestEven)
	quarter.Quo(quarter, bigF(2))
	a := bigNew().Mul(quarter, bigF(shift))
	a.Add(a, bigF(x))
	turn := bigNew().Mul(quarter, bigF(4))
	n, _ := bigNew().Quo(a, turn).Int(nil)
	a.Sub(a, turn.Mul(turn, bigNew().SetInt(n)))
	sum, term, sq := bigNew().Set(a), bigNew().Set(a), bigNew().Mul(a, a)
	for i := 1.0; i < 60; i++ {
		term.Mul(term, sq).Quo(term, bigF(-2*i*(2*i+1)))
		sum.Add(sum, term)
	}
	return sum
}

// ulps returns the distance from got to want in units of want's last place.
func ulps(got float64, want *big.Float) float64 {
	w, _ := want.Float64()
	ulp := math.Nextafter(math.Abs(w), math.Inf(1)) - math.Abs(w)
	d := bigNew().Sub(bigF(got), want)
	e, _ := d.Quo(d, bigF(ulp)).Float64()
	return math.Abs(e)
}

func TestFunctionsAgainstBig(t *testing.T) {
	wide := func(s *Stream) float64 { return Exp((s.Float64() - 0.5) * 1400) }
	cases := []struct {
		name   string
		draw   func(s *Stream) float64
		f      func(float64) float64
		oracle func(float64) *big.Float
		limit  float64 // ulps
	}{
		{"exp of small", func(s *Stream) float64 { return s.Float64() - 0.5 }, Exp, func(x float64) *big.Float { return bigExp(bigF(x)) }, 1},
		{"exp of all", func(s *Stream) float64 { return (s.Float64() - 0.5) * 1416 }, Exp, func(x float64) *big.Float { return bigExp(bigF(x)) }, 1},
		{"log near 1", func(s *Stream) float64 { return 0.5 + s.Float64() }, Log, bigLog, 1},
		{"log of uniform", func(s *Stream) float64 { return 1 - s.Float64() }, Log, bigLog, 1},
		{"log of all", wide, Log, bigLog, 1},
		{"sin of a turn", func(s *Stream) float64 { return (s.Float64() - 0.5) * 7 }, Sin, func(x float64) *big.Float { return bigSin(x, 0) }, 1},
		{"sin of many", func(s *Stream) float64 { return (s.Float64() - 0.5) * 5e7 }, Sin, func(x float64) *big.Float { return bigSin(x, 0) }, 1},
		{"cos of a turn", func(s *Stream) float64 { return (s.Float64() - 0.5) * 7 }, Cos, func(x float64) *big.Float { return bigSin(x, 1) }, 1},
		{"cos of many", func(s *Stream) float64 { return (s.Float64() - 0.5) * 5e7 }, Cos, func(x float64) *big.Float { return bigSin(x, 1) }, 1},
	}
	for _, c := range cases {
		s, worst, at := NewStream(1, c.name), 0.0, 0.0
		for range 3000 {
			x := c.draw(&s)
			if e := ulps(c.f(x), c.oracle(x)); !(e <= worst) {
				worst, at = e, x
			}
		}
		t.Logf("%s: worst %.3f ulp", c.name, worst)
		if !(worst <= c.limit) {
			t.Errorf("%s of %v is %.3f ulp off, want at most %v", c.name, at, worst, c.limit)
		}
	}
}

// The awkward values are glibc's: package math is off in three of them on amd64.
func TestFunctionsAtTheEdges(t *testing.T) {
	inf, nan, tiny := math.Inf(1), math.NaN(), math.SmallestNonzeroFloat64
	cases := []struct {
		call      string
		got, want float64
	}{
		{"Exp(0)", Exp(0), 1},
		{"Exp(ln 2)", Exp(math.Ln2), 2},
		{"Exp(+Inf)", Exp(inf), inf},
		{"Exp(-Inf)", Exp(-inf), 0},
		{"Exp(NaN)", Exp(nan), nan},
		{"Exp(709.79)", Exp(709.79), inf},
		{"Exp(709.78)", Exp(709.78), 1.7928227943945155e+308},
		{"Exp(-745.14)", Exp(-745.14), 0},
		{"Exp(-745.13)", Exp(-745.13), tiny},
		{"Exp(-740)", Exp(-740), 4.2e-322},
		{"Exp(1e300)", Exp(1e300), inf},
		{"Log(0)", Log(0), -inf},
		{"Log(-0)", Log(math.Copysign(0, -1)), -inf},
		{"Log(1)", Log(1), 0},
		{"Log(-1)", Log(-1), nan},
		{"Log(-Inf)", Log(-inf), nan},
		{"Log(+Inf)", Log(inf), inf},
		{"Log(NaN)", Log(nan), nan},
		{"Log(e)", Log(math.E), 1},
		{"Log(subnormal)", Log(tiny), -744.4400719213812},
		{"Log(max)", Log(math.MaxFloat64), 709.782712893384},
		{"Pow(0, 2)", Pow(0, 2), 0},
		{"Pow(0, -2)", Pow(0, -2), inf},
		{"Pow(0, 0)", Pow(0, 0), 1},
		{"Pow(1, 5)", Pow(1, 5), 1},
		{"Pow(-1, 2)", Pow(-1, 2), nan},
		{"Sin(0)", Sin(0), 0},
		{"Sin(1e-300)", Sin(1e-300), 1e-300},
		{"Sin(Pi)", Sin(math.Pi), 1.2246467991473532e-16},
		{"Sin(Pi/2)", Sin(math.Pi / 2), 1},
		{"Sin(1e8)", Sin(1e8), nan},
		{"Sin(+Inf)", Sin(inf), nan},
		{"Cos(0)", Cos(0), 1},
		{"Cos(Pi)", Cos(math.Pi), -1},
		{"Cos(Pi/2)", Cos(math.Pi / 2), 6.123233995736766e-17},
		{"Cos(NaN)", Cos(nan), nan},
		{"NormalQuantile(0)", NormalQuantile(0), -inf},
		{"NormalQuantile(1/2)", NormalQuantile(0.5), 0},
		{"NormalQuantile(1)", NormalQuantile(1), inf},
		{"NormalQuantile(-1)", NormalQuantile(-1), nan},
		{"NormalQuantile(2)", NormalQuantile(2), nan},
		{"NormalQuantile(NaN)", NormalQuantile(nan), nan},
	}
	for _, c := range cases {
		if c.got != c.want && !(math.IsNaN(c.got) && math.IsNaN(c.want)) {
			t.Errorf("%s = %v, want %v", c.call, c.got, c.want)
		}
	}
}

func TestPowStaysWithinItsError(t *testing.T) {
	s := NewStream(1, "pow")
	for range 3000 {
		x, y := Exp(float64((s.Float64()-0.5)*40)), (s.Float64()-0.5)*20
		got, exponent := Pow(x, y), bigNew().Mul(bigLog(x), bigF(y))
		l, _ := exponent.Float64()
		if e := ulps(got, bigExp(exponent)); e > math.Abs(l)*1.5+1.5 {
			t.Errorf("Pow(%v, %v) = %v is %.1f ulp off", x, y, got, e)
		}
	}
}

// The quantile is checked through the other direction, which math.Erfc computes
// by a different method, and by symmetry.
func TestNormalQuantileInvertsErfc(t *testing.T) {
	s := NewStream(1, "quantile")
	for range 20000 {
		p := Exp(-s.Float64() * 36)
		x := NormalQuantile(p)
		back := 0.5 * math.Erfc(-x/math.Sqrt2)
		// an error in x is magnified about x² times on the way back
		if math.Abs(back/p-1) > 1e-15*(4+x*x) {
			t.Errorf("NormalQuantile(%v) = %v, whose probability is %v", p, x, back)
		}
		// math.Erfcinv loses digits in the tails
		if oracle := -math.Sqrt2 * math.Erfcinv(2*p); p > 0.01 && math.Abs(x-oracle) > 4e-15*(1+math.Abs(x)) {
			t.Errorf("NormalQuantile(%v) = %v, want %v", p, x, oracle)
		}
		if q := s.Float64(); q > 0.1 && q < 0.9 && NormalQuantile(q) != -NormalQuantile(1-q) {
			t.Errorf("NormalQuantile(%v) = %v is not minus NormalQuantile of the rest", q, NormalQuantile(q))
		}
	}
}

// TestFunctionsGiveTheSameBits pins every bit of a grid: it must pass under
// GOAMD64=v1 and v3, on arm64, and with GODEBUG=cpu.fma=off. A change here
// changes every synthetic result there is; it needs a reason and a line in the
// changelog.
func TestFunctionsGiveTheSameBits(t *testing.T) {
	cases := []struct {
		name     string
		f        func(float64) float64
		from, to float64
		want     string
	}{
		{"Exp", Exp, -746, 710, "7a869f7cf7df2f97"},
		{"Log", Log, 0, 100, "041e5cc923fea715"},
		{"Sin", Sin, -2e4, 2e4, "7c2e5db20d82030e"},
		{"Cos", Cos, -2e4, 2e4, "cce2ba1efc41517f"},
		{"Pow", func(x float64) float64 { return Pow(x, -1/1.3) }, 0, 10, "c9e9681cfeda8bb0"},
		{"NormalQuantile", NormalQuantile, 0, 1, "79768b89b35e6829"},
	}
	const points = 100_003
	for _, c := range cases {
		h := fnv.New64a()
		for i := range points {
			x := c.from + float64((c.to-c.from)*(float64(i)/points))
			b := math.Float64bits(c.f(x))
			h.Write([]byte{byte(b), byte(b >> 8), byte(b >> 16), byte(b >> 24), byte(b >> 32), byte(b >> 40), byte(b >> 48), byte(b >> 56)})
		}
		if got := fmt.Sprintf("%016x", h.Sum64()); got != c.want {
			t.Errorf("%s over [%v, %v) has checksum %s, want %s", c.name, c.from, c.to, got, c.want)
		}
	}
}

func BenchmarkFunctions(b *testing.B) {
	for _, c := range []struct {
		name string
		f    func(float64) float64
	}{{"Exp", Exp}, {"Log", Log}, {"Sin", Sin}, {"NormalQuantile", NormalQuantile}} {
		b.Run("f="+c.name, func(b *testing.B) {
			x, sum := 0.25, 0.0
			for b.Loop() {
				sum += c.f(x)
				x += 1e-7
				if x >= 1 {
					x = 0.25
				}
			}
			_ = sum
		})
	}
}

package spot

import (
	"math"
	"testing"

	"skysim/sim"
)

// tree is a job in a market, for a search that shares nothing with Expect but Problem.step.
type tree struct {
	f     *Forecast
	ticks int
}

// expectimax returns the least expected cost by trying every decision and every outcome.
func (x *tree) expectimax(p *Problem, s State, up []bool) float64 {
	best := math.Inf(1)
	if s.Tick == x.ticks {
		return best
	}
	for i := range p.Places {
		p.Places[i].Spot = make([]bool, s.Tick+1)
		p.Places[i].Spot[s.Tick] = up[i] && len(p.Places[i].SpotPrice) > 0
	}
	offered := func(m Mode) bool { return m.Kind != Spot || up[m.Place] && len(p.Places[m.Place].SpotPrice) > 0 }
	for kind := Wait; kind <= OnDemand; kind++ {
		for place := range max(1, len(p.Places)) {
			m := Mode{kind, place}
			if !p.offers(m, 0) && kind != Spot || kind == Spot && place >= len(p.Places) || !offered(m) || kind == Wait && place > 0 {
				continue
			}
			then := s
			step, finish, err := p.step(&then, m)
			if err != nil {
				continue
			}
			c := float64(step.Machine + step.Move)
			if finish == 0 {
				then.Tick++
				c += x.outcomes(p, then, up, make([]bool, len(up)), 0)
			}
			best = min(best, c)
		}
	}
	return best
}

// outcomes averages over what the market may be next, from place i on.
func (x *tree) outcomes(p *Problem, s State, up, next []bool, i int) float64 {
	if i < len(up) {
		o := x.f.Odds[i]
		q := o.Up // that it is up
		if up[i] {
			q = 1 - o.Down
		}
		sum := 0.0
		for _, way := range []struct {
			up bool
			q  float64
		}{{true, q}, {false, 1 - q}} {
			if way.q > 0 {
				next[i] = way.up
				sum += way.q * x.outcomes(p, s, up, next, i+1)
			}
		}
		return sum
	}
	market := append([]bool(nil), next...)
	lost := s
	lost.Mode, lost.Pending = Mode{}, 0
	if s.Mode.Kind != Spot {
		return x.expectimax(p, s, market)
	}
	if !market[s.Mode.Place] {
		return x.expectimax(p, lost, market)
	}
	sum, e := 0.0, x.f.Odds[s.Mode.Place].Evict
	if e > 0 {
		sum += e * x.expectimax(p, lost, market)
	}
	if e < 1 {
		sum += (1 - e) * x.expectimax(p, s, market)
	}
	return sum
}

// odd draws a forecast of which a few ticks can be tried out.
func odd(r *sim.Stream) *Forecast {
	u := sim.Duration(60e9)
	f := &Forecast{Tick: u * sim.Duration(1+r.Int64N(3)), Overhead: u * sim.Duration(r.Int64N(5)), Billing: Billing(r.Int64N(3))}
	chance := func() float64 { return []float64{0, 0.1, 0.35, 0.5, 0.8, 1}[r.Int64N(6)] }
	for range r.Int64N(3) {
		l := Place{Region: int(r.Int64N(2))}
		if r.Int64N(8) > 0 {
			l.SpotPrice = []sim.Rate{sim.Rate(1 + r.Int64N(4_000_000_000))}
		}
		if r.Int64N(3) > 0 {
			l.OnDemand = []sim.Rate{3_000_000_000 + sim.Rate(r.Int64N(3_000_000_000))}
		}
		f.Places, f.Odds = append(f.Places, l), append(f.Odds, Odds{chance(), chance(), chance() * float64(r.Int64N(2))})
	}
	if r.Int64N(2) == 0 {
		f.Move = EqualMoves(2, Cost(r.Int64N(60_000_000)))
	}
	return f
}

// TestExpectAgainstExpectimax compares expected costs with those of trying everything.
func TestExpectAgainstExpectimax(t *testing.T) {
	finite, infinite := 0, 0
	for seed := range uint64(1500) {
		r := sim.NewStream(seed, "odd")
		f := odd(&r)
		ticks := 1 + int(r.Int64N(4))
		parts := 1 + int(r.Int64N(1+int64(ticks)*int64(f.Tick/f.Part())*2/3))
		s, err := Expect(f, ticks, parts)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		p := f.problem(ticks, parts)
		p.Places = append([]Place(nil), p.Places...)
		x := &tree{f, ticks}
		for up := range s.markets {
			state := State{Mode: Mode{}, Data: 0}
			market := make([]bool, len(f.Places))
			for i := range market {
				market[i] = up>>i&1 == 1
			}
			want := x.expectimax(p, state, market) / 1e12
			got, err := s.Cost(Left{Ticks: ticks, Parts: parts, Up: uint(up)})
			if err != nil || math.IsInf(got, 1) != math.IsInf(want, 1) || math.Abs(got-want) > 1e-9*(1+want) {
				t.Errorf("seed %d, market %b: expected cost %v, %v, trying everything gives %v: %+v", seed, up, got, err, want, f)
			}
			if math.IsInf(want, 1) {
				infinite++
			} else {
				finite++
			}
		}
	}
	if finite < 500 || infinite < 150 {
		t.Errorf("%d states can make sure of the deadline and %d cannot: the test says little", finite, infinite)
	}
}

// TestStrategyExtends wants the same decisions from a strategy that has grown.
func TestStrategyExtends(t *testing.T) {
	for seed := range uint64(100) {
		r := sim.NewStream(seed, "odd")
		f := odd(&r)
		once, err := Expect(f, 9, 12)
		if err != nil {
			t.Fatal(err)
		}
		grown, err := Expect(f, 1, 12)
		if err == nil {
			err = grown.Extend(9)
		}
		if err != nil || grown.Ticks() != 9 || grown.Parts() != 12 || grown.States() != once.States() {
			t.Fatalf("seed %d: %v, %d ticks, %d parts", seed, err, grown.Ticks(), grown.Parts())
		}
		for i := range once.value {
			if once.value[i] != grown.value[i] || once.best[8][i] != grown.best[8][i] {
				t.Fatalf("seed %d: value %d is %v, want %v", seed, i, grown.value[i], once.value[i])
			}
		}
	}
}

package reserve

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"skysim/sim"
)

// draw returns a random demand of a few levels.
func draw(r *sim.Stream, top int64) (d Demand) {
	for range r.Int64N(6) {
		d = append(d, Level{r.Int64N(top + 1), r.Int64N(40)})
	}
	return d
}

// TestNewsvendorAgainstEveryAmount tries all numbers of units.
func TestNewsvendorAgainstEveryAmount(t *testing.T) {
	some := 0
	for seed := range uint64(10_000) {
		r := sim.NewStream(seed, "news")
		d := draw(&r, 12)
		reserved, onDemand := sim.Rate(r.Int64N(12)), sim.Rate(r.Int64N(20))
		if r.Int64N(2) == 0 { // prices that do not divide
			reserved, onDemand = reserved*333_333_333+1, onDemand*333_333_337
		}
		best, least := int64(-1), new(big.Int)
		for u := range int64(14) {
			sum := new(big.Int)
			for _, l := range d {
				sum.Add(sum, product(u, l.Hours, int64(reserved)))
				sum.Add(sum, product(max(0, l.Units-u), l.Hours, int64(onDemand)))
			}
			if best < 0 || sum.Cmp(least) < 0 {
				best, least = u, sum
			}
		}
		got, err := Newsvendor(d, reserved, onDemand)
		want, _ := money(least)
		if err != nil || got.Cost != want || reserved > 0 && got.Units != best {
			t.Fatalf("seed %d: %+v, %v, want %d units for %v: %v at %d and %d", seed, got, err, best, want, d, reserved, onDemand)
		}
		if got.Units > 0 {
			some++
		}
	}
	if some < 3000 {
		t.Errorf("only %d of 10,000 commit to something: the test says little", some)
	}
}

// portfolio adds up what numbers of blocks cost, hour by hour and unit by unit.
func portfolio(d Demand, offers []Offer, onDemand sim.Rate, blocks []int64) *big.Int {
	var hours int64
	for _, l := range d {
		hours += l.Hours
	}
	sum := new(big.Int)
	for i, o := range offers {
		units := blocks[i] * max(1, o.Block)
		for paid := int64(0); paid < hours; paid += o.Term {
			sum.Add(sum, product(units, int64(o.Upfront)))
			sum.Add(sum, product(units, o.Term, int64(o.Fee)))
		}
	}
	for _, l := range d {
		left := make([]int64, len(offers))
		for i, o := range offers {
			left[i] = blocks[i] * max(1, o.Block)
		}
		for range l.Units {
			at, price := -1, onDemand
			for i, o := range offers {
				if left[i] > 0 && o.Use < price {
					at, price = i, o.Use
				}
			}
			if at >= 0 {
				left[at]--
			}
			sum.Add(sum, product(l.Hours, int64(price)))
		}
	}
	return sum
}

// TestMixAgainstEveryPortfolio tries all numbers of blocks.
func TestMixAgainstEveryPortfolio(t *testing.T) {
	mixed := 0
	for seed := range uint64(10_000) {
		r := sim.NewStream(seed, "mix")
		d := draw(&r, 7)
		var offers []Offer
		for range r.Int64N(4) {
			offers = append(offers, Offer{
				Term: 1 + r.Int64N(60), Upfront: sim.Rate(r.Int64N(30) * 1_000), Fee: sim.Rate(r.Int64N(6) * 500),
				Use: sim.Rate(r.Int64N(5) * 1_001), Block: r.Int64N(4), Most: r.Int64N(4),
			})
		}
		onDemand := sim.Rate(r.Int64N(9) * 1_000)
		blocks := make([]int64, len(offers))
		least := portfolio(d, offers, onDemand, blocks)
		var try func(i int)
		try = func(i int) {
			if i == len(offers) {
				if c := portfolio(d, offers, onDemand, blocks); c.Cmp(least) < 0 {
					least = c
				}
				return
			}
			most := (7 + max(1, offers[i].Block) - 1) / max(1, offers[i].Block)
			if offers[i].Most > 0 {
				most = min(most, offers[i].Most)
			}
			for blocks[i] = 0; blocks[i] <= most; blocks[i]++ {
				try(i + 1)
			}
			blocks[i] = 0
		}
		try(0)
		got, err := Mix(d, offers, onDemand)
		want, _ := money(least)
		if err != nil || got.Cost != want {
			t.Fatalf("seed %d: %+v, %v, want %v: %v, %+v at %d", seed, got, err, want, d, offers, onDemand)
		}
		if paid, _ := money(portfolio(d, offers, onDemand, got.Blocks)); paid != got.Cost {
			t.Fatalf("seed %d: %+v costs %v: %v, %+v at %d", seed, got, paid, d, offers, onDemand)
		}
		kinds := 0
		for _, b := range got.Blocks {
			if b > 0 {
				kinds++
			}
		}
		if kinds > 1 {
			mixed++
		}
	}
	if mixed < 300 {
		t.Errorf("only %d of 10,000 mix kinds: the test says little", mixed)
	}
}

// TestMixOfOneIsNewsvendor where nothing but a fee is paid.
func TestMixOfOneIsNewsvendor(t *testing.T) {
	for seed := range uint64(500) {
		r := sim.NewStream(seed, "one")
		d := draw(&r, 200)
		reserved, onDemand := sim.Rate(1+r.Int64N(1_000_000)), sim.Rate(r.Int64N(2_000_000))
		a, err := Newsvendor(d, reserved, onDemand)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Mix(d, []Offer{{Term: 1, Fee: reserved}}, onDemand)
		if err != nil || p.Cost != a.Cost || p.OnDemand != a.OnDemand || p.Blocks[0] != a.Units {
			t.Errorf("seed %d: %+v, %v, want %+v", seed, p, err, a)
		}
	}
}

func TestWhatMakesNoSense(t *testing.T) {
	d := Demand{{5, 10}}
	for _, c := range []struct {
		name   string
		demand Demand
		offer  Offer
		price  sim.Rate
		want   string
	}{
		{"negative units", Demand{{-1, 1}}, Offer{Term: 1}, 1, "level 0 is -1 units for 1 hours"},
		{"negative hours", Demand{{1, 1}, {1, -2}}, Offer{Term: 1}, 1, "level 1 is 1 units for -2 hours"},
		{"negative price", d, Offer{Term: 1}, -1, "the price of an hour on demand is -$0.000000000001"},
		{"no term", d, Offer{Name: "x"}, 1, "offer 0 (x): term is 0 hours"},
		{"negative fee", d, Offer{Term: 1, Fee: -1}, 1, "fee is -$0.000000000001"},
		{"negative block", d, Offer{Term: 1, Block: -1}, 1, "block is -1 units"},
		{"negative most", d, Offer{Term: 1, Most: -1}, 1, "most is -1 blocks"},
		{"too many units", Demand{{1 << 30, 1}}, Offer{Term: 1}, 1, "steps or more, want at most"},
		{"too many steps", Demand{{1 << 20, 1}}, Offer{Term: 1}, 1, "steps or more, want at most 268435456"},
		{"too much money", d, Offer{Term: 1 << 33, Block: 1 << 24, Upfront: 1 << 56, Fee: 1 << 56}, 1, "the offers may cost"},
	} {
		if _, err := Mix(c.demand, []Offer{c.offer}, c.price); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want ... %s ...", c.name, err, c.want)
		}
	}
	var size *SizeError
	if _, err := Mix(Demand{{1 << 20, 1}}, []Offer{{Term: 1}}, 1); !errors.As(err, &size) {
		t.Errorf("too many steps: %v, want a SizeError", err)
	}
	if p, err := Mix(nil, []Offer{{Term: 1}}, 1); err != nil || p.Cost != 0 || p.Blocks[0] != 0 {
		t.Errorf("no demand: %+v, %v", p, err)
	}
	if a, err := Newsvendor(Demand{{7, 0}}, 1, 2); err != nil || a.Units != 0 {
		t.Errorf("no hours: %+v, %v", a, err)
	}
}

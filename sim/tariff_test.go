package sim_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// dollars reads a price; it is for tables.
func dollars(s string) sim.Rate {
	r, err := sim.ParseRate(s)
	if err != nil {
		panic(err)
	}
	return r
}

// gb is a number of whole GB.
func gb(n int64) sim.Volume { return sim.Volume(n) * sim.GB }

// published are the tiers of AWS to the internet as printed: 10 TB at $0.09, the
// next 40 at $0.085, the next 100 at $0.07, and $0.05 beyond.
var published = sim.Tiers{{0, dollars("0.09")}, {gb(10_240), dollars("0.085")}, {gb(51_200), dollars("0.07")}, {gb(153_600), dollars("0.05")}}

func TestTiersByHand(t *testing.T) {
	for _, c := range []struct {
		before, n sim.Volume
		want      string
	}{
		{0, 0, "$0"},
		{0, gb(1), "$0.09"},
		{0, 1, "$0"}, // 0.09 nano-dollars
		{0, 6, "$0.000000001"},
		{0, gb(10_240), "$921.6"},
		{gb(10_239), gb(2), "$0.175"}, // one GB on each side of the border
		{0, gb(51_098), "$4394.53"},   // 49.9 TB and 50 TB: the popular planner says $7,150 and nothing
		{0, gb(51_200), "$4403.2"},
		{gb(51_200), gb(102_400), "$7168"},
		{0, gb(200_000), "$13891.2"},
	} {
		if got, ok := published.Cost(c.before, c.n); !ok || got.String() != c.want {
			t.Errorf("%v after %v costs %v, %v, want %v", c.n, c.before, got, ok, c.want)
		}
	}
}

func TestTiersRefuse(t *testing.T) {
	huge := sim.Flat(math.MaxInt64)
	for what, ok := range map[string]bool{
		"negative":    second(published.Cost(0, -1)),
		"before":      second(published.Cost(-1, 1)),
		"no tiers":    second(sim.Tiers(nil).Cost(0, 1)),
		"no sum":      second(published.Cost(math.MaxInt64, 1)),
		"no room":     second(huge.Cost(0, math.MaxInt64)),
		"price":       second(sim.Flat(-1).Cost(0, 1)),
		"held longer": second(huge.CostHeld(0, 1, 2, 1)),
		"no month":    second(huge.CostHeld(0, 1, 0, 0)),
		"requests":    second(sim.CostRequests(-1, 1)),
		"bytes":       second(sim.VolumeOf(-1, 1<<30)),
		"no GB":       second(sim.VolumeOf(1, 0)),
		"much":        second(sim.VolumeOf(math.MaxInt64, 1)),
	} {
		if ok {
			t.Errorf("%s: accepted", what)
		}
	}
	for want, tiers := range map[string]sim.Tiers{
		"no tiers":             nil,
		"costs $-":             {{0, -1}},
		"begins above 0.5 GB":  {{sim.GB / 2, 1}},
		"thresholds that incr": {{0, 1}, {5, 1}, {5, 1}},
	} {
		if err := tiers.Validate(); err == nil || !strings.Contains(strings.Replace(err.Error(), "-$", "$-", 1), want) {
			t.Errorf("%v: %v, want %q", tiers, err, want)
		}
	}
}

func second[A any](_ A, ok bool) bool { return ok }

func TestVolumes(t *testing.T) {
	for _, c := range []struct{ bytes, gb, want int64 }{
		{0, 1 << 30, 0}, {1, 1e9, 1}, {1, 1 << 30, 1}, {1 << 30, 1 << 30, 1e9}, {1 << 29, 1 << 30, 5e8},
		{1<<63 - 1, 1e9, 1<<63 - 1}, {1000, 1 << 30, 931},
		{1 << 20, 1 << 31, 488_281}, {3 << 20, 1 << 31, 1_464_844}, // 488,281.25 and 1,464,843.75
		{1, 2e9, 0}, {3, 2e9, 2}, {5, 2e9, 2}, // ties go to even
	} {
		if got, ok := sim.VolumeOf(c.bytes, c.gb); !ok || int64(got) != c.want {
			t.Errorf("%d bytes of %d are %d, want %d", c.bytes, c.gb, got, c.want)
		}
	}
	if got := (gb(12) + sim.GB/2).String(); got != "12.5 GB" {
		t.Errorf("it prints as %q", got)
	}
}

// TestStorageByHand checks that a month is as long as it is.
func TestStorageByHand(t *testing.T) {
	const day = 24 * time.Hour
	standard := sim.Tiers{{0, dollars("0.023")}, {gb(51_200), dollars("0.022")}}
	for _, c := range []struct {
		before, n   sim.Volume
		held, month time.Duration
		want        string
	}{
		{0, gb(100), 31 * day, 31 * day, "$2.3"},
		{0, gb(100), 28 * day, 28 * day, "$2.3"},
		{0, gb(100), day, 31 * day, "$0.074193548"}, // 2.3/31
		{0, gb(100), day, 28 * day, "$0.082142857"},
		{gb(51_100), gb(200), 30 * day, 30 * day, "$4.5"},
		{0, gb(100), 0, 30 * day, "$0"},
	} {
		if got, ok := standard.CostHeld(c.before, c.n, c.held, c.month); !ok || got.String() != c.want {
			t.Errorf("%v beside %v for %v of %v costs %v, want %v", c.n, c.before, c.held, c.month, got, c.want)
		}
	}
	if got, ok := sim.CostRequests(1_234_567, dollars("0.005")); !ok || got.String() != "$6.172835" {
		t.Errorf("requests cost %v", got)
	}
}

func TestMonths(t *testing.T) {
	m := sim.Months{-10, 0, 100, 150}
	for at, want := range map[sim.Time]int{-10: 0, -1: 0, 0: 1, 99: 1, 100: 2, 149: 2} {
		if got, ok := m.Of(at); !ok || got != want {
			t.Errorf("%d is in month %d, %v, want %d", at, got, ok, want)
		}
	}
	for _, at := range []sim.Time{-11, 150, sim.Never} {
		if i, ok := m.Of(at); ok {
			t.Errorf("%d is in month %d, want that it is not known", at, i)
		}
	}
	if i, ok := (sim.Months)(nil).Of(77); !ok || i != 0 {
		t.Errorf("without months everything is in month 0, got %d, %v", i, ok)
	}
	parts, ok := m.Split(-3, 120)
	if got, want := fmt.Sprint(parts), "[{0 -3ns 0s 10ns} {1 0s 100ns 100ns} {2 100ns 120ns 50ns}]"; !ok || got != want {
		t.Errorf("split into %v, want %v", got, want)
	}
	if _, ok := m.Split(149, 151); ok {
		t.Error("what is in no month is split")
	}
	if (sim.Months{1}).Validate() == nil || (sim.Months{1, 1}).Validate() == nil || m.Validate() != nil {
		t.Error("months are not checked")
	}
}

// TestMachinesByHand goes through the rules one by one. The price is $3,600 an
// hour, a dollar a second, and $7,200 from 1h30m on.
func TestMachinesByHand(t *testing.T) {
	price := sim.Path{At: []sim.Time{0, sim.Time(90 * time.Minute)}, Value: []int64{3600e12, 7200e12}}
	byHour := sim.Billing{Increment: time.Second, Reprice: sim.InstanceHour}
	early := sim.Billing{Increment: time.Hour, Minimum: time.Minute, FreeReclaim: time.Hour}
	for _, c := range []struct {
		what   string
		rules  sim.Billing
		from   time.Duration
		life   time.Duration
		spot   bool
		taken  bool
		billed time.Duration
		want   string
		reason string
	}{
		{"as used", sim.Billing{}, 0, 1500 * time.Millisecond, false, false, 1500 * time.Millisecond, "$1.5", "as used"},
		{"increment", sim.Billing{Increment: time.Minute}, 0, 61 * time.Second, false, false, 2 * time.Minute, "$120", "in steps of 1m0s"},
		{"minimum", sim.Billing{Minimum: time.Minute}, 0, time.Second, false, false, time.Minute, "$60", "at least 1m0s"},
		{"both", sim.Billing{Increment: 7 * time.Second, Minimum: 10 * time.Second}, 0, 0, false, false, 14 * time.Second, "$14", "at least 10s, in steps of 7s"},
		{"across a change", sim.Billing{}, time.Hour, time.Hour, true, false, time.Hour, "$5400", "as used"},
		{"hours of its own", byHour, 45 * time.Minute, 2 * time.Hour, true, false, 2 * time.Hour, "$10800", "as used, each hour of its life at the price of its beginning"},
		{"a change within its last hour", byHour, time.Hour, time.Hour, true, false, time.Hour, "$3600", "as used, each hour of its life at the price of its beginning"},
		{"an hour that begins at the change", byHour, 30 * time.Minute, 90 * time.Minute, true, false, 90 * time.Minute, "$7200", "as used, each hour of its life at the price of its beginning"},
		{"on demand there are no such hours", byHour, time.Hour, time.Hour, false, false, time.Hour, "$5400", "as used"},
		{"taken away early", early, 0, time.Hour - 1, true, true, 0, "$0", "taken away within 1h0m0s and so free"},
		{"taken away at the hour", early, 0, time.Hour, true, true, time.Hour, "$3600", "as used"},
		{"given back early", early, 0, time.Hour - 1, true, false, time.Hour, "$3600", "in steps of 1h0m0s"},
		{"only spot is free", early, 0, time.Hour - 1, false, true, time.Hour, "$3600", "in steps of 1h0m0s"},
	} {
		got, ok := c.rules.Charge(sim.MachineUse{From: sim.Time(c.from), Life: c.life, Price: &price, Spot: c.spot, Reclaimed: c.taken})
		if !ok || got.Billed != c.billed || got.Amount.String() != c.want || c.rules.Words(got.Rules) != c.reason {
			t.Errorf("%s: billed %v, %v, %s; want %v, %v, %s", c.what, got.Billed, got.Amount, c.rules.Words(got.Rules), c.billed, c.want, c.reason)
		}
	}
	dear := sim.Constant(math.MaxInt64)
	for _, u := range []sim.MachineUse{
		{Life: -1, Price: &price}, {Life: math.MaxInt64 - 1, Price: &price}, {From: sim.Never, Life: 1, Price: &price}, {Life: 1001 * time.Hour, Price: &dear},
	} {
		if c, ok := (&sim.Billing{Increment: 10}).Charge(u); ok {
			t.Errorf("%+v is charged %+v", u, c)
		}
	}
}

func TestDatedBilling(t *testing.T) {
	p := sim.Provider{Billing: sim.Billing{Increment: 1}, Changes: []sim.DatedBilling{{10, sim.Billing{Increment: 2}}, {20, sim.Billing{Increment: 3}}}}
	for at, want := range map[sim.Time]sim.Duration{-5: 1, 9: 1, 10: 2, 19: 2, 20: 3, 1 << 60: 3} {
		if got := p.BillingAt(at).Increment; got != want {
			t.Errorf("at %d the increment is %d, want %d", at, got, want)
		}
	}
}

func TestMeterByHand(t *testing.T) {
	var m sim.Meter
	send := func(month, counter int, n sim.Volume) string {
		c, ok := m.Charge(sim.TrafficUse{Volume: n, Tiers: published, Counter: counter, Month: month, Allowance: gb(100)})
		return fmt.Sprint(c.Free, " free, from ", c.Before, ": ", c.Amount, " ", ok)
	}
	for _, c := range []struct {
		month, counter int
		n              sim.Volume
		want           string
	}{
		{3, 0, gb(60), "60 GB free, from 0 GB: $0 true"},
		{3, 1, gb(60), "40 GB free, from 0 GB: $1.8 true"}, // the allowance is the account's
		{3, 0, gb(10_239), "0 GB free, from 0 GB: $921.51 true"},
		{3, -1, gb(5), "0 GB free, from 0 GB: $0.45 true"}, // moves no counter
		{3, 0, gb(2), "0 GB free, from 10239 GB: $0.175 true"},
		{2, 0, gb(2), "0 GB free, from 0 GB: $0 false"},
		{4, 1, gb(101), "100 GB free, from 0 GB: $0.09 true"},
		{4, 0, gb(1), "0 GB free, from 0 GB: $0.09 true"},
		{4, 0, -1, "0 GB free, from 0 GB: $0 false"},
	} {
		if got := send(c.month, c.counter, c.n); got != c.want {
			t.Errorf("%v in month %d at counter %d: %s, want %s", c.n, c.month, c.counter, got, c.want)
		}
	}
}

func TestCommitmentsByHand(t *testing.T) {
	const h = sim.Time(time.Hour)
	price := sim.Constant(2e12)
	var use sim.Coverage
	use.Add(&price, 0, h/2, 0)
	use.Add(&price, h/2, h, 0) // another machine: the two make up one hour
	use.Add(&price, h/4, 3*h, 0)
	one := sim.Commitment{Count: 1, Price: 1e12, From: 0, To: 2 * h}
	two := sim.Commitment{Count: 1, Price: 1e12, From: h, To: 9 * h}
	var credits []sim.Credit
	for _, u := range use.Hours {
		credits, _ = u.Credits([]sim.Commitment{one, two}, credits)
	}
	var got []string
	for _, c := range credits {
		got = append(got, fmt.Sprint(c.Start, " ", c.Commitment, " ", c.Covered, " of ", c.Used, " ", c.Amount))
	}
	want := []string{"0s 0 1h0m0s of 1h45m0s $2", "1h0m0s 0 1h0m0s of 1h0m0s $2", "2h0m0s 1 1h0m0s of 1h0m0s $2"}
	if !slices.Equal(got, want) {
		t.Errorf("credits are %q, want %q", got, want)
	}
	for _, c := range []struct {
		from, to sim.Time
		phase    time.Duration
		want     int64
	}{
		{0, 9 * h, 0, 2}, {1, 9 * h, 0, 1}, {0, 1, 0, 1}, {0, 0, 0, 0}, {h, h + 1, 0, 1}, {3 * h, 9 * h, 0, 0}, {5, 3, 0, 0},
		{-9 * h, 9 * h, time.Minute, 2}, // hours begin a minute before those of the epoch
		{0, 1, time.Minute, 0},
	} {
		if got := one.Hours(c.from, c.to, c.phase); got != c.want {
			t.Errorf("%d hours begin from %v to %v with phase %v, want %d", got, c.from, c.to, c.phase, c.want)
		}
	}
	if fee, ok := (&sim.Commitment{Count: 3, Price: dollars("0.0611")}).Fee(8760); !ok || fee.String() != "$1605.708" {
		t.Errorf("the fee is %v", fee)
	}
	if _, ok := (&sim.Commitment{Count: math.MaxInt64, Price: 1}).Fee(2); ok {
		t.Error("a fee that does not fit is accepted")
	}
}

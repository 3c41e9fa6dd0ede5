package weather

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// Spells take the share of time that they should, and last as long.
func TestSpellsHaveTheirMeans(t *testing.T) {
	m := Spells{Every: 30 * time.Hour, For: 3 * time.Hour}
	horizon := sim.Time(200 * day)
	var in, spells, calm, began float64
	const things = 100
	for key := range uint64(things) {
		p, err := m.Path(4, key, horizon)
		if err != nil {
			t.Fatal(err)
		}
		began += float64(p.Value[0])
		in += share(p, horizon) * float64(horizon)
		for i := range p.Value {
			if p.Value[i] == 1 {
				spells++
			} else {
				calm++
			}
		}
	}
	all := float64(things) * float64(horizon)
	for _, c := range []struct {
		what            string
		got, want, near float64
	}{
		{"share of the time", in / all, 1.0 / 11, 0.03},
		{"hours in a spell", in / spells / 3.6e12, 3, 0.03},
		{"hours between spells", (all - in) / calm / 3.6e12, 30, 0.03},
		{"share at the beginning", began / things, 1.0 / 11, 0.9},
	} {
		if math.Abs(c.got/c.want-1) > c.near {
			t.Errorf("%s is %.4f, want %.4f", c.what, c.got, c.want)
		}
	}
	if s := m.Share(); math.Abs(s-1.0/11) > 1e-12 {
		t.Errorf("Share says %v, want 1/11", s)
	}
	if never, err := (Spells{}).Path(1, 2, horizon); err != nil || !slices.Equal(never.Value, []int64{0}) {
		t.Errorf("without spells: %v, %v", never, err)
	}
}

// Of the zones of a region each is down for itself and all with the region.
func TestOutagesOfZonesAndRegions(t *testing.T) {
	horizon := sim.Time(2000 * day)
	m := Outages{Zone: Spells{40 * time.Hour, 2 * time.Hour}, Region: Spells{90 * time.Hour, 5 * time.Hour}}
	w, err := m.Overlay(testWorld(), 1, horizon)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Validate(); err != nil {
		t.Fatal(err)
	}
	// Independent: 1 − (1 − z)(1 − r); of two zones of a region both, r + (1 − r)z².
	z, r := m.Zone.Share(), m.Region.Share()
	for i := range w.Zones {
		if got, want := share(w.Outages[i], horizon), 1-(1-z)*(1-r); off(got, want) > 0.08 {
			t.Errorf("zone %d is down for %.4f of the time, want %.4f", i, got, want)
		}
	}
	both := combine(w.Outages[0], w.Outages[1], func(a, b int64) int64 { return a * b })
	if got, want := share(both, horizon), r+(1-r)*z*z; off(got, want) > 0.1 {
		t.Errorf("zones a and b are down together for %.4f of the time, want %.4f", got, want)
	}
	apart := combine(w.Outages[0], w.Outages[2], func(a, b int64) int64 { return a * b })
	if got, want := share(apart, horizon), math.Pow(1-(1-z)*(1-r), 2); off(got, want) > 0.15 {
		t.Errorf("zones of two regions are down together for %.4f of the time, want %.4f", got, want)
	}
	given := Down(testWorld(), []sim.ZoneID{1}, Span(sim.Time(time.Hour), time.Hour))
	again, err := m.Overlay(given, 1, horizon)
	if err != nil {
		t.Fatal(err)
	}
	if again.Outages[1].ValueAt(sim.Time(90*time.Minute)) != 1 || !slices.Equal(again.Outages[0].At, w.Outages[0].At) {
		t.Error("a given outage is forgotten, or moves to another zone")
	}
}

func TestSpanAndCut(t *testing.T) {
	h := sim.Time(time.Hour)
	for _, c := range []struct {
		from   sim.Time
		length sim.Duration
		at     []sim.Time
		value  []int64
	}{
		{2 * h, time.Hour, []sim.Time{0, 2 * h, 3 * h}, []int64{0, 1, 0}},
		{0, time.Hour, []sim.Time{0, h}, []int64{1, 0}},
	} {
		if p := Span(c.from, c.length); !slices.Equal(p.At, c.at) || !slices.Equal(p.Value, c.value) {
			t.Errorf("from %v for %v: %v, want %v %v", c.from, c.length, p, c.at, c.value)
		}
	}
	w := Cut(Cut(testWorld(), 1, 0, Span(h, time.Hour)), 0, 1, Span(4*h, time.Hour))
	if len(w.Cuts) != 1 || w.Cuts[0].A != 0 || w.Cuts[0].B != 1 || !slices.Equal(w.Cuts[0].At.Value, []int64{0, 1, 0, 1, 0}) {
		t.Errorf("two cuts of a pair: %+v", w.Cuts)
	}
	if err := w.Validate(); err != nil {
		t.Error(err)
	}
}

// Partitions are the same, whichever of the two regions comes first.
func TestPartitions(t *testing.T) {
	m := Partitions{Spells{20 * time.Hour, time.Hour}}
	horizon := sim.Time(1000 * day)
	w, err := m.Overlay(testWorld(), 1, horizon)
	if err != nil {
		t.Fatal(err)
	}
	turned := testWorld()
	slices.Reverse(turned.Regions)
	for i := range turned.Zones {
		turned.Zones[i].Region = 1 - turned.Zones[i].Region
	}
	other, err := m.Overlay(turned, 1, horizon)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Cuts) != 1 || len(other.Cuts) != 1 || !slices.Equal(w.Cuts[0].At.At, other.Cuts[0].At.At) {
		t.Fatalf("%d and %d cuts, or at other times", len(w.Cuts), len(other.Cuts))
	}
	if got := share(w.Cuts[0].At, horizon); off(got, 1.0/21) > 0.15 {
		t.Errorf("parted for %.4f of the time, want %.4f", got, 1.0/21)
	}
	if len(testWorld().Cuts) != 0 {
		t.Error("the world was written to")
	}
}

// A larger share of markets runs out, and those that did before do as before.
func TestStockOuts(t *testing.T) {
	horizon := sim.Time(2000 * day)
	base := testWorld()
	w := base
	w.Types = nil
	w.Offers = nil
	for k := range 200 {
		w.Types = append(w.Types, sim.MachineType{Name: string(rune('A' + k)), CPU: 1, GPUKind: -1, Speed: 1e6})
		for _, p := range []sim.Purchase{sim.OnDemand, sim.Spot} {
			w.Offers = append(w.Offers, sim.Offer{Type: sim.TypeID(k), Purchase: p, Price: sim.Constant(1), Supply: sim.Constant(7)})
		}
	}
	few, err := StockOuts{Spells{30 * time.Hour, 2 * time.Hour}, 0.3}.Overlay(w, 1, horizon)
	if err != nil {
		t.Fatal(err)
	}
	all, err := StockOuts{Spells{30 * time.Hour, 2 * time.Hour}, 1}.Overlay(w, 1, horizon)
	if err != nil {
		t.Fatal(err)
	}
	hit, there := 0.0, 0.0
	for i := range w.Offers {
		one, every := few.Offers[i].Supply, all.Offers[i].Supply
		if w.Offers[i].Purchase == sim.Spot {
			if len(one.At)+len(every.At) != 2 {
				t.Fatal("spot offers run out of stock too")
			}
			continue
		}
		there += share(every, horizon) / 200
		if len(one.At) > 1 {
			hit++
			if !slices.Equal(one.At, every.At) || !slices.Equal(one.Value, every.Value) {
				t.Fatal("a larger share moves the others' stock-outs")
			}
		}
	}
	if hit < 40 || hit > 80 { // 60 ± 3 · 6.5
		t.Errorf("%v of 200 markets run out, want about 60", hit)
	}
	if off(1-there, 1.0/16) > 0.03 {
		t.Errorf("out of stock for %.4f of the time, want %.4f", 1-there, 1.0/16)
	}
}

func TestBadSpells(t *testing.T) {
	day := sim.Time(day)
	for _, c := range []struct {
		err  error
		want string
	}{
		{second(Outages{Zone: Spells{-1, 1}}.Overlay(testWorld(), 1, day)), "outages of a zone every -1ns, want 0 or more"},
		{second(Outages{Region: Spells{1, 0}}.Overlay(testWorld(), 1, day)), "outages of a region for 0s on average, want more than 0"},
		{second(Partitions{Spells{time.Second, time.Second}}.Overlay(testWorld(), 1, 100*day)), "want at most 110000 changes"},
		{second(StockOuts{Spells{}, math.NaN()}.Overlay(testWorld(), 1, day)), "share of NaN of all markets"},
		{second(Supply{Up: 1, Down: 1, Count: 1, Correlation: 1.5}.Overlay(testWorld(), 1, 0)), "correlation of 1.5, want 0 to 1"},
		{second(Prices{Every: time.Hour, Memory: 1, Coupling: -1}.Overlay(testWorld(), 1, 0)), "share of -1 while there is no supply"},
		{second(Boots{Slow: 0.1, SlowFactor: 0.5}.In(testWorld(), 1)), "slower by a factor of 0.5, want 1 to 1000"},
		{second(Failures{Every: 1, Shape: 0, RepairShape: 1}.In(testWorld(), 1)), "failures with shape 0, want 0.1 to 20"},
		{second(Failures{Noise: 4}.In(testWorld(), 1)), "noise of 4, want 0 to 3"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("error %v, want %q", c.err, c.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// Nothing is down for ever because the weather was drawn up to an instant only.
func TestSpellsEnd(t *testing.T) {
	cut := 0
	for key := range uint64(200) {
		p, err := Spells{5 * time.Hour, 5 * time.Hour}.Path(1, key, sim.Time(10*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		n := len(p.At) - 1
		if p.Value[n] != 0 || p.At[n] >= sim.Time(10*time.Hour) && (n == 0 || p.At[n-1] >= sim.Time(10*time.Hour)) {
			t.Fatalf("%v %v", p.At, p.Value)
		}
		if p.At[n] > sim.Time(10*time.Hour) {
			cut++
		}
	}
	if cut < 50 {
		t.Errorf("%d of 200 were under way at the end, want about 100", cut)
	}
}

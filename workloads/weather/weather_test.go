package weather

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
	"skysim/workloads"
)

const (
	day  = 24 * time.Hour
	cent = sim.DollarRate / 100
)

// testWorld has three zones with two machine types each, on demand and spot.
func testWorld() *sim.World {
	w := &sim.World{
		Epoch:     time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC),
		Providers: []sim.Provider{{Name: "aws"}, {Name: "gcp"}},
		Regions:   []sim.Region{{Name: "us-east-1", Provider: 0}, {Name: "us-central1", Provider: 1}},
		Zones:     []sim.Zone{{Name: "a", Region: 0}, {Name: "b", Region: 0}, {Name: "a", Region: 1}},
		Types: []sim.MachineType{
			{Name: "m", CPU: 4000, Mem: 16384, GPUKind: -1, Speed: 1e6},
			{Name: "n", CPU: 8000, Mem: 32768, GPUKind: -1, Speed: 1e6},
		},
	}
	for z := range w.Zones {
		for k := range w.Types {
			for _, p := range []sim.Purchase{sim.OnDemand, sim.Spot} {
				rate := int64(10*cent) * int64(k+1)
				if p == sim.Spot {
					rate /= 3
				}
				w.Offers = append(w.Offers, sim.Offer{
					Type: sim.TypeID(k), Zone: sim.ZoneID(z), Purchase: p, Boot: time.Minute,
					Price: sim.Constant(rate), Supply: sim.Constant(sim.Unlimited),
				})
			}
		}
	}
	w.SortOffers()
	return w
}

func offerNamed(w *sim.World, name string) *sim.Offer {
	for i := range w.Offers {
		if w.OfferName(sim.OfferID(i)) == name {
			return &w.Offers[i]
		}
	}
	return nil
}

var until = sim.Time(30 * day)

// The share of time that a market is up is Up ÷ (Up + Down), and its mean
// stays are Up and Down, over many markets and a long time.
func TestSupplyHasItsMeans(t *testing.T) {
	m := Supply{Up: 5 * time.Hour, Down: 2 * time.Hour, Count: 8, Partial: 0.5}
	horizon := sim.Time(200 * day)
	var upTime, allTime, ups, downs, upAtZero, missing float64
	const markets = 100
	for k := range uint64(markets) {
		p, err := m.Path(1, k, horizon)
		if err != nil {
			t.Fatal(err)
		}
		if p.Value[0] > 0 {
			upAtZero++
		}
		for i, v := range p.Value {
			end := horizon
			if i+1 < len(p.At) {
				end = min(end, p.At[i+1])
				if (v > 0) == (p.Value[i+1] > 0) {
					t.Fatalf("market %d does not change its state at %v", k, end)
				}
			}
			d := float64(end - p.At[i])
			allTime += d
			if v > 0 {
				upTime, ups, missing = upTime+d, ups+1, missing+float64(m.Count-v)
			} else {
				downs++
			}
			if v < 0 || v > 8 || v > 0 && v < 4 {
				t.Fatalf("market %d has %d machines, want 0 or 4 to 8", k, v)
			}
		}
	}
	near := func(what string, got, want, tolerance float64) {
		t.Helper()
		if math.Abs(got/want-1) > tolerance {
			t.Errorf("%s is %.4f, want %.4f", what, got, want)
		}
	}
	near("share of time up", upTime/allTime, 5.0/7, 0.02)
	near("mean stay up in hours", upTime/ups/3.6e12, 5, 0.03)
	near("mean stay down in hours", (allTime-upTime)/downs/3.6e12, 2, 0.03)
	near("share up at the beginning", upAtZero/markets, 5.0/7, 0.2)
	near("machines missing when up", missing/ups, 1.5, 0.03) // ⌊U·4⌋
}

func TestPartialMovesNoTimes(t *testing.T) {
	a, _ := Supply{Up: time.Hour, Down: time.Hour, Count: 8}.Path(1, 2, until)
	b, _ := Supply{Up: time.Hour, Down: time.Hour, Count: 5, Partial: 1}.Path(1, 2, until)
	if !slices.Equal(a.At, b.At) {
		t.Error("count and partial changed when the market opens and closes")
	}
}

// TestWeatherIsPinned holds it still, under every GOAMD64.
func TestWeatherIsPinned(t *testing.T) {
	for _, c := range [][2]string{
		{"aws/us-east-1/a/m/spot", "890e7d57d66e271a"},
		{"gcp/us-central1/a/n/spot", "e4cfb31b80cb17ff"},
		{"aws/us-east-1/b/m/on-demand", "84268ec32b877c02"},
	} {
		name, want := c[0], c[1]
		if got := weatherOf(t, testWorld(), name, 1); got != want {
			t.Errorf("the weather of %s is %s, want %s", name, got, want)
		}
	}
	if got, want := weatherOf(t, testWorld(), "aws/us-east-1/a/m/spot", 1, everything()...), "31ae727452e81d0a"; got != want {
		t.Errorf("all weather of a spot offer is %s, want %s", got, want)
	}
	if got, want := weatherOf(t, testWorld(), "aws/us-east-1/a/m/on-demand", 1, everything()...), "1cb10a9835362c1f"; got != want {
		t.Errorf("all weather of an on-demand offer is %s, want %s", got, want)
	}
}

func TestOverlaysLeaveTheWorldAlone(t *testing.T) {
	w := testWorld()
	got, err := New(w, nil, 1, until)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(w, testWorld()) {
		t.Error("the shared world was written to")
	}
	if err := got.World.Validate(); err != nil {
		t.Error(err)
	}
	for i, o := range got.World.Offers {
		changed := !reflect.DeepEqual(o, w.Offers[i])
		if changed != (o.Purchase == sim.Spot) {
			t.Errorf("%s: changed is %v", w.OfferName(sim.OfferID(i)), changed)
		}
	}
	calm := []workloads.Arg{{Name: "spot_down", Value: "0s"}, {Name: "price_every", Value: "0s"}, {Name: "boot_jitter", Value: "0"}, {Name: "boot_failure", Value: "0"}}
	got, err = New(w, calm, 1, until)
	if err != nil || got.World != w {
		t.Errorf("calm weather copies the world, error %v", err)
	}
	if d, ok := got.Boots.Boot(0, 0); d != time.Minute || !ok {
		t.Errorf("calm weather boots in %v, %v", d, ok)
	}
}

// A market never adds to what the catalogue's own supply allows.
func TestSupplyKeepsTheSmaller(t *testing.T) {
	w := testWorld()
	o := offerNamed(w, "aws/us-east-1/a/m/spot")
	o.Supply = sim.Path{At: []sim.Time{0, sim.Time(10 * day)}, Value: []int64{3, 0}}
	got, err := Supply{Up: 5 * time.Hour, Down: time.Hour, Count: 8}.Overlay(w, 1, until)
	if err != nil {
		t.Fatal(err)
	}
	supply := offerNamed(got, "aws/us-east-1/a/m/spot").Supply
	seen := [9]bool{}
	for _, v := range supply.Value {
		seen[v] = true
	}
	if seen != [9]bool{0: true, 3: true} || supply.At[len(supply.At)-1] > sim.Time(10*day) {
		t.Errorf("supplies seen %v until %v, want 0 and 3 until %v", seen, supply.At[len(supply.At)-1], 10*day)
	}
}

func TestBootsHaveTheirMeans(t *testing.T) {
	w := testWorld()
	b, err := Boots{Jitter: 0.3, Failure: 0.05}.In(w, 1)
	if err != nil {
		t.Fatal(err)
	}
	const n = 40_000
	sum, failed := 0.0, 0.0
	for i := range int64(n) {
		d, ok := b.Boot(3, i)
		if d < 15*time.Second || d > 8*time.Minute {
			t.Fatalf("boot %d takes %v, want 15s to 8m", i, d)
		}
		sum += d.Seconds()
		if !ok {
			failed++
		}
	}
	if got := sum / n; math.Abs(got-60) > 0.5 {
		t.Errorf("boots take %.2f s on average, want 60", got)
	}
	if got := failed / n; math.Abs(got-0.05) > 0.0045 {
		t.Errorf("a share of %.4f boots fails, want 0.05", got)
	}
	steady, _ := Boots{Jitter: 0.3}.In(w, 1)
	for i := range int64(100) {
		d, _ := b.Boot(3, i)
		if s, ok := steady.Boot(3, i); s != d || !ok {
			t.Fatalf("without failures boot %d takes %v, %v; with them %v", i, s, ok, d)
		}
	}
	if a := testing.AllocsPerRun(100, func() { b.Boot(3, 9) }); a != 0 {
		t.Errorf("a boot allocates %v times", a)
	}
}

// combine against looking both paths up at every instant.
func TestCombineIsPointwise(t *testing.T) {
	path := func(t *rapid.T, name string) sim.Path {
		steps := rapid.SliceOfNDistinct(rapid.Int64Range(1, 20), 0, 6, rapid.ID).Draw(t, name)
		slices.Sort(steps)
		p := sim.Path{At: []sim.Time{-sim.Time(rapid.Int64Range(0, 3).Draw(t, name))}, Value: []int64{rapid.Int64Range(0, 3).Draw(t, name)}}
		for _, s := range steps {
			p.At, p.Value = append(p.At, sim.Time(s)), append(p.Value, rapid.Int64Range(0, 3).Draw(t, name))
		}
		return p
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := path(t, "a"), path(t, "b")
		got := combine(a, b, func(x, y int64) int64 { return x*10 + y })
		for when := range sim.Time(25) {
			if g, w := got.ValueAt(when), a.ValueAt(when)*10+b.ValueAt(when); g != w {
				t.Fatalf("at %d: %d, want %d", when, g, w)
			}
		}
		for i := 1; i < len(got.At); i++ {
			if got.At[i] <= got.At[i-1] || got.Value[i] == got.Value[i-1] {
				t.Fatalf("step %d of %v changes nothing or goes back", i, got)
			}
		}
	})
}

func TestBadWeather(t *testing.T) {
	arg := func(name, value string) []workloads.Arg { return []workloads.Arg{{Name: name, Value: value}} }
	cases := []struct {
		args  []workloads.Arg
		until sim.Time
		want  string
	}{
		{arg("bot_jitter", "1"), until, `weather: unknown parameter "bot_jitter", the nearest is "boot_jitter"`},
		{arg("boot_failure", "2"), until, `weather: boot_failure = "2": want a number from 0 to 1`},
		{arg("spot_up", "0s"), until, `weather: spot_up = "0s": want a duration such as 12h, from 1s to 876000h0m0s`},
		{arg("spot_count", "0"), until, `weather: spot_count = "0": want a whole number from 1 to 1000000000`},
		{arg("price_every", "10ms"), until, `weather: price_every = 10ms, want 0s or at least 1s`},
		{arg("price_every", "1s"), until, `weather: spot prices change every 1s until 720h0m0s, want at most 110000 changes`},
		{nil, sim.Never, `weather: spot market up for 12h0m0s and down for 1h0m0s on average until never, want at most 110000 changes`},
	}
	for _, c := range cases {
		if _, err := New(testWorld(), c.args, 1, c.until); err == nil || err.Error() != c.want {
			t.Errorf("New(%v):\n got %v\nwant %s", c.args, err, c.want)
		}
	}
	w := testWorld()
	for _, m := range []Supply{{}, {Up: 1}, {Up: 1, Down: 1}, {Up: 1, Down: 1, Count: 1, Partial: 2}, {Up: 1, Down: 1, Count: 1, Partial: math.NaN()}} {
		if _, err := m.Overlay(w, 1, 0); err == nil {
			t.Errorf("%+v: no error", m)
		}
		if _, err := m.Path(1, 1, 0); err == nil {
			t.Errorf("%+v: no error", m)
		}
	}
	for _, m := range []Prices{{}, {Every: day}, {Every: day, Memory: 1, Swing: -1}, {Every: day, Memory: 1, Floor: 2}} {
		if _, err := m.Overlay(w, 1, 0); err == nil {
			t.Errorf("%+v: no error", m)
		}
	}
	for _, b := range []Boots{{Jitter: -1}, {Jitter: math.NaN()}, {Failure: 1.5}} {
		if _, err := b.In(w, 1); err == nil {
			t.Errorf("%+v: no error", b)
		}
	}
}

func ExampleSupply() {
	m := Supply{Up: 8 * time.Hour, Down: 2 * time.Hour, Count: 10, Partial: 0.5}
	path, err := m.Path(1, sim.Key("aws", "us-east-1", "use1-az1", "p3.2xlarge"), sim.Time(24*time.Hour))
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, t := range path.At {
		fmt.Println("from", time.Duration(t).Round(time.Minute), "on:", path.Value[i])
	}
	// Output:
	// from 0s on: 7
	// from 3h7m0s on: 0
	// from 4h34m0s on: 6
	// from 19h55m0s on: 0
	// from 21h14m0s on: 7
}

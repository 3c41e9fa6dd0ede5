package catalog_test

import (
	"fmt"
	"log"
	"slices"
	"testing"
	"time"

	"skysim/sim"
	"skysim/traces/catalog"
)

func priceOf(t *testing.T, c *catalog.Catalog, zone, typ, purchase string) string {
	t.Helper()
	for _, o := range c.Offers {
		if o.Zone == zone && o.Type == typ && o.Purchase.String() == purchase {
			return catalog.Decimal(o.Price)
		}
	}
	return "none"
}

func at(t *testing.T, day string) *catalog.Catalog {
	t.Helper()
	c, err := embedded(t).At(day)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestPricesOfDays: never a later one, and the newest of those before.
func TestPricesOfDays(t *testing.T) {
	for _, tt := range []struct{ day, zone, typ, purchase, want string }{
		{"2024-04-22", "use1-az5", "p5.48xlarge", "on-demand", "none"},
		{"2024-04-23", "use1-az5", "p5.48xlarge", "on-demand", "98.32"},
		{"2026-10-31", "use1-az5", "p5.48xlarge", "on-demand", "98.32"},
		{"2026-11-01", "use1-az5", "p5.48xlarge", "on-demand", "55.04"},
		{"2026-11-01", "use1-az2", "m5.xlarge", "on-demand", "0.192"},
		{"2024-04-23", "use1-az2", "m5.xlarge", "spot", "0.0808"},
		{"2024-08-09", "use1-az2", "m5.xlarge", "spot", "0.0817"},
		{"2024-04-23", "us-central1-a", "e2-standard-2", "spot", "0.0201"},
		{"2024-08-09", "us-central1-a", "e2-standard-2", "spot", "0.024272"},
		{"2024-08-09", "us-central1-a", "e2-standard-2", "on-demand", "0.06701"}, // 0.06701142: the same, rounded
		{"2024-08-09", "us-central1-a", "a2-highgpu-1g", "on-demand", "3.67339"},
		{"2024-01-31", "westeurope", "Standard_D4s_v5", "on-demand", "0.23"},
		{"2024-01-30", "china-mainland", "ecs.gn6v-c8g1.2xlarge", "on-demand", "3.735863441908"}, // 26.46 CNY / 7.0827
		{"2024-04-23", "ap-southeast-3", "am8.2xlarge.8", "on-demand", "none"},
		{"2026-11-01", "ap-southeast-3", "am8.2xlarge.8", "on-demand", "0.4808"},
	} {
		if got := priceOf(t, at(t, tt.day), tt.zone, tt.typ, tt.purchase); got != tt.want {
			t.Errorf("%s: %s in %s, %s: %s, want %s", tt.day, tt.typ, tt.zone, tt.purchase, got, tt.want)
		}
	}
}

func TestTwoDaysOfTheLargeClouds(t *testing.T) {
	c := embedded(t)
	for provider, want := range map[string]int{"aws": 3, "gcp": 2, "azure": 3} {
		if got := c.Dates(provider); len(got) < want {
			t.Errorf("%s has prices of %v, want %d days", provider, got, want)
		}
	}
	if at(t, "2026-11-01").Hash() != c.Hash() {
		t.Error("the day shown changes the hash")
	}
	if !slices.EqualFunc(at(t, catalog.DefaultDate).Offers, c.Offers, func(a, b catalog.Offer) bool { return a == b }) {
		t.Error("the embedded catalogue is not that of the default date")
	}
}

// TestWorldReplaysAPriceChange: the path of a price has a step at midnight UTC of
// the day of the change, if that is within the span.
func TestWorldReplaysAPriceChange(t *testing.T) {
	sel := catalog.Selection{Regions: []string{"us-central1"}, Zones: []string{"us-central1-a"}, Types: []string{"e2-standard-2"}, Purchases: []string{"spot"}}
	change := time.Date(2024, 8, 9, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name, date string
		span       time.Duration
		want       sim.Path
	}{
		{"without a span", "2024-05-01", 0, sim.Constant(20_100_000_000)},
		{"too short", "2024-05-01", 100*24*time.Hour - 1, sim.Constant(20_100_000_000)},
		{"just long enough", "2024-05-01", 100 * 24 * time.Hour, sim.Path{At: []sim.Time{0, sim.Time(100 * 24 * time.Hour)}, Value: []int64{20_100_000_000, 24_272_000_000}}},
		{"after the change", "2024-08-09", 1000 * 24 * time.Hour, sim.Constant(24_272_000_000)},
	} {
		sel.Date, sel.Span = tt.date, tt.span
		w, err := embedded(t).World(sel)
		if err != nil {
			t.Fatal(err)
		}
		got := w.Offers[0].Price
		if !slices.Equal(got.At, tt.want.At) || !slices.Equal(got.Value, tt.want.Value) {
			t.Errorf("%s: path %v, want %v", tt.name, got, tt.want)
		}
		if w.Epoch.Format(time.DateOnly) != tt.date || (len(got.At) > 1 && !w.Epoch.Add(time.Duration(got.At[1])).Equal(change)) {
			t.Errorf("%s: epoch %v, step at %v", tt.name, w.Epoch, got.At)
		}
	}
}

// TestWorldHasTheRules: only when asked for, and with each change on its day.
func TestWorldHasTheRules(t *testing.T) {
	sel := catalog.Selection{Providers: []string{"aws", "azure"}, Date: "2025-05-31", Span: 48 * time.Hour}
	plain, err := embedded(t).World(sel)
	if err != nil {
		t.Fatal(err)
	}
	sel.Rules = true
	ruled, err := embedded(t).World(sel)
	if err != nil {
		t.Fatal(err)
	}
	second := sim.Billing{Increment: time.Second, Minimum: time.Minute}
	if got := plain.Providers[0]; got.Billing != second || len(plain.Providers[1].Changes) > 0 {
		t.Errorf("without rules: %+v", plain.Providers)
	}
	second.FreeReclaim = time.Hour
	if got := ruled.Providers[0]; got.Billing != second || len(got.Changes) > 0 {
		t.Errorf("AWS: %+v, want %+v and no changes", got, second)
	}
	want := sim.DatedBilling{From: sim.Time(24 * time.Hour), Billing: sim.Billing{Increment: time.Second, Minimum: 5 * time.Minute, Boot: true}}
	if got := ruled.Providers[1].Changes; len(got) != 1 || got[0] != want {
		t.Errorf("Azure's changes: %+v, want %+v", got, want)
	}
	if err := ruled.Validate(); err != nil {
		t.Error(err)
	}
}

// The same machine before and after Amazon lowered its price.
func ExampleCatalog_At() {
	c, err := catalog.Embedded()
	if err != nil {
		log.Fatal(err)
	}
	for _, day := range []string{"2024-12-31", "2026-11-01"} {
		then, err := c.At(day)
		if err != nil {
			log.Fatal(err)
		}
		for _, o := range then.Offers {
			if o.Zone == "use1-az5" && o.Type == "p5.48xlarge" && o.Purchase == sim.OnDemand {
				fmt.Println(day, o.Price, "as of", o.Date)
			}
		}
	}
	// Output:
	// 2024-12-31 $98.32 as of 2024-04-23
	// 2026-11-01 $55.04 as of 2026-11-01
}

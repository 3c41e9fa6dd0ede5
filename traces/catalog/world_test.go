package catalog_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
	"skysim/traces/catalog"
)

func TestWorldHoldsTheCatalogue(t *testing.T) {
	c := embedded(t)
	w, err := c.World(catalog.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Validate(); err != nil {
		t.Fatal(err)
	}
	types, regions := map[[2]string]bool{}, map[[2]string]bool{}
	for _, o := range c.Offers {
		types[[2]string{o.Provider, o.Type}], regions[[2]string{o.Provider, o.Region}] = true, true
	}
	if len(w.Offers) != len(c.Offers) || len(w.Types) != len(types) || len(w.Regions) != len(regions) {
		t.Errorf("world has %d offers, %d types, %d regions, want %d, %d, %d",
			len(w.Offers), len(w.Types), len(w.Regions), len(c.Offers), len(types), len(regions))
	}
	for i, o := range c.Offers {
		name := strings.Join([]string{o.Provider, o.Region, o.Zone, o.Type, o.Purchase.String()}, "/")
		if got := w.OfferName(sim.OfferID(i)); got != name {
			t.Fatalf("offer %d is %s, want %s", i, got, name)
		}
		if got := w.Offers[i].Price.ValueAt(0); got != int64(o.Price) {
			t.Errorf("%s: price %v, want %v", name, sim.Rate(got), o.Price)
		}
		ty, _ := c.Type(o.Provider, o.Type)
		mt := w.Types[w.Offers[i].Type]
		if mt.CPU != ty.CPU || mt.Mem != ty.Mem || int64(mt.GPUs) != ty.GPUs || (mt.GPUs > 0) != (mt.GPUKind >= 0) ||
			(mt.GPUs > 0 && w.GPUKinds[mt.GPUKind] != ty.GPU) || w.Providers[mt.Provider].Name != o.Provider {
			t.Errorf("%s: machine type %+v, want that of %+v", name, mt, ty)
		}
	}
	if want := time.Date(2024, 4, 23, 0, 0, 0, 0, time.UTC); !w.Epoch.Equal(want) {
		t.Errorf("epoch %v, want %v", w.Epoch, want)
	}
}

func TestWorldKnowsTheProviders(t *testing.T) {
	w, err := embedded(t).World(catalog.Selection{Providers: []string{"aws", "azure", "gcp"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []sim.Provider{
		{Name: "aws", Billing: sim.Billing{Increment: time.Second, Minimum: time.Minute}, Notice: 2 * time.Minute},
		{Name: "azure", Billing: sim.Billing{Increment: time.Second, Boot: true}, Notice: 30 * time.Second},
		{Name: "gcp", Billing: sim.Billing{Increment: time.Second, Minimum: time.Minute}, Notice: 30 * time.Second},
	}
	if !reflect.DeepEqual(w.Providers, want) {
		t.Errorf("providers %+v\nwant %+v", w.Providers, want)
	}
	boots := map[string]sim.Duration{"aws": 90 * time.Second, "azure": 90 * time.Second, "gcp": 25 * time.Second}
	for _, o := range w.Offers {
		p := w.Providers[w.Regions[w.Zones[o.Zone].Region].Provider].Name
		if o.Boot != boots[p] {
			t.Fatalf("%s boots in %v, want %v", p, o.Boot, boots[p])
		}
	}
}

func TestTrainingSpeedFollowsBandwidth(t *testing.T) {
	w, err := embedded(t).World(catalog.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int64{
		"p3.2xlarge": 1_000_000, "g4dn.xlarge": 355_556, "n1-standard-8+1xP100": 813_333, "g6.xlarge": 333_333,
		"g5.xlarge": 666_667, "p4d.24xlarge": 1_727_778, "a2-ultragpu-1g": 2_265_556, "p5.48xlarge": 3_722_222, "m5.large": 0,
	} {
		i := slices.IndexFunc(w.Types, func(m sim.MachineType) bool { return m.Name == name })
		if got := w.Profiles[catalog.ProfileTraining][i]; got != want {
			t.Errorf("training speed of %s = %d ppm, want %d", name, got, want)
		}
		if got := w.Profiles[catalog.ProfilePlain][i]; got != 1_000_000 {
			t.Errorf("plain speed of %s = %d ppm, want 1000000", name, got)
		}
	}
}

func TestSelectionErrors(t *testing.T) {
	for _, tt := range []struct {
		name string
		sel  catalog.Selection
		want string
	}{
		{"provider", catalog.Selection{Providers: []string{"asw"}}, `unknown provider "asw", did you mean "aws"?`},
		{"region", catalog.Selection{Regions: []string{"us-esat-1"}}, `unknown region "us-esat-1", did you mean "us-east-1"?`},
		{"zone", catalog.Selection{Zones: []string{"use1-az9"}}, `unknown zone "use1-az9", did you mean "use1-az1"?`},
		{"type", catalog.Selection{Types: []string{"m5.xlrage"}}, `unknown machine type "m5.xlrage", did you mean "m5.xlarge"?`},
		{"gpu", catalog.Selection{GPUKinds: []string{"a100-80"}}, `unknown GPU kind "a100-80", did you mean "A100-80GB"?`},
		{"purchase", catalog.Selection{Purchases: []string{"ondemand"}}, `unknown purchase "ondemand", did you mean "on-demand"?`},
		{"nothing like it", catalog.Selection{Providers: []string{"digitalocean"}}, `unknown provider "digitalocean", want one of alibaba, aws, azure, cudo, fluidstack, gcp, huawei, lambda, paperspace, runpod`},
		{"contradiction", catalog.Selection{Providers: []string{"aws"}, Regions: []string{"eastus"}}, `the selection leaves no offers`},
		{"before all prices", catalog.Selection{Date: "2023-12-30"}, `no prices on or before 2023-12-30, there is 2023-12-31, 2024-01-31, 2024-04-23, 2024-08-09, 2026-11-01`},
		{"no date", catalog.Selection{Date: "2024"}, `date "2024" is not a date as in 2024-04-23`},
		{"negative span", catalog.Selection{Span: -1}, `span is -1ns, want 0 (prices stay) or more`},
		{"negative limit", catalog.Selection{MaxZonesPerRegion: -1}, `max zones per region is -1, want 0 (all) or more`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := embedded(t).World(tt.sel)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("World error = %v\nwant %s", err, tt.want)
			}
		})
	}
}

// TestZoneLimitKeepsTheRichest: H100s of us-east-1 are in use1-az5 alone.
func TestZoneLimitKeepsTheRichest(t *testing.T) {
	w, err := embedded(t).World(catalog.Selection{Providers: []string{"aws"}, MaxZonesPerRegion: 2})
	if err != nil {
		t.Fatal(err)
	}
	perRegion := map[sim.RegionID]int{}
	for _, z := range w.Zones {
		perRegion[z.Region]++
	}
	for r, n := range perRegion {
		if n != 2 {
			t.Errorf("%s has %d zones, want 2", w.Regions[r].Name, n)
		}
	}
	offers, err := embedded(t).Select(catalog.Selection{Regions: []string{"us-east-1"}, GPUKinds: []string{"H100"}, MaxZonesPerRegion: 1})
	if err != nil || len(offers) == 0 || offers[0].Zone != "use1-az5" {
		t.Errorf("Select H100 in us-east-1 = %v, %v, want use1-az5", offers, err)
	}
}

// TestAnySelectionIsAWorld: whatever is selected, the world is valid, sorted,
// holds nothing else, and nothing that no offer refers to.
func TestAnySelectionIsAWorld(t *testing.T) {
	c := embedded(t)
	rapid.Check(t, func(t *rapid.T) {
		some := func(label string, list ...string) []string {
			return rapid.SliceOfNDistinct(rapid.SampledFrom(list), 0, 4, rapid.ID[string]).Draw(t, label)
		}
		sel := catalog.Selection{
			Providers:         some("providers", "aws", "azure", "gcp"),
			Regions:           some("regions", "us-east-1", "eastus", "us-central1", "westeurope", "europe-west4", "eu-west-1"),
			GPUKinds:          some("gpus", "T4", "V100", "A100", "H100", catalog.NoGPU),
			Purchases:         some("purchases", "spot", "on-demand"),
			MaxZonesPerRegion: rapid.IntRange(0, 3).Draw(t, "zones"),
			Date:              rapid.SampledFrom([]string{"", "2024-04-23", "2024-08-09", "2026-11-22"}).Draw(t, "date"),
			Span:              rapid.SampledFrom([]time.Duration{0, 1000 * 24 * time.Hour}).Draw(t, "span"),
		}
		w, err := c.World(sel)
		if err != nil {
			if !strings.Contains(err.Error(), "leaves no offers") {
				t.Fatal(err)
			}
			return
		}
		if err := w.Validate(); err != nil {
			t.Fatal(err)
		}
		types, zones, kinds := map[sim.TypeID]bool{}, map[sim.ZoneID]bool{}, map[int32]bool{}
		for _, o := range w.Offers {
			types[o.Type], zones[o.Zone] = true, true
			if k := w.Types[o.Type].GPUKind; k >= 0 {
				kinds[k] = true
			}
			if len(sel.Purchases) > 0 && !slices.Contains(sel.Purchases, o.Purchase.String()) {
				t.Fatalf("%v was not selected", o.Purchase)
			}
		}
		if len(types) != len(w.Types) || len(zones) != len(w.Zones) || len(kinds) != len(w.GPUKinds) {
			t.Fatalf("offers refer to %d of %d types, %d of %d zones, %d of %d GPU kinds",
				len(types), len(w.Types), len(zones), len(w.Zones), len(kinds), len(w.GPUKinds))
		}
	})
}

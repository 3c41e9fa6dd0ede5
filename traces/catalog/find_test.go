package catalog_test

import (
	"fmt"
	"log"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/traces/catalog"
)

// TestFindAgreesWithLooking: what is found satisfies the demand and the
// constraints, nothing else does, and the cheapest comes first.
func TestFindAgreesWithLooking(t *testing.T) {
	c := embedded(t)
	rapid.Check(t, func(t *rapid.T) {
		d := catalog.Demand{
			CPU: rapid.Int64Range(0, 100_000).Draw(t, "cpu"), Mem: rapid.Int64Range(0, 400_000).Draw(t, "mem"),
			GPUs:     rapid.Int64Range(0, 8).Draw(t, "gpus"),
			GPUKinds: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"V100", "A100", "H100"}), 0, 2, rapid.ID[string]).Draw(t, "kinds"),
		}
		where := catalog.Constraints{
			Jurisdictions: rapid.SliceOfN(rapid.SampledFrom([]string{"EU", "US", "GB", "CN"}), 0, 2).Draw(t, "jurisdictions"),
			Purchases:     rapid.SliceOfN(rapid.SampledFrom([]string{"spot", "on-demand"}), 0, 1).Draw(t, "purchases"),
		}
		if rapid.Bool().Draw(t, "near") {
			where.Near = "gcp/europe-west1"
			where.MaxRTT = time.Duration(rapid.IntRange(0, 200).Draw(t, "ms")) * time.Millisecond
		}
		found, err := c.Find(d, where)
		if err != nil {
			t.Fatal(err)
		}
		is := map[string]bool{}
		for i, f := range found {
			is[f.Provider+f.Zone+f.Type+f.Purchase.String()] = true
			if i > 0 && f.Price < found[i-1].Price {
				t.Fatalf("%v comes after %v", f.Price, found[i-1].Price)
			}
		}
		for _, o := range c.Offers {
			ty, _ := c.Type(o.Provider, o.Type)
			r, _ := c.Region(o.Provider, o.Region)
			rtt, known := c.RTT(where.Near, r.FullName())
			wants := ty.CPU >= d.CPU && ty.Mem >= d.Mem && ty.GPUs >= d.GPUs &&
				(len(d.GPUKinds) == 0 || slices.Contains(d.GPUKinds, ty.GPU)) &&
				(len(where.Purchases) == 0 || slices.Contains(where.Purchases, o.Purchase.String())) &&
				(where.MaxRTT == 0 || (known && rtt <= where.MaxRTT)) &&
				(len(where.Jurisdictions) == 0 || slices.Contains(where.Jurisdictions, r.Jurisdiction) ||
					(slices.Contains(where.Jurisdictions, "EU") && catalog.InEU(r.Jurisdiction)))
			if got := is[o.Provider+o.Zone+o.Type+o.Purchase.String()]; got != wants {
				t.Fatalf("%+v found: %v, want %v", o, got, wants)
			}
		}
	})
}

func TestFindErrors(t *testing.T) {
	for _, tt := range []struct {
		name   string
		demand catalog.Demand
		where  catalog.Constraints
		want   string
	}{
		{"kind", catalog.Demand{GPUKinds: []string{"V10"}}, catalog.Constraints{}, `unknown GPU kind "V10", did you mean "A10"?`},
		{"jurisdiction", catalog.Demand{}, catalog.Constraints{Jurisdictions: []string{"XX"}}, `no region in jurisdiction "XX", want of AE, AU, BE`},
		{"two providers", catalog.Demand{}, catalog.Constraints{Near: "us-east-1"}, `region "us-east-1" is of several providers, want one of aws/us-east-1, lambda/us-east-1`},
		{"region", catalog.Demand{}, catalog.Constraints{Near: "aws/us-esat-1"}, `unknown region "aws/us-esat-1", did you mean "aws/us-east-1"?`},
		{"from nowhere", catalog.Demand{}, catalog.Constraints{MaxRTT: time.Millisecond}, `round trip of at most 1ms: say from which region`},
		{"purchase", catalog.Demand{}, catalog.Constraints{Purchases: []string{"sport"}}, `unknown purchase "sport", did you mean "spot"?`},
		{"date", catalog.Demand{}, catalog.Constraints{Date: "2020-01-01"}, `no prices on or before 2020-01-01`},
	} {
		if _, err := embedded(t).Find(tt.demand, tt.where); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %s", tt.name, err, tt.want)
		}
	}
}

// TestDiff: what is listed is different, what is not is the same, and the other
// way round the values change places.
func TestDiff(t *testing.T) {
	c := embedded(t)
	changes, err := c.Diff("2024-04-23", "2026-11-01")
	if err != nil {
		t.Fatal(err)
	}
	back, err := c.Diff("2026-11-01", "2024-04-23")
	if err != nil || len(back) != len(changes) {
		t.Fatalf("%d changes back, %v, want %d", len(back), err, len(changes))
	}
	offers := map[string]bool{}
	for i, x := range changes {
		if x.Before == x.After || back[i].Before != x.After || back[i].After != x.Before {
			t.Fatalf("change %+v and back %+v", x, back[i])
		}
		if x.Kind == "offer" {
			offers[x.Provider+"/"+x.What] = true
		}
	}
	then := map[string]string{}
	for _, o := range c.Offers {
		then[strings.Join([]string{o.Provider, o.Region, o.Zone, o.Type, o.Purchase.String()}, "/")] = o.Price.String()
	}
	for _, o := range at(t, "2026-11-01").Offers {
		name := strings.Join([]string{o.Provider, o.Region, o.Zone, o.Type, o.Purchase.String()}, "/")
		if got, want := offers[name], then[name] != o.Price.String(); got != want {
			t.Errorf("%s in the list of changes: %v, want %v", name, got, want)
		}
	}
	if same, err := c.Diff("2024-04-23", "2024-04-23"); err != nil || len(same) != 0 {
		t.Errorf("a day differs from itself in %d ways, %v", len(same), err)
	}
	if _, err := c.Diff("yesterday", "2024-04-23"); err == nil {
		t.Error("no error for a day that is none")
	}
}

func TestCheckFindsWhatIsKnown(t *testing.T) {
	found := map[string]string{}
	for _, f := range embedded(t).Check() {
		found[f.Kind+" "+f.Subject] = f.Detail
	}
	for subject, want := range map[string]string{
		"disagree azure/Standard_ND96isr_H100_v5 gpus": "8 of 2024-04-23 (azure-nd-h100), but 12 of 2024-04-23 (skypilot-v5)",
		"disagree aws/us-east-1/m5.xlarge on-demand":   "0.192 of 2024-04-23 (skypilot-v5), but 0.204 of 2024-08-09 (coroot-2024-08)",
		"disagree azure/eastus/US egress":              "0.087 of 2022-07-01 (azure-bandwidth), but 0.0875 of 2022-01-29 (skyplane)",
		"disagree aws/us-east-1/US egress":             "",
		"missing azure/westus2":                        "no round-trip times",
		"assumed azure gb_bytes":                       "1000000000 from 2022-02-01 (azure-bandwidth)",
	} {
		if got := found[subject]; got != want {
			t.Errorf("%s: %q, want %q", subject, got, want)
		}
	}
	for subject, detail := range found {
		if strings.HasPrefix(subject, "too-fast") || strings.HasPrefix(subject, "spot-above") {
			t.Errorf("%s: %s", subject, detail)
		}
	}
}

// The cheapest machine with an A100 of 80 GB in the European Union, at most 30 ms
// from Dublin.
func ExampleCatalog_Find() {
	c, err := catalog.Embedded()
	if err != nil {
		log.Fatal(err)
	}
	found, err := c.Find(
		catalog.Demand{CPU: 8000, GPUs: 1, GPUKinds: []string{"A100-80GB"}},
		catalog.Constraints{Jurisdictions: []string{"EU"}, Near: "aws/eu-west-1", MaxRTT: 30 * time.Millisecond, Purchases: []string{"on-demand"}},
	)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range found[:3] {
		fmt.Println(f.Price, f.Place.FullName(), f.Place.City, f.Machine.Name, f.RTT)
	}
	// Output:
	// $4.408 azure/northeurope Ireland Standard_NC24ads_A100_v4 1.538ms
	// $4.591 azure/francecentral Paris Standard_NC24ads_A100_v4 21.71ms
	// $4.775 azure/westeurope Netherlands Standard_NC24ads_A100_v4 20.147ms
}

package main

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/tracetest"
)

func embedded(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func tariff(t *testing.T, provider, day string) *catalog.Tariff {
	t.Helper()
	ta, err := embedded(t).Tariff(provider, day)
	if err != nil {
		t.Fatal(err)
	}
	return ta
}

// TestEgressTiersAreThoseRecorded compares all tiers with coroot's list. Its keys
// are thresholds in GB sorted as text, its prices floats of 32 bits. For Azure
// and Google Cloud it has the cheaper route; Azure has the old free allowance of 5 GB and the new
// one side by side.
func TestEgressTiersAreThoseRecorded(t *testing.T) {
	var list map[string]struct {
		Egress map[string]map[string]float64 `json:"internet_egress"`
		Zones  map[string]map[string]float64 `json:"inter_region_data_transfer"`
	}
	path := "prices/coroot/cloud-pricing." + coroot2024 + ".json.gz"
	err := unzip(os.DirFS(tracetest.Path(t, "")), path, func(r *gzip.Reader) error { return json.NewDecoder(r).Decode(&list) })
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]string{"aws": "", "azure": "routing-preference-internet", "gcp": "standard"}
	for provider, route := range routes {
		ta := tariff(t, provider, coroot2024)
		for _, region := range ta.Regions() {
			var want []string
			for text, price := range list[provider].Egress[region] {
				above, err := strconv.Atoi(text)
				if err != nil {
					t.Fatal(err)
				}
				if provider == "azure" && above%100 == 5 || provider == "gcp" && above == 0 {
					continue
				}
				want = append(want, fmt.Sprintf("%07d %.4f", above, price))
			}
			e, ok := ta.Internet(region, "", route)
			var got []string
			for _, tier := range e.Tiers {
				if tier.Price > 0 {
					got = append(got, fmt.Sprintf("%07d %.4f", tier.Above/ta.GB, tier.Price.Dollars()))
				}
			}
			slices.Sort(want)
			if !ok || !slices.Equal(got, want) {
				t.Errorf("%s %s: tiers %v, recorded %v", provider, region, got, want)
			}
			zones := list[provider].Zones[region]
			if x, ok := ta.Between(region, region); !ok || x.Price.Dollars() != zones["ingress_per_gb"]+zones["egress_per_gb"] {
				t.Errorf("%s %s: %v per GB between zones, recorded %v", provider, region, x.Price, zones)
			}
		}
	}
}

// TestPricesBetweenRegionsAreThoseRecorded compares all pairs of skyplane's table.
func TestPricesBetweenRegionsAreThoseRecorded(t *testing.T) {
	data := os.DirFS(tracetest.Path(t, ""))
	costs, err := readRecords(data, "skyplane/broadcast_cost.csv")
	if err != nil {
		t.Fatal(err)
	}
	nomad, err := readRecords(data, "skynomad/aws_egress_pricing.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range nomad {
		costs = append(costs, map[string]string{"src": "aws:" + row["from_region"], "dest": "aws:" + row["to_region"], "cost": row["price_usd_per_gb"]})
	}
	g := &generator{regions: map[string]map[string]bool{}}
	for _, r := range embedded(t).Regions {
		if g.regions[r.Provider] == nil {
			g.regions[r.Provider] = map[string]bool{}
		}
		g.regions[r.Provider][r.Name] = true
	}
	tariffs := map[string]*catalog.Tariff{}
	pairs := map[string]int{}
	for _, row := range costs {
		from, ok1 := g.end(row["src"])
		to, ok2 := g.end(row["dest"])
		provider, a, _ := strings.Cut(from, "/")
		other, b, _ := strings.Cut(to, "/")
		if !ok1 || !ok2 || provider != other || a == b {
			continue
		}
		if tariffs[provider] == nil {
			tariffs[provider] = tariff(t, provider, "2022-02-01")
		}
		pairs[provider]++
		if x, ok := tariffs[provider].Between(a, b); !ok || catalog.Decimal(x.Price) != row["cost"] {
			t.Errorf("%s to %s: %v, recorded %s", from, to, x.Price, row["cost"])
		}
	}
	if got := fmt.Sprint(pairs); got != "map[aws:220 azure:380 gcp:506]" {
		t.Errorf("pairs compared: %s", got)
	}
}

func TestHuaweiIsAsRecorded(t *testing.T) {
	data := os.DirFS(tracetest.Path(t, ""))
	var list struct {
		Flavors []flavor `json:"flavors"`
	}
	err := unzip(data, "prices/huawei_jakarta_ecs.json.gz", func(r *gzip.Reader) error { return json.NewDecoder(r).Decode(&list) })
	if err != nil {
		t.Fatal(err)
	}
	near := 0
	for _, f := range list.Flavors {
		hourly, _ := f.Hourly.Float64()
		monthly, _ := f.Monthly.Float64()
		if math.Abs(monthly/hourly-525.6) < 0.2 {
			near++
		}
	}
	if len(list.Flavors) != 514 || near < 400 {
		t.Errorf("%d flavours, %d of them at 525.6 hours a month, want 514 and most", len(list.Flavors), near)
	}
	b, err := fs.ReadFile(data, "prices/huawei_jakarta_storage.json")
	if err != nil {
		t.Fatal(err)
	}
	var obs struct {
		Classes []struct {
			Name    string `json:"name"`
			Traffic struct {
				Tiers []struct {
					From  int64       `json:"min_gb"`
					Price json.Number `json:"price_per_gb"`
				} `json:"internet_outbound_tiers"`
			} `json:"traffic_pricing"`
			Storage map[string]struct {
				Price json.Number `json:"price_per_gb_month"`
			} `json:"storage_pricing"`
		} `json:"storage_classes"`
	}
	if err := json.Unmarshal(b, &obs); err != nil {
		t.Fatal(err)
	}
	ta := tariff(t, "huawei", list2026)
	e, _ := ta.Internet("ap-southeast-3", "", "")
	for i, tier := range obs.Classes[0].Traffic.Tiers {
		if e.Tiers[i].Above != tier.From<<30 || catalog.Decimal(e.Tiers[i].Price) != tier.Price.String() {
			t.Errorf("tier %d is %v, recorded %v", i, e.Tiers[i], tier)
		}
	}
	for class, want := range map[string]string{
		"standard":          obs.Classes[0].Storage["single_az"].Price.String(),
		"standard-multi-az": obs.Classes[0].Storage["multi_az"].Price.String(),
		"infrequent-access": obs.Classes[1].Storage["single_az"].Price.String(),
	} {
		if s, ok := ta.Store("ap-southeast-3", "object", class); !ok || catalog.Decimal(s.Tiers[0].Price) != want {
			t.Errorf("%s is %v, recorded %s", class, s.Tiers, want)
		}
	}
}

// TestOtherSourcesAreComplete pins the numbers that the index of the recorded data
// promises.
func TestOtherSourcesAreComplete(t *testing.T) {
	data := os.DirFS(tracetest.Path(t, ""))
	list, err := readCoroot(data, coroot2024)
	if err != nil {
		t.Fatal(err)
	}
	for provider, want := range map[string]int{"aws": 14_952, "gcp": 5_423, "azure": 42_330} {
		n := 0
		for _, types := range list[provider] {
			n += len(types)
		}
		if n != want {
			t.Errorf("coroot has %d prices of %s, want %d", n, provider, want)
		}
	}
	for path, want := range map[string]int{
		"prices/on-demand-2026/aws_useast1_ondemand_2026_karpenter.csv": 1_367, "prices/alibaba_china_gpu_2023.csv": 27,
		"prices/on-demand-2026/gce_us_prices_autoscaler.csv": 536, "skyplane/latency.csv": 8_010,
	} {
		rows, err := readRecords(data, path)
		if err != nil || len(rows) != want {
			t.Errorf("%s has %d rows, %v, want %d", path, len(rows), err, want)
		}
	}
	err = unzip(data, "prices/on-demand-2026/azure_ondemand_2026_karpenter.csv.gz", func(r *gzip.Reader) error {
		records, err := csv.NewReader(r).ReadAll()
		if len(records)-1 != 67_672 {
			t.Errorf("karpenter has %d prices of Azure, want 67672", len(records)-1)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestYuanAreConverted: the dollars of all Alibaba rows are the yuan at the rate
// of the end of 2023.
func TestYuanAreConverted(t *testing.T) {
	rows, err := readRecords(os.DirFS(tracetest.Path(t, "")), "prices/alibaba_china_gpu_2023.csv")
	if err != nil {
		t.Fatal(err)
	}
	hourly := map[string]catalog.Offer{}
	for _, o := range embedded(t).Offers {
		if o.Provider == "alibaba" {
			hourly[o.Type] = o
		}
	}
	monthly := tariff(t, "alibaba", "2024-04-23")
	for _, row := range rows {
		o, ok := hourly[row["type"]]
		if ok != (row["cny_per_hour"] != "") || o.Value != row["cny_per_hour"] {
			t.Errorf("%s: %s CNY per hour, recorded %q", row["type"], o.Value, row["cny_per_hour"])
		}
		c, ok := monthly.Commitment("china-mainland", row["type"], 1)
		if !ok || c.Value != row["cny_per_month"] {
			t.Errorf("%s: %s CNY per month, recorded %s", row["type"], c.Value, row["cny_per_month"])
		}
		for _, x := range []struct {
			usd sim.Rate
			cny string
		}{{o.Price, o.Value}, {c.Price, c.Value}} {
			if cny, _ := strconv.ParseFloat(x.cny, 64); math.Abs(x.usd.Dollars()-cny/7.0827) > 1e-9 {
				t.Errorf("%s: %v for %s CNY", row["type"], x.usd, x.cny)
			}
		}
	}
	if got := hourly["ecs.gn6v-c8g1.2xlarge"]; got.Value != "26.46" || got.Currency != "CNY" {
		t.Errorf("ecs.gn6v-c8g1.2xlarge costs %s %s, want 26.46 CNY", got.Value, got.Currency)
	}
}

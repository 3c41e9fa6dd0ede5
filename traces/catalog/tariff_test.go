package catalog_test

import (
	"fmt"
	"log"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"skysim/sim"
	"skysim/traces/catalog"
)

func tariff(t *testing.T, provider, day string) *catalog.Tariff {
	t.Helper()
	got, err := embedded(t).Tariff(provider, day)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestMonthsAreThoseOfTheTimeZones compares with the tables that come with Go.
func TestMonthsAreThoseOfTheTimeZones(t *testing.T) {
	for _, provider := range []string{"aws", "azure", "gcp"} {
		m := tariff(t, provider, "2024-04-23").Months
		zone, err := time.LoadLocation(m.Zone)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 12 * 60 {
			want := time.Date(2008, time.Month(1+i), 1, 0, 0, 0, 0, zone)
			if got := m.Start(2008, time.Month(1+i)); !got.Equal(want) {
				t.Fatalf("%s: month %d of 2008 begins %v, want %v", m.Zone, 1+i, got, want.UTC())
			}
			next := want.AddDate(0, 1, 0)
			for _, at := range []time.Time{want, want.Add(11 * 24 * time.Hour), next.Add(-1)} {
				if start, end := m.Around(at); !start.Equal(want) || !end.Equal(next) {
					t.Fatalf("%s: month around %v is %v to %v, want %v to %v", m.Zone, at, start, end, want, next)
				}
			}
		}
	}
}

func TestBeginsCoversARun(t *testing.T) {
	m := tariff(t, "gcp", "2024-04-23").Months
	day := func(s string) time.Time {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, tt := range []struct{ from, to, want string }{
		{"2024-03-01T07:59:59Z", "2024-03-01T07:59:59Z", "[2024-02-01 08 2024-03-01 08]"},
		{"2024-03-01T08:00:00Z", "2024-03-01T08:00:00Z", "[2024-03-01 08 2024-04-01 07]"},
		{"2024-02-29T12:00:00Z", "2024-04-01T07:00:00Z", "[2024-02-01 08 2024-03-01 08 2024-04-01 07]"},
		{"2024-02-29T12:00:00Z", "2024-04-01T07:00:01Z", "[2024-02-01 08 2024-03-01 08 2024-04-01 07 2024-05-01 07]"},
		{"2023-12-31T23:00:00Z", "2024-01-01T09:00:00Z", "[2023-12-01 08 2024-01-01 08 2024-02-01 08]"},
	} {
		var got []string
		for _, at := range m.Begins(day(tt.from), day(tt.to)) {
			got = append(got, at.Format("2006-01-02 15"))
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("months from %s to %s begin %v, want %s", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestPublishedTariffs(t *testing.T) {
	aws, azure, gcp := tariff(t, "aws", "2024-04-23"), tariff(t, "azure", "2024-04-23"), tariff(t, "gcp", "2024-04-23")
	huawei, lambda, cudo, alibaba := tariff(t, "huawei", "2026-11-01"), tariff(t, "lambda", "2024-04-23"), tariff(t, "cudo", "2024-04-23"), tariff(t, "alibaba", "2024-04-23")
	store := func(ta *catalog.Tariff, region, class string) string {
		s, ok := ta.Store(region, "object", class)
		if !ok {
			return "not known"
		}
		out := ""
		for _, tier := range s.Tiers {
			out += fmt.Sprintf("%d %s ", tier.Above/ta.GB, catalog.Decimal(tier.Price))
		}
		return out + "w " + catalog.Decimal(s.Writes.Price) + " r " + catalog.Decimal(s.Reads.Price) + " d " + catalog.Decimal(s.Deletes.Price)
	}
	internet := func(ta *catalog.Tariff, region, to string) string {
		e, ok := ta.Internet(region, to, "")
		if !ok {
			return "not known"
		}
		s := e.Counter + ":"
		for _, tier := range e.Tiers {
			s += fmt.Sprintf(" %d %s", tier.Above/ta.GB, catalog.Decimal(tier.Price))
		}
		return s
	}
	between := func(ta *catalog.Tariff, from, to string) string {
		x, ok := ta.Between(from, to)
		if !ok {
			return "not known"
		}
		return x.Scope + " " + catalog.Decimal(x.Price)
	}
	for _, tt := range []struct{ name, got, want string }{
		{"us-east-1 to the internet", internet(aws, "us-east-1", "US"), "us-east-1-to-any: 0 0.09 10240 0.085 51200 0.07 153600 0.05"},
		{"Sao Paulo is not there", internet(aws, "sa-east-1", "US"), "not known"},
		{"eastus to the internet", internet(azure, "eastus", ""), "zone-1: 0 0 100 0.087 10100 0.083 50100 0.07 150100 0.05"},
		{"westeurope shares its counter", internet(azure, "westeurope", ""), "zone-1: 0 0 100 0.087 10100 0.083 50100 0.07 150100 0.05"},
		{"us-central1 to the internet", internet(gcp, "us-central1", "DE"), "north-america-to-world: 0 0.12 1024 0.11 10240 0.08"},
		{"us-central1 to China", internet(gcp, "us-central1", "CN"), "north-america-to-china: 0 0.23 1024 0.22 10240 0.2"},
		{"Osaka is not known", internet(gcp, "asia-northeast2", "JP"), "not known"},
		{"between the Virginian neighbours", between(aws, "us-east-1", "us-east-2"), "inter-region 0.01"},
		{"across America", between(aws, "us-east-1", "us-west-2"), "inter-region 0.02"},
		{"out of Cape Town", between(aws, "af-south-1", "us-east-1"), "inter-region 0.147"},
		{"between zones, both ends", between(aws, "us-east-1", "us-east-1"), "inter-zone 0.02"},
		{"Azure within Europe", between(azure, "westeurope", "northeurope"), "inter-region 0.02"},
		{"Azure across the Atlantic", between(azure, "westeurope", "eastus"), "inter-region 0.05"},
		{"Google within America", between(gcp, "us-central1", "us-west1"), "inter-region 0.02"},
		{"Google to Sydney", between(gcp, "us-central1", "australia-southeast1"), "inter-region 0.15"},
		{"a region that is not there", between(gcp, "us-central1", "us-east-1"), "not known"},
		{"Jakarta to the internet", internet(huawei, "ap-southeast-3", ""), "ap-southeast-3-to-any: 0 0.114 10240 0.081 51200 0.078 153600 0.076"},
		{"standard storage in Virginia", store(aws, "us-east-1", "standard"), "0 0.023 51200 0.022 512000 0.021 w 0.005 r 0.0004 d 0"},
		{"standard storage in Iowa", store(gcp, "us-central1", "standard"), "0 0.02 w 0.005 r 0.0004 d 0"},
		{"standard storage in Jakarta", store(huawei, "ap-southeast-3", "standard"), "0 0.023 w 0.001 r 0.0004 d 0.0004"},
		{"hot storage of Azure in Virginia", store(azure, "eastus", "hot-lrs"), "0 0.0208 51200 0.02 512000 0.0191 w 0.005 r 0.0004 d 0"},
		{"storage in Cape Town is not known", store(aws, "af-south-1", "standard"), "not known"},
		{"traffic of Lambda is free", internet(lambda, "us-west-1", "DE"), "none: 0 0"},
		{"traffic of Cudo is not known", internet(cudo, "gb-london-1", "DE"), "not known"},
		{"Alibaba's month", alibaba.Months.Zone, "Asia/Shanghai"},
		{"free of AWS", fmt.Sprint(aws.FreeEgress), fmt.Sprint(100 << 30)},
		{"GB", fmt.Sprint(aws.GB, azure.GB, gcp.GB), "1073741824 1000000000 1073741824"},
		{"zones", fmt.Sprint(aws.Months.Zone, azure.Months.Zone, gcp.Months.Zone), "UTCUTCAmerica/Los_Angeles"},
		{"AWS machines", fmt.Sprint(aws.Machines), "{1s 1m0s false 2m0s continuous 1h0m0s}"},
		{"Google machines", fmt.Sprint(gcp.Machines), "{1s 1m0s false 30s continuous 1m0s}"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, tt.got, tt.want)
		}
	}
}

// TestTariffsChange: Azure's minimum of five minutes came in June 2025, and
// Google doubled its price within North America in February 2024.
func TestTariffsChange(t *testing.T) {
	if got := tariff(t, "azure", "2025-05-31"); got.Machines.Minimum != 0 || got.Until != "2025-06-01" {
		t.Errorf("minimum %v until %s, want 0 until 2025-06-01", got.Machines.Minimum, got.Until)
	}
	if got := tariff(t, "azure", "2025-06-01"); got.Machines.Minimum != 5*time.Minute || got.Since != "2025-06-01" || got.Until != "" {
		t.Errorf("minimum %v since %s until %q, want 5m0s since 2025-06-01", got.Machines.Minimum, got.Since, got.Until)
	}
	versions, err := embedded(t).Tariffs("gcp", "2024-01-01", "2024-03-01")
	if err != nil || len(versions) != 2 || versions[0].Until != versions[1].Date {
		t.Fatalf("%d versions of Google Cloud's tariff in early 2024, %v, want 2", len(versions), err)
	}
	for i, want := range []sim.Rate{10_000_000_000, 20_000_000_000} {
		if x, _ := versions[i].Between("us-central1", "us-west1"); x.Price != want {
			t.Errorf("version %d: %v per GB within North America, want %v", i, x.Price, want)
		}
	}
}

func TestTariffErrors(t *testing.T) {
	for _, tt := range []struct{ provider, day, want string }{
		{"asw", "2024-04-23", `tariff: unknown provider "asw", did you mean "aws"?`},
		{"aws", "2017-10-01", "tariff of aws on 2017-10-01: no billing_increment, there is 2017-10-02"},
		{"aws", "23.4.2024", `tariff of aws: date "23.4.2024" is not a date as in 2024-04-23`},
	} {
		if _, err := embedded(t).Tariff(tt.provider, tt.day); err == nil || err.Error() != tt.want {
			t.Errorf("Tariff(%s, %s) error = %v, want %s", tt.provider, tt.day, err, tt.want)
		}
	}
}

// TestTiersIncrease: thresholds begin at 0 and increase strictly; a second tier
// that costs more than the one before must be the end of a free one.
func TestTiersIncrease(t *testing.T) {
	c := embedded(t)
	for _, p := range c.Providers {
		for _, day := range []string{"2024-04-23", "2026-11-22"} {
			ta, err := c.Tariff(p.Name, day)
			if err != nil && p.Name == "huawei" && day < "2026-11-01" {
				continue
			} else if err != nil {
				t.Fatal(err)
			}
			tiers := map[string][]catalog.Tier{}
			for _, e := range ta.Egress {
				tiers["egress "+e.From+" "+e.To+" "+e.Route] = e.Tiers
			}
			for _, s := range ta.Storage {
				tiers["storage "+s.Where+" "+s.Kind+" "+s.Class] = s.Tiers
			}
			for name, list := range tiers {
				for i, tier := range list {
					if (i == 0) != (tier.Above == 0) || (i > 0 && tier.Above <= list[i-1].Above) ||
						(i > 0 && tier.Price > list[i-1].Price && list[i-1].Price != 0) {
						t.Errorf("%s %s: tiers %v", p.Name, name, list)
					}
				}
			}
		}
	}
}

// What a terabyte from Virginia to the internet costs, tier by tier.
func ExampleCatalog_Tariff() {
	c, err := catalog.Embedded()
	if err != nil {
		log.Fatal(err)
	}
	t, err := c.Tariff("aws", "2024-04-23")
	if err != nil {
		log.Fatal(err)
	}
	e, _ := t.Internet("us-east-1", "", "")
	fmt.Println(t.Machines.Increment, t.Machines.Minimum, t.Months.Zone, strings.TrimSpace(e.Basis))
	for _, tier := range e.Tiers {
		fmt.Println("above", tier.Above/t.GB, "GB", tier.Price)
	}
	// Output:
	// 1s 1m0s UTC published
	// above 0 GB $0.09
	// above 10240 GB $0.085
	// above 51200 GB $0.07
	// above 153600 GB $0.05
}

package catalog_test

import (
	"math"
	"strings"
	"testing"

	"skysim/traces/catalog"
)

// powered is small with power and carbon.
func powered(power, carbon string) (*catalog.Catalog, error) {
	m := tariffed()
	add := files("", "", "", "", "", "")
	add["sources.csv"].Data = []byte("kind,name,idle,full,basis,date,source\n" + power)
	m["power.csv"] = add["sources.csv"]
	add["gpus.csv"].Data = []byte("provider,region,year,g_per_kwh,source\n" + carbon)
	m["carbon.csv"] = add["gpus.csv"]
	return catalog.Read(m)
}

func TestPowerAndCarbonAreRead(t *testing.T) {
	c, err := powered("vcpu,acme,0.74,3.5,assumed,2024-01-01,list\noverhead,acme,,1.135,assumed,2024-01-01,list\ngpu,V100,35,306,measured,2024-01-01,list\n",
		"acme,here,2024,300,list\nacme,here,2021,0,list\nacme,here,2022,410.25,list\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		kind, name string
		idle, full int64
	}{{catalog.VCPU, "acme", 740, 3500}, {catalog.Overhead, "acme", 0, 1135}, {catalog.GPUPower, "V100", 35_000, 306_000}} {
		if p, ok := c.Power(want.kind, want.name); !ok || p.Idle != want.idle || p.Full != want.full {
			t.Errorf("%s of %s is %+v, %v", want.kind, want.name, p, ok)
		}
	}
	if _, ok := c.Power(catalog.VCPU, "V100"); ok {
		t.Error("a GPU draws what a vCPU does")
	}
	for year, want := range map[int]int64{2019: 0, 2021: 0, 2022: 410_250, 2023: 410_250, 2024: 300_000, 2030: 300_000} {
		if x, ok := c.Intensity("acme", "here", year); !ok || x.Carbon != want {
			t.Errorf("in %d: %+v, %v, want %d mg per kWh", year, x, ok, want)
		}
	}
	if _, ok := c.Intensity("acme", "there", 2024); ok {
		t.Error("there has an intensity")
	}
	if _, ok := c.NearestIntensity("acme", "there", 2024); ok {
		t.Error("the grid of another country is the nearest")
	}
}

func TestReadSaysWhatIsWrongWithPower(t *testing.T) {
	for _, tt := range []struct{ power, carbon, want string }{
		{power: "cpu,acme,1,2,assumed,2024-01-01,list\n", want: `power.csv:2:1: unknown kind "cpu", did you mean "vcpu"?`},
		{power: "vcpu,acne,1,2,assumed,2024-01-01,list\n", want: `power.csv:2:6: name "acne" is not in providers.csv, did you mean "acme"?`},
		{power: "gpu,V10,1,2,assumed,2024-01-01,list\n", want: `power.csv:2:5: name "V10" is not in gpus.csv, did you mean "V100"?`},
		{power: "vcpu,acme,3,2,assumed,2024-01-01,list\n", want: `power.csv:2:11: idle is "3" and full "2"`},
		{power: "vcpu,acme,1,,assumed,2024-01-01,list\n", want: `power.csv:2:13: full is empty`},
		{power: "overhead,acme,,0.9,assumed,2024-01-01,list\n", want: `power.csv:2:16: an overhead from "" to "0.9"`},
		{power: "overhead,acme,1,1.1,assumed,2024-01-01,list\n", want: `power.csv:2:17: an overhead from "1" to "1.1"`},
		{power: "vcpu,acme,1,2,guessed,2024-01-01,list\n", want: `power.csv:2:15: unknown basis "guessed"`},
		{power: "vcpu,acme,1,2,assumed,2024-01-01,list\nvcpu,acme,1,2,assumed,2025-01-01,list\n", want: `power.csv:3:1: vcpu acme was given on line 2 already`},
		{carbon: "acme,hree,2024,1,list\n", want: `carbon.csv:2:6: region "hree" is not in regions.csv, did you mean "here"?`},
		{carbon: "acme,here,24,1,list\n", want: `carbon.csv:2:11: year "24" is not a whole number from 1990 to 2200`},
		{carbon: "acme,here,2024,,list\n", want: `carbon.csv:2:16: g_per_kwh is "", want a number from 0`},
		{carbon: "acme,here,2024,-1,list\n", want: `carbon.csv:2:16: g_per_kwh "-1" is not`},
		{carbon: "acme,here,2024,1000000,list\n", want: `carbon.csv:2:16: g_per_kwh is "1000000"`},
		{carbon: "acme,here,2024,1,list\nacme,here,2024,2,list\n", want: `carbon.csv:3:1: acme here 2024 was given on line 2 already`},
	} {
		if _, err := powered(tt.power, tt.carbon); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s%s: error %v\nwant %s", tt.power, tt.carbon, err, tt.want)
		}
	}
}

// Every GPU of the catalogue and the three large clouds can be counted, and draw
// between a tenth of what they do at most and that.
func TestEmbeddedPower(t *testing.T) {
	c := embedded(t)
	for _, g := range c.GPUs {
		p, ok := c.Power(catalog.GPUPower, g.Name)
		if !ok || p.Idle*12 < p.Full || p.Idle*5 > p.Full {
			t.Errorf("%s draws %+v, %v", g.Name, p, ok)
		}
	}
	for _, name := range []string{"aws", "azure", "gcp"} {
		p, ok1 := c.Power(catalog.VCPU, name)
		o, ok2 := c.Power(catalog.Overhead, name)
		if !ok1 || !ok2 || p.Full > 5000 || o.Full > 1300 {
			t.Errorf("%s: %+v %v, %+v %v", name, p, ok1, o, ok2)
		}
	}
	for _, r := range c.Regions {
		if _, ok := c.Intensity(r.Provider, r.Name, 2024); r.Provider == "gcp" && !ok {
			t.Errorf("%s has no intensity", r.FullName())
		}
	}
}

// Nearest is checked with the angle itself, by the haversine formula.
func TestNearestIntensity(t *testing.T) {
	c := embedded(t)
	for _, here := range c.Regions {
		best, want := math.Inf(1), ""
		for _, there := range c.Regions {
			if _, ok := c.Intensity(there.Provider, there.Name, 2024); !ok || there.Jurisdiction != here.Jurisdiction || here.Latitude == 0 {
				continue
			}
			if a := angle(here, there); a < best-1e-6 {
				best, want = a, there.FullName()
			}
		}
		x, ok := c.NearestIntensity(here.Provider, here.Name, 2024)
		if got := x.Provider + "/" + x.Region; ok != (want != "") || ok && got != want {
			t.Errorf("%s: %s, want %q", here.FullName(), got, want)
		}
	}
	for _, pin := range [][2]string{{"us-east-1", "us-east4"}, {"eu-central-1", "europe-west3"}, {"us-west-2", "us-west1"}} {
		if x, _ := c.NearestIntensity("aws", pin[0], 2024); x.Region != pin[1] {
			t.Errorf("aws/%s is nearest to %s, want %s", pin[0], x.Region, pin[1])
		}
	}
}

func angle(a, b catalog.Region) float64 {
	rad := func(micro int64) float64 { return float64(micro) * math.Pi / 180e6 }
	half := func(x float64) float64 { return math.Sin(x/2) * math.Sin(x/2) }
	return 2 * math.Asin(math.Sqrt(half(rad(a.Latitude-b.Latitude))+math.Cos(rad(a.Latitude))*math.Cos(rad(b.Latitude))*half(rad(a.Longitude-b.Longitude))))
}

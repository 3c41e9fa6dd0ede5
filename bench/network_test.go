package bench

import (
	"strings"
	"testing"

	"skysim/sim"
	"skysim/traces/tracetest"
)

const flatNetwork = "[cloud.network]\nthroughput = 4\n"

// A flat network has one speed between any two regions, in bytes a second, and lets
// data move for nothing where no tariff says otherwise.
func TestFlatNetwork(t *testing.T) {
	e := brokenWith(t, flatNetwork, "")
	c, err := openCloud(&e.Clouds[0], e.Epoch, "")
	if err != nil {
		t.Fatal(err)
	}
	x := c.base.Traffic
	if x == nil || len(x.Speeds) != 4 || x.Speeds[0] != 0 || x.Speeds[1] != 500_000_000 || x.Speeds[2] != 500_000_000 {
		t.Fatalf("traffic %+v", x)
	}
	if costs(x) || x.Storage != nil {
		t.Error("data costs something")
	}
	priced := brokenWith(t, flatNetwork+"[cloud.tariff]\nstorage_per_gb_month = 0.02\n", "")
	if c, err = openCloud(&priced.Clouds[0], e.Epoch, ""); err != nil {
		t.Fatal(err)
	}
	if s := c.base.Traffic.Storage; len(s) != 2 || s[1] != sim.DollarRate/50 || !costs(c.base.Traffic) {
		t.Errorf("storage costs %v", s)
	}
}

// Measured speeds are the means of those on the wanted tier, by region.
func TestThroughputs(t *testing.T) {
	_, dir := recordings(t, "", map[string]string{"net.csv": `src_region,src_tier,dst_region,dst_tier,throughput_recieved
east:east,PREMIUM,west:west,PREMIUM,8000
east:east,PREMIUM,west:west,PREMIUM,16000.5
east:east,STANDARD,west:west,STANDARD,80
gcp:us-east1-b,PREMIUM,aws:us-east-1,PREMIUM,800
`, "bad.csv": "src_region,src_tier,dst_region,dst_tier,throughput_recieved\na,b,c,d,-1\n"})
	open := func(keys string) (*cloud, error) {
		e := brokenWith(t, "[cloud.network]\n"+keys, "")
		return openCloud(&e.Clouds[0], e.Epoch, dir)
	}
	c, err := open("path = \"net.csv\"\nthroughput = 1")
	if err != nil {
		t.Fatal(err)
	}
	if s := c.base.Traffic.Speeds; s[1] != 1500 || s[2] != 125_000_000 {
		t.Errorf("speeds %v, want 1500 there and a flat 125000000 back", s)
	}
	if c, err = open("path = \"net.csv\"\ntier = \"standard\"\nthroughput = 1"); err != nil || c.base.Traffic.Speeds[1] != 10 {
		t.Errorf("on the other tier: %v, %v", c, err)
	}
	for _, c := range []struct{ keys, want string }{
		{`path = "net.csv"`, `broke.toml:21:1: nobody measured the throughput from ["west/west to east/east"]: want throughput`},
		{`path = "none.csv"`, `broke.toml:21:1: open `},
		{`path = "../net.csv"`, `leads out of the data directory`},
		{`path = "bad.csv"`, `bad.csv:2:9: throughput_recieved is "-1", want bits per second`},
	} {
		if _, err := open(c.keys); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v\nwant %s", c.keys, err, c.want)
		}
	}
	for place, want := range map[string]string{"gcp:europe-west6-a": "gcp/europe-west6", "aws:us-east-1": "aws/us-east-1", "azure:uksouth": "azure/uksouth"} {
		if got := regionOfPlace(place); got != want {
			t.Errorf("%s is in %s, want %s", place, got, want)
		}
	}
}

// The regions that both the catalogue and the table have are connected by it.
func TestThroughputsOfTheData(t *testing.T) {
	dir := tracetest.Path(t, "")
	e, err := Parse("net.toml", []byte(`name = "net"
why = "tests"
[[cloud]]
use = "catalog"
providers = ["aws", "gcp"]
regions = ["us-east-1", "eu-west-1", "us-central1", "europe-west4"]
[cloud.network]
path = "skyplane/throughput.csv.gz"
[cloud.tariff]
storage = true
[[workload]]
use = "constant"
[[policy]]
use = "greedy"
`))
	if err != nil {
		t.Fatal(err)
	}
	c, err := openCloud(&e.Clouds[0], e.Epoch, dir)
	if err != nil {
		t.Fatal(err)
	}
	w := c.base
	if err := w.Validate(); err != nil {
		t.Fatal(err)
	}
	for a := range w.Regions {
		for b := range w.Regions {
			if s := w.Traffic.Speeds[a*len(w.Regions)+b]; a != b && (s < 100e6/8 || s > 50e9/8) {
				t.Errorf("%s to %s at %d bytes a second", w.Regions[a].Name, w.Regions[b].Name, s)
			}
		}
		if price := w.Traffic.Storage[a].Dollars(); price < 0.015 || price > 0.03 {
			t.Errorf("a GB in %s costs $%v a month", w.Regions[a].Name, price)
		}
		if w.Regions[a].Name == "us-east-1" && w.Traffic.Storage[a] != 23*sim.DollarRate/1000 {
			t.Errorf("a GB in us-east-1 costs %v a month, want $0.023", w.Traffic.Storage[a])
		}
	}
}

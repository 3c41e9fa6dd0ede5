package bench

import (
	"context"
	"math"
	"strings"
	"testing"

	"skysim/sim"
)

const ownAndCloud = `
name = "own-and-cloud"
why = "One node of one's own, and a cloud at $2.5 per GPU-hour."

[[cloud]]
name = "hybrid"
use = "machines"
[[cloud.machine]]
name = "node"
cores = 8
gpus = 8
gpu_kind = "V100"
[[cloud.machine]]
name = "node"
provider = "cloud"
purchase = "on-demand"
cores = 8
gpus = 8
gpu_kind = "V100"
price_per_hour = 20
boot = "90s"
[[cloud.machine]]
name = "small"
provider = "cloud"
purchase = "spot"
count = 3
cores = 2
price_per_hour = "0.01"

[[workload]]
use = "mmc"
lambda = 0.002
jobs = 40

[[policy]]
use = "greedy(order=fcfs,place=firstfit)"
`

func parsed(t testing.TB, text string) *Experiment {
	t.Helper()
	e, err := Parse("test.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A provider that no catalogue knows has a place of its own, and its machines
// prices, supplies and boots of their own.
func TestMachinesOfAProvider(t *testing.T) {
	c, err := openCloud(&parsed(t, ownAndCloud).Clouds[0], parsed(t, ownAndCloud).Epoch, "")
	if err != nil {
		t.Fatal(err)
	}
	w := c.base
	want := []struct {
		name   string
		price  float64
		supply int64
		boot   sim.Duration
	}{
		{"cloud/cloud/cloud/node/on-demand", 20, sim.Unlimited, 90e9},
		{"cloud/cloud/cloud/small/spot", 0.01, 3, 0},
		{"own/own/own/node/owned", 0, 1, 0},
	}
	if len(w.Offers) != len(want) || len(w.Types) != 3 {
		t.Fatalf("%d offers of %d types, want %d of 3", len(w.Offers), len(w.Types), len(want))
	}
	for i, x := range want {
		o := &w.Offers[i]
		if got := w.OfferName(sim.OfferID(i)); got != x.name || sim.Rate(o.Price.ValueAt(0)).Dollars() != x.price || o.Supply.ValueAt(0) != x.supply || o.Boot != x.boot {
			t.Errorf("offer %d: %s at %v, %d of them, boot %v; want %+v", i, got, sim.Rate(o.Price.ValueAt(0)).Dollars(), o.Supply.ValueAt(0), o.Boot, x)
		}
	}
}

// The bill of what was rented stands under the name of its purchase, and what is
// one's own costs what it says.
func TestMachinesAreBilled(t *testing.T) {
	rented := strings.Replace(ownAndCloud, "[[cloud.machine]]\nname = \"node\"\ncores = 8\ngpus = 8\ngpu_kind = \"V100\"\n", "", 1)
	p, err := Prepare(parsed(t, rented), "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := p.Collect(context.Background(), CollectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r := rows[0]
	if r.Finished != 40 || r.Cost <= 0 || r.CostOwned != 0 || r.CostOther != r.Cost || r.CostOnDemand+r.CostSpot != r.Cost {
		t.Errorf("40 jobs in a cloud alone: %d finished, cost %d, owned %d, other providers %d, on demand %d, spot %d",
			r.Finished, r.Cost, r.CostOwned, r.CostOther, r.CostOnDemand, r.CostSpot)
	}
	if math.IsNaN(sim.Money(r.Cost).Dollars()) {
		t.Error("no bill")
	}
}

func TestMachineErrors(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"unknown purchase", `"on-demand"`, `"ondemand"`, `test.toml:16:1: unknown purchase "ondemand"; did you mean "on-demand"?`},
		{"boot of an owned one", `purchase = "on-demand"`, `purchase = "owned"`, `boot = "90s", but an owned machine is up from the first instant`},
		{"two sizes", "provider = \"cloud\"\npurchase = \"on-demand\"\ncores = 8", "cores = 9", `machine "node" of provider own has another size above`},
		{"the catalogue's provider", "use = \"machines\"", "use = \"catalog\"\ntypes = [\"m5.large\"]\nzones_per_region = 1", `provider = "aws" is in the catalogue`},
	} {
		text := strings.Replace(ownAndCloud, c.old, c.new, 1)
		if c.name == "two sizes" {
			text = strings.Replace(text, "boot = \"90s\"\n", "", 1)
		}
		if strings.Contains(c.new, "catalog") {
			text = strings.Replace(text, `provider = "cloud"`, `provider = "aws"`, 1)
		}
		e, err := Parse("test.toml", []byte(text))
		if err == nil {
			_, err = Prepare(e, "")
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

// Beside a catalogue with tariffs, such a provider moves data for nothing, as one's
// own machines do.
func TestMachinesBesideACatalogue(t *testing.T) {
	text := strings.Replace(ownAndCloud, `use = "machines"`, "use = \"catalog\"\ntypes = [\"m5.large\"]\nregions = [\"us-east-1\"]\nzones_per_region = 1", 1)
	text = strings.Replace(text, "[[policy]]", "[workload.data]\nhome = \"own\"\nreads_gb = 10\n[[policy]]", 1)
	p, err := Prepare(parsed(t, text), "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := p.Collect(context.Background(), CollectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if rows[0].Finished != 40 || rows[0].CostTraffic != 0 {
		t.Errorf("%d jobs finished, traffic cost %d; want 40 and nothing", rows[0].Finished, rows[0].CostTraffic)
	}
}

package bench

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"

	"skysim/bench/bill"
	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// bought is an experiment whose prices do not move, so that the catalogue can
// price its usage again.
const bought = `name = "bought"
why = "one run, two bills"
seeds = { count = 3 }
[[cloud]]
use = "catalog"
regions = ["eu-central-1", "us-east-1", "germanywestcentral", "eastus", "europe-west3", "us-central1"]
zones_per_region = 1
[cloud.weather]
price_every = "0s"
boot_failure = 0.05
spot_up = "3h"
[[workload]]
use = "diurnal"
days = 2
jobs_per_hour = 30
[workload.data]
home = %q
reads_gb = 317.3
writes_gb = 41.7
[[policy]]
use = "greedy(order=fcfs,place=cheapest)"
[[policy]]
use = "greedy(order=fcfs,place=fastest,spot=avoid)"
[[policy]]
use = "greedy(order=fcfs,place=roundrobin,spot=prefer)"
`

// A run's bill is what its usage costs, to the nano-dollar.
func TestTheBillOfTheUsageIsTheBill(t *testing.T) {
	if testing.Short() {
		t.Skip("minutes under the race detector; nothing in it runs in parallel that other tests do not")
	}
	c, err := catalog.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	traffic, lost := sim.Money(0), 0
	for _, home := range []string{"aws/us-east-1", "gcp/europe-west3", "azure/eastus"} {
		e, err := Parse("bought.toml", fmt.Appendf(nil, bought, home))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Prepare(e, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range p.Cells {
			config, err := p.config(cell)
			if err != nil {
				t.Fatal(err)
			}
			s, err := sim.New(config)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Run(); err != nil {
				t.Fatal(err)
			}
			total := s.Totals()
			traffic += total.CostBy[sim.TrafficLine]
			lost += int(total.Lost)
			var file bytes.Buffer
			if _, err := Usage(context.Background(), p, cell, &file); err != nil {
				t.Fatal(err)
			}
			reader, err := usage.NewReader("usage.csv", &file)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := reader.All()
			if err != nil {
				t.Fatal(err)
			}
			invoice, err := bill.New(rows, c, bill.Options{Date: c.Date()})
			if err != nil {
				t.Fatal(err)
			}
			if invoice.Total != total.Cost {
				t.Errorf("%s, home %s: its usage costs %v, the run %v", cell.Name, home, invoice.Total, total.Cost)
			}
		}
	}
	if traffic == 0 || lost == 0 {
		t.Errorf("traffic of %v and %d machines lost: the runs should have both", traffic, lost)
	}
}

// A recorded price change happens in a run that follows prices, and only there.
func TestPricesAreFollowed(t *testing.T) {
	const file = "name = \"d\"\nwhy = \"d\"\n[[cloud]]\nuse = \"catalog\"\nregions = [\"us-east-1\", \"us-central1\"]\n%s\n" +
		"[[policy]]\nuse = \"greedy(order=fcfs,place=cheapest)\"\n[[workload]]\nuse = \"mmc\"\njobs = 5\n"
	changes := func(setting string) (n int) {
		e, err := Parse("d.toml", fmt.Appendf(nil, file, setting))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Prepare(e, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range p.clouds[0].base.Offers {
			n += len(o.Price.At) - 1
		}
		return n
	}
	if n := changes(""); n != 0 {
		t.Errorf("%d prices change in a cloud of one day", n)
	}
	if n := changes(`follow_prices = "2591h"`); n != 0 {
		t.Errorf("%d prices change before 2024-08-09, the first day of other prices", n)
	}
	first, later := changes(`follow_prices = "2600h"`), changes(`follow_prices = "24000h"`)
	if first == 0 || later <= first {
		t.Errorf("%d prices change by 2024-08-09 and %d by 2027: want some, and more", first, later)
	}
}

func TestDataErrors(t *testing.T) {
	for _, c := range []struct{ data, want string }{
		{`home = "us-east-1"`, `data.toml:12:11: data that nobody reads or writes: want reads_gb, writes_gb or both above 0`},
		{"home = \"us-est-1\"\nreads_gb = 1", `data.toml:13:1: home = "us-est-1" is no region of the cloud; there are aws/us-east-1`},
		{"home = \"us-east-1\"\nreads_gb = -1", `data.toml:14:1: reads_gb = -1, want a number of at least 0`},
		{"reads_gb = 1", `data.toml:12:11: home is missing`},
	} {
		text := fmt.Sprintf("name = \"d\"\nwhy = \"d\"\n[[cloud]]\nuse = \"catalog\"\nregions = [\"us-east-1\"]\nproviders = [\"aws\"]\ntypes = [\"m5.large\", \"m5.xlarge\"]\n"+
			"[[policy]]\nuse = \"greedy(order=fcfs,place=cheapest)\"\n[[workload]]\nuse = \"mmc\"\n[workload.data]\n%s\n", c.data)
		e, err := Parse("data.toml", []byte(text))
		if err == nil {
			_, err = Prepare(e, "")
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("with %q: %v\nwant %s", c.data, err, c.want)
		}
	}
}

// Twice the prices are twice the bill, to a nano-dollar a line, and the same
// decisions: that is what makes it right to compare policies at one price level.
func TestTwiceThePricesAreTwiceTheBill(t *testing.T) {
	e, err := Parse("bought.toml", fmt.Appendf(nil, bought, "aws/us-east-1"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Prepare(e, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range p.Cells {
		once := played(t, p, cell, func(*sim.World) {})
		twice := played(t, p, cell, double)
		if gap := twice.Cost - 2*once.Cost; gap > sim.Money(once.LinesCount) || -gap > sim.Money(once.LinesCount) {
			t.Errorf("%s: the bill of %v in %d lines becomes %v at twice the prices", cell.Name, once.Cost, once.LinesCount, twice.Cost)
		}
		if once.Events != twice.Events || once.Actions != twice.Actions || once.LastEnd != twice.LastEnd || once.WaitSum != twice.WaitSum {
			t.Errorf("%s: twice the prices change what is decided: %+v, %+v", cell.Name, once, twice)
		}
	}
}

// played runs a cell in a changed copy of its world.
func played(t *testing.T, p *Plan, cell Cell, change func(*sim.World)) sim.Totals {
	t.Helper()
	config, err := p.config(cell)
	if err != nil {
		t.Fatal(err)
	}
	w := *config.World
	w.Offers = slices.Clone(w.Offers)
	change(&w)
	config.World = &w
	s, err := sim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	return s.Totals()
}

// double doubles every price of a world.
func double(w *sim.World) {
	for i := range w.Offers {
		o := &w.Offers[i]
		o.Price.Value = slices.Clone(o.Price.Value)
		for k := range o.Price.Value {
			o.Price.Value[k] *= 2
		}
	}
	x := *w.Traffic
	x.Routes = slices.Clone(x.Routes)
	for i := range x.Routes {
		r := &x.Routes[i]
		r.Tiers = slices.Clone(r.Tiers)
		for k := range r.Tiers {
			r.Tiers[k].Price *= 2
		}
	}
	w.Traffic = &x
}

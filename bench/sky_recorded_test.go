package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// spotted is an experiment with spot machines in two places; RECORDINGS is where a
// test puts its own.
const spotted = `name = "spotted"
why = "tests"
until = "6h"
epoch = 2023-02-16
seeds = { first = 1, count = 2 }
[[cloud]]
use = "machines"
[[cloud.machine]]
name = "small"
provider = "east"
purchase = "spot"
cores = 2
price_per_hour = 0.1
[[cloud.machine]]
name = "large"
provider = "east"
purchase = "spot"
count = 3
cores = 8
price_per_hour = 0.4
[[cloud.machine]]
name = "small"
provider = "west"
purchase = "on-demand"
cores = 2
price_per_hour = 0.3
RECORDINGS
[[workload]]
use = "mmc"
lambda = 0.005
mu = 0.0005
jobs = 200
[[policy]]
use = "greedy(order=fcfs,place=cheapest)"
[[policy]]
use = "greedy(order=fcfs,place=cheapest,spot=only)"
`

// Samples of ten minutes, and the same as times and counts.
const tenMinutes = `{"metadata": {"gap_seconds": 600}, "data": [1,1,0,0,1,0,1,1,1,0,0,1]}`

func counts(first time.Time) string {
	var b strings.Builder
	for i, v := range []int{1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 0, 1} {
		fmt.Fprintf(&b, "%s,%d\n", first.Add(time.Duration(i)*10*time.Minute).Format(time.DateTime), v)
	}
	return b.String()
}

const history = `timestamp,availability_zone,instance_type,spot_price,product
2023-02-16 00:00:00,e1,m.s,0.05,Linux
2023-02-16 01:00:00,e1,m.s,0.45,Linux
2023-02-16 02:00:00,e1,m.s,,Linux
2023-02-16 03:00:00,e1,m.s,0.04,Linux
2023-02-16 00:30:00,e1,m.l,0.2,Linux
2023-02-16 00:30:00,e1,m.l,0.9,Windows
2023-02-16 09:00:00,e1,m.l,0.2,Linux
`

// recordings returns a data directory with the files, and the experiment.
func recordings(t testing.TB, tables string, more map[string]string) (*Experiment, string) {
	t.Helper()
	dir := t.TempDir()
	day := time.Date(2023, 2, 16, 0, 0, 0, 0, time.UTC)
	files := map[string]string{
		"a.json": tenMinutes, "a.txt": "1 1 0 0 1 0\n1 1 1 0 0 1\n", "a.csv": counts(day), "later.csv": counts(day.AddDate(0, 0, 10)), "prices.csv": history,
	}
	for name, text := range more {
		files[name] = text
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e, err := Parse("spotted.toml", []byte(strings.Replace(spotted, "RECORDINGS", tables, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return e, dir
}

// market returns what a run of a seed meets at an offer.
func market(t testing.TB, e *Experiment, dir string, seed uint64, offer string) (supply, price sim.Path) {
	t.Helper()
	c, err := openCloud(&e.Clouds[0], e.Epoch, dir)
	if err != nil {
		t.Fatal(err)
	}
	made, err := c.makeWeather(seed)
	if err != nil {
		t.Fatal(err)
	}
	w := made.World
	if err := w.Validate(); err != nil {
		t.Fatal(err)
	}
	for o := range w.Offers {
		if w.OfferName(sim.OfferID(o)) == offer {
			return w.Offers[o].Supply, w.Offers[o].Price
		}
	}
	t.Fatalf("no offer %s", offer)
	return supply, price
}

const supplyTable = "[[cloud.recording]]\nkind = \"supply\"\nzone = \"east\"\n"

// steps writes a path as hours and values.
func steps(p sim.Path) string {
	var all []string
	for i, at := range p.At {
		all = append(all, fmt.Sprintf("%g:%d", at.Seconds()/3600, p.Value[i]))
	}
	return strings.Join(all, " ")
}

func TestRecordedSupply(t *testing.T) {
	const half = "path = \"a.json\"\nformat = \"spot-json\"\n"
	for _, c := range []struct{ name, table, offer, want string }{
		{"as it was", half + "available = 1\ncount = 6", "east/east/east/small/spot", "0:6 0.3333333333333333:0 0.6666666666666666:6 0.8333333333333334:0 1:6 1.5:0 1.8333333333333333:6"},
		{"the other polarity", half + "available = 0\ntype = \"small\"", "east/east/east/small/spot", "0:0 0.3333333333333333:1 0.6666666666666666:0 0.8333333333333334:1 1:0 1.5:1 1.8333333333333333:0"},
		{"never more than there are", half + "available = 1\ncount = 6", "east/east/east/large/spot", "0:3 0.3333333333333333:0 0.6666666666666666:3 0.8333333333333334:0 1:3 1.5:0 1.8333333333333333:3"},
		{"another type", half + "available = 1\ntype = \"small\"", "east/east/east/large/spot", "0:3"},
		{"from the middle", half + "available = 1\noffset = \"1h5m\"", "east/east/east/small/spot", "0:1 0.4166666666666667:0 0.75:1"},
		{"again and again", half + "available = 1\noffset = \"80m\"\nafter = \"repeat\"", "east/east/east/large/spot",
			"0:1 0.16666666666666666:0 0.5:1 1:0 1.3333333333333333:1 1.5:0 1.6666666666666667:1 2.1666666666666665:0 2.5:1 3:0 3.3333333333333335:1 3.5:0 3.6666666666666665:1 4.166666666666667:0 4.5:1 5:0 5.333333333333333:1 5.5:0 5.666666666666667:1 6.166666666666667:0 6.5:1"},
		{"a text", "path = \"a.txt\"\nformat = \"spot-text\"\navailable = 1\ngap = \"1h\"\noffset = \"5h\"", "east/east/east/small/spot", "0:0 1:1 4:0 6:1"},
		{"an instant", "path = \"a.csv\"\nformat = \"spot-counts\"\nstart = \"2023-02-16T01:20:00Z\"", "east/east/east/small/spot", "0:1 0.16666666666666666:0 0.5:1"},
		{"the epoch", "path = \"a.csv\"\nformat = \"spot-counts\"\nstart = \"epoch\"", "east/east/east/small/spot", "0:1 0.3333333333333333:0 0.6666666666666666:1 0.8333333333333334:0 1:1 1.5:0 1.8333333333333333:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, dir := recordings(t, supplyTable+c.table, nil)
			if supply, _ := market(t, e, dir, 1, c.offer); steps(supply) != c.want {
				t.Errorf("%s\nwant %s", steps(supply), c.want)
			}
		})
	}
}

// A price above the on-demand price stays; where the history has none there is no
// machine; a type without a market of its own name names it.
func TestRecordedPrices(t *testing.T) {
	const table = "[[cloud.recording]]\nkind = \"price\"\npath = \"prices.csv\"\nformat = \"aws-spot\"\nzone = \"east\"\nrecorded_zone = \"e1\"\n"
	e, dir := recordings(t, table+"type = \"small\"\nrecorded_type = \"m.s\"\n"+table+"type = \"large\"\nrecorded_type = \"m.l\"\nproduct = \"Windows\"", nil)
	supply, price := market(t, e, dir, 1, "east/east/east/small/spot")
	if got, want := steps(price), "0:50000000000 1:450000000000 3:40000000000"; got != want {
		t.Errorf("prices %s, want %s", got, want)
	}
	if got, want := steps(supply), fmt.Sprintf("0:%d 2:0 3:%[1]d", sim.Unlimited); got != want {
		t.Errorf("supply %s, want %s", got, want)
	}
	if supply, price = market(t, e, dir, 1, "east/east/east/large/spot"); steps(price) != "0:900000000000" || steps(supply) != "0:3" {
		t.Errorf("large: %s, %s", steps(price), steps(supply))
	}
	// With a recording of supply as well, both hold.
	e, dir = recordings(t, table+"type = \"small\"\nrecorded_type = \"m.s\"\n"+supplyTable+"path = \"a.txt\"\nformat = \"spot-text\"\navailable = 1\ngap = \"1h\"\ncount = 5\noffset = \"4h\"", nil)
	if supply, _ = market(t, e, dir, 1, "east/east/east/small/spot"); steps(supply) != "0:5 1:0 3:5 5:0 7:5" {
		t.Errorf("both: %s", steps(supply))
	}
}

// The same in skysim's own format, from one file with several markets.
func TestRecordingsInOurFormat(t *testing.T) {
	const ours = "at_ns,zone,machine,product,supply,price_pico_usd_per_hour,ondemand_pico_usd_per_hour\n" +
		"0,e1,m.s,,6,,\n0,e1,m.l,,9,5,\n3600000000000,e1,m.s,,0,50000000000,\n7200000000000,e1,m.s,,2,,\n9000000000000,e1,m.l,,0,,\n"
	const table = "[[cloud.recording]]\npath = \"ours.csv\"\nformat = \"skysim\"\nzone = \"east\"\nrecorded_zone = \"e1\"\n"
	e, dir := recordings(t, table+"kind = \"supply\"\ntype = \"small\"\nrecorded_type = \"m.s\"\ncount = 2\n"+
		table+"kind = \"price\"\ntype = \"large\"\nrecorded_type = \"m.l\"\n", map[string]string{"ours.csv": ours})
	if supply, _ := market(t, e, dir, 1, "east/east/east/small/spot"); steps(supply) != "0:12 1:0 2:4" {
		t.Errorf("supply %s", steps(supply))
	}
	if supply, price := market(t, e, dir, 1, "east/east/east/large/spot"); steps(price) != "0:5" || steps(supply) != "0:3 2.5:0" {
		t.Errorf("supply %s at %s", steps(supply), steps(price))
	}
}

// Where a market has a model and a recording, the recording holds, and the model
// does for the others as if there were none.
func TestRecordingsReplaceTheModel(t *testing.T) {
	const model = "[cloud.weather]\nspot_up = \"20m\"\nspot_down = \"20m\"\nspot_count = 2\n"
	const one = supplyTable + "type = \"small\"\npath = \"a.json\"\nformat = \"spot-json\"\navailable = 1\ncount = 9\n"
	e, dir := recordings(t, one+model, nil)
	supply, _ := market(t, e, dir, 1, "east/east/east/small/spot")
	if !strings.HasPrefix(steps(supply), "0:9 0.3333333333333333:0 0.6666666666666666:9 ") {
		t.Errorf("the recording became %s", steps(supply))
	}
	other, _ := market(t, e, dir, 1, "east/east/east/large/spot")
	e, dir = recordings(t, model, nil)
	if alone, _ := market(t, e, dir, 1, "east/east/east/large/spot"); steps(alone) != steps(other) || len(alone.At) < 3 {
		t.Errorf("beside a recording %s, alone %s", steps(other), steps(alone))
	}
}

// Seeds are different weeks of a recording, and every policy meets the same.
func TestEveryPolicyMeetsTheSameMarket(t *testing.T) {
	long := `{"metadata": {"gap_seconds": 1200}, "data": [1` + strings.Repeat(",1,0,1,1,1,0,0,1,1,1,1", 300) + "]}"
	e, dir := recordings(t, supplyTable+"path = \"long.json\"\nformat = \"spot-json\"\navailable = 1\nstart = \"random\"\ncount = 4", map[string]string{"long.json": long})
	p, err := Prepare(e, dir)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]*marketLog{}
	rows, err := p.Collect(context.Background(), CollectOptions{Workers: 2, Watch: func(c Cell, _ *sim.World) []sim.Observer {
		seen[c.Name] = &marketLog{}
		return []sim.Observer{seen[c.Name]}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 || rows[0].Cost == rows[2].Cost || rows[0].CloudHash != rows[3].CloudHash {
		t.Errorf("costs %d and %d, clouds %.8s and %.8s: want two policies that differ on one cloud", rows[0].Cost, rows[2].Cost, rows[0].CloudHash, rows[3].CloudHash)
	}
	var logs []string
	for _, c := range p.Cells {
		logs = append(logs, strings.Join(seen[c.Name].lines, "\n"))
	}
	if len(logs[0]) < 100 || !strings.HasPrefix(logs[0], logs[2]) && !strings.HasPrefix(logs[2], logs[0]) {
		t.Errorf("two policies meet\n%s\nand\n%s", logs[0], logs[2])
	}
	if logs[0] == logs[1] {
		t.Error("two seeds meet the same week")
	}
}

// marketLog writes down how markets change.
type marketLog struct{ lines []string }

func (m *marketLog) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.SupplyChanged || e.Kind == sim.PriceChanged {
			m.lines = append(m.lines, fmt.Sprint(e.Time, e.Kind, e.Offer, e.Value))
		}
	}
}

// A recording of ten days later, in a run of ten days later, changes nothing.
func TestRecordingsMoveWithTheEpoch(t *testing.T) {
	var digests [][]string
	for _, c := range []struct{ file, epoch string }{{"a.csv", "2023-02-16"}, {"later.csv", "2023-02-26"}} {
		e, dir := recordings(t, supplyTable+"format = \"spot-counts\"\nstart = \"epoch\"\ncount = 4\npath = \""+c.file+"\"", nil)
		at, err := time.Parse(time.DateOnly, c.epoch)
		if err != nil {
			t.Fatal(err)
		}
		e.Epoch = at
		p, err := Prepare(e, dir)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := p.Collect(context.Background(), CollectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for i := range rows {
			all = append(all, rows[i].Digest)
		}
		digests = append(digests, all)
	}
	if !slices.Equal(digests[0], digests[1]) || digests[0][0] == digests[0][1] {
		t.Errorf("digests %q, later %q", digests[0], digests[1])
	}
}

// The hash of a cloud is that of the recording's contents and of all settings.
func TestRecordingsAreInTheHash(t *testing.T) {
	const table = supplyTable + "path = \"a.json\"\nformat = \"spot-json\"\navailable = 1\n"
	seen := map[string]string{}
	for _, c := range []struct{ table, data string }{
		{"", ""}, {table, tenMinutes}, {table, tenMinutes + "\n"}, {table + "count = 2", tenMinutes}, {table + "offset = \"10m\"", tenMinutes},
		{table + "after = \"repeat\"", tenMinutes}, {table + "model = \"fitted\"", tenMinutes}, {table + "type = \"small\"", tenMinutes},
		{strings.Replace(table, "available = 1", "available = 0", 1), tenMinutes},
	} {
		e, dir := recordings(t, c.table, map[string]string{"a.json": c.data})
		cloud, err := openCloud(&e.Clouds[0], e.Epoch, dir)
		if err != nil {
			t.Fatal(err)
		}
		if before, twice := seen[cloud.hash]; twice {
			t.Errorf("%q has the hash of %q", c.table, before)
		}
		seen[cloud.hash] = c.table
	}
}

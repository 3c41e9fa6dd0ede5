package bench

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// broke is an experiment with owned machines in two regions; BREAKS is where a test
// puts its own.
const broke = `name = "broke"
why = "tests"
until = "2200h"
seeds = { first = 1, count = 1 }
[[cloud]]
use = "machines"
[[cloud.machine]]
name = "m"
provider = "east"
count = 3
cores = 1
[[cloud.machine]]
name = "m"
provider = "west"
cores = 1
[[cloud.machine]]
name = "big"
provider = "west"
cores = 0.5
BREAKS
[[workload]]
use = "mmc"
lambda = 0.0001
mu = 0.0001
jobs = 2000
WORK
[[policy]]
use = "greedy(order=fcfs,place=firstfit)"
`

// broken parses the experiment with tables of a cloud and keys of a workload.
func brokenWith(t testing.TB, tables, keys string) *Experiment {
	t.Helper()
	e, err := Parse("broke.toml", []byte(strings.NewReplacer("BREAKS", tables, "WORK", keys).Replace(broke)))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// brokenRow runs it.
func brokenRow(t testing.TB, tables, keys, data string) Row {
	t.Helper()
	p, err := Prepare(brokenWith(t, tables, keys), data)
	if err != nil {
		t.Fatal(err)
	}
	o, err := p.simulate(context.Background(), p.Cells[0], meter{now: time.Now, tick: func(int64) {}})
	if err != nil {
		t.Fatal(err)
	}
	return o.Row
}

// Given outages and partitions are in the world and in its hash; without any it has the
// hash that it had before there were such keys.
func TestGivenOutages(t *testing.T) {
	open := func(tables string) *cloud {
		e := brokenWith(t, tables, "")
		c, err := openCloud(&e.Clouds[0], e.Epoch, "")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	plain := open("")
	if plain.base.Outages != nil || plain.base.Cuts != nil || plain.base.Traffic != nil || plain.hash[:16] != "8a65a2c9564aa9bb" {
		t.Errorf("without tables: outages %v, cuts %v, hash %.16s", plain.base.Outages, plain.base.Cuts, plain.hash)
	}
	c := open(`[[cloud.outage]]
zone = "east"
from = "30h"
for = "4h"
[[cloud.outage]]
provider = "west"
for = "1h"
[[cloud.outage]]
region = "east/east"
from = "33h"
for = "2h"
[[cloud.partition]]
between = ["east", "west/west"]
from = "5h"
for = "30m"`)
	h := sim.Time(time.Hour)
	east, west := c.base.Outages[0], c.base.Outages[1]
	if !slices.Equal(east.At, []sim.Time{0, 30 * h, 35 * h}) || !slices.Equal(west.At, []sim.Time{0, h}) || west.Value[0] != 1 {
		t.Errorf("east is down %v, west %v", east, west)
	}
	if len(c.base.Cuts) != 1 || !slices.Equal(c.base.Cuts[0].At.At, []sim.Time{0, 5 * h, 5*h + h/2}) {
		t.Errorf("cuts %v", c.base.Cuts)
	}
	if c.hash == plain.hash {
		t.Error("outages are not in the hash")
	}
}

// An owned machine breaks as often as it should: every 10 hours for one hour is 200 times in
// 2,200 hours.
func TestMachinesBreakAndAreRepaired(t *testing.T) {
	row := brokenRow(t, "[cloud.weather]\nfailure_every = \"10h\"\nrepair = \"1h\"\n", "", "")
	if n := float64(row.Broken); math.Abs(n-1000) > 4*math.Sqrt(1000) {
		t.Errorf("five machines broke %v times, want about 1000", n)
	}
	if calm := brokenRow(t, "[cloud.weather]\n", "", ""); calm.Broken != 0 || calm.LostWork != 0 {
		t.Errorf("in the usual weather %d machines broke and %d µs were lost", calm.Broken, calm.LostWork)
	}
}

// A recording is laid over the machines that it is meant for.
func TestRecordedFailures(t *testing.T) {
	const table = "[[cloud.recording]]\nkind = \"failures\"\npath = \"f.csv\"\nformat = \"failures\"\n"
	files := "# until_s = 7200000\nnode,down_s,up_s\na,3600,7200\nb,3600,7200\nb,10000,20000\nc,,\nd,50000,60000\n"
	_, dir := recordings(t, "", map[string]string{"f.csv": files, "bad.csv": "node,down_s,up_s\na,5,4\n"})
	for _, c := range []struct {
		keys string
		want int64
	}{
		{"", 5},                                    // east's are a, b and c; west's are big, which is d, and m, which is a again
		{"zone = \"east\"", 3},                     // a, and b twice
		{"zone = \"west\"", 3},                     // big is a, m is b
		{"type = \"big\"", 1},                      // a
		{"offset = \"2h\"", 2},                     // b once more, and d
		{"zone = \"west\"\nafter = \"repeat\"", 6}, // 2,200 h are the recording and a tenth more
	} {
		row := brokenRow(t, table+c.keys, "", dir)
		if row.Broken != c.want {
			t.Errorf("%q: machines broke %d times, want %d", c.keys, row.Broken, c.want)
		}
	}
	for _, c := range []struct{ keys, want string }{
		{"zone = \"north\"", `zone = "north" has no machines in this cloud; there are east, west`},
		{"zone = \"east\"\ntype = \"big\"", `type = "big" is no machine of east in this cloud; there are m`},
		{"model = \"fitted\"", `model says nothing about a recording of failures`},
		{"start = \"epoch\"", `does not say when it was recorded`},
	} {
		text := strings.NewReplacer("BREAKS", table+c.keys, "WORK", "").Replace(broke)
		e, err := Parse("broke.toml", []byte(text))
		if err == nil {
			_, err = Prepare(e, dir)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "broke.toml:2") {
			t.Errorf("%q: error %v\nwant %s", c.keys, err, c.want)
		}
	}
	e := brokenWith(t, strings.Replace(table, "f.csv", "bad.csv", 1), "")
	if _, err := Prepare(e, dir); err == nil || !strings.Contains(err.Error(), "bad.csv:2:5: up_s is \"4\", want a time after down_s") {
		t.Errorf("a bad recording: %v", err)
	}
}

func TestBreakErrors(t *testing.T) {
	for _, c := range []struct{ tables, keys, want string }{
		{"[[cloud.outage]]\nfor = \"4h\"", "", `20:9: an outage of 0 things: want one of zone, region and provider`},
		{"[[cloud.outage]]\nzone = \"east\"\nregion = \"east\"\nfor = \"4h\"", "", `an outage of 2 things`},
		{"[[cloud.outage]]\nzone = \"east\"", "", `20:9: for is missing: want how long it lasts`},
		{"[[cloud.outage]]\nzone = \"east\"\nfor = \"0s\"", "", `22:1: for = "0s", want a duration above 0`},
		{"[[cloud.outage]]\nzone = \"esat\"\nfor = \"4h\"", "", `21:1: zone = "esat" is no zone of the cloud; did you mean "east"?`},
		{"[[cloud.outage]]\nregion = \"esat\"\nfor = \"4h\"", "", `21:1: region = "esat" is no region of the cloud; did you mean "east"?`},
		{"[[cloud.outage]]\nprovider = \"esat\"\nfor = \"4h\"", "", `21:1: provider = "esat" has no zones in this cloud; did you mean "east"?`},
		{"[[cloud.outage]]\nzone = \"east\"\nfor = \"4h\"\nfrm = \"1h\"", "", `23:1: unknown key "frm"; did you mean "from"?`},
		{"[[cloud.partition]]\nfor = \"4h\"", "", `20:9: between is missing`},
		{"[[cloud.partition]]\nbetween = [\"east\"]\nfor = \"4h\"", "", `21:1: between = ["east"], want two regions or more`},
		{"[[cloud.partition]]\nbetween = [\"east\", \"east/east\"]\nfor = \"4h\"", "", `21:1: region "east/east" is there twice`},
		{"[[cloud.partition]]\nbetween = [\"east\", \"wset\"]\nfor = \"4h\"", "", `between = "wset" is no region of the cloud; did you mean "west"?`},
		{"[cloud.weather]\noutage_evry = \"4h\"", "", `21:1: weather: unknown parameter "outage_evry", the nearest is "outage_every"`},
		{"[cloud.weather]\nnoise = 9", "", `21:1: weather: noise = "9": want a number from 0 to 3`},
		{"[cloud.network]", "", `20:8: a network without a speed: want throughput, in Gbit/s`},
		{"[cloud.network]\nthroughput = 1\ntier = \"standard\"", "", `22:1: tier says nothing without a path`},
		{"[cloud.network]\nthroughput = 1\ntier = \"stanard\"", "", `unknown tier "stanard"; did you mean "standard"?`},
		{"[cloud.tariff]\nstorage = true", "", `the catalogue has no price of storage in ["east/east" "west/west"]: want storage_per_gb_month`},
		{"", "checkpoint_gb = 2", `workload mmc: checkpoint_gb is 2, but a stop keeps nothing`},
		{"", "quorum = 0", `quorum = 0, want at least 1`},
		{"", "checkpoint_on_notice = true", `checkpoint_on_notice without checkpoints`},
	} {
		e, err := Parse("broke.toml", []byte(strings.NewReplacer("BREAKS", c.tables, "WORK", c.keys).Replace(broke)))
		var p *Plan
		if err == nil {
			p, err = Prepare(e, "")
		}
		if err == nil {
			_, err = p.Config(p.Cells[0])
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q %q: error %v\nwant %s", c.tables, c.keys, err, c.want)
		}
	}
}

// What checkpoints weigh and how many replicas must finish reach the jobs, and the hash.
func TestJobsSaveAndAgree(t *testing.T) {
	keys := "checkpoint_every = \"1h\"\ncheckpoint_cost = \"1m\"\ncheckpoint_gb = 2.5\ncheckpoint_on_notice = true\nquorum = 2"
	p, err := Prepare(brokenWith(t, "", keys), "")
	if err != nil {
		t.Fatal(err)
	}
	config, err := p.Config(p.Cells[0])
	if err != nil {
		t.Fatal(err)
	}
	var j sim.Job
	if !config.Jobs.Next(&j) || j.Quorum != 2 || j.Restart.Size != 2_500_000_000 || !j.Restart.OnNotice {
		t.Errorf("the first job is %+v", j)
	}
	plain, err := Prepare(brokenWith(t, "", strings.Replace(keys, "quorum = 2", "", 1)), "")
	if err != nil {
		t.Fatal(err)
	}
	if plain.workloads[0].hash == p.workloads[0].hash {
		t.Error("the quorum is not in the hash")
	}
}

// A policy that saves less often than its jobs say pays for fewer checkpoints: the bound
// that it is held against knows that, and a bound for the others would be above its bill.
func TestBoundsKnowWhoSaves(t *testing.T) {
	const saver = "[[policy]]\nuse = \"checkpoint(greedy(order=fcfs,place=firstfit),every=100h)\"\n"
	run := func(more string) *Result {
		e, err := Parse("saves.toml", []byte(`name = "saves"
why = "tests"
[[cloud]]
use = "machines"
[[cloud.machine]]
name = "r"
provider = "south"
purchase = "on-demand"
cores = 1
price_per_hour = 1
[[workload]]
use = "mmc"
lambda = 0.0001
mu = 0.0001
jobs = 20
checkpoint_every = "10m"
checkpoint_cost = "10m"
[[policy]]
use = "greedy(order=fcfs,place=firstfit)"
`+more))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Prepare(e, "")
		if err != nil {
			t.Fatal(err)
		}
		return mustRun(t, p, RunOptions{Dir: t.TempDir()})
	}
	fixed, free := run(""), run(saver)
	if len(fixed.Bounds) != 1 || len(free.Bounds) != 1 || len(free.Rows) != 2 || fixed.Bounds[0].Hash == free.Bounds[0].Hash {
		t.Fatalf("%d and %d bounds, %d rows", len(fixed.Bounds), len(free.Bounds), len(free.Rows))
	}
	if cost := free.Rows[1].Cost; cost >= fixed.Bounds[0].Cost || cost < free.Bounds[0].Cost {
		t.Errorf("a bill of %d, bounds of %d and, where policies save, %d: want it between them", cost, fixed.Bounds[0].Cost, free.Bounds[0].Cost)
	}
}

package reproduce

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"skysim/bench"
	"skysim/traces/tracetest"
)

// nomadZone writes a recording of 600 s samples: a zone, when spot machines are up ("1110…", where 1 is up), and the
// two prices per hour.
func nomadZone(zone, up string, spot, onDemand float64) string {
	var data []string
	for _, c := range up {
		data = append(data, fmt.Sprint('1'-c)) // in the files 1 is unavailable
	}
	return fmt.Sprintf(`{"metadata": {"gap_seconds": 600, "zone": %q, "price_info": {"price": %v, "on_demand_price": %v}}, "data": [%s]}`,
		zone, spot, onDemand, strings.Join(data, ","))
}

// nomadArchive packs files into an archive.
func nomadArchive(t *testing.T, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for name, text := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, text)
	}
	w.Close()
	z.Close()
	return b.String()
}

// Spot machines cost $1 per tick and on-demand ones $3. In north they are up for four ticks, in south after them, in east always
// and in west never.
func nomadWorld(t *testing.T) map[string]string {
	return map[string]string{
		"skynomad/any.tar.gz": nomadArchive(t, map[string]string{
			"tiny/north-1a_x/full.json": nomadZone("north-1a", "1111"+strings.Repeat("0", 20), 6, 18),
			"tiny/south-2b_x/full.json": nomadZone("south-2b", "0000"+strings.Repeat("1", 20), 6, 18),
			"tiny/north-1c_x/full.json": nomadZone("north-1c", "0000"+strings.Repeat("1", 20), 6, 18),
			"tiny/README.md":            "text",
		}),
		"skynomad/tiny/east-1a_x/full.json": nomadZone("east-1a", strings.Repeat("1", 24), 6, 18),
		"skynomad/tiny/west-1a_x/full.json": nomadZone("west-1a", strings.Repeat("0", 24), 6, 18),
		"skynomad/egress.csv":               "from_region,to_region,price_usd_per_gb\na,b,0.08\n",
	}
}

const nomadHeader = "strategy,task_type,region,regions_in_scenario,task_duration,restart_overhead,deadline_hours,deadline_ratio,checkpoint_size,env_start_hours,cost,scenario_name,data_paths,use_full_trace\n"

// nomadRow is a job of an hour that owes 12 minutes at every entry: 7.2 ticks.
func nomadRow(strategy, task, zone, zones string, deadline, gigabytes, cost float64) string {
	list := "['" + strings.Join(strings.Fields(zones), "_x', '") + "_x']"
	if zone != "" {
		zone += "_x"
	}
	return fmt.Sprintf("%s,%s,%s,\"%s\",1.0,0.2,%v,%v,%v,0.0,%v,Tiny,['data/tiny'],True\n", strategy, task, zone, list, deadline, deadline, gigabytes, cost)
}

func nomadSingle(zone string, deadline, cost float64) string {
	return nomadRow(nomadUniform, "single_region", zone, zone, deadline, 50, cost)
}

func nomadMulti(strategy, zones string, deadline, gigabytes, cost float64) string {
	return nomadRow(strategy, "multi_region", "", zones, deadline, gigabytes, cost)
}

// The costs are worked out by hand. East: eight ticks on spot machines, the last one billed whole or not. West: a tick of
// waiting, then eight on demand. With a deadline of an hour: 72 minutes on demand, of which the artifact bills 7.2 ticks. North and
// then south within 90 minutes: four ticks, and after a move five of which the last one is free; Uniform Progress has no time to try, and pays seven ticks on
// demand.
func TestSkyNomadByHand(t *testing.T) {
	files := nomadWorld(t)
	files["skynomad/mine.csv"] = nomadHeader + nomadSingle("east-1a", 2, 8) + nomadSingle("west-1a", 2, 24) + nomadSingle("east-1a", 1, 21.6) +
		nomadMulti(nomadOptimum, "east-1a west-1a", 2, 50, 7) + nomadMulti("other", "east-1a west-1a", 2, 50, 8.5) +
		nomadMulti(nomadOptimum, "north-1a south-2b", 1.5, 50, 9) + nomadMulti(nomadOptimum, "north-1a south-2b", 1.5, 100, 10) +
		nomadMulti(nomadOptimum, "north-1a north-1c", 1.5, 100, 8) + nomadMulti(nomadOptimum, "east-1a", 1, 50, 20) +
		nomadMulti(nomadEager, "north-1a south-2b", 1.5, 50, 21) + nomadMulti(nomadEager, "north-1a south-2b", 2, 50, 9) + nomadMulti(nomadEager, "east-1a west-1a", 2, 50, 7) + nomadMulti(nomadEager, "west-1a east-1a", 1, 50, 21.6) +
		nomadRow(nomadUniform, "trace_mode_baseline", "east-1a", "east-1a", 2, 50, 8)
	o := allHold(t, skynomad(), write(t, files))
	byCase := map[string]Number{}
	for _, n := range o.Numbers {
		byCase[n.Case] = n
	}
	for name, want := range map[string]float64{
		"mine.csv:2, east-1a_x at 2 from 0 h":                                                                  8,
		"mine.csv:2, east-1a_x at 2 from 0 h, optimum":                                                         8,
		"mine.csv:3, west-1a_x at 2 from 0 h":                                                                  24,
		"mine.csv:4, east-1a_x at 1 from 0 h":                                                                  21.6,
		"mine.csv:4, east-1a_x at 1 from 0 h, last tick whole":                                                 24,
		"mine.csv:5, multi_region_oracle_dp in 2 zones at 2 from 0 h, optimum":                                 7,
		"mine.csv:6, other in 2 zones at 2 from 0 h, optimum":                                                  7,
		"mine.csv:7, multi_region_oracle_dp in 2 zones at 1.5 from 0 h, optimum":                               9,
		"mine.csv:8, multi_region_oracle_dp in 2 zones at 1.5 from 0 h, optimum":                               10,
		"mine.csv:9, multi_region_oracle_dp in 2 zones at 1.5 from 0 h, optimum":                               8,
		"mine.csv:10, multi_region_oracle_dp in 1 zones at 1 from 0 h, optimum":                                nan,
		"mine.csv:11, multi_region_rc_cr_threshold_eager_failover in 2 zones at 1.5 from 0 h":                  21,
		"mine.csv:12, multi_region_rc_cr_threshold_eager_failover in 2 zones at 2 from 0 h":                    9,
		"mine.csv:13, multi_region_rc_cr_threshold_eager_failover in 2 zones at 2 from 0 h":                    7,
		"mine.csv:14, multi_region_rc_cr_threshold_eager_failover in 2 zones at 1 from 0 h":                    21.6,
		"mine.csv at 2, other, mean of 1, against the optimum":                                                 7,
		"mine.csv at 2, rc_cr_threshold, mean of 2":                                                            16,
		"mine.csv:7, multi_region_oracle_dp in 2 zones at 1.5 from 0 h, optimum against uniform in our engine": 9,
	} {
		n, there := byCase[name]
		if !there || math.Abs(n.Ours-want) > 1e-9 && !(math.IsNaN(want) && math.IsNaN(n.Ours)) {
			t.Errorf("%s: %v, %v, want %v", name, n.Ours, there, want)
		}
	}
	if notes := strings.Join(o.Notes, "\n"); !strings.Contains(notes, "equal to 4 of 4 published plans") || !strings.Contains(notes, "4 of 4 rows are equal") || !strings.Contains(notes, "1 rows of rc_cr_threshold, trace_mode_baseline are not compared") {
		t.Errorf("notes:\n%s", notes)
	}
}

// A cent more or less than what it costs is noticed, and so is a plan that is said to be cheaper than the optimum.
func TestSkyNomadIsExact(t *testing.T) {
	for _, row := range []string{
		nomadSingle("east-1a", 2, 8+1e-7), nomadSingle("east-1a", 2, 8-1e-7), nomadSingle("west-1a", 2, 23), nomadSingle("east-1a", 1, 24),
		nomadMulti(nomadOptimum, "east-1a west-1a", 2, 50, 7-1e-7), nomadMulti("other", "north-1a south-2b", 1.5, 50, 8.99),
	} {
		files := nomadWorld(t)
		files["skynomad/mine.csv"] = nomadHeader + row
		r := skynomad()
		o, err := r.Do(context.Background(), &Lab{Data: write(t, files)})
		if err != nil {
			t.Fatal(err)
		}
		off := 0
		for _, n := range o.Numbers {
			if !n.OK {
				off++
			}
		}
		if off == 0 {
			t.Errorf("%s: nothing is out of tolerance", row)
		}
	}
}

// What cannot be used is named, and the row beside it is compared.
func TestSkyNomadNamesMistakes(t *testing.T) {
	good := nomadSingle("east-1a", 2, 8)
	for _, c := range []struct{ name, file, text, want string }{
		{"a broken cell", "mine.csv", nomadHeader + good + strings.Replace(good, ",8,Tiny", ",dear,Tiny", 1), `mine.csv:3:76: cost is "dear", want a number`},
		{"an unknown zone", "mine.csv", nomadHeader + good + nomadSingle("moon-1a", 2, 8), "there is no recording tiny/moon-1a_x/full.json"},
		{"beyond the end", "mine.csv", nomadHeader + good + nomadSingle("east-1a", 5, 8), "has 24 samples of 10m0s, want 30"},
		{"a cut window", "mine.csv", nomadHeader + good + strings.Replace(good, "True", "False", 1), "use_full_trace is False"},
		{"another table", "more.csv", "a,b\n1,2\n", `more.csv:1: header is "a,b", want a column scenario_name`},
		{"an empty table", "more.csv", "", "the file is empty"},
		{"too many states", "mine.csv", nomadHeader + good + strings.Replace(good, "1.0,0.2", "1.0,0.2000000001", 1), "states or more"},
		{"a broken recording", "tiny/moon-1a_x/full.json", `{"metadata": {"gap_seconds": 600}, "data": [2]}`, `data is "2"`},
		{"no prices", "tiny/moon-1a_x/full.json", `{"metadata": {"gap_seconds": 600}, "data": [1]}`, "price is $0 and on_demand_price $0"},
		{"twice", "tiny/north-1a_x/full.json", nomadZone("north-1a", "1", 1, 1), "tiny/north-1a_x is there already"},
		{"no archive", "some.tgz", "nothing", "unexpected EOF"},
	} {
		files := nomadWorld(t)
		files["skynomad/mine.csv"] = nomadHeader + good
		files["skynomad/"+c.file] = c.text
		r := skynomad()
		o, err := r.Do(context.Background(), &Lab{Data: write(t, files)})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		refused(t, o, c.want)
		if o.Compared() < 2 {
			t.Errorf("%s: nothing is compared beside it", c.name)
		}
	}
}

// The published runs, the later windows of those in several zones left out.
func TestSkyNomadGivesThePublishedCosts(t *testing.T) {
	tracetest.Path(t, "skynomad")
	told := 0
	r := skynomad()
	o, err := r.Do(context.Background(), &Lab{Data: tracetest.Path(t, ""), Quick: true, Progress: func(bench.Progress) { told++ }})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[Relation]int{}
	for _, n := range o.Numbers {
		counts[n.Relation]++
		if !n.OK {
			t.Errorf("%s: ours %v, published %v: %s", n.Case, n.Ours, n.Published, n.Note)
		}
	}
	if counts[Equal] != 288+546+36+10 || counts[AtMost] < 834+126 || len(o.Figures) != 1 || told == 0 {
		t.Errorf("%v of each relation, %d figures, %d times told how far it is", counts, len(o.Figures), told)
	}
}

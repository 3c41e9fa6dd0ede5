package bench

import (
	"strings"
	"testing"
)

func TestRecordingErrors(t *testing.T) {
	const json = "path = \"a.json\"\nformat = \"spot-json\"\navailable = 1\n"
	const price = "[[cloud.recording]]\nkind = \"price\"\npath = \"prices.csv\"\nformat = \"aws-spot\"\nzone = \"east\"\n"
	for _, c := range []struct{ name, table, want string }{
		{"unknown kind", "[[cloud.recording]]\nkind = \"supplies\"\nzone = \"east\"\n" + json, `28:1: unknown kind "supplies"; did you mean "supply"?`},
		{"no kind", "[[cloud.recording]]\nzone = \"east\"\n" + json, `27:9: kind is missing`},
		{"no zone", "[[cloud.recording]]\nkind = \"supply\"\n" + json, `27:9: zone is missing`},
		{"unknown key", supplyTable + json + "polarity = 1", `33:1: unknown key "polarity"`},
		{"no polarity", supplyTable + "path = \"a.json\"\nformat = \"spot-json\"", `27:9: the file does not say what 1 means: want available = 1`},
		{"a polarity too many", supplyTable + "path = \"a.csv\"\nformat = \"spot-counts\"\navailable = 1", `32:1: available = 1, but the format spot-counts says by itself`},
		{"no gap", supplyTable + "path = \"a.txt\"\nformat = \"spot-text\"\navailable = 1", `want gap, a duration`},
		{"a format of another kind", supplyTable + "path = \"prices.csv\"\nformat = \"aws-spot\"", `31:1: unknown format "aws-spot" of a recording of supply; there are spot-json`},
		{"a format as stats calls it", supplyTable + "path = \"a.json\"\nformat = \"spot-unavailable\"", `format = "spot-unavailable" is what trace stats calls it, want format = "spot-json" and available = 0`},
		{"two starts", supplyTable + json + "offset = \"1m\"\nstart = \"random\"", `start = "random" and an offset as well`},
		{"no such start", supplyTable + json + "start = \"monday\"", `33:1: start = "monday", want an instant such as`},
		{"a region of supply", supplyTable + json + "region = \"east\"", `33:1: region says nothing about a recording of supply`},
		{"a product of supply", supplyTable + json + "product = \"Linux\"", `product says nothing about a recording of supply`},
		{"a list is no axis", supplyTable + json + "count = [1, 2]", `count = […] is a list, want an integer`},
		{"misspelt model", supplyTable + json + "model = \"fited\"", `unknown model "fited"; did you mean "fitted"?`},
		{"misspelt zone", strings.Replace(supplyTable, "east", "esat", 1) + json, `29:1: zone = "esat" has no spot machines in this cloud; did you mean "east"?`},
		{"a zone without spot", strings.Replace(supplyTable, "east", "west", 1) + json, `zone = "west" has no spot machines in this cloud`},
		{"misspelt type", supplyTable + json + "type = \"smal\"", `33:1: type = "smal" is no spot machine of east in this cloud; did you mean "small"?`},
		{"two recordings of one offer", supplyTable + json + supplyTable + json + "type = \"small\"", `35:1: the supply of east/east/east/small/spot was recorded in a.json already`},
		{"no such file", supplyTable + strings.Replace(json, "a.json", "b.json", 1), `30:1: open `},
		{"out of the data", supplyTable + strings.Replace(json, "a.json", "../a.json", 1), `leads out of the data directory`},
		{"a star is no axis", supplyTable + strings.Replace(json, "a.json", "*.json", 1), `30:1: open `},
		{"beyond the recording", supplyTable + json + "offset = \"2h\"", `33:1: offset = 2h0m0s, but a.json covers 2h0m0s`},
		{"no instants", supplyTable + json + "start = \"epoch\"", `33:1: a.json does not say when it was recorded: want an offset`},
		{"another day", supplyTable + "path = \"later.csv\"\nformat = \"spot-counts\"\nstart = \"epoch\"", `the run begins 2023-02-16T00:00:00Z, but later.csv is from 2023-02-26`},
		{"shorter than the run", supplyTable + json + "start = \"random\"", `the recording covers 2h0m0s, of which a run wants 6h0m0s`},
		{"no prices", "[[cloud.recording]]\nkind = \"price\"\nzone = \"east\"\n" + json, `has no prices`},
		{"unknown market", price + "type = \"small\"", `the recording has no zone "east"`},
		{"unknown type", price + "recorded_zone = \"e1\"\ntype = \"m.x\"", `type = "m.x" is no spot machine of east`},
		{"unknown recorded type", price + "recorded_zone = \"e1\"\nrecorded_type = \"m.x\"\ntype = \"small\"", `the recording has no type "m.x" in e1; did you mean`},
		{"several products", price + "recorded_zone = \"e1\"\nrecorded_type = \"m.l\"\ntype = \"small\"", `for several products: want product = one of ["Linux" "Windows"]`},
		{"no such product", price + "recorded_zone = \"e1\"\nrecorded_type = \"m.l\"\nproduct = \"Linus\"\ntype = \"small\"", `the recording has no product "Linus" of m.l in e1; did you mean "Linux"?`},
		{"nothing to fit", price + "recorded_zone = \"e1\"\nrecorded_type = \"m.l\"\nproduct = \"Linux\"\ntype = \"small\"\nmodel = \"fitted\"\nevery = \"8h\"", `want at least 3`},
		{"a damaged file", supplyTable + "path = \"bad.json\"\nformat = \"spot-json\"\navailable = 1", `bad.json:1:40`},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := recordingError(t, c.table)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "spotted.toml:") {
				t.Errorf("error %v\nwant %s", err, c.want)
			}
		})
	}
}

// recordingError returns the first thing that is wrong with a table.
func recordingError(t *testing.T, table string) error {
	t.Helper()
	if _, err := Parse("spotted.toml", []byte(strings.Replace(spotted, "RECORDINGS", table, 1))); err != nil {
		return err
	}
	e, dir := recordings(t, table, map[string]string{"bad.json": `{"metadata":{"gap_seconds":60},"data":[x]}`})
	_, err := Prepare(e, dir)
	return err
}

func TestCarbonErrors(t *testing.T) {
	for _, c := range []struct{ name, old, now, want string }{
		{"misspelt key", "g_per_kwh = 500", "g_per_kw = 500", `unknown key "g_per_kw"; did you mean "g_per_kwh"?`},
		{"no intensity", "g_per_kwh = 500", "", `nobody knows the carbon of ["own/own" "east/east" "west/west"]: want nearest = true`},
		{"no watts", "vcpu_full_watts = 5\n", "", `vcpu_idle_watts = 1.25 is more than vcpu_full_watts`},
		{"none of them", "vcpu_idle_watts = 1.25\nvcpu_full_watts = 5\n", "", `nobody knows what a vCPU of own draws`},
		{"no watts of a GPU", "gpu_idle_watts = 40\ngpu_full_watts = 300\n", "", `nobody knows what a GPU T1000 draws`},
		{"an overhead below 1", "pue = 1.5", "pue = 0.5", `pue = 0.5, want a number of at least 1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := Parse("counted.toml", []byte(strings.Replace(counted, c.old, c.now, 1)))
			if err == nil {
				_, err = Prepare(e, "")
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "counted.toml:") {
				t.Errorf("error %v\nwant %s", err, c.want)
			}
		})
	}
}

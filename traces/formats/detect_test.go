package formats

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"skysim/traces/summary"
)

// beginnings are how files begin, and the formats that fit them.
var beginnings = []struct {
	name, text string
	want       []string
	why        string // of the first
}{
	{name: "swf", text: "; Version: 2\n1 0 0 1 1 -1 -1 1 1 -1 1 1 1 1 1 1 -1 -1\n", want: []string{"swf"}, why: "18 columns of numbers below comments that begin with ;"},
	{name: "swf of 21 columns", text: "1 0 0 1 1 -1 -1 1 1 -1 1 1 1 1 1 1 -1 -1 a b c\n", want: []string{"swf"}, why: "21 columns of numbers"},
	{name: "pods with five columns", text: "name,cpu_milli,memory_mib,num_gpu,gpu_milli\n", want: []string{"openb-pods"}},
	{name: "nodes", text: "sn,cpu_milli,memory_mib,gpu,model\r\nn,1,1,0,\r\n", want: []string{"openb-nodes"}},
	{name: "gaia", text: "arrival_time,length,cpus\n", want: []string{"gaia-hours", "gaia-seconds"}},
	{name: "gavel of 7", text: "a (batch size 1)\tc\t-n\t1\t5\t0\t1\n", want: []string{"gavel"}, why: "7 columns with tabs between them, numbers in the last"},
	{name: "gavel of 11", text: "A3C\trun\trl\t-s\t1\t1000\t1\tstatic\t1\t-1\t0\n", want: []string{"gavel"}, why: "11 columns with tabs between them, numbers in the last"},
	{name: "gavel of 8", text: "a (batch size 1)\tc\td\t-n\t1\t5\t0\t1\n"},
	{name: "own csv", text: "submit_ns,work_ns,cpu_milli,more\n", want: []string{"skysim-jobs"}},
	{name: "jobs", text: "arrival_s,duration_s\n", want: []string{"jobs"}},
	{name: "azure", text: "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.6805900,374,44", want: []string{"azure-llm"}},
	{name: "mooncake", text: `{"timestamp": 0, "input_length": 1, "output_length": 6, "hash_ids": [0]}` + "\n", want: []string{"mooncake"}},
	{name: "samples", text: `{"metadata": {"gap_seconds": 600}, "data": [1, 0]}`, want: []string{"spot-available", "spot-unavailable"}},
	{name: "samples that are counts", text: `{"metadata": {"gap_seconds": 600}, "data": [1, 16]}`, want: []string{"spot-available"}},
	{name: "bare samples", text: "0 1 1 0\n", want: []string{"text-available", "text-unavailable"}},
	{name: "bare counts", text: "0 1 4 0\n", want: []string{"text-available"}},
	{name: "counts", text: "date,availability\n2023-02-15 22:08:16,0\n", want: []string{"spot-counts"}},
	{name: "counts without header", text: "2021-12-10, 13:07:45, 80\n", want: []string{"spot-counts"}},
	{name: "bamboo", text: "60000,add,node3\n", want: []string{"bamboo"}},
	{name: "aws json", text: `{"SpotPriceHistory": []}`, want: []string{"aws-spot"}},
	{name: "aws csv with on-demand", text: "time_utc,region,zone,instance_type,ondemand_usd_per_h,spot_usd_per_h\n", want: []string{"aws-spot"}},
	{name: "on-demand", text: "region,instance_type,ondemand_usd_per_h\n", want: []string{"on-demand"}},
	{name: "carbon before the column was renamed", text: "Google Cloud Region,Location,Google CFE,Lifecycle grid carbon intensity (gCO2eq / kWh)\n", want: []string{"carbon-regions"}},
	{name: "gap", text: " 2 3\n 1 2 3\n 4 5 6\n 1 1 1\n 2 2 2\n 9 9\n", want: []string{"gap"}},
	{name: "binpack", text: "3\n10\n5\n6\n7\n", want: []string{"binpack"}},
	{name: "failures", text: "# until_s = 5\nnode,down_s,up_s\n", want: []string{"failures"}},
	{name: "failure trace archive", text: "#event_id\tcomponent_id\tnode_id\tplatform_id\tnode_name\tevent_type\tevent_start_time\n", want: []string{"fta-events"}},
	{name: "prose", text: "Once upon a time\n"},
	{name: "other json", text: `{"a": 1}`},
	{name: "html", text: "<html><body>Not found</body></html>"},
}

func TestDetect(t *testing.T) {
	for _, c := range beginnings {
		in, err := From(strings.NewReader(c.text), "x", Options{})
		if err != nil {
			t.Fatal(err)
		}
		fit, err := Detect(in)
		var several *AmbiguousError
		var none *UnknownError
		var got []string
		switch {
		case errors.As(err, &several):
			for _, f := range several.Fits {
				got = append(got, f.Format.Name)
				if !strings.Contains(err.Error(), f.Format.Name) {
					t.Errorf("%s: %v, want it to name %s", c.name, err, f.Format.Name)
				}
			}
		case errors.As(err, &none):
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		default:
			got = []string{fit.Format.Name}
			if c.why != "" && fit.Why != c.why {
				t.Errorf("%s: because of %q, want %q", c.name, fit.Why, c.why)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: fits %q, want %q (%v)", c.name, got, c.want, err)
		}
	}
}

func TestFormatsAreDistinct(t *testing.T) {
	names := Names()
	slices.Sort(names)
	if distinct := slices.Compact(slices.Clone(names)); len(distinct) != len(names) {
		t.Errorf("names occur twice: %q", names)
	}
	for _, f := range All() {
		if f.Doc == "" || f.Kind == "" || f.fits == nil || f.sum == nil {
			t.Errorf("format %s is not complete: %+v", f.Name, f)
		}
	}
	for name, want := range map[string]string{
		"swff": `unknown format "swff"; did you mean "swf"?`, "gaia": "gaia-hours or gaia-seconds", "spot": "spot-available or spot-unavailable",
	} {
		if _, err := Find(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Find(%s) = %v, want %s", name, err, want)
		}
	}
}

func TestWhatCannotBeOpened(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct{ path, want string }{
		{write("empty", ""), "the file is empty"},
		{write("blank", " \n\n"), "the file is empty"},
		{write("short.parquet", "PAR1PAR1"), "not a complete Parquet file"},
		{write("cut.gz", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b"), "unexpected EOF"},
	} {
		in, err := Open(c.path, Options{})
		if err == nil {
			_, err = Detect(in)
			in.Close()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.path) {
			t.Errorf("%s: %v, want %s", c.path, err, c.want)
		}
	}
}

// Quirks of texts that are true of every format.
func TestEndsOfLines(t *testing.T) {
	for _, c := range []struct {
		text, ends string
		final      bool
		odd        string
	}{
		{"arrival_s,duration_s\n1,2\n", "LF", true, ""},
		{"arrival_s,duration_s\r\n1,2\r\n3,4", "CRLF", false, ""},
		{"arrival_s,duration_s\r\n1,2\n", "mixed", true, "lines that end in CRLF, others in LF"},
		{"arrival_s,duration_s\n1,2\n3", "LF", false, "the last line is cut off"},
		{"arrival_s,duration_s\n3,2\n1,2\n", "LF", true, "unsorted: jobs that come before the one above them"},
	} {
		in, err := From(strings.NewReader(c.text), "x", Options{})
		if err != nil {
			t.Fatal(err)
		}
		fit, err := Detect(in)
		if err != nil {
			t.Fatal(err)
		}
		r, err := fit.Format.Summarise(in)
		if err != nil {
			t.Fatal(err)
		}
		odd := slices.ContainsFunc(r.Anomalies, func(a summary.Anomaly) bool { return a.What == c.odd })
		if r.Value("line_ends") != c.ends || r.Value("final_newline") != c.final || c.odd != "" && !odd {
			t.Errorf("%q: %v, final newline %v, %v; want %s, %v, %s", c.text, r.Value("line_ends"), r.Value("final_newline"), r.Anomalies, c.ends, c.final, c.odd)
		}
	}
}

// FuzzSummarise tries every format on every text: nothing panics, and what is counted
// fits together.
func FuzzSummarise(f *testing.F) {
	for _, c := range beginnings {
		f.Add([]byte(c.text), 0)
	}
	f.Add([]byte("arrival_s,duration_s\r\n1,2\r\n3"), 3)
	all := All()
	f.Fuzz(func(t *testing.T, b []byte, which int) {
		in, err := From(strings.NewReader(string(b)), "x", Options{Gap: 1})
		if err != nil {
			return
		}
		Detect(in)
		r, err := all[uint(which)%uint(len(all))].Summarise(in)
		if err != nil {
			return
		}
		if _, err := r.MarshalJSON(); err != nil {
			t.Fatal(err)
		}
		if n, ok := r.Value("jobs").(int64); ok && n+r.Skipped() != r.Rows {
			t.Fatalf("%d jobs and %d skipped of %d rows", n, r.Skipped(), r.Rows)
		}
	})
}

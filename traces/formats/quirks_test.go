package formats

import (
	"bytes"
	"strings"
	"testing"

	"skysim/traces/interchange"
)

// What is odd is found wherever it stands in a file, and said with its first line.
func TestFirstLines(t *testing.T) {
	const azure = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,1,10\n2023-11-16 18:17:04.0,2,10\n2023-11-16 18:17:03.9799600,1,10\n"
	const pods = "name,cpu_milli,memory_mib,num_gpu,gpu_milli\na,1000,1,0,0\nb,1000,1,0,0\na,2000,1,0,0\n"
	const list = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,SpotPrice,Region,AvailabilityZone\n" +
		"m,,,1,1,1,0.5,r,z\nn,,,1,1,0,0,r,z\nm,,,1,1,,,r,z\no,,,1,1,1,2,r,z\n"
	const grid = "src,dst,cost\na,b,1\nb,b,0\na,b,2\n"
	const history = "timestamp,availability_zone,instance_type,spot_price\n2023-01-01 01:00:00,z,m,1\n2023-01-01 00:00:00,z,m,\n2023-01-01 01:00:00,z,m,1\n2023-01-01 01:00:00,z,m,2\n"
	const log = "1 0 0 60 4 -1 -1 4 120 -1 1 1 1 1 1 1 -1 -1\r\n2 1 0 0 4 -1 -1 4 -1 -1 1 1 1 1 1 1 -1 -1\r\n3 2 0 1 4 -1 -1 4 120 -1 1 1 1 1 1 1 -1 -1\n"
	for _, c := range []struct {
		format, text, what string
		count              int64
		line               int
	}{
		{"azure-llm", azure, "duplicate: requests equal to one above them", 1, 4},
		{"azure-llm", azure, "unsorted", 1, 4},
		{"openb-pods", pods, "duplicate: jobs with the number or name of another", 1, 4},
		{"skypilot", list, "on-demand price blank", 1, 4},
		{"skypilot", list, "on-demand price of 0", 1, 3},
		{"skypilot", list, "spot price of 0", 1, 3},
		{"skypilot", list, "spot price blank", 1, 4},
		{"skypilot", list, "spot price above the on-demand price", 1, 5},
		{"skypilot", list, "duplicate: offers", 1, 4},
		{"transfer-costs", grid, "duplicate: rows of a pair", 1, 4},
		{"transfer-costs", grid, "a place to itself", 1, 3},
		{"transfer-costs", grid, "values of 0", 1, 3},
		{"aws-spot", history, "unsorted", 1, 3},
		{"aws-spot", history, "duplicate", 1, 4},
		{"aws-spot", history, "overlapping", 1, 5},
		{"aws-spot", history, "price blank or 0", 1, 3},
		{"swf", log, "run time of 0", 1, 2},
		{"swf", log, "no requested time, others have one", 1, 2},
		{"swf", log, "lines that end in CRLF, others in LF", 2, 1},
	} {
		r, err := summed(t, c.format, strings.NewReader(c.text), Options{})
		if err != nil {
			t.Fatalf("%s: %v", c.format, err)
		}
		found := false
		for _, a := range r.Anomalies {
			if strings.HasPrefix(a.What, c.what) {
				found = true
				if a.Count != c.count || a.Line != c.line {
					t.Errorf("%s: %+v, want %d, first in line %d", c.format, a, c.count, c.line)
				}
			}
		}
		if !found {
			t.Errorf("%s: nothing of %q in %+v", c.format, c.what, r.Anomalies)
		}
	}
}

// Where nobody knows when jobs began, what they asked for is no utilisation.
func TestOfferedLoad(t *testing.T) {
	const row = " 4 -1 -1 4 120 -1 1 1 1 1 1 1 -1 -1\n"
	r, err := summed(t, "swf", strings.NewReader("; MaxProcs: 4\n1 0 -1 60"+row+"2 0 -1 60"+row), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Value("utilisation") != nil || r.Value("offered_load") != 2.0 {
		t.Errorf("utilisation %v, offered load %v, want nothing and 2", r.Value("utilisation"), r.Value("offered_load"))
	}
	if r, err = summed(t, "swf", strings.NewReader("; MaxProcs: 4\n1 0 0 60"+row), Options{}); err != nil || r.Value("utilisation") != 1.0 {
		t.Errorf("utilisation %v, %v, want 1", r.Value("utilisation"), err)
	}
}

// A conversion says which jobs it leaves out, and which processors it takes.
func TestConvertSaysWhatItLeavesOut(t *testing.T) {
	const text = "1 0 0 60 4 -1 -1 8 120 -1 1 1 1 1 1 1 -1 -1\n2 1 0 60 -1 -1 -1 -1 120 -1 1 1 1 1 1 1 -1 -1\n"
	in, err := From(strings.NewReader(text), "x", Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := Find("swf")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	done, err := f.Convert(in, &b, interchange.CSV)
	if err != nil || done.Rows != 1 || len(done.Skips) != 1 || done.Skips[0].First.Line != 2 || len(done.Notes) != 1 || !strings.Contains(b.String(), "60000000000,8000,") {
		t.Errorf("%+v, %v, %s", done, err, b.String())
	}
}

func TestUnusedOptions(t *testing.T) {
	for _, c := range []struct {
		format string
		o      Options
		want   string
	}{
		{"swf", Options{Find: "x"}, "--find says nothing about format swf"},
		{"swf", Options{Gap: 1}, "--gap says nothing"},
		{"aws-spot", Options{Cores: 1}, "--capacity says nothing"},
		{"bamboo", Options{Sort: true}, "--sort says nothing"},
		{"swf", Options{GPUs: 1, Sort: true}, ""},
		{"huawei-ecs", Options{Find: "x"}, ""},
		{"text-available", Options{Gap: 1}, ""},
	} {
		f, err := Find(c.format)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Unused(c.o); err == nil && c.want != "" || err != nil && (c.want == "" || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s %+v: %v, want %s", c.format, c.o, err, c.want)
		}
	}
}

// A machine is found by the beginning of its name, where nothing has that name itself.
func TestFindBeginnings(t *testing.T) {
	const text = `{"region": "r", "flavors": [{"name": "am8.2.byol", "hourly": 1}, {"name": "am8.2.linux", "hourly": 2}, {"name": "am8.22", "hourly": 3}]}`
	r, err := summed(t, "huawei-ecs", strings.NewReader(text), Options{Find: "am8.2"})
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.MarshalJSON()
	if err != nil || !bytes.Contains(b, []byte(`"found":{"r am8.2.byol":{"on_demand_per_hour":1,"line":1},"r am8.2.linux":{"on_demand_per_hour":2,"line":1}}`)) {
		t.Errorf("%s, %v", b, err)
	}
}

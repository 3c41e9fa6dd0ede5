package formats

import (
	"bytes"
	"strings"
	"testing"

	"skysim/traces/interchange"
)

// A strict reading stops at a row that goes back by the least that can be written, and
// at a number just out of its range.
func TestStrictToTheLast(t *testing.T) {
	const market = "at_ns,zone,machine,product,supply,price_pico_usd_per_hour,ondemand_pico_usd_per_hour\n"
	for _, c := range []struct{ format, text, want string }{
		{"gaia-seconds", "arrival_time,length,cpus\n1.000000001,1,1\n1,1,1\n", "x:3:1"},
		{"mooncake", `{"timestamp": 1.000001, "input_length": 0, "output_length": 1}` + "\n" + `{"timestamp": 1, "input_length": 0, "output_length": 1}` + "\n", "x:2"},
		{"skysim-market", market + "0,a,m,,-1,,\n", `x:2: supply is "-1"`},
		{"skysim-market", market + "0,a,m,,,-1,\n", `x:2: price_pico_usd_per_hour is "-1"`},
	} {
		in, err := From(strings.NewReader(c.text), "x", Options{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := Find(c.format)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = f.Convert(in, &bytes.Buffer{}, interchange.CSV); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.format, err, c.want)
		}
	}
}

// Jobs of one second are in order; a month two cents off is odd, one within a cent is not.
func TestWhatIsOddBegins(t *testing.T) {
	const philly = "timestamp,duration,num_gpus,gpu_time,cluster\n2017-10-09 07:01:55,66.0,1,66.0,a\n2017-10-09 07:01:55,60.0,1,60.0,a\n"
	r, err := summed(t, "philly", strings.NewReader(philly), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range r.Anomalies {
		if strings.HasPrefix(a.What, "unsorted") {
			t.Errorf("philly: %+v", a)
		}
	}
	const month = `{"region": "r", "flavors": [{"name": "a", "hourly": 1, "monthly": 525.605}, {"name": "b", "hourly": 1, "monthly": 525.58}, {"name": "c", "hourly": 1, "monthly": 525.62}]}`
	r, err = summed(t, "huawei-ecs", strings.NewReader(month), Options{})
	if err != nil || len(r.Anomalies) != 1 || r.Anomalies[0].Count != 2 {
		t.Errorf("huawei: %+v, %v", r.Anomalies, err)
	}
}

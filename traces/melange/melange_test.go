package melange

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

func Example() {
	in, err := Read("testdata/sample.json")
	if err != nil {
		panic(err)
	}
	for i, row := range in.Loads() {
		fmt.Println(in.Types[i].Name, in.Types[i].Price, row)
	}
	// Output:
	// small 500000000 [5/16 5/16 <nil> <nil>]
	// large 2000000000 [5/32 5/32 3/2 3/2]
}

func TestMistakesAreNamed(t *testing.T) {
	const types = `"gpu_info": {"a": {"cost": 1, "tputs": [[1]]}}`
	for _, c := range []struct{ text, want string }{
		{`{`, "x:1:2: the text ends in the middle: unexpected EOF"},
		{`{"gpus": 3}`, `x:1:3: key is "gpus", want gpu_info, workload_distribution, total_request_rate or slice_factor`},
		{`{"gpu_info": {"a": {"cost": 0}}}`, `x:1:29: cost is "0", want dollars per hour, above 0 and at most 10,000`},
		{`{"total_request_rate": -1}`, `x:1:24: total_request_rate is "-1", want a number from 0 to 10⁹`},
		{`{"total_request_rate": 1e-999}`, `x:1:24: total_request_rate is "1e-999", want a number from 0 to 10⁹`},
		{`{"slice_factor": 0}`, `x:1:18: slice_factor is "0", want a whole number from 1 to 1000`},
		{`{}`, "x: gpu_info has no types"},
		{`{` + types + `}`, "x: total_request_rate is missing or 0"},
		{`{` + types + `, "total_request_rate": 1}`, "x: slice_factor is missing"},
		{`{` + types + `, "total_request_rate": 1, "slice_factor": 1}`, "x: workload_distribution has no bucket with requests"},
		{`{` + types + `, "total_request_rate": 1, "slice_factor": 1, "workload_distribution": [[1, 2]]}`,
			"x: type a: want a cost, and tputs of the shape of workload_distribution"},
	} {
		if _, err := From(strings.NewReader(c.text), "x"); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.text, err, c.want)
		}
	}
}

func FuzzFrom(f *testing.F) {
	b, err := os.ReadFile("testdata/sample.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := From(bytes.NewReader(b), "x")
		if err != nil {
			return
		}
		if loads := in.Loads(); len(loads) != len(in.Types) || len(loads[0]) == 0 {
			t.Fatalf("%d rows of loads", len(loads))
		}
	})
}

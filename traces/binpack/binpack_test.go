package binpack

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"skysim/traces/tracetest"
)

func Example() {
	all, err := Read("testdata/library.txt", Options{})
	if err != nil {
		panic(err)
	}
	for _, i := range all {
		fmt.Printf("%s: bins of %d, items %v, at scale %d; best known %d, at least %d\n", i.Name, i.Capacity, i.Items, i.Scale, i.Best, i.Least())
	}
	fmt.Println(all[0].Jobs()[0].Demand.CPU, "milli-vCPU")
	// Output:
	// small_00: bins of 10, items [6 4 5 5], at scale 1; best known 2, at least 2
	// decimal_01: bins of 10000, items [4970 2025 3000], at scale 100; best known 1, at least 1
	// 6000 milli-vCPU
}

func TestEachKindIsKnownByWhatStandsInIt(t *testing.T) {
	for file, want := range map[string]string{
		"single.txt": "/:1 1000 [497 400 103] 1 0",
		"sets.json":  "Small/a_0:1 10 [6 5 4] 1 0, Small/a_1:2 30 [15] 10 0, Other one/a_0:3 7 [7] 1 0",
	} {
		all, err := Read(filepath.Join("testdata", file), Options{})
		if err != nil {
			t.Error(err)
		}
		var got []string
		for _, i := range all {
			got = append(got, fmt.Sprintf("%s/%s:%d %d %v %d %d", i.Set, i.Name, i.Line, i.Capacity, i.Items, i.Scale, i.Best))
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%s holds %s, want %s", file, s, want)
		}
	}
}

func TestMistakesAreNamed(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "x: the file is empty, want instances of bin packing"},
		{"blank", " \n\n", "x: the file is empty, want instances of bin packing"},
		{"no number", "\nten\n", `x:2:1: number is "ten", want a whole number from 1 to 4194304`},
		{"no capacity", "3\n", "x:1: the file ends, want the capacity or name: a second line"},
		{"too few items", "3\n10\n4\n4\n", "x:4: the file ends, want the size: a number above 0 with at most 6 decimals"},
		{"too many items", "1\n10\n4\n4\n", `x:4:1: text behind the last item is "4", want the end of the file`},
		{"item above the capacity", "\n\n1\n10\n 11\n", `x:5:2: size is "11", want at most the capacity of a bin`},
		{"size of nothing", "1\n10\n0\n", `x:3:1: size is "0", want a number above 0 with at most 6 decimals`},
		{"seven decimals", "1\n10\n0.0000001\n", `x:3:1: size is "0.0000001", want a number above 0 with at most 6 decimals`},
		{"name with spaces", "1\na b\n10 1 1\n4\n", `x:2:3: line of a name is "b", want a name without spaces`},
		{"best known above the items", "1\na\n10 1 2\n4\n", `x:3:6: best known number of bins is "2", want a whole number from 1 to 1`},
		{"instance missing", "2\na\n10 1 1\n4\n", "x:4: the file ends, want the name of an instance: 2 instances"},
		{"name twice", "2\na\n10 1 1\n4\na\n10 1 1\n4\n", `x:5: instance "a" stands in line 2 already`},
		{"JSON of nothing", "{}", `x: the file has no instances, want {"set": {"name": {…}}}`},
		{"JSON with an unknown key", "\n{\"s\": {\"a\": {\"size\": 3}}}", `x:2:15: key is "size", want capacity, num_items or items`},
		{"JSON without capacity", `{"s": {"a": {"items": [1]}}}`, `x:1: instance "a" has no capacity`},
		{"JSON with a wrong count", `{"s": {"a": {"capacity": 3, "num_items": 2, "items": [1]}}}`, `x:1: instance "a" has 1 items, want num_items, 2`},
		{"JSON with a large item", `{"s": {"a": {"capacity": 3, "items": [1, 4]}}}`, `x:1: instance "a": item 2, counted from 1, is larger than a bin`},
		{"JSON with more behind", `{"s": {"a": {"capacity": 3, "items": [1]}}} 7`, `x:1:45: text behind the end is "7", want the end of the file`},
	} {
		err := From(strings.NewReader(c.text), Options{File: "x"}, func(*Instance) error { return nil })
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestScaleMustMakeSizesWhole(t *testing.T) {
	read := func(scale int64) error {
		return From(strings.NewReader("2\n10\n4.25\n5\n"), Options{File: "x", Scale: scale}, func(*Instance) error { return nil })
	}
	if err := read(1000); err != nil {
		t.Error(err)
	}
	if err := read(10); err == nil || err.Error() != `x:1: instance "" has sizes with more decimals than scale 10 makes whole` {
		t.Errorf("scale 10: %v", err)
	}
	if err := read(7); err == nil || err.Error() != "binpack: scale is 7, want a power of ten up to 1000000, or 0" {
		t.Errorf("scale 7: %v", err)
	}
}

func TestRecordings(t *testing.T) {
	for file, want := range map[string]string{
		"oracle/binpack/Falkenauer/binpack1.txt":             "20 instances, 2400 items, best 983",
		"oracle/binpack/Falkenauer/binpack2.txt":             "20 instances, 5000 items, best 2034",
		"oracle/binpack/Falkenauer/binpack3.txt":             "20 instances, 10000 items, best 4024",
		"oracle/binpack/Falkenauer/binpack4.txt":             "20 instances, 20000 items, best 8011",
		"oracle/binpack/Triplets/501/Falkenauer_t501_00.txt": "1 instances, 501 items, best 0",
		"oracle/binpack/funsearch_binpack_instances.json":    "25 instances, 35000 items, best 0",
	} {
		all, err := Read(tracetest.Path(t, file), Options{})
		if err != nil {
			t.Error(err)
		}
		items, best := 0, int64(0)
		for _, i := range all {
			items += len(i.Items)
			best += i.Best
		}
		if got := fmt.Sprintf("%d instances, %d items, best %d", len(all), items, best); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

func FuzzFrom(f *testing.F) {
	for _, name := range []string{"library.txt", "single.txt", "sets.json"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, int64(0))
		f.Add(b, int64(100))
	}
	f.Fuzz(func(t *testing.T, b []byte, scale int64) {
		From(bytes.NewReader(b), Options{File: "x", Scale: scale}, func(i *Instance) error {
			if i.Capacity <= 0 || len(i.Items) == 0 || i.Scale <= 0 || i.Least() > int64(len(i.Items)) {
				t.Fatalf("instance %+v", i)
			}
			for _, s := range i.Items {
				if s <= 0 || s > i.Capacity {
					t.Fatalf("an item of %d in a bin of %d", s, i.Capacity)
				}
			}
			return nil
		})
	})
}

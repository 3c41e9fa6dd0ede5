package gap

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
	all, err := Read("testdata/two.txt")
	if err != nil {
		panic(err)
	}
	for _, i := range all {
		fmt.Println(i.Number, "in line", i.Line, "agents", i.Agents(), "jobs", i.Jobs(), i.Cost, i.Use, i.Capacity)
	}
	known, err := ReadPublished("testdata/data.csv")
	if err != nil {
		panic(err)
	}
	for _, p := range known {
		fmt.Println(p.Path, p.Bound, p.Known, p.Optimum, p.Best, p.Maximise)
	}
	// Output:
	// 1 in line 2 agents 2 jobs 3 [[1 2 3] [4 5 6]] [[1 1 1] [2 2 2]] [3 4]
	// 2 in line 8 agents 1 jobs 1 [[7]] [[8]] [9]
	// one 6 true 6 6 false
	// one 13 true 13 13 true
	// other 6 false 0 7 false
}

func TestMistakesAreNamed(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "\n \n", "x: the file is empty, want an instance of generalised assignment"},
		{"no agents", "0 3\n", `x:1:1: number of agents is "0", want a whole number from 1 to 16777216`},
		{"too many jobs", "2 9999999\n", `x:1:3: number of jobs is "9999999", want a whole number from 1 to 8388608`},
		{"half a cost", "1 1\n0.5 1 1", `x:2:1: cost is "0.5", want a whole number from -1073741824 to 1073741824`},
		{"negative use", "1 1\n5 -1 1", `x:2:3: use is "-1", want a whole number from 0 to 1073741824`},
		{"cut short", "1 2\n5 5\n1 1\n", "x:3: the file ends, want the capacity: a whole number from 0 to 1073741824"},
		{"more behind", "1 1\n5 1 1\n7", `x:3:1: text behind the last capacity is "7", want the end of the file`},
		{"an instance missing", "2\n1 1\n5 1 1\n", "x:3: the file ends, want the number of agents: a whole number from 1 to 16777216"},
	} {
		err := From(strings.NewReader(c.text), "x", func(*Instance) error { return nil })
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	const columns = "a,orlibrary,s,3,2,"
	for _, c := range []struct{ name, text, want string }{
		{"another header", "Path\n", `x:1: header is "Path", want ` + header + ", and perhaps Sense"},
		{"no rows", header + "\n\n", "x: the table is empty, want the header " + header + " and a row for each instance"},
		{"a column too few", header + "\na,b\n", `x:2: number of columns is "2", want 8`},
		{"another format", header + "\na,mps,s,3,2,1,1,1\n", `x:2:3: Format is "mps", want orlibrary, the one format that is known`},
		{"no bound", header + "\n" + columns + "x,1,1\n", `x:2:19: Best known bound is "x", want a whole number from -1125899906842624`},
		{"bound above the value", header + "\n" + columns + "9,,8\n", `x:2:22: Best known solution value is "8", want a value that the bound allows, and the optimum where it is known`},
		{"optimum that nobody found", header + "\n" + columns + "7,7,8\n", `x:2:23: Best known solution value is "8", want a value that the bound allows, and the optimum where it is known`},
		{"twice", header + "\n" + columns + "7,7,7\n" + columns + "7,7,7\n", `x:3:1: Path is "a", want each instance once; it stands in line 2`},
		{"another sense", header + ",Sense\n" + columns + "7,7,7,up\n", `x:2:25: Sense is "up", want min or max`},
	} {
		if _, err := PublishedFrom(strings.NewReader(c.text), "x"); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestRecordingsAreOfTheSizesThatTheTableSays(t *testing.T) {
	known, err := ReadPublished(tracetest.Path(t, "oracle/gap/data.csv"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range known {
		path := filepath.Join(filepath.Dir(tracetest.Path(t, "oracle/gap/data.csv")), p.Path)
		if _, err := os.Stat(path); err != nil {
			continue // the table knows more than is here
		}
		all, err := Read(path)
		if err != nil || len(all) != 1 || all[0].Agents() != p.Agents || all[0].Jobs() != p.Jobs {
			t.Errorf("%s: %d instances, %v, want one of %d agents and %d jobs", p.Path, len(all), err, p.Agents, p.Jobs)
		}
		n++
	}
	if len(known) != 117 || n != 84 {
		t.Errorf("%d rows and %d instances, want 117 and 84", len(known), n)
	}
}

func FuzzFrom(f *testing.F) {
	for _, name := range []string{"one", "two.txt", "data.csv"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		From(bytes.NewReader(b), "x", func(i *Instance) error {
			if i.Agents() == 0 || i.Jobs() == 0 || len(i.Cost) != i.Agents() || len(i.Use) != i.Agents() || len(i.Use[0]) != i.Jobs() {
				t.Fatalf("instance %+v", i)
			}
			return nil
		})
		all, _ := PublishedFrom(bytes.NewReader(b), "x")
		for _, p := range all {
			if low, high := p.order(); p.Bounded && p.Found && low > high {
				t.Fatalf("row %+v", p)
			}
		}
	})
}

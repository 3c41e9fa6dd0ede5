package reproduce

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"skysim/traces/tracetest"
)

// dataWith returns the data directory, if it has a folder.
func dataWith(t *testing.T, folder string) string {
	t.Helper()
	tracetest.Path(t, folder)
	return tracetest.Path(t, "")
}

// allHold runs a reproduction and reports every number that is off.
func allHold(t *testing.T, r Reproduction, data string) *Outcome {
	t.Helper()
	out, err := r.Do(context.Background(), &Lab{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range out.Numbers {
		if !n.OK {
			t.Errorf("%s: ours %v, published %v", n.Case, n.Ours, n.Published)
		}
	}
	return out
}

func TestPackingGivesThePublishedBins(t *testing.T) {
	out := allHold(t, packing(), dataWith(t, packingData))
	equal := 0
	for _, n := range out.Numbers {
		if n.Relation == Equal {
			equal++
		}
	}
	if equal < 22 {
		t.Errorf("%d published numbers, want the 22 of the shipped table", equal)
	}
}

// write puts files into a data directory of the test's own.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Bins of 10: first fit 3+3, 7, 7 needs three, decreasing 7+3, 7+3 two. And bins of
// another size in the same file, with decimals.
const anotherSet = "2\n a\n10 4 2\n3\n3\n7\n7\n b\n1.0 2 1\n0.5\n0.5\n"

func TestPackingFindsFurtherFiles(t *testing.T) {
	data := write(t, map[string]string{
		"oracle/binpack/mine/set.txt":      anotherSet,
		"oracle/binpack/expected_bins.csv": binsHeader + "\nmine/set.txt,,firstfit,sum,4\nmine/set.txt,,bestfit-decreasing,mean,1.5\nmine/set.txt,,best-known,sum,3\n",
	})
	if got := len(allHold(t, packing(), data).Numbers); got != 9 {
		t.Errorf("%d numbers, want 9: the best known, four rules, and none of them below it", got)
	}
	data = write(t, map[string]string{
		"oracle/binpack/mine/set.txt":      anotherSet,
		"oracle/binpack/expected_bins.csv": binsHeader + "\nmine/set.txt,,firstfit,sum,5\n",
	})
	p := packing()
	out, err := p.Do(context.Background(), &Lab{Data: data})
	if err != nil || out.Numbers[0].OK {
		t.Errorf("5 bins published for 4: %+v, %v, want it not to hold", out.Numbers[0], err)
	}
}

func TestPackingNamesMistakes(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"a damaged instance", "x.txt", "2\n10\n11\n", `x.txt:3:1: size is "11", want at most the capacity of a bin`},
		{"another header", expectedFile, "a,b,c,d,e\n", `expected_bins.csv:1: header is "a,b,c,d,e", want ` + binsHeader},
		{"an unknown rule", expectedFile, binsHeader + "\nset.txt,,nextfit,sum,3\n", `expected_bins.csv:2: rule is "nextfit", want one of best-known, firstfit`},
		{"neither sum nor mean", expectedFile, binsHeader + "\nset.txt,,firstfit,all,3\n", `expected_bins.csv:2: of is "all", want sum or mean`},
		{"no bins", expectedFile, binsHeader + "\nset.txt,,firstfit,sum,none\n", `expected_bins.csv:2: bins is "none", want a number above 0`},
	} {
		data := write(t, map[string]string{"oracle/binpack/set.txt": anotherSet, "oracle/binpack/" + c.file: c.text})
		p := packing()
		o, err := p.Do(context.Background(), &Lab{Data: data})
		if err != nil {
			t.Fatal(err)
		}
		refused(t, o, c.want)
		if !strings.HasPrefix(o.Numbers[0].Case, "set, ") {
			t.Errorf("%s: the first case is %q, want one of set.txt", c.name, o.Numbers[0].Case)
		}
	}
}

// Files of one instance that stand in the folder itself are sets of their own, and a
// broken one leaves the others of its folder for context.
func TestPackingOfSingleFiles(t *testing.T) {
	const one = "3\n10\n5\n5\n5\n"
	data := write(t, map[string]string{
		"oracle/binpack/a.txt": one, "oracle/binpack/set/b.txt": one, "oracle/binpack/set/c.txt": "2\n10\n11\n",
		"oracle/binpack/expected_bins.csv": binsHeader + "\na.txt,,firstfit,sum,2\nset,,firstfit,sum,4\ngone,,firstfit,sum,4\ngone,,bestfit,sum,4\n",
	})
	p := packing()
	o, err := p.Do(context.Background(), &Lab{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, o, "c.txt:3:1")
	if n := o.Numbers[0]; n.Case != "a, first fit" || !n.OK || o.Compared() != 1 {
		t.Errorf("%+v, want first fit of a alone to be compared", o.Numbers)
	}
	if strings.Count(strings.Join(o.Notes, "\n"), "gone is not compared: it is not in the folder") != 1 {
		t.Errorf("notes %q, want one about the set that is gone", o.Notes)
	}
}

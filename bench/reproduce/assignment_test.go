package reproduce

import (
	"context"
	"slices"
	"strings"
	"testing"
)

func TestAssignmentGivesThePublishedOptima(t *testing.T) {
	r := assignment()
	out, err := r.Do(context.Background(), &Lab{Data: dataWith(t, gapData), Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	equal := 0
	for _, n := range out.Numbers {
		if !n.OK {
			t.Errorf("%s: ours %v, published %v", n.Case, n.Ours, n.Published)
		}
		if n.Relation == Equal && strings.HasPrefix(n.Case, "cattrysse1994/") {
			equal++
		}
	}
	if equal != 120 {
		t.Errorf("%d optima of gap1 to gap12 proved, want 60 minima and 60 maxima", equal)
	}
}

// The library's own format: several instances in a file.
const twoGaps = "2\n2 3\n1 2 3\n3 5 6\n2 2 2\n1 1 1\n5 3\n1 1\n5\n2\n1\n"

const gapHeader = "Path,Format,Dataset,Item number,Agent number,Best known bound,Optimum,Best known solution value"

func TestAssignmentFindsFurtherFiles(t *testing.T) {
	table := gapHeader + ",Sense\nmine/two#1,orlibrary,mine,3,2,8,8,8,min\nmine/two#1,orlibrary,mine,3,2,14,14,14,max\n"
	for _, c := range []struct{ table, want string }{
		{table, "mine/two#1, min 8 = 8 true; mine/two#1, max 14 = 14 true"},
		{strings.Replace(table, "8,8,8", "7,7,7", 1), "mine/two#1, min 8 = 7 false; mine/two#1, max 14 = 14 true"},
	} {
		data := write(t, map[string]string{"oracle/gap/mine/two": twoGaps, "oracle/gap/data.csv": c.table})
		r := assignment()
		out, err := r.Do(context.Background(), &Lab{Data: data})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range out.Numbers {
			if n.Relation == Equal {
				got = append(got, n.Case+" "+withDecimals(n.Ours, 0)+" = "+withDecimals(n.Published, 0)+map[bool]string{true: " true", false: " false"}[n.OK])
			}
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("got %s, want %s", s, c.want)
		}
	}
}

func TestAssignmentNamesMistakes(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"gap/one", "2 2\n1 2 3", "one:2: the file ends, want the cost"},
		{"gap/data.csv", gapHeader + "\na,orlibrary,mine,3,2,8,8\n", `data.csv:2: number of columns is "7", want 8`},
		{"gap/data.csv", gapHeader + "\nmine/two#1,orlibrary,mine,4,2,8,8,8\n", "mine/two#1 has 2 agents and 3 jobs, want 2 and 4 as the table says"},
		{"melange_x.json", "{", "melange_x.json:1:2: the text ends in the middle"},
		{fleetsFile, "a\n", `header is "a", want`},
		{fleetsFile, fleetsHeader + "\nx,A=b,3\n", "expected_fleets.csv:2: want a file, machines such as A10G=3, and dollars"},
	} {
		data := write(t, map[string]string{"oracle/gap/mine/two": twoGaps, "oracle/" + c.name: c.text})
		r := assignment()
		o, err := r.Do(context.Background(), &Lab{Data: data})
		if err != nil {
			t.Fatal(err)
		}
		refused(t, o, c.want)
		if !slices.ContainsFunc(o.Numbers, func(n Number) bool { return strings.HasPrefix(n.Case, "mine/two#2, ") }) {
			t.Errorf("%s: %+v, want mine/two#2 too", c.name, o.Numbers)
		}
	}
}

// Cells may be blank: what is known is compared, and the rest is context.
func TestAssignmentOfBlankCells(t *testing.T) {
	for _, c := range []struct {
		cells    string
		compared int // of the value and of the LP
	}{{",,", 0}, {"8,,", 1}, {",,9", 2}, {",8,", 2}, {"7,,9", 3}} {
		data := write(t, map[string]string{
			"oracle/gap/mine/two": twoGaps,
			"oracle/gap/data.csv": gapHeader + "\nmine/two#1,orlibrary,mine,3,2," + c.cells + "\nmine/gone,orlibrary,mine,3,2,1,1,1\n",
		})
		r := assignment()
		o, err := r.Do(context.Background(), &Lab{Data: data})
		if err != nil {
			t.Fatal(err)
		}
		refused(t, o)
		if o.Compared() != c.compared || !strings.Contains(strings.Join(o.Notes, "\n"), "1 instances of data.csv are not compared") {
			t.Errorf("%s: %d compared, want %d: %+v %q", c.cells, o.Compared(), c.compared, o.Numbers, o.Notes)
		}
		for _, n := range o.Numbers {
			if !n.OK {
				t.Errorf("%s: %+v", c.cells, n)
			}
		}
	}
}

func TestFleetsOfFurtherInputs(t *testing.T) {
	// One T4 serves the small requests and one A100 the others; loads of a third
	// of a machine are exact, those with many digits are rounded up.
	input := `{"gpu_info": {"T4": {"cost": 1, "tputs": [[3, 0]]}, "A100": {"cost": 3, "tputs": [[3.1415926535, 9]]}},
		"workload_distribution": [[0.25, 0.75]], "total_request_rate": 4, "slice_factor": 3}`
	data := write(t, map[string]string{
		"oracle/gap/mine/two":       twoGaps,
		"oracle/melange_small.json": input,
		"oracle/" + fleetsFile:      fleetsHeader + "\nmelange_small.json,A100=1,3\n",
	})
	numbers, _, err := melangeNumbers(&Lab{Data: data})
	if err != nil || len(numbers) != 2 || numbers[0].Ours != 3 || numbers[1].Ours != 1 || !strings.Contains(numbers[0].Note, "rounded up") {
		t.Errorf("%+v, %v, want one A100 for $3, which holds the small requests too", numbers, err)
	}
}

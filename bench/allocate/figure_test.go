package allocate

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"skysim/policies/allocate"
)

// crowd is a problem with many resources, of which the later ones are cheaper and so
// more loaded, and many demands.
func crowd(t *testing.T, resources, demands int) *Report {
	t.Helper()
	var b strings.Builder
	b.WriteString("objective = \"cost\"\n")
	for i := range resources {
		fmt.Fprintf(&b, "[[resource]]\nname = \"r%d\"\ncapacity = 100\nunit_cost = %d\n", i, 1000-i)
	}
	for j := range demands {
		fmt.Fprintf(&b, "[[demand]]\nname = \"d%d\"\namount = %d\ndivisible = false\n", j, 1+j%20)
	}
	f, err := Read("f.toml", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Solve(f, "greedy", allocate.Options{Budget: 1000})
	if err != nil || r.Chosen.Result == nil {
		t.Fatal(r, err)
	}
	return r
}

// TestTheMostLoadedAreDrawn puts all load on the resources that come last in the file.
func TestTheMostLoadedAreDrawn(t *testing.T) {
	r := crowd(t, 60, 30)
	list, note := r.bars([]Answer{r.Chosen})
	if len(list) != mostBars || note != "the 40 most loaded of 60 resources" {
		t.Errorf("%d bars, %q", len(list), note)
	}
	for i, x := range r.Chosen.Result.Loads {
		if x.Sign() > 0 && !slices.Contains(list, i) {
			t.Errorf("r%d with a load of %s is not drawn", i, x)
		}
	}
	if list[0] < 50 {
		t.Errorf("the first is r%d, want one of the cheapest", list[0])
	}
	if list, note := crowd(t, 3, 5).bars(nil); !slices.Equal(list, []int{0, 1, 2}) || note != "" {
		t.Errorf("few resources: %v, %q, want them all in the order of the file", list, note)
	}
}

// TestColoursTellDemandsApart counts colours by how many demands there are.
func TestColoursTellDemandsApart(t *testing.T) {
	for _, c := range []struct {
		demands int
		want    []string
	}{
		{2, []string{"d0", "d1"}},
		{7, []string{"d0", "d1", "d2", "d3", "d4", "d5", "d6"}},
		{9, []string{"d2", "d3", "d4", "d5", "d6", "d7", "d8", "2 others"}},
		{40, []string{"6 demands of 1 to 3", "6 demands of 4 to 6", "6 demands of 7 to 9", "4 demands of 10 to 11", "6 demands of 12 to 14", "6 demands of 15 to 17", "6 demands of 18 to 20"}},
	} {
		r := crowd(t, 20, c.demands)
		all, _ := r.bars([]Answer{r.Chosen})
		k := r.colours([]Answer{r.Chosen}, all)
		if !slices.Equal(k.names, c.want) {
			t.Errorf("%d demands: %q, want %q", c.demands, k.names, c.want)
		}
		count := make([]int, len(k.names))
		for _, colour := range k.of {
			count[colour]++
		}
		if slices.Contains(count, 0) {
			t.Errorf("%d demands: %v of each colour", c.demands, count)
		}
	}
}

// TestTheFigureNamesEachThingOnce reads the texts of a figure of one demand.
func TestTheFigureNamesEachThingOnce(t *testing.T) {
	f, err := crowd(t, 2, 1).Figure()
	if err != nil {
		t.Fatal(err)
	}
	var svg bytes.Buffer
	if err := f.WriteSVG(&svg); err != nil {
		t.Fatal(err)
	}
	if n := len(regexp.MustCompile(`>\s*cost\s*<`).FindAllString(svg.String(), -1)); n != 1 {
		t.Errorf("cost is written %d times, want once", n)
	}
	if regexp.MustCompile(`>\s*d0\s*<`).MatchString(svg.String()) {
		t.Error("a legend of one entry")
	}
}

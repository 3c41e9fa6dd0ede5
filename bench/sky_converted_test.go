package bench

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// skyRows runs an experiment and returns its rows without what depends on the name
// and the bytes of a recording's file.
func skyRows(t *testing.T, e *Experiment, dir string) []Row {
	t.Helper()
	p, err := Prepare(e, dir)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := p.Collect(context.Background(), CollectOptions{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		rows[i].Hash, rows[i].CloudHash = "", ""
	}
	return rows
}

// A recording of supply that was converted gives the same runs, whichever way an
// experiment enters and leaves it: the last sample holds for a gap, time does not begin
// at the first event, and the instant of the beginning is known.
func TestConvertedSupplyGivesTheSameRuns(t *testing.T) {
	files := map[string]string{
		"dated.json":  `{"metadata": {"gap_seconds": 600, "start_time": "2023-02-15T20:00:00+00:00"}, "data": [1` + strings.Repeat(",1,0,1,1,1,0,0,1,1,1,1", 30) + "]}",
		"late.csv":    "600000,add,a\n1200000,remove,a\n1200000,add,b\n3000000,remove,b\n5400000,add,c\n5400000,add,d\n9000000,remove,c\n",
		"priced.json": `{"metadata": {"gap_seconds": 1800}, "data": [1,1,0,1,1], "prices": [0.1, 0.2, 0.2, 0.05, 0.3]}`,
	}
	for _, c := range []struct{ file, format, keys string }{
		{"a.json", "spot-json", "after = \"repeat\""},
		{"a.json", "spot-json", "start = \"random\"\nafter = \"repeat\""},
		{"a.json", "spot-json", "model = \"fitted\""},
		{"dated.json", "spot-json", "start = \"random\""},
		{"dated.json", "spot-json", "start = \"epoch\"\nafter = \"repeat\""},
		{"late.csv", "bamboo", "offset = \"30m\"\nafter = \"repeat\""},
		{"late.csv", "bamboo", "model = \"fitted\""},
		{"a.csv", "spot-counts", "start = \"epoch\"\nafter = \"repeat\""},
		{"priced.json", "spot-json", "after = \"repeat\"\nkind = \"price\""},
	} {
		for _, ext := range []string{".parquet", ".csv"} {
			table, from := supplyTable, c.format
			keys := c.keys
			if strings.Contains(keys, "kind") {
				table = strings.Replace(table, "kind = \"supply\"\n", "", 1)
			} else {
				keys += "\ncount = 4"
			}
			available := ""
			if c.format == "spot-json" {
				available, from = "\navailable = 1", "spot-available"
			}
			e, dir := recordings(t, table+"path = \""+c.file+"\"\nformat = \""+c.format+"\""+available+"\n"+keys, files)
			want := skyRows(t, e, dir)
			e, dir = recordings(t, table+"path = \"own"+ext+"\"\nformat = \"skysim\"\n"+keys, files)
			convert(t, filepath.Join(dir, c.file), from, filepath.Join(dir, "own"+ext))
			if got := skyRows(t, e, dir); len(want) != 4 || want[0].Finished == 0 || !cmp.Equal(got, want) {
				t.Errorf("%s %q as %s (-got +want):\n%s", c.file, c.keys, ext, cmp.Diff(got, want))
			}
			// The same once more, from our own format.
			convert(t, filepath.Join(dir, "own"+ext), "skysim-market", filepath.Join(dir, "again"+ext))
			if one, two := fileText(t, dir, "own"+ext), fileText(t, dir, "again"+ext); one != two {
				t.Errorf("%s converted again is another file of %d bytes, want %d", c.file, len(two), len(one))
			}
		}
	}
}

func fileText(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

package reproduce

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"skysim/bench"
	"skysim/bench/table"
)

var nan = math.NaN()

// of returns a reproduction of given numbers.
func of(numbers ...Number) *Reproduction {
	return &Reproduction{
		Name: "toy", Title: "a toy", Citation: "Nobody, Toys, 1999",
		Run: func(context.Context, *Lab) (*Outcome, error) { return &Outcome{Numbers: numbers}, nil },
	}
}

func done(t *testing.T, r *Reproduction) *Outcome {
	t.Helper()
	o, err := r.Do(context.Background(), &Lab{})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		name string
		n    Number
		want bool
	}{
		{"equal within", Number{Published: 10, Ours: 10.5, Tolerance: 0.5}, true},
		{"equal without", Number{Published: 10, Ours: 10.51, Tolerance: 0.5}, false},
		{"equal below", Number{Published: 10, Ours: 9.49, Tolerance: 0.5}, false},
		{"exactly equal", Number{Published: 10, Ours: 10}, true},
		{"no number of ours", Number{Published: 10, Ours: nan, Tolerance: 5}, false},
		{"no published number", Number{Published: nan, Ours: 10, Tolerance: 5}, false},
		{"infinite", Number{Published: 10, Ours: math.Inf(1), Tolerance: 5}, false},
		{"at most", Number{Relation: AtMost, Published: 10, Ours: 3}, true},
		{"at most and more", Number{Relation: AtMost, Published: 10, Ours: 10.2, Tolerance: 0.1}, false},
		{"at most NaN", Number{Relation: AtMost, Published: 10, Ours: nan}, false},
		{"at least", Number{Relation: AtLeast, Published: 10, Ours: 9.9, Tolerance: 0.1 + 1e-12}, true},
		{"at least and less", Number{Relation: AtLeast, Published: 10, Ours: 9.8, Tolerance: 0.1}, false},
		{"ordering", Number{Relation: Ordering, Published: 2, Ours: 0.01}, true},
		{"ordering reversed", Number{Relation: Ordering, Published: 2, Ours: -0.01}, false},
		{"ordering tied", Number{Relation: Ordering, Published: 2, Ours: 0}, false},
		{"ordering tied in both", Number{Relation: Ordering, Published: 0, Ours: 0}, true},
		{"ordering tied where it is published", Number{Relation: Ordering, Published: 0, Ours: 2}, false},
		{"interval ends there", Number{Relation: Interval, Published: 2, Low: 1.5, High: 2, Ours: 1.75}, true},
		{"interval begins there", Number{Relation: Interval, Published: 2, Low: 2, High: 2.5, Ours: 2.25}, true},
		{"interval below", Number{Relation: Interval, Published: 2, Low: 1.5, High: 1.99, Ours: 1.75}, false},
		{"interval", Number{Relation: Interval, Published: 2, Low: 1.9, High: 2.1, Ours: 2}, true},
		{"interval beside", Number{Relation: Interval, Published: 2, Low: 2.01, High: 2.1, Ours: 2.05}, false},
		{"interval with tolerance", Number{Relation: Interval, Published: 2, Low: 2.01, High: 2.1, Ours: 2.05, Tolerance: 0.01}, true},
		{"context", Number{Relation: Context, Published: 2, Ours: 200}, true},
	} {
		c.n.Case = c.name
		if got := done(t, of(c.n)).Numbers[0].OK; got != c.want {
			t.Errorf("%s: ok is %v, want %v", c.name, got, c.want)
		}
	}
}

// refused looks for numbers that cannot be used, by words of their notes; there are no others.
func refused(t *testing.T, o *Outcome, words ...string) {
	t.Helper()
	var notes []string
	for _, n := range o.Numbers {
		if n.Relation == Unusable {
			notes = append(notes, n.Note)
			if n.OK || !math.IsNaN(n.Ours) {
				t.Errorf("%s is %v, want null and not ok", n.Case, n.Ours)
			}
		}
	}
	for _, w := range words {
		if !strings.Contains(strings.Join(notes, "\n"), w) {
			t.Errorf("unusable:\n%s\nwant %s", strings.Join(notes, "\n"), w)
		}
	}
	if len(notes) != len(words) {
		t.Errorf("%d are unusable, want %d:\n%s", len(notes), len(words), strings.Join(notes, "\n"))
	}
}

// A reproduction does not judge itself, and cannot hide behind nonsense.
func TestNumbersThatCannotBeJudged(t *testing.T) {
	if n := done(t, of(Number{Case: "a", Published: 1, Ours: 2, OK: true, Name: "other"})).Numbers[0]; n.OK || n.Name != "toy" {
		t.Errorf("its own verdict and name stand: %+v", n)
	}
	for _, c := range []struct {
		want    string
		numbers []Number
	}{
		{"a number without a case", []Number{{}}},
		{`the case "a" comes twice`, []Number{{Case: "a"}, {Case: "b"}, {Case: "a"}}},
		{"tolerance is -1", []Number{{Case: "a", Tolerance: -1}}},
		{"tolerance is NaN", []Number{{Case: "a", Tolerance: nan}}},
		{"tolerance is +Inf", []Number{{Case: "a", Tolerance: math.Inf(1)}}},
		{"ends before it begins", []Number{{Case: "a", Relation: Interval, Low: 2, High: 1}}},
		{"ends before it begins", []Number{{Case: "a", Relation: Interval, Low: nan, High: 1}}},
		{"no relation is called", []Number{{Case: "a", Relation: 99}}},
	} {
		if _, err := of(c.numbers...).Do(context.Background(), &Lab{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

// The JSON of any numbers parses, has the promised fields, and says ok as the relation does.
func TestJSONOfAnyNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.OneOf(rapid.Float64Range(-1e9, 1e9), rapid.SampledFrom([]float64{nan, math.Inf(1), math.Inf(-1), 0}))
		n := Number{
			Case: "a", Published: values.Draw(t, "published"), Ours: values.Draw(t, "ours"),
			Tolerance: rapid.Float64Range(0, 1e9).Draw(t, "tolerance"), Relation: Relation(rapid.IntRange(0, int(Context)).Draw(t, "relation")),
			Low: -1, High: 1, Note: rapid.String().Draw(t, "note"),
		}
		o, err := of(n).Do(context.Background(), &Lab{})
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(o.Numbers)
		if err != nil {
			t.Fatal(err)
		}
		var back []map[string]interface{}
		if err := json.Unmarshal(data, &back); err != nil || len(back) != 1 {
			t.Fatalf("%s: %v", data, err)
		}
		for _, field := range []string{"name", "case", "published", "ours", "tolerance", "ok"} {
			if _, there := back[0][field]; !there {
				t.Errorf("%s has no %s", data, field)
			}
		}
		if back[0]["ok"] != o.Numbers[0].OK {
			t.Errorf("%s: want ok %v", data, o.Numbers[0].OK)
		}
		if err := of().Table(o).WriteText(&bytes.Buffer{}, table.TextOptions{}); err != nil {
			t.Error(err)
		}
	})
}

func TestJSON(t *testing.T) {
	o := done(t, of(
		Number{Case: "a", Published: 1, Ours: 1.5, Tolerance: 1, Unit: "s"},
		Number{Case: "b", Published: nan, Ours: 2, Relation: Context, Tolerance: math.Inf(1), Note: "why"},
		Number{Case: "c", Published: 3, Ours: 3, Low: 2, High: 4, Relation: Interval, Detail: true},
	))
	data, err := json.Marshal(o.Numbers)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"name":"toy","case":"a","published":1,"ours":1.5,"tolerance":1,"ok":true,"relation":"equal","unit":"s"},` +
		`{"name":"toy","case":"b","published":null,"ours":2,"tolerance":null,"ok":true,"relation":"context","note":"why"},` +
		`{"name":"toy","case":"c","published":3,"ours":3,"tolerance":0,"ok":true,"relation":"interval","low":2,"high":4,"detail":true}]`
	if d := cmp.Diff(want, string(data)); d != "" {
		t.Errorf("JSON differs (-want +got):\n%s", d)
	}
}

func TestTable(t *testing.T) {
	r := of(
		Number{Case: "within", Published: 7273.77, Ours: 7273.768, Tolerance: 0.01},
		Number{Case: "out", Published: 20, Ours: 22.5, Tolerance: 0.8, Unit: "%"},
		Number{Case: "explained", Published: 20, Ours: 25, Tolerance: 0.8, Note: "theirs has a bug"},
		Number{Case: "bins", Published: 1044, Ours: 1044},
		Number{Case: "bound", Published: 720.68, Ours: 700.1, Relation: AtMost},
		Number{Case: "A above B", Published: 1.2, Ours: 0.9, Relation: Ordering},
		Number{Case: "wait", Published: 2, Ours: 2.01, Low: 1.98, High: 2.04, Relation: Interval},
		Number{Case: "theirs alone", Published: 12.5, Ours: nan, Relation: Context, Note: "not run"},
		Number{Case: "point 1", Published: 10, Ours: 10.2, Tolerance: 0.8, Detail: true},
		Number{Case: "point 2", Published: 10, Ours: 10.7, Tolerance: 0.8, Detail: true},
		Number{Case: "point 3", Published: 10, Ours: 12, Tolerance: 0.8, Detail: true, Note: "steep there"},
	)
	o := done(t, r)
	var got bytes.Buffer
	if err := r.Table(o).WriteText(&got, table.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "table.txt", got.Bytes())
	var tally Tally
	tally.Add(o)
	tally.NotRun = []string{"fgd (needs --data)"}
	if got, want := tally.String(), "7 of 10 within tolerance, 1 for context; not run: fgd (needs --data)"; got != want {
		t.Errorf("Tally says %q, want %q", got, want)
	}
}

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, d)
	}
}

func TestMissing(t *testing.T) {
	r := of(Number{Case: "a"})
	r.Data = "openb"
	dir := t.TempDir()
	var missing *MissingError
	if _, err := r.Do(context.Background(), &Lab{}); !errors.As(err, &missing) || !strings.Contains(err.Error(), "say with --data") {
		t.Errorf("without a data directory: error %v", err)
	}
	if _, err := r.Do(context.Background(), &Lab{Data: dir}); !errors.As(err, &missing) || !strings.Contains(err.Error(), filepath.Join(dir, "openb")) {
		t.Errorf("without the data: error %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "openb"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Do(context.Background(), &Lab{Data: dir}); err != nil {
		t.Errorf("with the data: %v", err)
	}
}

// Every reproduction says what it is, and can be found in any case of letters.
func TestAll(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range All() {
		if r.Name == "" || r.Title == "" || r.Citation == "" || r.Run == nil || seen[strings.ToLower(r.Name)] || r.Name != strings.ToLower(r.Name) {
			t.Errorf("%+v: want a lower case name of its own, a title, a citation and a Run", r.Name)
		}
		seen[strings.ToLower(r.Name)] = true
		found, err := Find([]string{strings.ToUpper(r.Name), r.Name})
		if err != nil || len(found) != 1 || found[0].Name != r.Name {
			t.Errorf("Find(%s twice) = %d, %v", r.Name, len(found), err)
		}
		page := filepath.Join("..", "reproductions", r.Name+".md")
		if _, err := os.Stat(page); err != nil {
			t.Errorf("%s has no page: %v", r.Name, err)
		}
	}
	var unknown *bench.UnknownError
	if _, err := Find([]string{"nothing-of-that-name"}); !errors.As(err, &unknown) {
		t.Errorf("Find of an unknown name = %v", err)
	}
}

func TestFigures(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "figures")
	r := of(Number{Case: "a", Published: 1, Ours: 2, Tolerance: 0.5}, Number{Case: "b", Relation: Interval, Published: 1, Low: 1, High: 1}, Number{Case: "c", Ours: nan})
	o := done(t, r)
	if len(o.Figures) != 1 {
		t.Fatalf("%d figures, want one of the numbers", len(o.Figures))
	}
	o.Figures = append(o.Figures, Figure{"more", o.Figures[0].Plot})
	if err := r.WriteFigures(o, dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"toy.svg", "toy-more.svg"} {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Contains(data, []byte("2.000 for 1.000")) {
			t.Errorf("%s: %v, %d bytes", name, err, len(data))
		}
	}
}

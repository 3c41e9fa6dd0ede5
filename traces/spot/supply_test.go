package spot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
)

// points makes points of counts that come every so often.
func points(gap time.Duration, counts ...int32) (list []Point) {
	for i, n := range counts {
		list = append(list, Point{At: sim.Time(gap) * sim.Time(i), Count: n})
	}
	return list
}

const gap = 195 * time.Second

func TestSamples(t *testing.T) {
	for _, c := range []struct {
		path     string
		polarity Polarity
		want     Supply
	}{
		{"testdata/available.json", Available, Supply{Gap: gap, Points: points(gap, 1, 1, 0, 0, 1)}},
		{"testdata/available.json", Unavailable, Supply{Gap: gap, Points: points(gap, 0, 0, 1, 1, 0)}},
		{"testdata/unavailable.json", Unavailable, Supply{
			Gap: 600 * time.Second, Points: points(600*time.Second, 1, 1, 0, 0, 1), Start: time.Date(2025, 10, 4, 0, 10, 0, 2_281_000, time.UTC),
			Zone: "nowhere1-a", Machine: "a3-highgpu-8g", Spot: 19_250_000_000_000, OnDemand: 82_500_000_000_000, Filled: []int{2, 3},
			Prices: []sim.Rate{19_250_000_000_000, 19_250_000_000_000, 19_250_000_000_000, 20_000_000_000_000, 20_000_000_000_000},
		}},
	} {
		got, err := OpenSamples(c.path, Options{Polarity: c.polarity})
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		c.want.Name = c.path
		if diff := cmp.Diff(*got, c.want); diff != "" {
			t.Errorf("%s, 1 is %v (-got +want):\n%s", c.path, c.polarity, diff)
		}
	}
}

// The same file means the opposite under the other polarity, so it has to be
// declared.
func TestAnUndeclaredPolarityIsAnError(t *testing.T) {
	want := "spot: the polarity is not declared, want Available (spot-traces: 1 is available) or Unavailable (SkyNomad: 1 is unavailable)"
	if _, err := OpenSamples("testdata/available.json", Options{}); err == nil || err.Error() != want {
		t.Errorf("OpenSamples: %v, want %s", err, want)
	}
	if _, err := OpenText("testdata/available.json", Options{Gap: gap}); err == nil || err.Error() != want {
		t.Errorf("OpenText: %v, want %s", err, want)
	}
	for _, p := range []Polarity{Available, Unavailable} {
		if got, err := ParsePolarity(p.String()); got != p || err != nil {
			t.Errorf("ParsePolarity(%v) = %v, %v", p, got, err)
		}
	}
	if _, err := ParsePolarity("availabel"); err == nil || !strings.HasSuffix(err.Error(), `did you mean "available"?`) {
		t.Errorf(`ParsePolarity("availabel"): %v, want a hint`, err)
	}
}

func TestPaths(t *testing.T) {
	s, err := OpenSamples("testdata/unavailable.json", Options{Polarity: Unavailable})
	if err != nil {
		t.Fatal(err)
	}
	tick := sim.Time(600 * time.Second)
	if diff := cmp.Diff(s.Path(), sim.Path{At: []sim.Time{0, 2 * tick, 4 * tick}, Value: []int64{1, 0, 1}}); diff != "" {
		t.Errorf("supply (-got +want):\n%s", diff)
	}
	want := sim.Path{At: []sim.Time{0, 3 * tick}, Value: []int64{19_250_000_000_000, 20_000_000_000_000}}
	if diff := cmp.Diff(s.PricePath(), want); diff != "" {
		t.Errorf("price (-got +want):\n%s", diff)
	}
	if n, share := s.Share(); n != 3 || share != 0.6 || s.Span() != 50*time.Minute {
		t.Errorf("available at %d points, %v, of %v, want 3, 0.6 of 50m", n, share, s.Span())
	}
}

func TestText(t *testing.T) {
	got, err := ReadText(strings.NewReader("0 0\n1,1\r\n\n0"), "x.txt", Options{Polarity: Unavailable, Gap: gap})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got.Points, points(gap, 1, 1, 0, 0, 1)); diff != "" {
		t.Errorf("points (-got +want):\n%s", diff)
	}
	// Several machines are counted where 1 is available.
	got, err = ReadText(strings.NewReader("16 3"), "x.txt", Options{Polarity: Available, Gap: gap})
	if err != nil || cmp.Diff(got.Points, points(gap, 16, 3)) != "" {
		t.Errorf("counts are %v, %v, want 16 and 3", got, err)
	}
}

// Machines that come and go at the same instant leave what is there after it.
func TestMembers(t *testing.T) {
	got, err := OpenMembers("testdata/members.csv", Options{})
	if err != nil {
		t.Fatal(err)
	}
	minute := sim.Time(time.Minute)
	want := []Point{{0, 1}, {0, 2}, {minute, 1}, {2 * minute, 2}, {2 * minute, 3}, {3 * minute, 2}}
	if diff := cmp.Diff(got.Points, want); diff != "" || got.Adds != 4 || got.Removes != 2 || got.Peak() != 3 {
		t.Errorf("%d added, %d removed, peak %d, want 4, 2, 3; points (-got +want):\n%s", got.Adds, got.Removes, got.Peak(), diff)
	}
	path := sim.Path{At: []sim.Time{0, minute, 2 * minute, 3 * minute}, Value: []int64{2, 1, 3, 2}}
	if diff := cmp.Diff(got.Path(), path); diff != "" {
		t.Errorf("path (-got +want):\n%s", diff)
	}
}

func TestCounts(t *testing.T) {
	want := `testdata/counts.txt:3:1: time is "2021-12-10", want at least that of line 2: ask for the points to be sorted`
	if _, err := OpenCounts("testdata/counts.txt", Options{}); err == nil || err.Error() != want {
		t.Errorf("unsorted points: %v, want %s", err, want)
	}
	got, err := OpenCounts("testdata/counts.txt", Options{Sort: true})
	if err != nil {
		t.Fatal(err)
	}
	s := sim.Time(time.Second)
	if diff := cmp.Diff(got.Points, []Point{{0, 80}, {15 * s, 70}, {60 * s, 80}, {60 * s, 60}}); diff != "" {
		t.Errorf("points (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(got.Path(), sim.Path{At: []sim.Time{0, 15 * s, 60 * s}, Value: []int64{80, 70, 60}}); diff != "" {
		t.Errorf("of two points at one instant the last holds (-got +want):\n%s", diff)
	}
	got, err = OpenCounts("testdata/counts.csv", Options{})
	if err != nil || got.Start != time.Date(2023, 2, 15, 22, 8, 16, 0, time.UTC) || cmp.Diff(got.Points, points(gap, 0, 1)) != "" {
		t.Errorf("counts with a header are %+v, %v", got, err)
	}
}

func TestFaults(t *testing.T) {
	o := Options{Polarity: Unavailable, Gap: gap, Sort: true}
	for _, c := range []struct{ name, text, want string }{
		{"json", `{"metadata": {"gap_seconds": 0}}`, `x:1:30: gap_seconds is "0", want seconds above 0`},
		{"json", `{"metadata": {"gap_seconds": 5}}`, `x:1:30: gap_seconds is "5", want the 3m15s that was declared`},
		{"json", `{"metadata": {"start_time": "now"}}`, `x:1:30: start_time is "now", want a date and time like 2025-10-04T00:10:00+00:00, 1970 to 2200`},
		{"json", `{"metadata": {"gap_seconds": 195}}`, "x: there are no samples, want an array data"},
		{"json", `{"data": [2]}`, `x:1:11: data is "2", want a whole number from 0 to 1`},
		{"json", `{"data": [0], "prices": [1, 2]}`, "x: there are 2 prices, want 1, one for each sample"},
		{"json", `{"data": [0], "prices": [-1]}`, `x:1:26: prices is "-1", want dollars per hour, 0 or more`},
		{"json", "{\"data\": [0,\n1", "x:2:2: the text ends in the middle: unexpected EOF"},
		{"text", "0 2", `x:1:3: sample is "2", want 0 or 1, as 1 means unavailable`},
		{"text", "1\n 0.5", `x:2:2: sample is "0.5", want 0 or 1, as 1 means unavailable`},
		{"text", " \n", "x: there are no samples"},
		{"members", "0,add,a\n0,add, a\n", `x:2:8: add is "a", want the name of a machine that is not there`},
		{"members", "0,remove,a\n", `x:1:10: remove is "a", want the name of a machine that is there`},
		{"members", "0,lost,a\n", `x:1:3: event is "lost", want add or remove`},
		{"members", "0.5,add,a\n", `x:1:1: time is "0.5", want a whole number of ms`},
		{"members", "5,add,a\n3,add,b\n", `x:2:1: time is "3", want at least the 5 ms above`},
		{"members", "5,add\n", `x:1: line is "5,add", want a time in ms, add or remove, and a name`},
		{"members", "", "x: there are no points"},
		{"counts", "2021-12-10 13:07,3\n", `x:1:1: time is "2021-12-10 13:07", want a date and time like 2021-12-10 13:07:45, 1970 to 2100`},
		{"counts", "2021-12-10, 13:07:45, -1\n", `x:1:23: count is "-1", want a whole number from 0 to 1073741824`},
		{"counts", "2021-12-10\n", `x:1: line is "2021-12-10", want a date and time and a number of machines`},
	} {
		read := map[string]func() (*Supply, error){
			"json":    func() (*Supply, error) { return ReadSamples(strings.NewReader(c.text), "x", o) },
			"text":    func() (*Supply, error) { return ReadText(strings.NewReader(c.text), "x", o) },
			"members": func() (*Supply, error) { return ReadMembers(strings.NewReader(c.text), "x", o) },
			"counts":  func() (*Supply, error) { return ReadCounts(strings.NewReader(c.text), "x", o) },
		}[c.name]
		if got, err := read(); err == nil || err.Error() != c.want || got != nil {
			t.Errorf("%s %q: %v, want %s", c.name, c.text, err, c.want)
		}
	}
	if _, err := ReadSamples(strings.NewReader(`{"data": [0]}`), "x", Options{Polarity: Available}); fmt.Sprint(err) != "x: the time between samples is unknown, want metadata with gap_seconds" {
		t.Errorf("samples without a gap: %v", err)
	}
}

package carbon

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
	"skysim/traces/tracetest"
)

var newYear = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)

func hours(t testing.TB, path string) *Hours {
	t.Helper()
	h, err := OpenHours(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// An hour that was estimated, one that is blank, two that are missing.
func TestHours(t *testing.T) {
	h := hours(t, "testdata/hours.csv")
	at := func(n int) time.Time { return newYear.Add(time.Duration(n) * time.Hour) }
	want := []Hour{
		{At: at(0), Direct: 140_510, LifeCycle: 185_800}, {At: at(1), Direct: 140_510, LifeCycle: 185_700, Estimated: true},
		{At: at(2), Direct: Absent, LifeCycle: Absent}, {At: at(5), Direct: 0, LifeCycle: 12_000},
	}
	if diff := cmp.Diff(h.List, want); diff != "" {
		t.Errorf("hours (-got +want):\n%s", diff)
	}
	if h.ID != "NO-WH" || h.Name != "North" || h.Country != "Nowhere" || h.Estimated != 1 || h.Blank != 1 || h.Missing != 2 {
		t.Errorf("hours are %+v", h)
	}
	if got := fmt.Sprintf("%.3f %.3f", h.Mean(Direct), h.Mean(LifeCycle)); got != "93.673 127.833" {
		t.Errorf("means are %s, want 93.673 127.833", got)
	}
}

func TestPath(t *testing.T) {
	h := hours(t, "testdata/hours.csv")
	hour := sim.Time(time.Hour)
	for _, c := range []struct {
		name  string
		scope Scope
		epoch time.Time
		want  sim.Path
	}{
		{"from the first hour", LifeCycle, newYear, sim.Path{At: []sim.Time{0, hour, 5 * hour}, Value: []int64{185_800, 185_700, 12_000}}},
		{"equal hours are one step", Direct, newYear, sim.Path{At: []sim.Time{0, 5 * hour}, Value: []int64{140_510, 0}}},
		{"from the middle of an hour", LifeCycle, newYear.Add(90 * time.Minute), sim.Path{At: []sim.Time{0, 7 * hour / 2}, Value: []int64{185_700, 12_000}}},
		{"from the day before", Direct, newYear.Add(-24 * time.Hour), sim.Path{At: []sim.Time{0, 29 * hour}, Value: []int64{140_510, 0}}},
		{"from after the last", Direct, newYear.Add(24 * time.Hour), sim.Path{At: []sim.Time{0}, Value: []int64{0}}},
	} {
		if diff := cmp.Diff(h.Path(c.scope, c.epoch), c.want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", c.name, diff)
		}
	}
}

// The column was renamed in 2021; a blank share is unknown; lines may end in
// CRLF, and the file in a blank one.
func TestRegions(t *testing.T) {
	for _, c := range []struct {
		path string
		want Regions
	}{
		{"testdata/regions2019.csv", Regions{LifeCycle: true, List: []Region{
			{Name: "europe-nowhere1", Location: "Nowhere", CFE: 190_000, Intensity: 541_000},
			{Name: "europe-nowhere2", Location: "Elsewhere", CFE: Absent, Intensity: 87_000},
		}}},
		{"testdata/regions2021.csv", Regions{List: []Region{{Name: "europe-nowhere1", Location: "Nowhere", CFE: 1_000_000, Intensity: 456_850}}}},
	} {
		got, err := OpenRegions(c.path, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		if diff := cmp.Diff(*got, c.want, cmp.AllowUnexported(Regions{})); diff != "" {
			t.Errorf("%s (-got +want):\n%s", c.path, diff)
		}
		if r, ok := got.Find("europe-nowhere1"); !ok || r.Location != "Nowhere" {
			t.Errorf("Find: %+v, %v", r, ok)
		}
	}
}

func TestFaults(t *testing.T) {
	const hour = "Datetime (UTC),Country,Zone Name,Zone Id,Carbon Intensity gCO₂eq/kWh (direct),Data Estimated\n"
	const region = "Google Cloud Region,Location,Grid carbon intensity (gCO2eq / kWh)\n"
	for _, c := range []struct{ text, want string }{
		{hour + "2023-01-01,N,N,N,1,\n", `x:2:1: Datetime (UTC) is "2023-01-01", want a full hour like 2023-01-01 00:00:00, 1970 to 2200`},
		{hour + "2023-01-01 00:30:00,N,N,N,1,\n", `x:2:1: Datetime (UTC) is "2023-01-01 00:30:00", want a full hour`},
		{hour + "2023-01-01 00:00:00,N,N,N,-1,\n", `x:2:27: Carbon Intensity gCO₂eq/kWh (direct) is "-1", want g per kWh, 0 or more, at most 100,000`},
		{hour + "2023-01-01 00:00:00,N,N,N,1,maybe\n", `x:2:29: Data Estimated is "maybe", want true or false`},
		{hour + "2023-01-01 01:00:00,N,N,N,1,\n2023-01-01 01:00:00,N,N,N,1,\n", `x:3:1: Datetime (UTC) is "2023-01-01 01:00:00", want an hour after 2023-01-01 01:00:00`},
		{hour + "2023-01-01 01:00:00,N,N,N,1,\n2023-01-01 02:00:00,N,N,M,1,\n", `x:3:25: Zone Id is "M", want "N" as above: one zone in a file`},
		{hour + "2023-01-01 01:00:00,N,N,,1,\n", `x:2:25: Zone Id is "", want the id of a zone`},
		{region + "r,R,\n", `x:2:5: Grid carbon intensity (gCO2eq / kWh) is "", want g per kWh, 0 or more, at most 100,000`},
		{region + "r,R,1\nr,R,2\n", `x:3:1: Google Cloud Region is "r", want each region once`},
		{"Google Cloud Region,Location\n", `x:1: header is "", want one column with the carbon intensity: Grid carbon intensity (gCO2eq / kWh), or Lifecycle in front of it`},
		{"Google Cloud Region,Location,Google CFE,Grid carbon intensity (gCO2eq / kWh)\nr,R,1.5,1\n", `x:2:5: Google CFE is "1.5", want a share from 0 to 1`},
		{"", "x: the file is empty, want a header with Google Cloud Region,Location"},
	} {
		var err error
		if strings.HasPrefix(c.text, "Datetime") {
			_, err = ReadHours(strings.NewReader(c.text), "x", Options{})
		} else {
			_, err = ReadRegions(strings.NewReader(c.text), "x", Options{})
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
	h, err := ReadHours(strings.NewReader(hour+"x,M,M,M,1,\n2023-01-01 01:00:00,N,N,N,1,\n2023-01-01 00:00:00,N,N,N,1,\n"), "x", Options{Lenient: true})
	if err != nil || h.ID != "N" || len(h.List) != 1 || len(h.Skipped()) != 2 {
		t.Errorf("lenient reading: %+v, %v, want one hour of zone N and two rows skipped", h, err)
	}
}

func TestRecordedHours(t *testing.T) {
	for zone, want := range map[string]string{
		"DE-LU": "8760 307.66", "CA-ON": "8760 46.94", "AU-NSW": "8760 502.10", "AU-VIC": "8760 458.21", "BR-SP": "8760 56.12", "CL-SIC": "8760 220.63",
	} {
		h := hours(t, tracetest.Path(t, "carbon/hourly-2023/"+zone+"_2023_hourly.csv.gz"))
		if got := fmt.Sprintf("%d %.2f", len(h.List), h.Mean(Direct)); got != want || h.Missing != 0 || h.Blank != 0 || h.List[0].At != newYear {
			t.Errorf("%s: %s, %d missing, %d blank, want %s, none", zone, got, h.Missing, h.Blank, want)
		}
	}
}

func TestRecordedRegions(t *testing.T) {
	for year, want := range map[int]int{2019: 24, 2020: 27, 2021: 34, 2022: 36, 2023: 40, 2024: 44} {
		r, err := OpenRegions(tracetest.Path(t, fmt.Sprintf("carbon/%d.csv", year)), Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		if len(r.List) != want || r.LifeCycle != (year < 2021) {
			t.Errorf("%d: %d regions, life cycle %v, want %d", year, len(r.List), r.LifeCycle, want)
		}
		if iowa, ok := r.Find("us-central1"); !ok || iowa.Location != "Iowa" || iowa.CFE == Absent {
			t.Errorf("%d: us-central1 is %+v, %v", year, iowa, ok)
		}
	}
}

func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.csv")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, true)
		f.Add(b, false)
	}
	f.Fuzz(func(t *testing.T, b []byte, lenient bool) {
		if h, err := ReadHours(bytes.NewReader(b), "x", Options{Lenient: lenient}); err == nil {
			p := h.Path(Direct, newYear)
			for i := range p.At {
				if p.Value[i] < 0 || i == 0 && p.At[0] != 0 || i > 0 && p.At[i] <= p.At[i-1] {
					t.Fatalf("path is %+v", p)
				}
			}
			if len(h.List) == 0 || h.Missing < 0 {
				t.Fatalf("hours are %+v", h)
			}
		}
		if r, err := ReadRegions(bytes.NewReader(b), "x", Options{Lenient: lenient}); err == nil && len(r.List) == 0 {
			t.Fatal("no regions and no error")
		}
	})
}

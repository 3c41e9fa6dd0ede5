package bench

import (
	"math"
	"strings"
	"testing"
	"time"

	"skysim/sim"
	"skysim/traces/tracetest"
)

// The grids of a year, hour by hour, have the means of the index, and after the year
// comes its beginning.
func TestRecordedGrids(t *testing.T) {
	e, err := Open("carbon")
	if err != nil {
		t.Fatal(err)
	}
	c := e.Clouds[0]
	for i := range c.Recordings {
		c.Recordings[i].Start = startOffset
		c.Recordings[i].until = 2 * 8760 * time.Hour
	}
	cloud, err := openCloud(&c, e.Epoch, tracetest.Path(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	made, err := cloud.makeWeather(1)
	if err != nil {
		t.Fatal(err)
	}
	w := made.World
	if err := w.Validate(); err != nil {
		t.Fatal(err)
	}
	means := map[string]float64{"europe-west3": 307.66, "northamerica-northeast2": 46.94}
	for r := range w.Regions {
		p := w.Carbon.Intensity[r]
		sum := int64(0)
		for h := range sim.Time(8760) {
			now := p.ValueAt(h * sim.Time(time.Hour))
			if sum += now; now != p.ValueAt((h+8760)*sim.Time(time.Hour)) {
				t.Fatalf("%s: hour %d is another a year later", w.Regions[r].Name, h)
			}
		}
		if want, pinned := means[w.Regions[r].Name]; pinned && math.Abs(float64(sum)/8760/1000-want) > 0.005 {
			t.Errorf("%s: %.3f g per kWh on average, want %.2f", w.Regions[r].Name, float64(sum)/8760/1000, want)
		}
	}
}

// A recording of carbon counts it by itself, for its region; the others must be known
// from elsewhere, and nothing is recorded twice.
func TestCarbonOfRecordings(t *testing.T) {
	const table = "[[cloud.recording]]\nkind = \"carbon\"\npath = \"grid.csv\"\nformat = \"carbon-hourly\"\nregion = \"east\"\n"
	const watts = "[cloud.carbon]\ng_per_kwh = 100\nvcpu_idle_watts = 1\nvcpu_full_watts = 5\n"
	grid := map[string]string{"grid.csv": "Datetime (UTC),Country,Zone Name,Zone Id,Carbon Intensity gCO₂eq/kWh (direct),Carbon Intensity gCO₂eq/kWh (LCA)\n" +
		"2023-01-01 00:00:00,X,X,X,140.51,200\n2023-01-01 01:00:00,X,X,X,90,150\n"}
	e, dir := recordings(t, table+"scope = \"life-cycle\"\n"+watts, grid)
	cloud, err := openCloud(&e.Clouds[0], e.Epoch, dir)
	if err != nil {
		t.Fatal(err)
	}
	made, err := cloud.makeWeather(1)
	if err != nil {
		t.Fatal(err)
	}
	w := made.World
	if east, west := steps(w.Carbon.Intensity[0]), steps(w.Carbon.Intensity[1]); east != "0:200000 1:150000" || west != "0:100000" {
		t.Errorf("east %s, west %s", east, west)
	}
	if before := steps(cloud.base.Carbon.Intensity[0]); before != "0:100000" {
		t.Errorf("the shared world has become %s", before)
	}
	for _, c := range []struct{ table, want string }{
		{table, `nobody knows the carbon of ["west/west"]`},
		{table + table + watts, `region = "east" has a recording of carbon above`},
		{strings.Replace(table, "east", "esat", 1) + watts, `region = "esat" is no region of the cloud; did you mean "east"?`},
		{strings.Replace(table, "region = \"east\"\n", "", 1) + watts, `region is missing`},
		{table + "count = 2\n" + watts, `count says nothing about a recording of carbon`},
	} {
		e, err := Parse("spotted.toml", []byte(strings.Replace(spotted, "RECORDINGS", c.table, 1)))
		if err == nil {
			_, err = Prepare(e, dir)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "spotted.toml:") {
			t.Errorf("error %v\nwant %s", err, c.want)
		}
	}
}

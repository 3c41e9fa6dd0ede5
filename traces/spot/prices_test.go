package spot

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
)

// collect reads a whole history.
func collect(t testing.TB, path string, o PriceOptions) *History {
	t.Helper()
	r, err := OpenPrices(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	h, err := Collect(r)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Rows out of order, twice the same point, two prices at one instant, blank and
// zero prices, and a spot price above on-demand.
func TestHistory(t *testing.T) {
	h := collect(t, "testdata/prices.csv", PriceOptions{})
	one, two := Market{Zone: "euw1-az1", Type: "g5.xlarge"}, Market{Zone: "euw1-az2", Type: "g5.xlarge"}
	if diff := cmp.Diff(h.Markets, []Market{one, two}); diff != "" {
		t.Errorf("markets (-got +want):\n%s", diff)
	}
	if h.Points != 8 || h.Unsorted.N != 1 || h.Duplicates.N != 1 || h.Conflicts.N != 1 || h.NotOffered.N != 2 || h.Above.N != 1 {
		t.Errorf("history is %+v, want 8 points, 1 unsorted, 1 duplicate, 1 conflict, 2 not offered, 1 above on-demand", h)
	}
	epoch := time.Date(2022, 12, 2, 18, 20, 0, 0, time.UTC)
	m := func(minutes int) sim.Time { return sim.Time(minutes) * sim.Time(time.Minute) }
	for _, c := range []struct {
		name      string
		got, want sim.Path
	}{
		{"price before the epoch", h.Price(one, epoch), sim.Path{
			At: []sim.Time{0, m(10), m(40)}, Value: []int64{437_700_000_000, 500_000_000_000, 1_459_100_000_000},
		}},
		{"always offered", h.Offered(one, epoch, 9), sim.Path{At: []sim.Time{0}, Value: []int64{9}}},
		{"price while not offered", h.Price(two, epoch), sim.Path{At: []sim.Time{0}, Value: []int64{300_000_000_000}}},
		{"offered for an hour", h.Offered(two, epoch, 9), sim.Path{At: []sim.Time{0, m(100), m(160)}, Value: []int64{0, 9, 0}}},
		{"no such market", h.Price(Market{}, epoch), sim.Path{}},
	} {
		if diff := cmp.Diff(c.got, c.want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", c.name, diff)
		}
	}
}

// AWS gives the latest price first, in pages.
func TestHistoryInJSON(t *testing.T) {
	h := collect(t, "testdata/prices.json", PriceOptions{})
	m := Market{"us-west-2a", "p3.2xlarge", "Linux/UNIX"}
	if h.Points != 2 || h.Unsorted.N != 0 || cmp.Diff(h.Markets, []Market{m}) != "" {
		t.Errorf("history is %+v", h)
	}
	hours := sim.Time(27*time.Hour + 4*time.Minute + 5*time.Second)
	want := sim.Path{At: []sim.Time{0, hours}, Value: []int64{3_305_000_000_000, 918_000_000_000}}
	if diff := cmp.Diff(h.Price(m, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)), want); diff != "" {
		t.Errorf("price (-got +want):\n%s", diff)
	}
	page := `{"SpotPriceHistory": [{"AvailabilityZone": "a", "InstanceType": "t", "SpotPrice": "0", "Timestamp": "2020-01-01T00:00:00Z"}]}` + "\n"
	for name, text := range map[string]string{"pages": page + page, "array": page[len(`{"SpotPriceHistory": `) : len(page)-2]} {
		r, err := NewPrices(strings.NewReader(text), "x.json", PriceOptions{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if h, err := Collect(r); err != nil || h.NotOffered.N != h.Points || h.Duplicates.N != h.Points-1 {
			t.Errorf("%s: history is %+v, %v", name, h, err)
		}
	}
}

func TestPriceFaults(t *testing.T) {
	const header = "timestamp_utc,az,instance_type,spot_usd_per_h\n"
	for _, c := range []struct{ text, want string }{
		{header + "2019-12-20,z,t,1\n", `x:2:1: timestamp_utc is "2019-12-20", want a date and time like 2022-12-02T18:19:26Z, 1970 to 2200`},
		{header + "2019-12-20T06:39:10.000Z,,t,1\n", `x:2:26: az is "", want a name`},
		{header + "2019-12-20T06:39:10.000Z,z,t,-0.03\n", `x:2:30: spot_usd_per_h is "-0.03", want dollars per hour, 0 or more`},
		{"az,instance_type,spot_usd_per_h\n", `x:1: header is "az,instance_type,spot_usd_per_h", want a column timestamp_utc`},
		{"", "x: the file is empty, want a header with timestamp_utc,az,instance_type,spot_usd_per_h"},
		{`{"SpotPriceHistory": []}`, "x: there are no prices, want SpotPriceHistory"},
		{`{"SpotPriceHistory": [{"AvailabilityZone": "a"}]}`, `x:1:47: price is "}", want AvailabilityZone, InstanceType, SpotPrice and Timestamp before it`},
		{`{"SpotPriceHistory": [{"SpotPrice": "cheap"}]}`, `x:1:38: SpotPrice is "cheap", want dollars per hour, 0 or more`},
		{`{"SpotPriceHistory": [{"Timestamp": "soon"}]}`, `x:1:38: Timestamp is "soon", want a date and time like 2022-12-02T18:19:26Z, 1970 to 2200`},
		{`{"SpotPriceHistory": [`, "x:1:23: the text ends in the middle: unexpected EOF"},
	} {
		r, err := NewPrices(strings.NewReader(c.text), "x", PriceOptions{})
		if err == nil {
			_, err = Collect(r)
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
	r, err := NewPrices(strings.NewReader(header+"x,z,t,1\n2019-12-20T06:39:10.000Z,z,t,1\n"), "x", PriceOptions{Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	if h, err := Collect(r); err != nil || h.Points != 1 || len(r.Skipped()) != 1 {
		t.Errorf("lenient reading: %+v, %v, skipped %v, want one point and one row skipped", h, err, r.Skipped())
	}
}

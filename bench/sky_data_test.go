package bench

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/sim"
	"skysim/traces/tracetest"
)

// openShare is how much of a time a market is open.
func openShare(p sim.Path, until sim.Time) float64 {
	open := sim.Time(0)
	for i, v := range p.Value {
		to := until
		if i+1 < len(p.At) {
			to = min(to, p.At[i+1])
		}
		if v > 0 && p.At[i] < to {
			open += to - p.At[i]
		}
	}
	return float64(open) / float64(until)
}

// The markets of spot-traces are open for the share that their index says, in the run
// that goes through all of them; models fitted to them are on average over seeds.
func TestRecordedMarketsOfTheData(t *testing.T) {
	dir := tracetest.Path(t, "")
	for _, c := range []struct {
		path  string
		span  time.Duration
		share float64
	}{
		{"spot/availability/1-node/aws-10-26-2022/us-west-2a_v100_1.json", 3895 * 600 * time.Second, .7926},
		{"spot/availability/1-node/aws-02-15-2023/us-west-2b_v100_1.json", 20158 * 195 * time.Second, .9050},
	} {
		table := supplyTable + "format = \"spot-json\"\navailable = 1\ntype = \"small\"\npath = \"" + c.path + "\"\n"
		e, err := Parse("spotted.toml", []byte(strings.Replace(spotted, "RECORDINGS", table, 1)))
		if err != nil {
			t.Fatal(err)
		}
		supply, _ := market(t, e, dir, 1, "east/east/east/small/spot")
		if got := openShare(supply, sim.Time(c.span)); math.Abs(got-c.share) > 0.00005 {
			t.Errorf("%s is open for %.5f of %v, want %.4f", c.path, got, c.span, c.share)
		}
		e, err = Parse("spotted.toml", []byte(strings.Replace(spotted, "RECORDINGS", table+"model = \"fitted\"\n[cloud.weather]\nlasts = \"8760h\"\nspot_down = \"0s\"\nprice_every = \"0s\"", 1)))
		if err != nil {
			t.Fatal(err)
		}
		sum, seeds := 0.0, 8
		for seed := range seeds {
			supply, _ := market(t, e, dir, uint64(seed), "east/east/east/small/spot")
			sum += openShare(supply, sim.Time(8760*time.Hour))
		}
		// Of eight years in which it changes every few hours a share is known to a percent or two.
		if got := sum / float64(seeds); math.Abs(got-c.share) > 0.02 {
			t.Errorf("fitted to %s, markets are open for %.4f, want about %.4f", c.path, got, c.share)
		}
	}
}

// Where AWS asked more for spot than on demand, once in half a year, the run pays it.
func TestRecordedPricesAboveOnDemand(t *testing.T) {
	dir := tracetest.Path(t, "")
	const table = "[[cloud.recording]]\nkind = \"price\"\npath = \"prices/aws_spot_2023H1.csv.gz\"\nformat = \"aws-spot\"\n" +
		"zone = \"east\"\ntype = \"small\"\nrecorded_zone = \"euw1-az2\"\nrecorded_type = \"p4d.24xlarge\"\n"
	e, err := Parse("spotted.toml", []byte(strings.Replace(spotted, "RECORDINGS", table, 1)))
	if err != nil {
		t.Fatal(err)
	}
	_, price := market(t, e, dir, 1, "east/east/east/small/spot")
	const onDemand, spot = "$35.39655", "$35.3966"
	if most := sim.Rate(slices.Max(price.Value)); most.String() != spot || most.String() <= onDemand {
		t.Errorf("at most %v, want %s where it is %s on demand", most, spot, onDemand)
	}
}

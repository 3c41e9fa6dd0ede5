package backtest

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	optimum "skysim/policies/dp/spot"

	"skysim/policies"
	"skysim/sim"
	"skysim/traces/tracetest"
)

// How much it saves to wander between regions, on recorded markets: one job in a window of 51 h 50 min, with all zones of a set to
// choose from, each in a region of its own. The constants of package nomad were tried on SkyNomad's six zones; of
// its rules the last was chosen with all sets of 2023 in view, so that those are no evidence from outside. The zones of 2022 were
// looked at for the first time when all of it was done.

// market is a zone as it was recorded, in ticks of ten minutes.
type market struct {
	name           string
	up             []bool
	spot, onDemand float64 // dollars per hour
}

const tick = 10 * time.Minute

var every = flag.Int("every", 450, "ticks between the windows of recorded markets: 150 for the figures that package nomad states")

// recording is the file that both collections have in common.
type recording struct {
	Metadata struct {
		Gap      float64 `json:"gap_seconds"`
		OnDemand float64 `json:"on_demand_price"`
		Info     struct {
			Price    float64
			OnDemand float64 `json:"on_demand_price"`
		} `json:"price_info"`
	}
	Data []int
}

// market samples a recording; one is what says that machines can be had.
func (r *recording) market(name string, one int) market {
	m := market{name: name, spot: r.Metadata.Info.Price, onDemand: max(r.Metadata.OnDemand, r.Metadata.Info.OnDemand)}
	for i := 0; ; i++ {
		at := int(float64(i) * tick.Seconds() / r.Metadata.Gap)
		if at >= len(r.Data) {
			return m
		}
		m.up = append(m.up, r.Data[at] == one)
	}
}

// h100s returns zones of SkyNomad's recording of machines with eight H100s, of which 1 means that there are none.
func h100s(t *testing.T, names ...string) (all []market) {
	f, err := os.Open(tracetest.Path(t, "skynomad/converted_multi_region_aligned_h100_16_merged.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]market{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if path.Base(h.Name) == "full.json" {
			var rec recording
			if err := json.NewDecoder(r).Decode(&rec); err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(path.Base(path.Dir(h.Name)), "_h100_16")
			found[name] = rec.market(name, 0)
		}
	}
	for _, n := range names {
		if found[n].up == nil {
			t.Fatalf("no zone %s", n)
		}
		all = append(all, found[n])
	}
	return all
}

// v100s returns zones of recordings of AWS; spot machines are taken to cost 0.92, 0.98 and 1.05 dollars by turns.
func v100s(t *testing.T, names ...string) (all []market) {
	for i, n := range names {
		data, err := os.ReadFile(tracetest.Path(t, "spot/availability/1-node/"+n+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var rec recording
		if err := json.Unmarshal(data, &rec); err != nil {
			t.Fatal(err)
		}
		rec.Metadata.Info.Price, rec.Metadata.OnDemand = []float64{0.92, 0.98, 1.05}[i%3], 3.06
		all = append(all, rec.market(n, 1))
	}
	return all
}

const window = 311 * tick

func rateOf(dollars float64) sim.Rate { return sim.Rate(dollars*1e12 + 0.5) }

// skyOf makes a world of markets from a tick on.
func skyOf(markets []market, from int) *sim.World {
	w := &sim.World{Providers: []sim.Provider{{Name: "p"}}, Types: []sim.MachineType{{Name: "m", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000}}}
	for i, m := range markets {
		w.Regions = append(w.Regions, sim.Region{Name: m.name})
		w.Zones = append(w.Zones, sim.Zone{Name: m.name, Region: sim.RegionID(i)})
		var supply sim.Path
		for at, up := range m.up[from:min(len(m.up), from+int(window/tick)+1)] {
			n := int64(0)
			if up {
				n = 1
			}
			if at == 0 || n != supply.Value[len(supply.Value)-1] {
				supply.At, supply.Value = append(supply.At, sim.Time(at)*sim.Time(tick)), append(supply.Value, n)
			}
		}
		w.Offers = append(w.Offers,
			sim.Offer{Zone: sim.ZoneID(i), Purchase: sim.Spot, Price: sim.Constant(int64(rateOf(m.spot))), Supply: supply},
			sim.Offer{Zone: sim.ZoneID(i), Purchase: sim.OnDemand, Price: sim.Constant(int64(rateOf(m.onDemand))), Supply: sim.Constant(sim.Unlimited)})
	}
	w.SortOffers()
	return w
}

// wander runs the job of a window and returns the bill in dollars.
func wander(t *testing.T, markets []market, from int, work sim.Duration, policy string) float64 {
	t.Helper()
	p, err := policies.Parse(policy, policies.Env{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.New(sim.Config{World: skyOf(markets, from), Policy: p, Jobs: sim.Jobs(sim.Job{
		Demand: sim.Demand{CPU: 1000}, Work: int64(work), Estimate: work, Deadline: sim.Time(window),
		Restart: sim.Restart{Keep: sim.KeepAll, Overhead: 12 * time.Minute, Owes: sim.OweFirst | sim.OweRestart},
	})})
	if err == nil {
		err = s.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	if end := s.Totals().LastEnd; end > sim.Time(window) {
		t.Errorf("%s, %v of work from tick %d: ends at %v", policy, work, from, end)
	}
	return float64(s.Totals().Cost) / 1e9
}

// least returns what the optimum costs that knows the future.
func least(t *testing.T, markets []market, from int, work sim.Duration) float64 {
	p := &optimum.Problem{Tick: tick, Work: work, Deadline: window, Overhead: 12 * time.Minute}
	for i, m := range markets {
		p.Places = append(p.Places, optimum.Place{
			Name: m.name, Region: i, Spot: m.up[from:], SpotPrice: []sim.Rate{rateOf(m.spot)}, OnDemand: []sim.Rate{rateOf(m.onDemand)},
		})
	}
	plan, err := optimum.Optimum(p)
	if err != nil {
		t.Fatal(err)
	}
	return float64(plan.Cost) / 1e12
}

// TestNomadOnRecordedMarkets compares it with Uniform Progress over the same regions and with the optimum. At a deadline ratio
// of 1.05 there is time for a dozen starts, and what is lost to markets that come and go is not won back: there it may cost more, but not much.
func TestNomadOnRecordedMarkets(t *testing.T) {
	for _, set := range []struct {
		name    string
		markets []market
	}{
		{"SkyNomad's six zones", h100s(t, "us-central1-a", "us-west1-a", "europe-west1-c", "europe-west3-c", "asia-southeast1-b", "asia-south2-b")},
		{"zones of Google Cloud", h100s(t, "us-central1-b", "us-central1-c", "us-east4-b", "us-east5-a")},
		{"zones of AWS", v100s(t, "aws-02-15-2023/us-east-1d_v100_1", "aws-02-15-2023/us-west-2c_v100_1")},
		{"zones of AWS of 2022, not seen before", v100s(t, "aws-10-26-2022/us-west-2a_v100_1", "aws-10-26-2022/us-west-2b_v100_1", "aws-10-26-2022/us-west-2a_v100_8")},
	} {
		for i, ratio := range []float64{1.05, 1.2, 1.5} {
			work := sim.Duration(float64(window) / ratio)
			sums, n := [3]float64{}, 0.0
			for from := 0; from+int(window/tick) <= len(set.markets[0].up); from += *every {
				sums[0] += wander(t, set.markets, from, work, "nomad")
				sums[1] += wander(t, set.markets, from, work, "uniform")
				sums[2] += least(t, set.markets, from, work)
				n++
			}
			t.Logf("%s, ratio %v, %v windows: nomad $%.2f, uniform $%.2f, optimum $%.2f: %.3f of uniform, %.3f of the optimum",
				set.name, ratio, n, sums[0]/n, sums[1]/n, sums[2]/n, sums[0]/sums[1], sums[0]/sums[2])
			if most := []float64{1.08, 1, 1}[i]; sums[0] > most*sums[1] || sums[0] < sums[2] {
				t.Errorf("%s, ratio %v: nomad costs %.3f of what uniform does, want %v or less, and no less than the optimum", set.name, ratio, sums[0]/sums[1], most)
			}
		}
	}
}

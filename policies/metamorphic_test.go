package policies

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// costMinimisers choose by what things cost, so that what is dearer for the same must not
// touch them. Those that learn about offers by trying them are not among them, nor those that
// prefer spot machines whatever they cost.
var costMinimisers = []string{
	"greedy(order=fcfs,place=cheapest)", "greedy(order=edf,place=cheapest,backfill=easy)", "greedy(order=sjf,place=cheapest,spot=avoid,idle=0s)",
	"lp(every=0s)", "lp(every=10m,form=deadlines)", "dp(every=10m)", "uniform(every=10m)", "learned(weights=diurnal-1)",
	"checkpoint(greedy(order=fcfs,place=cheapest),every=30m)", "retry(greedy(order=fcfs,place=cheapest),base=1m)",
	"replicate(greedy(order=fcfs,place=cheapest),copies=2,spread=zone)",
}

// market draws a world of two providers with distinct prices, on demand and spot, whose supply and
// prices move, and jobs that fit it. Every path is given, so that names decide nothing.
func market(seed uint64) (*sim.World, []sim.Job) {
	r := sim.NewStream(seed, "market")
	w := &sim.World{
		Epoch:     time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		Providers: []sim.Provider{{Name: "north", Notice: 2 * time.Minute}, {Name: "south", Notice: 30 * time.Second}},
		Regions:   []sim.Region{{Name: "east", Provider: 0}, {Name: "west", Provider: 0}, {Name: "main", Provider: 1}},
		Zones:     []sim.Zone{{Name: "a", Region: 0}, {Name: "b", Region: 0}, {Name: "a", Region: 1}, {Name: "z", Region: 2}},
	}
	for p := range sim.ProviderID(2) {
		w.Providers[p].Billing.Minimum = time.Minute
		for _, cores := range []int64{4, 16} {
			w.Types = append(w.Types, sim.MachineType{Name: fmt.Sprintf("m%d", cores), Provider: p, CPU: cores * 1000, Mem: cores * 4096, GPUKind: -1, Speed: 1_000_000})
		}
	}
	span := 60 * time.Hour
	for t := range w.Types {
		for z := range w.Zones {
			if w.Regions[w.Zones[z].Region].Provider != w.Types[t].Provider {
				continue
			}
			price := w.Types[t].CPU * (40_000_000 + r.Int64N(9_000_000)) // pico-dollars an hour
			boot := time.Minute + time.Duration(r.Int64N(1e11))
			o := sim.Offer{Type: sim.TypeID(t), Zone: sim.ZoneID(z), Boot: boot}
			o.Purchase, o.Price, o.Supply = sim.OnDemand, sim.Constant(price), sim.Constant(sim.Unlimited)
			w.Offers = append(w.Offers, o)
			o.Purchase, o.Price, o.Supply = sim.Spot, wander(&r, span, price/4), comeAndGo(&r, span)
			w.Offers = append(w.Offers, o)
		}
	}
	w.SortOffers()
	var jobs []sim.Job
	at := sim.Time(0)
	for range 40 {
		at = at.Add(time.Duration(r.Int64N(int64(50 * time.Minute))))
		work := time.Hour + time.Duration(r.Int64N(int64(6*time.Hour)))
		j := sim.Job{Submit: at, Demand: sim.Demand{CPU: 1000 * (1 + r.Int64N(6)), Mem: 2048}, Work: int64(work), Estimate: work}
		j.Restart = sim.Restart{Keep: sim.KeepAll, Overhead: 6 * time.Minute, Owes: sim.OweFirst | sim.OweRestart}
		if r.Int64N(3) > 0 {
			j.Deadline = at.Add(work + work/2 + time.Hour)
		}
		if r.Int64N(3) == 0 {
			j.Restart.Keep, j.Restart.Every, j.Restart.Cost = sim.KeepCheckpoint, 20*time.Minute, time.Minute
		}
		jobs = append(jobs, j)
	}
	return w, jobs
}

func wander(r *sim.Stream, span sim.Duration, about int64) (p sim.Path) {
	for at := sim.Time(0); at < sim.Time(span); at = at.Add(time.Hour + time.Duration(r.Int64N(int64(5*time.Hour)))) {
		p.At, p.Value = append(p.At, at), append(p.Value, about+r.Int64N(about))
	}
	return p
}

func comeAndGo(r *sim.Stream, span sim.Duration) (p sim.Path) {
	up := r.Int64N(2)
	for at := sim.Time(0); at < sim.Time(span); at = at.Add(20*time.Minute + time.Duration(r.Int64N(int64(6*time.Hour)))) {
		p.At, p.Value = append(p.At, at), append(p.Value, up*3)
		up = 1 - up
	}
	return p
}

// diary writes what a run did, with machines by the names of their offers.
type diary struct {
	world *sim.World
	name  func(sim.OfferID) string
	lines []string
}

func (d *diary) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		e := &events[i]
		switch e.Kind {
		case sim.PriceChanged, sim.SupplyChanged, sim.PolicyWoken:
			continue
		}
		at := ""
		if e.Offer >= 0 {
			at = d.name(e.Offer)
		}
		d.lines = append(d.lines, fmt.Sprintf("%v kind %d job %d machine %d %s value %d why %d", e.Time, e.Kind, e.Job, e.Machine, at, e.Value, e.Why))
	}
}

// live runs a policy and returns its diary and its bill.
func live(t *testing.T, w *sim.World, jobs []sim.Job, construction string, name func(sim.OfferID) string) ([]string, sim.Money) {
	t.Helper()
	p, err := Parse(construction, Env{Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	d := &diary{world: w, name: name}
	if d.name == nil {
		d.name = w.OfferName
	}
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: p, Observers: []sim.Observer{d}, Until: sim.Time(200 * time.Hour)})
	if err == nil {
		err = s.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	total := s.Totals()
	return d.lines, total.Cost
}

// parted returns the first line in which two diaries differ, or "".
func parted(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d is\n  %s, was\n  %s", i, b[i], a[i])
		}
	}
	if len(a) != len(b) {
		return fmt.Sprintf("%d lines, were %d", len(b), len(a))
	}
	return ""
}

// For each zone and type a twin is offered beside it that can do no more, boots later and costs
// more at every moment, spot and on demand. Who looks at cost does as before.
func TestWorseOffersChangeNothing(t *testing.T) {
	for seed := range uint64(4) {
		w, jobs := market(seed)
		worse := *w
		worse.Types = slices.Clone(w.Types)
		worse.Offers = slices.Clone(w.Offers)
		for i := range w.Types {
			twin := w.Types[i]
			twin.Name += "-worse"
			twin.Speed -= 100_000
			worse.Types = append(worse.Types, twin)
		}
		for _, o := range w.Offers {
			o.Type += sim.TypeID(len(w.Types))
			o.Boot += time.Minute
			o.Price = sim.Path{At: o.Price.At, Value: slices.Clone(o.Price.Value)}
			for k := range o.Price.Value {
				o.Price.Value[k] += o.Price.Value[k] / 3
			}
			if o.Purchase == sim.Spot { // never there when the better one is not: that would be a choice
				o.Price = sim.Constant(slices.Max(o.Price.Value) * 6)
			}
			worse.Offers = append(worse.Offers, o)
		}
		worse.SortOffers()
		for _, c := range costMinimisers {
			if strings.HasPrefix(c, "lp(every=10m") {
				continue // of equally good plans for a batch, one more column may make it find another
			}
			was, cost := live(t, w, jobs, c, nil)
			is, now := live(t, &worse, jobs, c, nil)
			if where := parted(was, is); where != "" || cost != now {
				t.Errorf("seed %d, %s: cost %v with worse offers beside the others, %v without; %s", seed, c, now, cost, where)
			}
		}
	}
}

// Regions are called something else, so that offers stand in another order. Prices
// differ, so that no order breaks ties.
func TestRenamedRegionsChangeNothing(t *testing.T) {
	for seed := range uint64(4) {
		w, jobs := market(seed)
		other := *w
		other.Regions = slices.Clone(w.Regions)
		names := map[string]string{"east": "zeta", "west": "alpha", "main": "only"}
		for i := range other.Regions {
			other.Regions[i].Name = names[other.Regions[i].Name]
		}
		other.Offers = slices.Clone(w.Offers)
		other.SortOffers()
		back := strings.NewReplacer("/zeta/", "/east/", "/alpha/", "/west/", "/only/", "/main/")
		for _, c := range costMinimisers {
			was, cost := live(t, w, jobs, c, nil)
			is, now := live(t, &other, jobs, c, func(o sim.OfferID) string { return back.Replace(other.OfferName(o)) })
			if where := parted(was, is); where != "" || cost != now {
				t.Errorf("seed %d, %s: cost %v with other names, %v before; %s", seed, c, now, cost, where)
			}
		}
	}
}

// An outage of all zones after the run, or of a zone in which nothing is offered, changes nothing.
func TestOutagesElsewhereChangeNothing(t *testing.T) {
	w, jobs := market(5)
	after, beside := *w, *w
	for range w.Zones {
		after.Outages = append(after.Outages, sim.Path{At: []sim.Time{0, sim.Time(200 * time.Hour)}, Value: []int64{0, 1}})
		beside.Outages = append(beside.Outages, sim.Constant(0))
	}
	beside.Zones = append(slices.Clone(w.Zones), sim.Zone{Name: "empty", Region: 2})
	beside.Outages = append(beside.Outages, sim.Path{At: []sim.Time{0, sim.Time(time.Hour)}, Value: []int64{0, 1}})
	for _, c := range costMinimisers {
		was, cost := live(t, w, jobs, c, nil)
		is, now := live(t, &after, jobs, c, nil)
		if where := parted(was, is); where != "" || cost != now {
			t.Errorf("%s: cost %v with an outage after the run, %v without; %s", c, now, cost, where)
		}
		if _, now := live(t, &beside, jobs, c, nil); cost != now {
			t.Errorf("%s: cost %v with an outage where nothing is offered, %v without", c, now, cost)
		}
	}
}

// Without preemption spot machines are on-demand machines at another price: the same world
// with the words exchanged is scheduled alike by who does not look at the word.
func TestSpotWithoutPreemptionIsOnDemand(t *testing.T) {
	w, jobs := market(6)
	spot, demand := *w, *w
	spot.Offers, demand.Offers = nil, nil
	for _, o := range w.Offers {
		if o.Purchase == sim.OnDemand {
			o.Price = sim.Constant(o.Price.Value[0] / 3)
			demand.Offers = append(demand.Offers, o)
			o.Purchase = sim.Spot
			spot.Offers = append(spot.Offers, o)
		}
	}
	for _, c := range []string{"greedy(order=fcfs,place=cheapest)", "greedy(order=sjf,place=bestfit)", "lp(every=0s)"} {
		was, cost := live(t, &demand, jobs, c, nil)
		is, now := live(t, &spot, jobs, c, func(o sim.OfferID) string { return strings.Replace(spot.OfferName(o), "/spot", "/on-demand", 1) })
		if where := parted(was, is); where != "" || cost != now {
			t.Errorf("%s: cost %v on spot machines that stay, %v on demand; %s", c, now, cost, where)
		}
	}
}

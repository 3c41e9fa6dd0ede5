package greedy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// liars boots machines of offers below half their price badly: of three, one comes to nothing and one
// takes an hour.
type liars struct{ w *sim.World }

func (l liars) Boot(o sim.OfferID, ordinal int64) (sim.Duration, bool) {
	if l.w.Offers[o].Price.Value[0] > int64(sim.DollarRate) {
		return time.Minute, true
	}
	switch ordinal % 3 {
	case 0:
		return 20 * time.Minute, false
	case 1:
		return time.Hour, true
	}
	return time.Minute, true
}

// twoProviders is a world with a cheap provider, whose spot machines are taken back every two hours, and an honest one. Both say that
// machines boot in a minute.
func twoProviders() *sim.World {
	taken := sim.Path{}
	for h := range int64(2000) {
		taken.At = append(taken.At, sim.Time(2*h)*sim.Time(time.Hour), sim.Time(2*h+1)*sim.Time(time.Hour)+sim.Time(50*time.Minute))
		taken.Value = append(taken.Value, 100, 0)
	}
	w := &sim.World{
		Epoch:     time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		Providers: []sim.Provider{{Name: "cheap", Billing: sim.Billing{Boot: true}}, {Name: "honest", Billing: sim.Billing{Boot: true}}},
		Regions:   []sim.Region{{Name: "c1"}, {Name: "h1", Provider: 1}},
		Zones:     []sim.Zone{{Name: "c1a"}, {Name: "h1a", Region: 1}},
		Types:     []sim.MachineType{{Name: "c", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: million}, {Name: "h", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: million}},
	}
	price := func(cents int64) sim.Path { return sim.Constant(cents * int64(sim.DollarRate/100)) }
	w.Offers = []sim.Offer{
		{Type: 0, Purchase: sim.OnDemand, Price: price(90), Supply: sim.Constant(sim.Unlimited), Boot: time.Minute},
		{Type: 0, Purchase: sim.Spot, Price: price(80), Supply: taken, Boot: time.Minute},
		{Type: 1, Zone: 1, Purchase: sim.OnDemand, Price: price(110), Supply: sim.Constant(sim.Unlimited), Boot: time.Minute},
		{Type: 1, Zone: 1, Purchase: sim.Spot, Price: price(101), Supply: sim.Constant(100), Boot: time.Minute},
	}
	w.SortOffers()
	return w
}

// TestProvenLearnsWhoLies: of a provider that is cheap, boots badly and takes its machines back it learns to keep away, which costs less and
// lets jobs end earlier than to believe in prices.
func TestProvenLearnsWhoLies(t *testing.T) {
	results := map[Place]sim.Totals{}
	for _, place := range []Place{Cheapest, Proven} {
		w := twoProviders()
		var jobs []sim.Job
		for i := range int64(300) {
			jobs = append(jobs, task(20*i, 1, 60+i%60))
		}
		var d diary
		p := made(t, with(func(o *Options) { o.Place, o.Idle = place, 0 }))
		s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: p, Boots: liars{w}, Observers: []sim.Observer{&d}, Thorough: true})
		if err == nil {
			err = s.Run()
		}
		if err != nil {
			t.Fatal(err)
		}
		results[place] = s.Totals()
		cheap, all := 0, 0
		for _, l := range d.lines[len(d.lines)/2:] {
			cheap += strings.Count(l, ": rent c ")
			all += strings.Count(l, ": rent ")
		}
		if share := float64(cheap) / float64(all); place == Cheapest && share < 0.9 || place == Proven && share > 0.05 {
			t.Errorf("%v: in the second half %d of %d machines are of the cheap provider", place, cheap, all)
		}
	}
	a, b := results[Cheapest], results[Proven]
	t.Logf("cheapest costs %v, jobs are in the system for %.0f h together; proven %v, %.0f h", a.Cost, a.TurnaroundSum.Float()/hourNs, b.Cost, b.TurnaroundSum.Float()/hourNs)
	if b.Cost > a.Cost*6/10 || b.TurnaroundSum.Float() > 0.6*a.TurnaroundSum.Float() {
		t.Errorf("proven costs %v and cheapest %v; jobs are in the system for %.0f h together, and %.0f", b.Cost, a.Cost, b.TurnaroundSum.Float()/hourNs, a.TurnaroundSum.Float()/hourNs)
	}
}

// TestProvenBelievesAtFirst: where nothing has happened it goes by price, and prefers on-demand machines to spot machines only where they
// cost about the same.
func TestProvenBelievesAtFirst(t *testing.T) {
	for _, c := range []struct {
		name   string
		stalls []stall
		want   string
	}{
		{"the cheapest", []stall{{zone: "r1a", kind: "dear", cents: 300}, {zone: "r2a", kind: "cheap", cents: 100}}, "j0 on m0 cheap"},
		{"spot at a third", []stall{{zone: "r1a", kind: "full", cents: 300}, {zone: "r1a", kind: "spot", cents: 100, how: sim.Spot}}, "j0 on m0 spot"},
		{"spot at a cent less", []stall{{zone: "r1a", kind: "full", cents: 300}, {zone: "r1a", kind: "spot", cents: 299, how: sim.Spot}}, "j0 on m0 full"},
	} {
		g := made(t, with(func(o *Options) { o.Place = Proven }))
		if got := starts(story(t, bazaar(c.stalls...), g, task(0, 1, 240))); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestProofSurvivesBeingKept and makes the records of zones and providers anew.
func TestProofSurvivesBeingKept(t *testing.T) {
	var q proof
	q.open(twoProviders())
	for o := range q.offers {
		for i := range int64(o + 3) {
			for _, r := range q.records(sim.OfferID(o)) {
				r.take(&sim.Event{Time: sim.Time(i) * sim.Time(time.Hour), Kind: sim.MachineUp}, time.Minute, true)
				r.take(&sim.Event{Time: sim.Time(2*i) * sim.Time(time.Hour), Kind: sim.MachineBroke}, 0, true)
			}
		}
	}
	q.booting, q.seen = []rental{{7, 1, 3}}, 9
	var again proof
	kept := q.append(nil)
	if err := again.load(kept); err != nil || !slices.Equal(again.offers, q.offers) || !slices.Equal(again.booting, q.booting) || again.seen != 9 {
		t.Fatalf("kept as %+v, %v, want %+v", again, err, q)
	}
	again.open(twoProviders())
	for o := range q.offers {
		at := sim.Time(100 * time.Hour)
		if got, want := again.expect(sim.OfferID(o), at), q.expect(sim.OfferID(o), at); got != want {
			t.Errorf("offer %d: expects %+v, want %+v", o, got, want)
		}
	}
	for n := range kept {
		_ = again.load(kept[:n]) // must not panic
	}
}

// TestLonger counts by hand what losses cost.
func TestLonger(t *testing.T) {
	for _, c := range []struct {
		name      string
		restart   sim.Restart
		run, lost float64
		want      float64
	}{
		{"no losses", sim.Restart{}, 10, 0, 1},
		{"nothing kept, one in ten hours", sim.Restart{}, 10, 0.1, 1.71828 * 1.01},
		{"all kept, a boot of six minutes and six of overhead", sim.Restart{Keep: sim.KeepAll, Overhead: 6 * time.Minute, Owes: sim.OweRestart}, 10, 0.1, 1.02},
		{"checkpoints each two hours", sim.Restart{Keep: sim.KeepCheckpoint, Every: 2 * time.Hour}, 10, 0.1, 1.11},
		{"hopeless", sim.Restart{}, 1000, 1, 1000},
	} {
		if got := longer(&sim.JobInfo{Restart: c.restart}, c.run, c.lost, 0.1); got < 0.999*c.want || got > 1.001*c.want {
			t.Errorf("%s: %v times as long, want %v", c.name, got, c.want)
		}
	}
}

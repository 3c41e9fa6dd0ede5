package sim_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
	"skysim/sim/simtest"
)

// drawMoney adds to a drawn play rules of bills that change, traffic,
// commitments, and jobs that move data.
func drawMoney(t *rapid.T, jobs int) play {
	p := drawPlay(t, jobs)
	w := p.world
	if rapid.Bool().Draw(t, "odd epoch") {
		w.Epoch = time.Date(2026, 11, 30, 23, 59, up(t, "epoch second", 59), up(t, "epoch nanosecond", 5), time.UTC)
	}
	w.Regions = append(w.Regions, sim.Region{Name: "r9"}) // of the first provider
	for z := range w.Zones {
		if z == 0 && rapid.Bool().Draw(t, "elsewhere") {
			w.Zones[z].Region = sim.RegionID(len(w.Regions) - 1)
		}
	}
	w.SortOffers()
	if rapid.Bool().Draw(t, "no horizon") {
		p.until = 0
	}
	for i := range w.Providers {
		drawRules(t, &w.Providers[i])
	}
	drawTraffic(t, w)
	for i := range w.Offers {
		w.Types[w.Offers[i].Type].Provider = w.Regions[w.Zones[w.Offers[i].Zone].Region].Provider
	}
	for i := range w.Offers {
		if o := &w.Offers[i]; w.Types[o.Type].Provider == w.Regions[w.Zones[o.Zone].Region].Provider {
			drawCommitment(t, w, o)
		}
	}
	gap := one(t, "long gaps", 0, 17*time.Minute, time.Hour)
	for i := range p.jobs {
		p.jobs[i].Submit = p.jobs[i].Submit.Add(time.Duration(i) * gap)
		if up(t, "moves data", 2) > 0 {
			p.jobs[i].Data = sim.Data{Home: sim.RegionID(up(t, "home", len(w.Regions)-1)), Reads: drawBytes(t, "reads"), Writes: drawBytes(t, "writes")}
		}
	}
	p.comply()
	return p
}

func drawBytes(t *rapid.T, what string) int64 {
	return one(t, what, 0, 1e9, 1<<30, 5e10, rapid.Int64Range(0, 1e13).Draw(t, what+" exactly"))
}

func drawRules(t *rapid.T, p *sim.Provider) {
	draw := func(what string, b *sim.Billing) {
		b.Reprice = sim.Repricing(up(t, what+" reprice", 1))
		b.FreeReclaim = one(t, what+" reclaim", 0, 10*time.Second, time.Hour)
	}
	draw("first", &p.Billing)
	if rapid.Bool().Draw(t, "changes") {
		c := sim.DatedBilling{From: sim.Time(seconds(t, "from", 40)), Billing: sim.Billing{
			Increment: one(t, "next increment", 0, time.Second, time.Hour), Minimum: one(t, "next minimum", 0, time.Minute), Boot: rapid.Bool().Draw(t, "next boot"),
		}}
		draw("next", &c.Billing)
		p.Changes = append(p.Changes, c)
	}
}

func drawTraffic(t *rapid.T, w *sim.World) {
	tr := &sim.Traffic{}
	stored := rapid.Bool().Draw(t, "storage")
	for range w.Providers {
		a := sim.Account{GB: one(t, "GB", int64(1e9), 1<<30), Free: sim.Volume(one(t, "free", 0, 0, 1, 3e9, 7e12))}
		if stored || rapid.Bool().Draw(t, "months") {
			a.Months = sim.Months{-5, sim.Time(seconds(t, "month", 30)) + 1, sim.Time(40 * time.Second), sim.Time(1000 * time.Hour)}
		}
		tr.Accounts = append(tr.Accounts, a)
	}
	for range 1 + up(t, "routes", 3) {
		r := sim.Route{Counter: int32(up(t, "counter", 2) - 1), Tiers: sim.Flat(one(t, "per GB", sim.DollarRate/50, 0, sim.DollarRate/11))}
		for range up(t, "tiers", 2) {
			r.Tiers = append(r.Tiers, sim.Tier{
				Above: r.Tiers[len(r.Tiers)-1].Above + 1 + sim.Volume(rapid.Int64Range(0, 5e12).Draw(t, "above")),
				Price: sim.Rate(rapid.Int64Range(0, 2e11).Draw(t, "per GB above")),
			})
		}
		tr.Routes = append(tr.Routes, r)
	}
	for range len(w.Regions) * len(w.Regions) {
		tr.Pairs = append(tr.Pairs, int32(up(t, "route", len(tr.Routes)-1)))
	}
	if rapid.Bool().Draw(t, "takes time") {
		for range tr.Pairs {
			tr.Speeds = append(tr.Speeds, one(t, "bytes a second", int64(0), 1e9, 333_333_333, 1<<40))
		}
	}
	for range w.Regions {
		if stored {
			tr.Storage = append(tr.Storage, one(t, "a month", 1e15, sim.DollarRate/50, 0))
		}
	}
	w.Traffic = tr
}

// drawCommitment draws one for the machines of an offer, if it is on demand.
func drawCommitment(t *rapid.T, w *sim.World, o *sim.Offer) {
	if o.Purchase != sim.OnDemand || up(t, "commit to it", 3) == 0 {
		return
	}
	from := sim.Time(up(t, "from hour", 2)-2) * sim.Time(time.Hour)
	w.Commitments = append(w.Commitments, sim.Commitment{
		Type: o.Type, Region: w.Zones[o.Zone].Region, Count: int64(1 + up(t, "machines", 2)), Price: sim.Rate(rapid.Int64Range(0, 9e12).Draw(t, "per hour")),
		From: from, To: from + sim.Time(1+up(t, "hours", 4))*sim.Time(time.Hour),
	})
}

// TestMoneyAddsUp lets a policy without a plan spend on random worlds: the audit
// comes to the same bill, with traffic, commitments and rules that change.
func TestMoneyAddsUp(t *testing.T) {
	var found [sim.StorageLine + 1]int
	rapid.Check(t, func(t *rapid.T) {
		p := drawMoney(t, 20)
		audit := simtest.NewAudit(p.world, p.jobs).Under(p.faults)
		s := open(t, p.config(t, audit))
		run(t, s)
		sum := s.Totals()
		if err := audit.Check(sum, s.Now()); err != nil {
			t.Fatal(err)
		}
		for k, amount := range sum.CostBy {
			if amount != 0 {
				found[k]++
			}
		}
	})
	t.Log(found)
	for k, n := range found {
		if n == 0 {
			t.Errorf("no run has anything to pay for lines of kind %v", sim.LineKind(k))
		}
	}
}

// TestMoneyGoesOn stops, keeps and resumes; the bill is the same, line by line.
func TestMoneyGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawMoney(t, 20)
		var whole, parts diary
		s := open(t, p.config(nil, &whole))
		run(t, s)
		first := open(t, p.config(nil, &parts))
		if err := first.RunUntil(sim.Time(seconds(t, "stop", 60))); err != nil {
			t.Fatal(err)
		}
		snap, err := first.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		again, err := first.Snapshot()
		if err != nil || !bytes.Equal(snap, again) {
			t.Fatalf("another snapshot has other bytes: %v", err)
		}
		second, err := sim.Resume(p.config(nil, &parts), snap)
		if err != nil {
			t.Fatal(err)
		}
		run(t, second)
		same(t, "resumed", &parts, &whole, second, s)
	})
}

// TestSnapshotKnowsTheTariff changes a price and wants the snapshot refused.
func TestSnapshotKnowsTheTariff(t *testing.T) {
	for what, change := range map[string]func(w *sim.World){
		"repricing":  func(w *sim.World) { w.Providers[0].Billing.Reprice = sim.InstanceHour },
		"reclaim":    func(w *sim.World) { w.Providers[0].Billing.FreeReclaim = 5 },
		"change":     func(w *sim.World) { w.Providers[0].Changes = []sim.DatedBilling{{From: 3}} },
		"commitment": func(w *sim.World) { w.Commitments[0].Price++ },
		"tier":       func(w *sim.World) { w.Traffic.Routes[0].Tiers[0].Price++ },
		"GB":         func(w *sim.World) { w.Traffic.Accounts[0].GB = 1 << 30 },
		"month":      func(w *sim.World) { w.Traffic.Accounts[0].Months[1]++ },
		"free":       func(w *sim.World) { w.Traffic.Accounts[0].Free++ },
		"pair":       func(w *sim.World) { w.Traffic.Pairs[0] = -1 },
		"speed":      func(w *sim.World) { w.Traffic.Speeds = []int64{7} },
		"storage":    func(w *sim.World) { w.Traffic.Storage = []sim.Rate{7} },
	} {
		world := func() *sim.World {
			w := rented()
			w.Commitments = []sim.Commitment{{Count: 1, To: 5}}
			w.Traffic = &sim.Traffic{
				Accounts: []sim.Account{{GB: 1e9, Months: sim.Months{0, 99}}}, Routes: []sim.Route{{Tiers: sim.Flat(1)}}, Pairs: slices.Repeat([]int32{0}, len(w.Regions)*len(w.Regions)),
			}
			return w
		}
		s, err := sim.New(sim.Config{World: world(), Jobs: sim.Jobs(), Policy: &simtest.InOrder{}})
		if err != nil {
			t.Fatal(err)
		}
		snap, err := s.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		other := world()
		if _, err := sim.Resume(sim.Config{World: other, Jobs: sim.Jobs(), Policy: &simtest.InOrder{}}, snap); err != nil {
			t.Fatal(err)
		}
		change(other)
		if _, err := sim.Resume(sim.Config{World: other, Jobs: sim.Jobs(), Policy: &simtest.InOrder{}}, snap); err == nil {
			t.Errorf("%s: resumed in another world", what)
		}
	}
}

// unpriced returns the diary's events without what depends on prices.
func (d *diary) unpriced() string {
	var b bytes.Buffer
	for _, e := range d.events {
		if e.Kind == sim.PriceChanged {
			e.Value = 0
		}
		fmt.Fprintf(&b, "%+v\n", e)
	}
	return b.String()
}

// both runs two plays that must come to the same decisions, and returns their lines.
func both(t *rapid.T, p, q play) (one, two []sim.Line) {
	var d, e diary
	run(t, open(t, p.config(nil, &d)))
	run(t, open(t, q.config(nil, &e)))
	if got, want := e.unpriced(), d.unpriced(); got != want {
		t.Fatalf("the log is\n%s\nwant\n%s", got, want)
	}
	if len(d.lines) != len(e.lines) {
		t.Fatalf("%d lines, want %d", len(e.lines), len(d.lines))
	}
	return d.lines, e.lines
}

// TestTwiceThePrices doubles all prices: every line doubles, but for its rounding.
func TestTwiceThePrices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawMoney(t, 20)
		q := p
		q.world = doubled(p.world)
		one, two := both(t, p, q)
		for i := range one {
			if gap := two[i].Amount - 2*one[i].Amount; gap < -1 || gap > 1 {
				t.Fatalf("line %+v, at twice the prices %+v", one[i], two[i])
			}
		}
	})
}

func doubled(from *sim.World) *sim.World {
	w, tr := *from, *from.Traffic
	w.Offers, w.Commitments = slices.Clone(w.Offers), slices.Clone(w.Commitments)
	for i := range w.Offers {
		p := &w.Offers[i].Price
		p.Value = slices.Clone(p.Value)
		for j := range p.Value {
			p.Value[j] *= 2
		}
	}
	for i := range w.Commitments {
		w.Commitments[i].Price *= 2
	}
	tr.Routes = slices.Clone(tr.Routes)
	for i := range tr.Routes {
		tiers := slices.Clone(tr.Routes[i].Tiers)
		for j := range tiers {
			tiers[j].Price *= 2
		}
		tr.Routes[i].Tiers = tiers
	}
	tr.Storage = slices.Clone(tr.Storage)
	for i := range tr.Storage {
		tr.Storage[i] *= 2
	}
	w.Traffic = &tr
	return &w
}

// TestRegionsByAnotherName renames what has a name, in the same order.
func TestRegionsByAnotherName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawMoney(t, 20)
		q, w := p, *p.world
		w.Regions, w.Zones, w.Types = slices.Clone(w.Regions), slices.Clone(w.Zones), slices.Clone(w.Types)
		for i := range w.Regions {
			w.Regions[i].Name = "far" + w.Regions[i].Name
		}
		for i := range w.Zones {
			w.Zones[i].Name += "-x"
		}
		q.world = &w
		one, two := both(t, p, q)
		if !slices.Equal(one, two) {
			t.Fatalf("lines are\n%+v\nwant\n%+v", two, one)
		}
	})
}

// TestAYearLater shifts the epoch by a year of the same tariff: the same bill.
func TestAYearLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawMoney(t, 20)
		q, w := p, *p.world
		w.Epoch = w.Epoch.AddDate(1, 0, 0)
		q.world = &w
		one, two := both(t, p, q)
		if !slices.Equal(one, two) {
			t.Fatalf("lines are\n%+v\nwant\n%+v", two, one)
		}
	})
}

// TestABillThatDoesNotFit ends the run with an error that names the line.
func TestABillThatDoesNotFit(t *testing.T) {
	for what, w := range map[string]*sim.World{"machine 0": committed(), "traffic of job 1": committed(), "commitment 1": committed()} {
		switch what[0] {
		case 'm':
			w.Offers[0].Price = sim.Constant(1<<63 - 1)
			w.Providers[0].Billing.Minimum = 2000 * time.Hour
		case 't':
			w.Traffic.Routes[0].Tiers = sim.Flat(1<<63 - 1)
			w.Traffic.Accounts[0].Free = 0
		case 'c':
			w.Commitments[0].From = sim.Time(time.Hour)
			w.Commitments[1].From, w.Commitments[1].Count, w.Commitments[1].Price = 0, 1_000_000, 1<<63-1
		}
		jobs := []sim.Job{{Work: 1, Demand: sim.Demand{CPU: 1}}, {Submit: 1, Work: 1, Demand: sim.Demand{CPU: 1}, Data: sim.Data{Home: 1, Reads: 1e15}}}
		s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: &simtest.InOrder{Release: true}, Thorough: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Run(); err == nil || !strings.Contains(err.Error(), "the line of "+what+", or the bill with it, does not fit") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

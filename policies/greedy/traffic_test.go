package greedy

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// gigabytes is so many GB of 10⁹ bytes.
func gigabytes(n int64) int64 { return n * 1e9 }

// priced adds traffic to a market: between any two regions cents a GB, or
// nothing more once a month's first free GB are gone.
func priced(w *sim.World, cents, free int64) *sim.World {
	n := len(w.Regions)
	w.Traffic = &sim.Traffic{
		Accounts: []sim.Account{{GB: 1e9, Free: sim.Volume(free) * sim.GB}},
		Routes:   []sim.Route{{Tiers: sim.Flat(sim.Rate(cents) * sim.DollarRate / 100)}},
		Pairs:    make([]int32, n*n),
	}
	return w
}

// reads gives a job data in the first region of the market.
func reads(gb int64, j sim.Job) sim.Job {
	j.Data = sim.Data{Reads: gigabytes(gb)}
	return j
}

// TestCheapestCountsTraffic asks when it pays to leave the data's region: the
// machine there costs $1.00 for the job's hour, the one elsewhere $0.60.
func TestCheapestCountsTraffic(t *testing.T) {
	home, away := stall{zone: "r1a", kind: "home", cents: 100}, stall{zone: "r2a", kind: "away", cents: 60}
	mine := stall{zone: "r2a", kind: "mine", how: sim.Owned, supply: 1}
	both := task(0, 1, 60)
	both.Data = sim.Data{Reads: gigabytes(3), Writes: gigabytes(3)}
	for _, c := range []struct {
		name   string
		world  *sim.World
		jobs   []sim.Job
		starts string
	}{
		{"no data", priced(bazaar(home, away), 10, 0), []sim.Job{task(0, 1, 60)}, "j0 on m0 away"},
		{"little", priced(bazaar(home, away), 10, 0), []sim.Job{reads(3, task(0, 1, 60))}, "j0 on m0 away"},
		{"much", priced(bazaar(home, away), 10, 0), []sim.Job{reads(5, task(0, 1, 60))}, "j0 on m0 home"},
		{"there and back", priced(bazaar(home, away), 10, 0), []sim.Job{both}, "j0 on m0 home"},
		{"much for nothing", bazaar(home, away), []sim.Job{reads(5, task(0, 1, 60))}, "j0 on m0 away"},
		{"not even what is owned", priced(bazaar(home, mine), 21, 0), []sim.Job{reads(5, task(0, 1, 60))}, "j0 on m1 home"},
		{"a gang moves it once", priced(bazaar(home, away), 10, 0), []sim.Job{reads(5, gangOf(2, task(0, 8, 60)))}, "j0 on m0 away"},
		{"while the first tier lasts", tiered(bazaar(home, away)), []sim.Job{reads(3, task(0, 8, 60)), reads(3, task(1, 8, 60)), reads(3, task(2, 8, 60))},
			"j0 on m0 away, j1 on m1 away, j2 on m2 home"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := starts(story(t, c.world, made(t, with(func(o *Options) { o.Idle = 0 })), c.jobs...)); got != c.starts {
				t.Errorf("%s, want %s", got, c.starts)
			}
		})
	}
}

// tiered counts what leaves each region: 6 GB cost $0.10, more costs $0.20.
func tiered(w *sim.World) *sim.World {
	priced(w, 0, 0).Traffic.Routes = []sim.Route{{Counter: 0, Tiers: sim.Tiers{{Price: sim.DollarRate / 10}, {Above: 6 * sim.GB, Price: sim.DollarRate / 5}}}}
	return w
}

// TestTrafficDecidesAsInTheBill compares greedy's choice between two places with the
// bills of the two: run in a world where only one is there.
func TestTrafficDecidesAsInTheBill(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cents := func(what string) int64 { return rapid.Int64Range(1, 200).Draw(rt, what) }
		home, away := stall{zone: "r1a", kind: "home", cents: cents("home")}, stall{zone: "r2a", kind: "away", cents: cents("away")}
		j := task(0, 1, rapid.Int64Range(1, 300).Draw(rt, "minutes"))
		j.Data = sim.Data{Reads: rapid.Int64Range(0, 3e10).Draw(rt, "reads"), Writes: rapid.Int64Range(0, 3e10).Draw(rt, "writes")}
		perGB, free := rapid.Int64Range(0, 30).Draw(rt, "cents per GB"), rapid.Int64Range(0, 9).Draw(rt, "free")
		bill := func(absent string) sim.Money {
			w := priced(bazaar(home, away), perGB, free)
			w.Traffic.Routes[0].Counter = 0
			w.Offers = slices.DeleteFunc(w.Offers, func(o sim.Offer) bool { return w.Zones[o.Zone].Name == absent })
			s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(j), Policy: made(t, with(func(o *Options) { o.Idle = 0 })), Thorough: true})
			if err != nil {
				rt.Fatal(err)
			}
			if err := s.Run(); err != nil {
				rt.Fatal(err)
			}
			return s.Totals().Cost
		}
		if got, want := bill(""), min(bill("r1a"), bill("r2a")); got > want+1 {
			rt.Fatalf("%v, want %v", got, want)
		}
	})
}

// TestWithoutPricesDataDecidesNothing gives jobs data in a world without traffic.
func TestWithoutPricesDataDecidesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs, o := stalls(rt), tasks(rt), options(rt)
		want := story(t, w, made(t, o), jobs...)
		for i := range jobs {
			jobs[i] = reads(int64(i)*1000, jobs[i])
		}
		if got := story(t, w, made(t, o), jobs...); !slices.Equal(got, want) {
			rt.Fatalf("%v does\n%q\nwant, without data,\n%q", o.call(), got, want)
		}
		if got := story(t, priced(w, 0, 0), made(t, o), jobs...); !slices.Equal(got, want) {
			rt.Fatalf("%v does\n%q\nwhen traffic costs nothing, want\n%q", o.call(), got, want)
		}
	})
}

// TestLookingAtLessCountsTraffic compares with ranking everything where data moves.
func TestLookingAtLessCountsTraffic(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs, o := priced(stalls(rt), rapid.Int64Range(0, 3).Draw(rt, "cents"), 0), tasks(rt), options(rt)
		o.Place, o.Score = Cheapest, ScoreExact
		for i := range jobs {
			jobs[i] = reads(rapid.Int64Range(0, 5).Draw(rt, "GB"), jobs[i])
		}
		dumb := made(t, o)
		dumb.rule = thorough{dumb.rule}
		if got, want := story(t, w, made(t, o), jobs...), story(t, w, dumb, jobs...); !slices.Equal(got, want) {
			rt.Fatalf("%v does\n%q\nwant, by ranking everything,\n%q", o.call(), got, want)
		}
	})
}

// TestDatedRulesAreTheOnesInForce rents the same job by the second and, from the
// first hour on, by the hour: slow for 40 minutes it costs $0.67 and then $1, fast
// for 20 it costs $0.63 and then $1.90.
func TestDatedRulesAreTheOnesInForce(t *testing.T) {
	w := bazaar(stall{zone: "r1a", kind: "slow", cents: 100, speed: 50}, stall{zone: "r1a", kind: "fast", cents: 190})
	w.Providers[0].Changes = []sim.DatedBilling{{From: sim.Time(time.Hour), Billing: sim.Billing{Increment: time.Hour, Boot: true}}}
	got := starts(story(t, w, made(t, with(func(o *Options) { o.Idle = 0 })), task(0, 8, 20), task(120, 8, 20)))
	if want := "j0 on m0 fast, j1 on m1 slow"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

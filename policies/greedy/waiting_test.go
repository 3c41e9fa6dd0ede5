package greedy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
	"skysim/sim/simtest"
)

// onGPUs gives a job GPUs.
func onGPUs(n int32, j sim.Job) sim.Job {
	j.Demand.GPUs, j.Demand.Share = n, 1000
	return j
}

// full occupies the owned machine for long.
var full = task(0, 8, 600)

var waitingCases = []struct {
	name     string
	wait     Waiting
	backfill Backfill
	jobs     []sim.Job
	want     string
}{
	{
		"not at all", Waiting{}, BackfillNone,
		[]sim.Job{full, task(1, 8, 60)}, "j0 0s, j1 1m0s",
	},
	{
		"a time", Waiting{For: 20 * time.Minute}, BackfillNone,
		[]sim.Job{full, task(1, 8, 60), task(50, 8, 60)}, "j0 0s, j1 21m0s, j2 1h10m0s",
	},
	{
		"no longer than until there is a place", Waiting{For: 20 * time.Minute}, BackfillNone,
		[]sim.Job{task(0, 8, 10), task(1, 8, 60)}, "j0 0s, j1 10m0s",
	},
	{
		"no time, but they come first", Waiting{Rule: WaitBySize}, BackfillNone,
		[]sim.Job{full, task(1, 8, 60)}, "j0 0s, j1 1m0s",
	},
	{
		"for ever", Waiting{For: Never}, BackfillNone,
		[]sim.Job{full, task(1, 8, 60), task(2, 8, 60)}, "j0 0s, j1 10h0m0s, j2 11h0m0s",
	},
	{
		"not if owned machines could never hold it", Waiting{For: Never}, BackfillAny,
		[]sim.Job{full, gangOf(2, task(2, 8, 60)), task(3, 8, 600)}, "j0 0s, j1 2m0s, j2 10h0m0s",
	},
	{
		"and not on a machine rented for another", Waiting{For: 10 * time.Minute}, BackfillNone,
		[]sim.Job{full, gangOf(2, task(1, 7, 60)), task(2, 1, 60)}, "j0 0s, j1 1m0s, j2 12m0s",
	},
	{
		"behind a head that waits", Waiting{Rule: WaitBySize, By: 0.5}, BackfillNone,
		[]sim.Job{onGPUs(1, full), onGPUs(2, task(1, 8, 60)), onGPUs(1, task(2, 8, 60))}, "j0 0s, j1 1h1m0s, j2 1h1m0s",
	},
	{
		"or past it", Waiting{Rule: WaitBySize, By: 0.5}, BackfillAny,
		[]sim.Job{onGPUs(1, full), onGPUs(2, task(1, 8, 60)), onGPUs(1, task(2, 8, 60))}, "j0 0s, j1 1h1m0s, j2 32m0s",
	},
	{
		"by size in vCPUs", Waiting{Rule: WaitBySize, By: 0.5}, BackfillAny,
		[]sim.Job{full, task(1, 3, 60)}, "j0 0s, j1 1h31m0s",
	},
	{
		"by work in GPU-hours", Waiting{Rule: WaitByWork, By: 0.25}, BackfillAny,
		[]sim.Job{onGPUs(1, full), onGPUs(2, task(1, 8, 60)), onGPUs(4, task(2, 8, 60))}, "j0 0s, j1 31m0s, j2 1h2m0s",
	},
	{
		"by work in vCPU-hours", Waiting{Rule: WaitByWork, By: 0.01}, BackfillAny,
		[]sim.Job{full, task(0, 8, 300)}, "j0 0s, j1 24m0s",
	},
	{
		"by cost: $2 an hour", Waiting{Rule: WaitByCost, By: 0.25}, BackfillAny,
		[]sim.Job{full, task(0, 8, 60), task(0, 8, 90), task(1, 8, 30)}, "j0 0s, j1 30m0s, j2 45m0s, j3 16m0s",
	},
}

func TestJobsWaitForOwnedMachines(t *testing.T) {
	own, cloud := stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 1, gpus: 4}, stall{zone: "r2a", kind: "cloud", cents: 200, gpus: 4}
	w := bazaar(own, cloud)
	for _, c := range waitingCases {
		t.Run(c.name, func(t *testing.T) {
			for _, place := range []Place{Cheapest, FirstFit, BestFit} {
				g := made(t, with(func(o *Options) { o.Wait, o.Backfill, o.Place, o.Idle = c.wait, c.backfill, place, 0 }))
				if got := fates(story(t, w, g, c.jobs...)); got != c.want {
					t.Errorf("%v: %s, want %s", g, got, c.want)
				}
			}
		})
	}
}

// TestWaitByCostFollowsPrices drops the price from $2 to $1 an hour at 10m: what
// would have waited until 30m may go at 15m.
func TestWaitByCostFollowsPrices(t *testing.T) {
	w := bazaar(mine("r1a", 1), stall{zone: "r2a", kind: "cloud", cents: 200})
	i := slices.IndexFunc(w.Offers, func(o sim.Offer) bool { return o.Purchase == sim.OnDemand })
	w.Offers[i].Price = sim.Path{At: []sim.Time{0, sim.Time(10 * time.Minute)}, Value: []int64{2 * int64(sim.DollarRate), int64(sim.DollarRate)}}
	g := made(t, with(func(o *Options) { o.Wait = Waiting{Rule: WaitByCost, By: 0.25} }))
	if got, want := fates(story(t, w, g, task(0, 8, 600), task(0, 8, 60))), "j0 0s, j1 15m0s"; got != want {
		t.Errorf("%v: %s, want %s", g, got, want)
	}
}

// TestWaitingEndsWithPatience lets a job wait for an hour that has patience for
// 20 minutes, and one that may rent just when its patience is over.
func TestWaitingEndsWithPatience(t *testing.T) {
	w := bazaar(mine("r1a", 1), stall{zone: "r2a", kind: "cloud", cents: 200})
	for wait, want := range map[Waiting]string{
		{Rule: WaitBySize, By: 0.125}: "j0 0s, j1 lost 21m0s", // an hour for 8 cores
		{For: Never}:                  "j0 0s, j1 lost 21m0s",
		{For: 20 * time.Minute}:       "j0 0s, j1 21m0s",
	} {
		g := made(t, with(func(o *Options) { o.Wait, o.Patience = wait, 20*time.Minute }))
		if got := fates(story(t, w, g, task(0, 8, 600), task(1, 8, 60))); got != want {
			t.Errorf("%v: %s, want %s", g, got, want)
		}
	}
}

// firstRental returns when the first machine is rented, Never if none is.
func firstRental(lines []string) sim.Duration {
	for _, l := range lines {
		if at, _, found := strings.Cut(l, ": rent "); found {
			d, err := time.ParseDuration(at)
			if err != nil {
				panic(err)
			}
			return d
		}
	}
	return Never
}

// TestLongerWaitsRentLater checks on random markets that nothing is rented
// earlier when jobs wait for longer.
func TestLongerWaitsRentLater(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs, o := stalls(rt), tasks(rt), options(rt)
		minutes := rapid.SliceOfN(rapid.Int64Range(1, 100), 2, 2).Draw(rt, "minutes")
		slices.Sort(minutes)
		plain := story(t, w, made(t, o), jobs...)
		earlier := firstRental(plain)
		for _, m := range minutes {
			o.Wait = Waiting{For: time.Duration(m) * time.Minute}
			at := firstRental(story(t, w, made(t, o), jobs...))
			if at < earlier {
				rt.Fatalf("%v rents at %v, with less waiting at %v", o.call(), at, earlier)
			}
			earlier = at
		}
	})
}

// waitings draws how long jobs wait.
func waitings(t *rapid.T) Waiting {
	return Waiting{
		Rule: WaitRule(rapid.IntRange(0, 3).Draw(t, "rule")), By: rapid.Float64Range(0, 3).Draw(t, "by"),
		For: time.Duration(rapid.Int64Range(0, 90).Draw(t, "wait")) * time.Minute,
	}
}

// TestLookingAtLessWaitsTheSame compares with a policy that ranks everything and
// remembers nothing.
func TestLookingAtLessWaitsTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs, o := stalls(rt), tasks(rt), options(rt)
		if o.Place == Random {
			return
		}
		o.Wait = waitings(rt)
		dumb := made(t, o)
		dumb.rule, dumb.short = thorough{dumb.rule}, nil
		if got, want := story(t, w, made(t, o), jobs...), story(t, w, forgetful{dumb}, jobs...); !slices.Equal(got, want) {
			rt.Fatalf("%v does\n%q\nwant, by ranking everything,\n%q", o.call(), got, want)
		}
	})
}

// TestContractWithWaiting leaves out waiting by cost, which breaks one clause by
// intention: at three times the prices jobs wait three times as long.
func TestContractWithWaiting(t *testing.T) {
	for i, wait := range []Waiting{
		{For: 30 * time.Minute}, {For: Never}, {Rule: WaitByWork, By: 0.3}, {Rule: WaitBySize, By: 0.2},
	} {
		o := with(func(o *Options) {
			o.Wait, o.Idle = wait, 10*time.Minute
			o.Place, o.Backfill = Place(i%3+1), Backfill(i%2+1)
			o.Gang = Gang(i%3 + 1)
		})
		t.Run(o.call().String(), func(t *testing.T) {
			simtest.Policy(t, func() sim.Policy { return made(t, o) })
		})
	}
}

// TestOwnedComesFirstAlsoWhenTheWaitIsOver: the wait of j1 is over when j0 ends. It may
// rent now, and the cloud is faster, but the owned machine has room.
func TestOwnedComesFirstAlsoWhenTheWaitIsOver(t *testing.T) {
	w := bazaar(mine("r1a", 1), stall{zone: "r2a", kind: "cloud", cents: 10, speed: 200})
	g := made(t, with(func(o *Options) { o.Place, o.Wait.For = Fastest, 10*time.Minute }))
	lines := story(t, w, g, task(0, 8, 10), task(0, 8, 60))
	if want := "10m0s: start j1 on m0 mine"; !slices.Contains(lines, want) {
		t.Errorf("%v:\n%s\nwant %s", g, strings.Join(lines, "\n"), want)
	}
}

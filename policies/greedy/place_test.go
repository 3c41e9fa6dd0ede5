package greedy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// starts returns the machine that each job started on, by job.
func starts(lines []string) string {
	var s []string
	for _, l := range lines {
		if _, what, found := strings.Cut(l, ": start "); found {
			s = append(s, what)
		}
	}
	slices.Sort(s)
	return strings.Join(s, ", ")
}

var placements = []struct {
	name   string
	place  Place
	world  *sim.World
	jobs   []sim.Job
	starts string
}{
	{
		"cheapest weighs speed against price", Cheapest,
		bazaar(stall{zone: "r1a", kind: "slow", cents: 60, speed: 50}, stall{zone: "r1a", kind: "fast", cents: 100}),
		[]sim.Job{task(0, 1, 60)},
		"j0 on m0 fast",
	},
	{
		"cheapest counts the boot", Cheapest,
		bazaar(stall{zone: "r1a", kind: "lazy", cents: 100, boot: 30 * time.Minute}, stall{zone: "r1a", kind: "ready", cents: 140}),
		[]sim.Job{task(0, 1, 60), task(0, 8, 240)},
		"j0 on m0 ready, j1 on m1 lazy",
	},
	{
		"cheapest shares a machine that is paid for", Cheapest,
		bazaar(stall{zone: "r1a", kind: "big", cents: 80}, stall{zone: "r1a", kind: "tiny", cents: 10, cpu: 1}),
		[]sim.Job{task(0, 6, 60), task(1, 1, 50)},
		"j0 on m0 big, j1 on m0 big",
	},
	{
		"cheapest takes a small machine rather than hold a big one longer", Cheapest,
		bazaar(stall{zone: "r1a", kind: "big", cents: 80}, stall{zone: "r1a", kind: "tiny", cents: 10, cpu: 1}),
		[]sim.Job{task(0, 6, 60), task(1, 1, 100)},
		"j0 on m0 big, j1 on m1 tiny",
	},
	{
		"cheapest takes what is owned before what costs", Cheapest,
		bazaar(stall{zone: "r1a", kind: "mine", cents: 500, how: sim.Owned, supply: 1, speed: 10}, stall{zone: "r1a", kind: "tiny", cents: 1}),
		[]sim.Job{task(0, 8, 60), task(0, 8, 60)},
		"j0 on m0 mine, j1 on m1 tiny",
	},
	{
		"cheapest breaks ties by the end", Cheapest,
		bazaar(stall{zone: "r1a", kind: "a", cents: 100}, stall{zone: "r1a", kind: "b", cents: 200, speed: 200}),
		[]sim.Job{task(0, 8, 60)},
		"j0 on m0 b",
	},
	{
		"fastest pays for an early end", Fastest,
		bazaar(stall{zone: "r1a", kind: "slow", cents: 1}, stall{zone: "r1a", kind: "fast", cents: 900, speed: 300, boot: time.Minute}),
		[]sim.Job{task(0, 1, 60), task(0, 1, 1)},
		"j0 on m0 fast, j1 on m1 slow",
	},
	{
		"firstfit takes the oldest machine, however slow", FirstFit,
		bazaar(stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 2, cpu: 4}, stall{zone: "r1a", kind: "x", cents: 9}, stall{zone: "r2a", kind: "y", cents: 8}),
		[]sim.Job{task(0, 3, 60), task(0, 3, 60), task(0, 1, 60), task(0, 3, 60)},
		"j0 on m0 mine, j1 on m1 mine, j2 on m0 mine, j3 on m2 y",
	},
	{
		"bestfit fills the fullest and wastes least", BestFit,
		bazaar(stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 2}, stall{zone: "r1a", kind: "ten", cents: 1, cpu: 10}, stall{zone: "r1a", kind: "nine", cents: 8, cpu: 9}),
		[]sim.Job{task(0, 2, 60), task(0, 7, 60), task(0, 1, 60), task(0, 5, 60), task(0, 9, 60)},
		"j0 on m0 mine, j1 on m1 mine, j2 on m1 mine, j3 on m0 mine, j4 on m2 nine",
	},
	{
		"leastloaded spreads", LeastLoaded,
		bazaar(stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 2}, stall{zone: "r2a", kind: "ours", how: sim.Owned, supply: 1, cpu: 32}),
		[]sim.Job{task(0, 4, 60), task(0, 4, 60), task(0, 16, 60), task(0, 1, 60)},
		"j0 on m0 mine, j1 on m1 mine, j2 on m2 ours, j3 on m0 mine",
	},
	{
		"roundrobin goes from region to region", RoundRobin,
		bazaar(stall{zone: "r1a", kind: "a", cents: 5}, stall{zone: "r2a", kind: "b", cents: 9}, stall{zone: "r2b", kind: "c", cents: 8}, stall{zone: "r3a", kind: "d", cents: 1, cpu: 4}),
		[]sim.Job{task(0, 4, 60), task(0, 4, 60), task(0, 4, 60), task(0, 8, 60), task(0, 4, 60), task(0, 8, 60)},
		"j0 on m0 a, j1 on m1 c, j2 on m2 d, j3 on m3 a, j4 on m1 c, j5 on m4 a",
	},
	{
		"nothing to rent and no room is waiting", LeastLoaded,
		bazaar(stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 1}),
		[]sim.Job{task(0, 8, 60), task(0, 8, 60)},
		"j0 on m0 mine, j1 on m0 mine",
	},
}

func TestPlacementsChooseAsTheySay(t *testing.T) {
	for _, tt := range placements {
		t.Run(tt.name, func(t *testing.T) {
			g := made(t, with(func(o *Options) { o.Place = tt.place }))
			if got := starts(story(t, tt.world, g, tt.jobs...)); got != tt.starts {
				t.Errorf("%v does\n%s\nwant\n%s", g, got, tt.starts)
			}
		})
	}
}

func TestRandomTakesEveryPlaceAboutEquallyOften(t *testing.T) {
	w := bazaar(stall{zone: "r1a", kind: "a", cents: 1}, stall{zone: "r1a", kind: "b", cents: 90}, stall{zone: "r2a", kind: "c", cents: 5})
	var jobs []sim.Job
	for range 3000 {
		jobs = append(jobs, task(0, 8, 60))
	}
	g := made(t, with(func(o *Options) { o.Place = Random }))
	count := map[string]int{}
	for _, l := range story(t, w, g, jobs...) {
		if _, what, found := strings.Cut(l, "rent "); found {
			count[what[:1]]++
		}
	}
	for _, kind := range []string{"a", "b", "c"} {
		if n := count[kind]; n < 900 || n > 1100 {
			t.Errorf("%d of 3000 machines are %s, want about 1000", n, kind)
		}
	}
	other, err := New(g.opts, 8)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(story(t, w, g, jobs[:50]...), story(t, w, other, jobs[:50]...)) {
		t.Error("another seed chooses the same places")
	}
}

func TestSpotOptionSaysWhatIsRented(t *testing.T) {
	w := bazaar(
		stall{zone: "r1a", kind: "dear", how: sim.Spot, cents: 50, supply: 1},
		stall{zone: "r1b", kind: "fair", how: sim.OnDemand, cents: 30, supply: 1},
		stall{zone: "r1c", kind: "bargain", how: sim.Spot, cents: 10, supply: 1},
	)
	jobs := []sim.Job{task(0, 8, 60), task(0, 8, 60), task(0, 8, 60)}
	for spot, want := range map[Spot]string{
		SpotAllow:  "j0 on m0 bargain, j1 on m1 fair, j2 on m2 dear",
		SpotPrefer: "j0 on m0 bargain, j1 on m1 dear, j2 on m2 fair",
		SpotAvoid:  "j0 on m0 fair, j1 on m0 fair, j2 on m0 fair",
		SpotOnly:   "j0 on m0 bargain, j1 on m1 dear, j2 on m0 bargain",
	} {
		for _, place := range []Place{Cheapest, FirstFit, BestFit} {
			g := made(t, with(func(o *Options) { o.Place, o.Spot = place, spot }))
			got := starts(story(t, w, g, jobs...))
			if place == BestFit && spot != SpotPrefer {
				continue // all waste the same
			}
			if got != want {
				t.Errorf("%v does\n%s\nwant\n%s", g, got, want)
			}
		}
	}
}

package greedy

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// rentals counts what was rented, by kind, in order of first rental.
func rentals(lines []string) string {
	var kinds []string
	count := map[string]int{}
	for _, l := range lines {
		if _, what, found := strings.Cut(l, ": rent "); found {
			kind, _, _ := strings.Cut(what, " ")
			if count[kind]++; count[kind] == 1 {
				kinds = append(kinds, kind)
			}
		}
	}
	for i, k := range kinds {
		kinds[i] = k + strings.Repeat("+", count[k]-1)
	}
	return strings.Join(kinds, " ")
}

// kindsOf leaves the numbers of machines out.
func kindsOf(starts string) string {
	return regexp.MustCompile(`m\d+ `).ReplaceAllString(starts, "")
}

// mine is a number of owned machines in a zone.
func mine(zone string, n int64) stall {
	return stall{zone: zone, kind: "mine", how: sim.Owned, supply: n}
}

var gangCases = []struct {
	name    string
	gang    Gang
	place   Place
	world   *sim.World
	jobs    []sim.Job
	starts  string // empty if it is on machines of both kinds
	rentals string
}{
	{
		"tasks share a machine", GangZone, Cheapest,
		bazaar(stall{zone: "r1a", kind: "box", cents: 40}),
		[]sim.Job{gangOf(4, task(0, 2, 60))}, "j0 on box", "box",
	},
	{
		"as many machines as it takes, of one offer", GangZone, Cheapest,
		bazaar(stall{zone: "r1a", kind: "box", cents: 40, supply: 2}, stall{zone: "r1a", kind: "tub", cents: 90}),
		[]sim.Job{gangOf(3, task(0, 8, 60))}, "j0 on tub", "tub++",
	},
	{
		"one roomy machine rather than many", GangZone, FirstFit,
		bazaar(stall{zone: "r1a", kind: "box", cents: 40}, stall{zone: "r1a", kind: "tub", cents: 90, cpu: 24}),
		[]sim.Job{gangOf(3, task(0, 8, 60))}, "j0 on tub", "tub",
	},
	{
		"never half a gang", GangZone, FirstFit,
		bazaar(mine("r1a", 2)),
		[]sim.Job{task(0, 8, 30), gangOf(2, task(0, 8, 60))}, "j0 on mine, j1 on mine", "",
	},
	{
		"one zone", GangZone, FirstFit,
		bazaar(mine("r1a", 1), mine("r1b", 1), stall{zone: "r2a", kind: "box", cents: 40}),
		[]sim.Job{gangOf(2, task(0, 8, 60))}, "j0 on box", "box+",
	},
	{
		"one region", GangRegion, FirstFit,
		bazaar(mine("r1a", 1), mine("r1b", 1), mine("r2a", 1), stall{zone: "r2a", kind: "box", cents: 40}),
		[]sim.Job{gangOf(2, task(0, 8, 60)), gangOf(2, task(0, 8, 60))}, "j0 on mine, j1 on box", "box+",
	},
	{
		"anywhere", GangAnywhere, FirstFit,
		bazaar(mine("r1a", 1), mine("r1b", 1), mine("r2a", 1)),
		[]sim.Job{gangOf(3, task(0, 8, 60))}, "j0 on mine", "",
	},
	{
		"new machines beside old ones if need be", GangZone, Cheapest,
		bazaar(mine("r1a", 1), stall{zone: "r1a", kind: "box", cents: 40, supply: 2}),
		[]sim.Job{gangOf(3, task(0, 8, 60))}, "", "box+",
	},
	{
		"the zone that costs least", GangZone, Cheapest,
		bazaar(stall{zone: "r1a", kind: "box", cents: 40, supply: 2}, mine("r2a", 2)),
		[]sim.Job{gangOf(2, task(0, 8, 60))}, "j0 on mine", "",
	},
}

func TestGangsStayTogether(t *testing.T) {
	for _, tt := range gangCases {
		t.Run(tt.name, func(t *testing.T) {
			g := made(t, with(func(o *Options) { o.Gang, o.Place = tt.gang, tt.place }))
			lines := story(t, tt.world, g, tt.jobs...)
			if got := kindsOf(starts(lines)); got != tt.starts && tt.starts != "" {
				t.Errorf("%v starts %s, want %s", g, got, tt.starts)
			}
			if got := rentals(lines); got != tt.rentals {
				t.Errorf("%v rents %q, want %q", g, got, tt.rentals)
			}
		})
	}
}

func TestGangsWithPartsOfSeveralGPUsFillAMachine(t *testing.T) {
	// Three GPUs hold three tasks of 2 × ½, but not if two tasks share two GPUs.
	w := bazaar(stall{zone: "r1a", kind: "gpu", gpus: 3, cents: 90})
	j := gangOf(3, task(0, 1, 60))
	j.Demand.GPUs, j.Demand.Share = 2, 500
	for place := range Places() {
		g := made(t, with(func(o *Options) { o.Place = Place(place + 1) }))
		lines := story(t, w, g, j, j)
		if got, want := rentals(lines), "gpu+"; got != want || strings.Contains(strings.Join(lines, " "), "refused") {
			t.Errorf("%v rents %q, want %q: %q", g, got, want, lines)
		}
	}
}

func TestAGangRunsAtTheSpeedOfItsSlowestMachine(t *testing.T) {
	// Two owned machines of which one is slow would take until 120m; two new
	// ones are there after 10m and take until 70m.
	w := bazaar(
		stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 1},
		stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 1, speed: 50},
		stall{zone: "r1a", kind: "box", cents: 10, boot: 10 * time.Minute},
	)
	g := made(t, with(func(o *Options) { o.Place = Fastest }))
	if got, want := kindsOf(starts(story(t, w, g, gangOf(2, task(0, 8, 60))))), "j0 on box"; got != want {
		t.Errorf("%v starts %s, want %s", g, got, want)
	}
}

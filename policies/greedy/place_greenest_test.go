package greedy

import (
	"testing"
	"time"

	"skysim/sim"
)

// lit gives a world machines that draw idle and busy watts (of one, and of each of its
// vCPUs) and grids of so many grams per kWh, by region.
func lit(w *sim.World, idle, busy int64, grids ...sim.Path) *sim.World {
	w.Carbon = &sim.Carbon{Intensity: grids}
	for range w.Types {
		w.Carbon.Power = append(w.Carbon.Power, sim.Power{Idle: idle * 1e9, CPU: busy * 1e6})
	}
	return w
}

func grams(g int64) sim.Path { return sim.Constant(g * 1000) }

func TestGreenest(t *testing.T) {
	two := func() *sim.World {
		return bazaar(stall{zone: "r1a", kind: "dear", cents: 300}, stall{zone: "r2a", kind: "cheap", cents: 1})
	}
	hours := func(h time.Duration) sim.Time { return sim.Time(h * time.Hour) }
	for _, tt := range []struct {
		name   string
		world  *sim.World
		jobs   []sim.Job
		starts string
	}{
		{"the cleaner grid, whatever it costs", lit(two(), 10, 5, grams(20), grams(400)), []sim.Job{task(0, 1, 60)}, "j0 on m0 dear"},
		{"the grid of the moment", lit(two(), 10, 5, sim.Path{At: []sim.Time{0, hours(2)}, Value: []int64{20_000, 900_000}}, grams(400)),
			[]sim.Job{task(0, 1, 60), task(180, 1, 60)}, "j0 on m0 dear, j1 on m1 cheap"},
		{"a machine that runs anyway rather than a new one on a little cleaner grid", lit(two(), 100, 1, grams(400), grams(350)),
			[]sim.Job{task(0, 1, 60), task(1, 1, 50)}, "j0 on m0 cheap, j1 on m0 cheap"},
		{"of equal emissions the earlier end", lit(bazaar(stall{zone: "r1a", kind: "slow", cents: 1, speed: 50}, stall{zone: "r1a", kind: "fast", cents: 9}), 0, 0, grams(100)),
			[]sim.Job{task(0, 1, 60)}, "j0 on m0 fast"},
		{"of equal ends the cheaper", lit(bazaar(stall{zone: "r1a", kind: "dear", cents: 9}, stall{zone: "r1b", kind: "cheap", cents: 1}), 10, 5, grams(100)),
			[]sim.Job{task(0, 1, 60)}, "j0 on m0 cheap"},
		{"without carbon the earliest end", bazaar(stall{zone: "r1a", kind: "slow", cents: 1, speed: 50}, stall{zone: "r1a", kind: "fast", cents: 9}),
			[]sim.Job{task(0, 1, 60)}, "j0 on m0 fast"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := made(t, with(func(o *Options) { o.Place = Greenest }))
			if got := starts(story(t, tt.world, g, tt.jobs...)); got != tt.starts {
				t.Errorf("%v does\n%s\nwant\n%s", g, got, tt.starts)
			}
		})
	}
}

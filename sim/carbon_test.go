package sim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// A policy sees the intensity of the present and not the path, and a world without
// carbon has none.
func TestViewShowsThePresentIntensity(t *testing.T) {
	for _, counted := range []bool{true, false} {
		w := rented()
		if counted {
			w.Carbon = &sim.Carbon{
				Intensity: []sim.Path{{At: []sim.Time{0, 7e9}, Value: []int64{300_000, 90_000}}},
				Power:     []sim.Power{{Idle: 5, CPU: 1, GPU: 2}},
			}
		}
		var got []string
		p := asked{decide: func(v *sim.View, p *sim.Plan) {
			mg, known := v.Carbon(0)
			_, beyond := v.Carbon(9)
			got = append(got, fmt.Sprint(v.Now(), mg, known, beyond))
			if v.Now() == 0 {
				p.WakeAt(sim.Time(7 * time.Second))
			}
			if c := v.World().Carbon; (c != nil) != counted || c != nil && (c.Intensity != nil || c.Power[0].Draw(3, 4) != 16) {
				t.Errorf("the world shows %+v", c)
			}
		}}
		mustRun(t, sim.Config{World: w, Jobs: sim.Jobs(sim.Job{Work: 1e9, Demand: sim.Demand{CPU: 1000}}), Policy: p})
		want := "[0s 300000 true false 7s 90000 true false]"
		if !counted {
			want = "[0s 0 false false 7s 0 false false]"
		}
		if fmt.Sprint(got) != want {
			t.Errorf("seen %v, want %s", got, want)
		}
	}
}

func TestValidateCarbon(t *testing.T) {
	for _, c := range []struct {
		spoil func(c *sim.Carbon)
		want  string
	}{
		{func(c *sim.Carbon) {}, ""},
		{func(c *sim.Carbon) { c.Power = nil }, "want one for each of 1 and 1"},
		{func(c *sim.Carbon) { c.Intensity[0] = sim.Path{} }, "carbon path has 0 times"},
		{func(c *sim.Carbon) { c.Intensity[0].Value[0] = -1 }, "carbon path is -1"},
		{func(c *sim.Carbon) { c.Intensity[0].Value[0] = 100_000_001 }, "want at most 100000000"},
		{func(c *sim.Carbon) { c.Power[0].Idle = -1 }, "draws -1 nW"},
		{func(c *sim.Carbon) { c.Power[0].CPU = 1 << 60 }, "no part of it above"},
	} {
		w := rented()
		w.Carbon = &sim.Carbon{Intensity: []sim.Path{sim.Constant(1)}, Power: []sim.Power{{}}}
		c.spoil(w.Carbon)
		err := w.Validate()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

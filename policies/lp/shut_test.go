package lp

import (
	"testing"
	"time"

	"skysim/sim"
)

// shutter cordons all owned machines off when it is first asked.
type shutter struct {
	*Policy
	did bool
}

func (s *shutter) Decide(v *sim.View, p *sim.Plan) {
	for m := v.FirstMachine(); m != 0 && !s.did; m = v.NextMachine(m) {
		if v.World().Offers[v.Machine(m).Offer].Purchase == sim.Owned {
			p.Cordon(m)
		}
	}
	s.did = true
	s.Policy.Decide(v, p)
}

// TestMachinesThatAreShutAreNoRoom has owned machines, which cost nothing, in a zone that is down for ever or
// behind a cordon: nobody waits for them.
func TestMachinesThatAreShutAreNoRoom(t *testing.T) {
	for _, c := range []struct {
		name         string
		dark, cordon bool
		want         string
	}{
		{"fine weather", false, false, "own at 0"},
		{"down", true, false, "cloud at 0"},
		{"cordoned off", false, true, "cloud at 0"},
	} {
		for _, memory := range []sim.Duration{0, time.Hour} {
			w := bazaar(
				stall{name: "own", how: sim.Owned, supply: 3, gpus: 1, speeds: []int64{100}},
				stall{name: "cloud", how: sim.OnDemand, cents: 100, supply: 3, gpus: 1, speeds: []int64{100}},
			)
			w.Zones = append(w.Zones, sim.Zone{Name: "cellar"})
			for o := range w.Offers {
				if w.Offers[o].Purchase == sim.Owned {
					w.Offers[o].Zone = 1
				}
			}
			w.SortOffers()
			if c.dark {
				w.Outages = []sim.Path{{}, sim.Constant(1)}
			}
			l := made(t, func(o *Options) { o.Memory = memory })
			starts, _ := play(t, w, &shutter{Policy: l, did: !c.cordon}, task(0, 60, 0))
			if starts[0] != c.want {
				t.Errorf("%s: the job starts on %s, want %s", c.name, starts[0], c.want)
			}
			for o, held := range l.tolls.held {
				if w.Offers[o].Purchase == sim.Owned && (held > 0) != (c.want == "own at 0") {
					t.Errorf("%s: %v owned machines can be had for tolls", c.name, held)
				}
			}
		}
	}
}

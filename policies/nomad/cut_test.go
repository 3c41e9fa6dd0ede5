package nomad

import (
	"strings"
	"testing"
	"time"

	"skysim/policies/spot"
	"skysim/sim"
)

// TestCutOffFromTheMarket: a job that is late, or has no time to wait, takes machines on demand that it can reach
// before spot machines and cheaper ones that it cannot.
func TestCutOffFromTheMarket(t *testing.T) {
	for deadline, want := range map[sim.Time]string{6: "0h o:a", 9: "0.1667h o:a"} {
		w := sky(place{1, 5, "d"}, place{1, 4, "u"})
		w.Cuts = []sim.Cut{{A: 0, B: 1, At: sim.Path{At: []sim.Time{0, 50 * sim.Time(time.Hour)}, Value: []int64{1, 0}}}}
		var r route
		s, err := sim.New(sim.Config{World: w, Policy: made(t, 10*time.Minute), Thorough: true, Observers: []sim.Observer{&r}, Jobs: sim.Jobs(sim.Job{
			Demand: sim.Demand{CPU: 1000}, Work: int64(8 * time.Hour), Estimate: 8 * time.Hour, Deadline: deadline * sim.Time(time.Hour), Data: sim.Data{Home: 0, Reads: 1},
			Restart: sim.Restart{Keep: sim.KeepAll, Overhead: 12 * time.Minute, Owes: sim.OweFirst | sim.OweRestart},
		})})
		if err == nil {
			err = s.Run()
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(r.legs, ", "); got != want {
			t.Errorf("deadline %dh: went %s, want %s", deadline, got, want)
		}
	}
}

// TestACutIsNoFall of the market behind it.
func TestACutIsNoFall(t *testing.T) {
	n := NewNomad(Default())
	n.survey(&spot.Situation{Progress: spot.Progress{Work: time.Hour, Tick: time.Minute}, Zones: []spot.Zone{{Offer: 3, Parted: true, Price: 1}, {Offer: 4, Price: 1}}})
	for i, up := range []bool{true, false} {
		if got := n.markets.All()[i]; got.Up != up {
			t.Errorf("offer %d is taken down as up %v, want %v", got.Offer, got.Up, up)
		}
	}
}

package spothedge

import (
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// TestWaitsForACutToEnd: the way to spot machines in another region is cut for a while when they come. The job stays on
// demand where it is until then, is not stopped for nothing, and goes over when the cut ends.
func TestWaitsForACutToEnd(t *testing.T) {
	const hour = sim.Time(time.Hour)
	w := zones("d", "duuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu")
	w.Regions, w.Zones[1].Region = append(w.Regions, sim.Region{Name: "s"}), 1
	w.Offers = w.Offers[:0:0]
	for _, o := range zones("d", "duuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu").Offers {
		if o.Purchase == sim.Spot == (o.Zone == 1) {
			w.Offers = append(w.Offers, o)
		}
	}
	w.SortOffers()
	w.Cuts = []sim.Cut{{A: 0, B: 1, At: sim.Path{At: []sim.Time{0, hour / 2, 3 * hour}, Value: []int64{0, 1, 0}}}}
	var r route
	s, err := sim.New(sim.Config{World: w, Policy: made(t, 1), Thorough: true, Observers: []sim.Observer{&r}, Jobs: sim.Jobs(sim.Job{
		Demand: sim.Demand{CPU: 1000}, Work: int64(40 * time.Hour), Estimate: 40 * time.Hour, Data: sim.Data{Home: 0, Reads: 1e9},
		Restart: sim.Restart{Keep: sim.KeepAll, Overhead: time.Minute, Owes: sim.OweRestart},
	})})
	if err == nil {
		err = s.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(r.legs, ", "); got != "0: 0.08h o:a, 0: 3.08h s:b" {
		t.Errorf("went %s, want %s", got, "0: 0.08h o:a, 0: 3.08h s:b")
	}
}

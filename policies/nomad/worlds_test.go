package nomad

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/policies/spot"
	"skysim/sim"
)

// place is a zone in a region of its own: spot machines at a price, which are there in the hours in which there is a u, and machines
// on demand.
type place struct {
	spot, onDemand float64 // dollars per hour
	hours          string
}

// sky makes a world of places.
func sky(places ...place) *sim.World {
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p"}},
		Types:     []sim.MachineType{{Name: "m", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000}},
	}
	for i, p := range places {
		name := string(rune('a' + i))
		w.Regions = append(w.Regions, sim.Region{Name: name})
		w.Zones = append(w.Zones, sim.Zone{Name: name, Region: sim.RegionID(i)})
		supply := sim.Path{}
		for h, up := range p.hours {
			n := int64(strings.Count(string(up), "u"))
			if h == 0 || supply.Value[len(supply.Value)-1] != n {
				supply.At, supply.Value = append(supply.At, sim.Time(h)*sim.Time(time.Hour)), append(supply.Value, n)
			}
		}
		rate := func(dollars float64) sim.Path { return sim.Constant(int64(dollars * 1e12)) }
		w.Offers = append(w.Offers,
			sim.Offer{Zone: sim.ZoneID(i), Purchase: sim.OnDemand, Price: rate(p.onDemand), Supply: sim.Constant(sim.Unlimited)},
			sim.Offer{Zone: sim.ZoneID(i), Purchase: sim.Spot, Price: rate(p.spot), Supply: supply})
	}
	w.SortOffers()
	return w
}

// route writes down where attempts begin, as in "0h s:a, 2h o:b".
type route struct{ legs []string }

func (r *route) Observe(v *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.AttemptStarted {
			o := v.World().Offers[e.Offer]
			r.legs = append(r.legs, fmt.Sprintf("%.4gh %c:%s", sim.Duration(e.Time).Hours(), o.Purchase.String()[0], v.World().Zones[o.Zone].Name))
		}
	}
}

// run runs one job and returns where it went, what it cost and when it ended.
func run(t *testing.T, w *sim.World, p sim.Policy, work, deadline sim.Duration) (string, sim.Money, sim.Time) {
	t.Helper()
	var r route
	s, err := sim.New(sim.Config{World: w, Policy: p, Thorough: true, Observers: []sim.Observer{&r}, Jobs: sim.Jobs(sim.Job{
		Demand: sim.Demand{CPU: 1000}, Work: int64(work), Estimate: work, Deadline: sim.Time(deadline),
		Restart: sim.Restart{Keep: sim.KeepAll, Overhead: 12 * time.Minute, Owes: sim.OweFirst | sim.OweRestart},
	})})
	if err == nil {
		err = s.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(r.legs, ", "), s.Totals().Cost, s.Totals().LastEnd
}

// TestRoutes sends a job of eight hours through small worlds.
func TestRoutes(t *testing.T) {
	const calm, after3 = "uuuuuuuuuuuuuuuuuuuuuuuuu", "ddduuuuuuuuuuuuuuuuuuuuuu"
	for _, c := range []struct {
		name     string
		places   []place
		deadline time.Duration
		want     string
	}{
		{"the cheapest of calm markets", []place{{1.5, 5, calm}, {1, 5, calm}}, 12 * time.Hour, "0h s:b"},
		{"a dear market until a cheap one comes", []place{{4, 5, calm}, {1, 5, after3}}, 10 * time.Hour, "0h s:a, 3h s:b"},
		{"with much time it waits for the cheap one", []place{{4, 5, calm}, {1, 5, after3}}, 60 * time.Hour, "3h s:b"},
		{"a little cheaper is not worth the move", []place{{1.02, 5, calm}, {1, 5, after3}}, 10 * time.Hour, "0h s:a"},
		{"no market at all", []place{{1, 5, "d"}, {1, 4, "d"}}, 10 * time.Hour, "1h o:b"},
		{"the market that is there fails", []place{{1, 5, "uud"}, {1.5, 5, calm}}, 10 * time.Hour, "0h s:a, 2h s:b"},
	} {
		if got, _, _ := run(t, sky(c.places...), made(t, 10*time.Minute), 8*time.Hour, c.deadline); got != c.want {
			t.Errorf("%s: went %s, want %s", c.name, got, c.want)
		}
	}
}

// TestKeepsWhatUniformProgressKeeps: in random worlds no deadline is missed that is met there, and none that
// is feasible on demand from the beginning; and on average it costs less.
func TestKeepsWhatUniformProgressKeeps(t *testing.T) {
	var mine, theirs float64
	for seed := range uint64(300) {
		r := sim.NewStream(seed, "nomad")
		var places []place
		for range 2 + r.Int64N(4) {
			p := place{spot: 1 + 3*r.Float64(), onDemand: 5 + r.Float64()}
			for up := r.Bool(0.5); len(p.hours) < 80; {
				if r.Bool(0.15) {
					up = !up
				}
				p.hours += map[bool]string{true: "u", false: "d"}[up]
			}
			places = append(places, p)
		}
		work := time.Hour * time.Duration(5+r.Int64N(30))
		deadline := work * time.Duration(105+r.Int64N(90)) / 100
		_, cost, end := run(t, sky(places...), made(t, 10*time.Minute), work, deadline)
		_, usual, its := run(t, sky(places...), uniform(t), work, deadline)
		if end > sim.Time(deadline) && (its <= sim.Time(deadline) || deadline-work >= 30*time.Minute) {
			t.Errorf("seed %d: ends at %v, the deadline is %v; Uniform Progress ends at %v", seed, end, deadline, its)
		}
		mine, theirs = mine+float64(cost), theirs+float64(usual)
	}
	t.Logf("costs %.3f of what Uniform Progress over all regions does", mine/theirs)
	if mine > 0.97*theirs {
		t.Errorf("costs %.3f of what Uniform Progress over all regions does", mine/theirs)
	}
}

func uniform(t *testing.T) sim.Policy {
	with := greedy.Default()
	with.Idle = 0
	g, err := greedy.New(with, 7)
	if err != nil {
		t.Fatal(err)
	}
	p, err := spot.NewUniform(spot.Options{Every: 10 * time.Minute, Rest: g}, spot.Cheapest)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

package spothedge

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/sim/simtest"
)

func made(t testing.TB, extra int) *Policy {
	with := greedy.Default()
	with.Idle = 0
	g, err := greedy.New(with, 7)
	if err != nil {
		t.Fatal(err)
	}
	o := Default()
	o.Extra, o.Rest = extra, g
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestContract puts the policy through the contract suite.
func TestContract(t *testing.T) {
	for _, extra := range []int{1, 3} {
		t.Run(fmt.Sprint(extra), func(t *testing.T) {
			simtest.Policy(t, func() sim.Policy { return made(t, extra) })
		})
	}
}

// zones is a world with spot machines in zones of one region, ten in each while there is a u (an hour each), and machines on
// demand at four times the price. A boot takes five minutes.
func zones(hours ...string) *sim.World {
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}},
		Types: []sim.MachineType{{Name: "m", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000}},
	}
	for i, h := range hours {
		w.Zones = append(w.Zones, sim.Zone{Name: string(rune('a' + i))})
		supply := sim.Path{}
		for at, up := range h {
			n := int64(10 * strings.Count(string(up), "u"))
			if at == 0 || supply.Value[len(supply.Value)-1] != n {
				supply.At, supply.Value = append(supply.At, sim.Time(at)*sim.Time(time.Hour)), append(supply.Value, n)
			}
		}
		price := int64(sim.DollarRate) * int64(100+i) / 100
		w.Offers = append(w.Offers,
			sim.Offer{Zone: sim.ZoneID(i), Purchase: sim.OnDemand, Price: sim.Constant(4 * price), Supply: sim.Constant(sim.Unlimited), Boot: 5 * time.Minute},
			sim.Offer{Zone: sim.ZoneID(i), Purchase: sim.Spot, Price: sim.Constant(price), Supply: supply, Boot: 5 * time.Minute})
	}
	w.SortOffers()
	return w
}

// route writes down where attempts of jobs begin, as in "0: 0.083h s:a".
type route struct{ legs []string }

func (r *route) Observe(v *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.AttemptStarted {
			o := v.World().Offers[e.Offer]
			r.legs = append(r.legs, fmt.Sprintf("%d: %.2fh %c:%s", e.Job, sim.Duration(e.Time).Hours(), o.Purchase.String()[0], v.World().Zones[o.Zone].Name))
		}
	}
}

// run runs some jobs of a length that all come at once.
func run(t *testing.T, w *sim.World, p sim.Policy, jobs int, work sim.Duration) (string, sim.Totals) {
	t.Helper()
	var list []sim.Job
	for range jobs {
		list = append(list, sim.Job{
			Demand: sim.Demand{CPU: 1000}, Work: int64(work), Estimate: work, Restart: sim.Restart{Keep: sim.KeepAll, Overhead: time.Minute, Owes: sim.OweRestart},
		})
	}
	var r route
	s, err := sim.New(sim.Config{World: w, Policy: p, Thorough: true, Observers: []sim.Observer{&r}, Jobs: sim.Jobs(list...)})
	if err == nil {
		err = s.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(r.legs, ", "), s.Totals()
}

// TestSpreadsAndTakesOver: jobs stand in different zones; one that loses its machine goes on at once on a spare; without
// spot machines it gets one on demand, and comes back.
func TestSpreadsAndTakesOver(t *testing.T) {
	for _, c := range []struct {
		name  string
		hours []string
		jobs  int
		want  string
	}{
		{"three jobs in three zones", []string{"uuuuu", "uuuuu", "uuuuu"}, 3, "0: 0.08h s:a, 1: 0.08h s:b, 2: 0.08h s:c"},
		{"the spare takes over without a boot", []string{"uudddddd", "uuuuuuuu"}, 1, "0: 0.08h s:a, 0: 2.00h s:b"},
		{"nothing left, and back again", []string{"uuduuuuuuu"}, 1, "0: 0.08h s:a, 0: 2.08h o:a, 0: 3.08h s:a"},
	} {
		if got, _ := run(t, zones(c.hours...), made(t, 1), c.jobs, 4*time.Hour); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestHedgeBeatsTheCheapestZone where that comes and goes: of all jobs in one zone all lose their machines at once, and they all boot anew.
func TestHedgeBeatsTheCheapestZone(t *testing.T) {
	w := zones("uuduuduuduuduuduuduuduuduu", "uuuuuuuuuuuuuuuuuuuuuuuuuu", "uuuuuuuuuuuuuuuuuuuuuuuuuu")
	with := greedy.Default()
	with.Idle, with.Spot = 0, greedy.SpotPrefer
	g, err := greedy.New(with, 7)
	if err != nil {
		t.Fatal(err)
	}
	_, cheap := run(t, w, g, 6, 8*time.Hour)
	_, hedged := run(t, w, made(t, 2), 6, 8*time.Hour)
	hours := func(s sim.Totals) float64 { return s.TurnaroundSum.Float() / 3.6e12 }
	said := fmt.Sprintf("greedy restarts %d times and its jobs take %.3f h together, spothedge %d and %.3f", cheap.Restarts, hours(cheap), hedged.Restarts, hours(hedged))
	if t.Log(said); hedged.Restarts >= cheap.Restarts || hours(hedged) >= hours(cheap) {
		t.Error(said)
	}
}

// TestAvoidsUntilNothingIsLeft: a zone in which a machine was lost is avoided until fewer than two others are left.
func TestAvoidsUntilNothingIsLeft(t *testing.T) {
	a, b := option{price: 1, speed: 1, spot: true, avoid: true}, option{price: 9, speed: 1, spot: true, work: 5}
	own, demand := option{price: -1, speed: 1}, option{price: 1, speed: 1}
	order := []option{own, b, a, demand}
	for i := range order[1:] {
		if compare(order[i], order[i+1]) >= 0 || compare(order[i+1], order[i]) <= 0 {
			t.Errorf("%+v does not come before %+v", order[i], order[i+1])
		}
	}
}

// TestLoadRefusesWhatWasNotSaved by it.
func TestLoadRefusesWhatWasNotSaved(t *testing.T) {
	mk := func() *spread { return made(t, 1).Inner().(*spread) }
	d := mk()
	d.demand, d.avoid, d.tick = []sim.JobID{3, 9}, []bool{true, false, true}, 8
	kept := d.Save()
	again := mk()
	if err := again.Load(kept); err != nil || fmt.Sprint(again.demand, again.avoid, again.tick) != fmt.Sprint(d.demand, d.avoid, d.tick) {
		t.Errorf("kept as %+v, %v, want %+v", again, err, d)
	}
	for n := range 32 + 16 + 3 {
		if err := mk().Load(kept[:n]); err == nil {
			t.Errorf("Load of %d of %d bytes", n, len(kept))
		}
	}
}

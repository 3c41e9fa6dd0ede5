package spot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/sim/simtest"
)

// threeRegions is a market of ten-minute ticks: each region has a zone with a spot market, given as one letter for each hour
// (u is up), and machines on demand at $4. Spot machines cost $1 in a, $1.50 in b and $2 in c.
func threeRegions(a, b, c string) *sim.World {
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p"}},
		Types:     []sim.MachineType{{Name: "m", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000}},
	}
	for i, hours := range []string{a, b, c} {
		w.Regions = append(w.Regions, sim.Region{Name: string(rune('a' + i))})
		w.Zones = append(w.Zones, sim.Zone{Name: string(rune('a' + i)), Region: sim.RegionID(i)})
		supply := sim.Path{}
		for h, up := range hours {
			n := 2 * int64(strings.Count(string(up), "u"))
			if h == 0 || supply.Value[len(supply.Value)-1] != n {
				supply.At, supply.Value = append(supply.At, sim.Time(h)*sim.Time(time.Hour)), append(supply.Value, n)
			}
		}
		price := int64(sim.DollarRate) * int64(2+i) / 2
		w.Offers = append(w.Offers,
			sim.Offer{Zone: sim.ZoneID(i), Purchase: sim.OnDemand, Price: sim.Constant(4 * int64(sim.DollarRate)), Supply: sim.Constant(sim.Unlimited)},
			sim.Offer{Zone: sim.ZoneID(i), Purchase: sim.Spot, Price: sim.Constant(price), Supply: supply})
	}
	w.SortOffers()
	return w
}

// route writes down where attempts begin, as in "0h s:a, 2h d:b".
type route struct{ legs []string }

func (r *route) Observe(v *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.AttemptStarted && e.Job == 1 {
			o := v.World().Offers[e.Offer]
			r.legs = append(r.legs, fmt.Sprintf("%.4gh %c:%s", sim.Duration(e.Time).Hours(), o.Purchase.String()[0], v.World().Zones[o.Zone].Name))
		}
	}
}

// routeOf runs a job of six hours of work in a world, and returns where it went. It comes at four o'clock; an earlier one
// makes the policy look at the markets.
func routeOf(t *testing.T, w *sim.World, mk func() sim.Policy, deadline time.Duration) string {
	t.Helper()
	var r route
	s, err := sim.New(sim.Config{World: w, Policy: mk(), Thorough: true, Observers: []sim.Observer{&r}, Jobs: sim.Jobs(sim.Job{
		Demand: sim.Demand{CPU: 1000}, Work: int64(4 * time.Hour), Estimate: 4 * time.Hour, Deadline: sim.Time(20 * time.Hour),
		Restart: sim.Restart{Keep: sim.KeepAll},
	}, sim.Job{
		Submit: sim.Time(4 * time.Hour), Demand: sim.Demand{CPU: 1000}, Work: int64(6 * time.Hour), Estimate: 6 * time.Hour, Deadline: sim.Time(4*time.Hour + deadline),
		Restart: sim.Restart{Keep: sim.KeepAll, Overhead: 12 * time.Minute, Owes: sim.OweFirst | sim.OweRestart},
	})})
	if err == nil {
		err = s.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(r.legs, ", ")
}

// TestRegions sends one job through three markets, with each form.
func TestRegions(t *testing.T) {
	for _, c := range []struct {
		name, a, b, c string
		want          [len(regions)]string
	}{
		{
			"the cheapest market comes and goes", "udududududududuuuuuuu", "uuuuuuuuuuuduuuuuuuuu", "ddddduuuuuuuuuuuuuuuu",
			[...]string{"4h s:a, 5h s:b", "4h s:a, 5.5h o:a, 8h s:a, 10h s:a, 12h s:a, 13h o:a", "4h s:b", "4h s:a, 5h s:b"},
		},
		{
			"nothing is ever lost", "uuuuuuuuuuuuuuuuuuuuu", "uuuuuuuuuuuuuuuuuuuuu", "uuuuuuuuuuuuuuuuuuuuu",
			[...]string{"4h s:a", "4h s:a", "4h s:a", "4h s:a"},
		},
	} {
		for form := range Region(len(regions)) {
			o := greedy.Default()
			o.Idle = 0
			mk := func() sim.Policy { return uniformOf(t, 10*time.Minute, form, rest(t, o)) }
			if got := routeOf(t, threeRegions(c.a, c.b, c.c), mk, 10*time.Hour); got != c.want[form] {
				t.Errorf("%s: region=%v went %s, want %s", c.name, form, got, c.want[form])
			}
		}
	}
}

func uniformOf(t testing.TB, every sim.Duration, form Region, rest *greedy.Policy) *Policy {
	p, err := NewUniform(Options{Every: every, Rest: rest}, form)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestRegionalContract puts the forms through the contract suite.
func TestRegionalContract(t *testing.T) {
	for form := Stay; form <= Total; form++ {
		t.Run(form.String(), func(t *testing.T) {
			simtest.Policy(t, func() sim.Policy {
				o := greedy.Default()
				o.Idle = 0
				return uniformOf(t, 10*time.Minute, form, rest(t, o))
			})
		})
	}
}

// TestTotalCountsTheWay to a cheaper zone, which pays for much work and not for little.
func TestTotalCountsTheWay(t *testing.T) {
	near := Zone{Price: sim.DollarRate, Entry: 12 * time.Minute}
	far := Zone{Price: sim.DollarRate / 2, Entry: time.Hour, Fare: 2_000_000_000}
	for work, want := range map[sim.Duration]int{time.Hour: -1, 4 * time.Hour: -1, 5 * time.Hour: 1} {
		if got := dearerWay(&near, &far, work); got != want {
			t.Errorf("for %v of work near against far is %d, want %d", work, got, want)
		}
	}
}

// TestRegionalLoadRefusesWhatWasNotSaved by it.
func TestRegionalLoadRefusesWhatWasNotSaved(t *testing.T) {
	u := Regional{region: Stay, homes: []home{{3, 1}, {5, 2}}}
	u.markets.Of(4, true, 9)
	good := u.Save()
	var again Regional
	if err := again.Load(good); err != nil || !slices.Equal(again.homes, u.homes) || again.Home(5) != 2 || again.Home(4) != -1 {
		t.Errorf("kept as %+v, %v, want %+v", again, err, u)
	}
	for n := range good {
		if err := new(Regional).Load(good[:n]); err == nil && n != 8+2*16 {
			t.Errorf("Load of %d of %d bytes", n, len(good))
		}
	}
}

// TestACutIsNoFall of the market behind it.
func TestACutIsNoFall(t *testing.T) {
	u := Regional{region: Available}
	u.Choose(&Situation{Progress: Progress{Work: time.Hour, Tick: time.Minute}, Zones: []Zone{{Offer: 3, Parted: true}, {Offer: 4}}})
	for i, up := range []bool{true, false} {
		if got := u.markets.All()[i]; got.Up != up {
			t.Errorf("offer %d is taken down as up %v, want %v", got.Offer, got.Up, up)
		}
	}
}

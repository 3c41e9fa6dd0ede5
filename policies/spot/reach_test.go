package spot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
)

const hour = sim.Time(time.Hour)

// during is 1 from one hour to another.
func during(from, to sim.Time) sim.Path {
	if from == 0 {
		return sim.Path{At: []sim.Time{0, to * hour}, Value: []int64{1, 0}}
	}
	return sim.Path{At: []sim.Time{0, from * hour, to * hour}, Value: []int64{0, 1, 0}}
}

// split is two regions with machines on demand, a little cheaper in b, and spot machines in b, with a cut between them.
func split(spot, cut sim.Path) *sim.World {
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "a"}, {Name: "b"}}, Zones: []sim.Zone{{Name: "a"}, {Name: "b", Region: 1}},
		Types: []sim.MachineType{{Name: "m", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000}},
		Cuts:  []sim.Cut{{A: 0, B: 1, At: cut}},
		Traffic: &sim.Traffic{
			Accounts: []sim.Account{{GB: 1e9}}, Routes: []sim.Route{{Counter: -1, Tiers: sim.Tiers{{Price: 1}}}}, Pairs: []int32{0, 0, 0, 0},
		},
		Offers: []sim.Offer{
			{Purchase: sim.OnDemand, Price: sim.Constant(10 * int64(sim.DollarRate)), Supply: sim.Constant(9)},
			{Zone: 1, Purchase: sim.OnDemand, Price: sim.Constant(9 * int64(sim.DollarRate)), Supply: sim.Constant(9)},
			{Zone: 1, Purchase: sim.Spot, Price: sim.Constant(int64(sim.DollarRate)), Supply: spot},
		},
	}
	w.SortOffers()
	return w
}

// TestWhatAPartitionKeepsFromAJob is no machine for it: it takes those that it can reach, and leaves none for others.
func TestWhatAPartitionKeepsFromAJob(t *testing.T) {
	reads := sim.Data{Home: 0, Reads: 1}
	for _, c := range []struct {
		name     string
		spot     sim.Path
		cut      sim.Path
		data     sim.Data
		size     int64
		deadline sim.Time
		want     string
	}{
		{"cut off from the cheaper machines on demand", sim.Constant(5), during(0, 50), reads, 0, 16, "0.1667h o:a"},
		{"late, and cut off from spot machines", sim.Constant(5), during(0, 50), reads, 0, 9, "0h o:a"},
		{"spot machines come back behind the cut", sim.Path{At: []sim.Time{0, 2 * hour, 4 * hour}, Value: []int64{5, 0, 5}}, during(1, 50), reads, 0, 14, "0h s:b, 2.833h o:a"},
		{"and then it ends", sim.Path{At: []sim.Time{0, 2 * hour, 4 * hour}, Value: []int64{5, 0, 5}}, during(1, 6), reads, 0, 16, "0h s:b, 3.333h o:a, 6h s:b"},
		{"with nothing to fetch it is no matter", sim.Constant(5), during(0, 50), sim.Data{}, 0, 16, "0h s:b"},
		{"what it has saved is behind the cut with it", sim.Path{At: []sim.Time{0, 2 * hour}, Value: []int64{5, 0}}, during(1, 50), sim.Data{}, 1e9, 14, "0h s:b, 2.833h o:b"},
	} {
		for form := range Region(len(regions)) {
			w := split(c.spot, c.cut)
			if c.size > 0 {
				w.Offers[0].Price = sim.Constant(int64(sim.DollarRate) * 8) // a is cheaper
			}
			o := greedy.Default()
			o.Idle = 0
			var r route
			s, err := sim.New(sim.Config{World: w, Policy: uniformOf(t, 10*time.Minute, form, rest(t, o)), Thorough: true, Observers: []sim.Observer{&r}, Jobs: sim.Jobs(
				sim.Job{Demand: sim.Demand{CPU: 1000}, Work: 1}, // it is not looked at
				sim.Job{
					Demand: sim.Demand{CPU: 1000}, Work: int64(10 * time.Hour), Estimate: 10 * time.Hour, Deadline: c.deadline * hour, Data: c.data,
					Restart: sim.Restart{Keep: sim.KeepAll, Overhead: 6 * time.Minute, Owes: sim.OweRestart, Size: c.size},
				})})
			if err == nil {
				err = s.Run()
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(r.legs, ", "); got != c.want {
				t.Errorf("%s: region=%v went %s, want %s", c.name, form, got, c.want)
			}
		}
	}
}

// shown keeps the first situation that a chooser is shown.
type shown struct{ first *Situation }

func (k *shown) Choose(s *Situation) Kind {
	if k.first == nil {
		seen := *s
		k.first = &seen
	}
	return OnDemand
}

// TestOverheadCountsTheWayBack: who goes to spot machines and loses them has to bring what it saved there to the machines on
// demand, which takes longer than all that comes before.
func TestOverheadCountsTheWayBack(t *testing.T) {
	w := split(sim.Constant(5), sim.Constant(0))
	w.Traffic.Speeds = []int64{0, 1e9, 1e6, 0} // 1e9 bytes take a second from a to b, and 1000 back
	w.Offers = slices.DeleteFunc(w.Offers, func(o sim.Offer) bool { return o.Zone == 1 && o.Purchase == sim.OnDemand })
	for i := range w.Offers {
		w.Offers[i].Boot = time.Minute
	}
	o := greedy.Default()
	o.Idle = 0
	var k shown
	s, err := sim.New(sim.Config{World: w, Policy: made(t, Options{Name: "shown", Every: time.Minute, Rest: rest(t, o)}, &k), Jobs: sim.Jobs(sim.Job{
		Demand: sim.Demand{CPU: 1000}, Work: int64(time.Hour), Estimate: time.Hour, Deadline: 9 * hour,
		Restart: sim.Restart{Keep: sim.KeepAll, Overhead: 6 * time.Minute, Owes: sim.OweRestart, Size: 1e9},
	})})
	if err == nil {
		err = s.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	if want := 6*time.Minute + time.Minute + 1000*time.Second; k.first.Overhead != want {
		t.Errorf("an entry is said to cost %v, want %v", k.first.Overhead, want)
	}
}

package simtest

import (
	"testing"

	"skysim/sim"
)

// plain is a policy that keeps the contract: each job in turn goes to the
// oldest machines with room or to new ones of the first offer that has any.
type plain struct{ twist }

// twist changes a part of plain; the zero value changes nothing.
type twist struct {
	name   string
	begin  func(v *sim.View, p *sim.Plan)
	refuse func(v *sim.View, o sim.OfferID) bool // an offer that it does not want
	after  func(v *sim.View, p *sim.Plan, j sim.JobID)
}

func (p plain) String() string { return "plain(" + p.name + ")" }

func (p plain) Decide(v *sim.View, plan *sim.Plan) {
	if p.begin != nil {
		p.begin(v, plan)
	}
	for m := v.OldestIdle(); m != 0; m = v.OldestIdle() {
		plan.Release(m)
	}
	for j := v.First(); j != 0; {
		next := v.Next(j)
		if places := p.places(v, plan, j); places != nil {
			plan.Start(j, places...)
		}
		if p.after != nil {
			p.after(v, plan, j)
		}
		j = next
	}
}

// places finds a place for each task. Tasks with parts of several GPUs get a
// machine each, because the engine's choice of devices may not fit them all.
func (p plain) places(v *sim.View, plan *sim.Plan, j sim.JobID) []sim.Place {
	info := v.Job(j)
	if v.OverQuota(j) {
		return nil
	}
	most := int(info.Tasks)
	if info.Demand.GPUs > 1 && info.Demand.Share <= 500 {
		most = 1
	}
	var places []sim.Place
	put := func(m sim.MachineID, room int) {
		for range min(room, most, int(info.Tasks)-len(places)) {
			places = append(places, sim.Place{Machine: m})
		}
	}
	for m := v.FirstFit(j); m != 0; m = v.NextFit(j, m) {
		if joined(v, places, v.Machine(m).Offer) {
			put(m, v.Room(j, m))
		}
	}
	for o := range v.World().Offers {
		o := sim.OfferID(o)
		if v.Hindered(j, o) != sim.Accepted || !joined(v, places, o) {
			continue
		}
		for len(places) < int(info.Tasks) && v.OfferRoom(j, o) > 0 && v.Available(o) > 0 && (p.refuse == nil || !p.refuse(v, o)) {
			m, _ := plan.Rent(o)
			put(m, v.OfferRoom(j, o))
		}
	}
	if len(places) < int(info.Tasks) {
		return nil
	}
	return places
}

// joined reports whether an offer's region can reach those of some places.
func joined(v *sim.View, places []sim.Place, o sim.OfferID) bool {
	w := v.World()
	for _, p := range places {
		if !v.Reachable(w.Zones[w.Offers[v.Machine(p.Machine).Offer].Zone].Region, w.Zones[w.Offers[o].Zone].Region) {
			return false
		}
	}
	return true
}

func TestPolicyPassesWhatKeepsTheContract(t *testing.T) {
	Policy(t, func() sim.Policy { return plain{} })
}

// breach is a policy that breaks a clause.
type breach struct {
	name, clause string
	mk           func() sim.Policy
}

// always makes the same policy each time.
func always(tw twist) func() sim.Policy { return func() sim.Policy { return plain{tw} } }

// refusing is plain without some offers.
func refusing(refuse func(*sim.View, sim.OfferID) bool) func() sim.Policy {
	return always(twist{refuse: refuse})
}

// statelessBreaches are policies that remember nothing.
func statelessBreaches() []breach {
	return []breach{
		{"starts a job twice", "asks for nothing impossible", always(twist{
			after: func(_ *sim.View, p *sim.Plan, j sim.JobID) { p.Start(j, sim.Place{}) },
		})},
		{"stops what it was not shown", "asks for nothing impossible", always(twist{
			begin: func(_ *sim.View, p *sim.Plan) { p.Stop(sim.AttemptID(12345)) },
		})},
		{"prefers what is listed first", "listed in another order", refusing(func(v *sim.View, o sim.OfferID) bool {
			return v.World().Offers[o].Type > 3
		})},
		{"goes by the names of regions", "regions renamed", refusing(func(v *sim.View, o sim.OfferID) bool {
			w := v.World()
			return len(w.Regions[w.Zones[w.Offers[o].Zone].Region].Name) > 5
		})},
		{"has a price in mind", "prices tripled", refusing(func(v *sim.View, o sim.OfferID) bool {
			return v.Price(o) > sim.DollarRate/2
		})},
		{"gives up after a day", "no supply for a day", refusing(func(v *sim.View, _ sim.OfferID) bool {
			return v.Now() > 80_000e9
		})},
		{"never rents", "room for everything", refusing(func(*sim.View, sim.OfferID) bool { return true })},
	}
}

// statefulBreaches are policies that remember what they should not, or forget.
func statefulBreaches() []breach {
	decisions, made := 0, 0
	return []breach{
		{"differs from one instance to the next", "the same run again", func() sim.Policy {
			made++
			odd := made%2 == 1
			return refusing(func(_ *sim.View, o sim.OfferID) bool { return odd && o%2 == 0 })()
		}},
		{"keeps state in a package variable", "beside another run", always(twist{
			begin:  func(*sim.View, *sim.Plan) { decisions++ },
			refuse: func(*sim.View, sim.OfferID) bool { return decisions%7 != 0 },
		})},
		{"forgets to save its state", "kept as bytes and resumed", func() sim.Policy {
			n := 0
			return plain{twist{
				begin:  func(*sim.View, *sim.Plan) { n++ },
				refuse: func(*sim.View, sim.OfferID) bool { return n%7 != 0 },
			}}
		}},
		{"rents the same offer only once", "boots fail", func() sim.Policy {
			rented := map[sim.OfferID]bool{}
			return refusing(func(_ *sim.View, o sim.OfferID) bool {
				was := rented[o]
				rented[o] = true
				return was
			})()
		}},
	}
}

// TestContractNoticesWhatBreaksIt breaks each clause with a policy of its own.
func TestContractNoticesWhatBreaksIt(t *testing.T) {
	for _, tt := range append(statelessBreaches(), statefulBreaches()...) {
		t.Run(tt.name, func(t *testing.T) {
			for _, c := range clauses() {
				if c.name == tt.clause {
					if err := c.check(tt.mk); err == nil {
						t.Errorf("a policy that %s passes %q", tt.name, tt.clause)
					}
					return
				}
			}
			t.Errorf("there is no clause %q", tt.clause)
		})
	}
}

// TestScenesHaveEverything wants each thing that can go wrong to happen.
func TestScenesHaveEverything(t *testing.T) {
	kinds, whys, outcomes, gangs := map[sim.Kind]int{}, map[sim.Why]int{}, map[sim.Outcome]int{}, 0
	for seed := uint64(1); seed <= scenes; seed++ {
		s := contractScene(seed, tight)
		s.boots = lottery{}
		log, err := play(s, plain{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range log.events {
			kinds[e.Kind]++
			whys[e.Why]++
			outcomes[e.Outcome]++
			if e.Kind == sim.AttemptStarted && e.Tasks > 1 {
				gangs++
			}
		}
	}
	for k := sim.JobSubmitted; k <= sim.SupplyChanged; k++ {
		if kinds[k] < 3 {
			t.Errorf("event kind %d happens %d times, want at least 3", k, kinds[k])
		}
	}
	for _, w := range []sim.Why{sim.WorkDone, sim.LimitHit, sim.LostMachine, sim.FailedBoot} {
		if whys[w] < 3 {
			t.Errorf("%d attempts end because of %d, want at least 3", whys[w], w)
		}
	}
	if outcomes[sim.Finished] < 60 || outcomes[sim.TimedOut] == 0 || gangs < 20 {
		t.Errorf("outcomes %v and %d gangs started, want many", outcomes, gangs)
	}
}

package bound_test

import (
	"fmt"
	"testing"
	"time"

	"skysim/policies/bound"
	"skysim/sim"
)

// storm lays all weather and law over a world and its jobs.
func (d *draw) storm(w *sim.World, jobs []sim.Job) {
	on := func(sim.Path) sim.Path { // now and then, for minutes
		p := sim.Constant(0)
		for at := sim.Time(0); d.is(80) && len(p.At) < 8; {
			at = at.Add(time.Second + d.minutes(200))
			p.At, p.Value = append(p.At, at, at.Add(time.Second+d.minutes(60))), append(p.Value, 1, 0)
			at = p.At[len(p.At)-1]
		}
		return p
	}
	for range w.Zones {
		w.Outages = append(w.Outages, on(sim.Path{}))
	}
	if d.is(50) {
		w.Outages = nil
	}
	for a := range w.Regions {
		w.Regions[a].Jurisdiction = pickOf(d, "DE", "FR")
		if b := int(d.up(int64(len(w.Regions) - 1))); b != a {
			w.Cuts = append(w.Cuts, sim.Cut{A: sim.RegionID(a), B: sim.RegionID(b), At: on(sim.Path{})})
		}
	}
	if d.is(30) {
		w.Classes = []sim.Class{{Name: "c", Run: pickOf(d, nil, []string{"DE"}), Overhead: pickOf(d, int64(0), 250_000)}}
		w.Tenants = []sim.Tenant{{Name: "t", CPU: pickOf(d, int64(0), 64_000)}}
	}
	if w.Traffic != nil {
		for range w.Traffic.Pairs {
			w.Traffic.Speeds = append(w.Traffic.Speeds, pickOf(d, int64(0), 1e6, 1e8))
		}
		for r := range w.Regions {
			price := sim.Rate(d.up(1e11))
			if len(w.Traffic.Accounts[w.Regions[r].Provider].Months) == 0 {
				price = 0
			}
			w.Traffic.Storage = append(w.Traffic.Storage, price)
		}
	}
	for i := range jobs {
		j := &jobs[i]
		if d.is(20) && len(w.Classes) > 0 {
			j.Class, j.Tenant = 1, 1
		}
		j.Quorum = pickOf(d, int32(0), 0, 0, 2)
		if j.Restart.Keep != sim.KeepNothing && d.is(50) {
			j.Restart.Size = d.up(5e9)
		}
		j.Restart.OnNotice = j.Restart.Keep == sim.KeepCheckpoint && d.is(40)
	}
}

// badFaults breaks machines after minutes or never, and makes them slow.
type badFaults struct{ seed uint64 }

func (b badFaults) Life(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	s := sim.NewStream(b.seed, "life", uint64(o), uint64(ordinal), uint64(n))
	if s.Int64N(3) > 0 {
		return sim.Duration(sim.Never)
	}
	return time.Duration(1 + s.Int64N(int64(3*time.Hour)))
}

func (b badFaults) Repair(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	s := sim.NewStream(b.seed, "repair", uint64(o), uint64(ordinal), uint64(n))
	return time.Duration(s.Int64N(int64(time.Hour)))
}

func (b badFaults) Pace(o sim.OfferID, ordinal int64) int64 {
	s := sim.NewStream(b.seed, "pace", uint64(o), uint64(ordinal))
	return 1_000_000 - s.Int64N(2)*s.Int64N(500_000)
}

// stormy is a player that knows the other ways to start, stop and save as well.
type stormy struct {
	*player
	saves bool
	did   map[string]int
}

func (s *stormy) Decide(v *sim.View, p *sim.Plan) {
	if s.asked > 1000 { // parted from its data it would rent for ever
		return
	}
	if s.saves {
		for j := v.First(); j != 0; j = v.Next(j) {
			if s.d.is(30) && p.SetInterval(j, pickOf(&s.d, time.Nanosecond, time.Second, 20*time.Minute, 1000*time.Hour)) == sim.Accepted {
				s.did["interval"]++
			}
		}
	}
	s.player.Decide(v, p)
	if s.asked > 400 {
		return
	}
	for _, a := range append([]sim.AttemptID(nil), s.tasks...) {
		i := v.Attempt(a)
		if i.ID == 0 {
			continue
		}
		if s.saves && s.d.is(30) && p.Checkpoint(a) == sim.Accepted {
			s.did["checkpoint"]++
		}
		places := s.places(v, i.Job)
		switch {
		case places == nil:
		case s.d.is(30) && len(v.Attempts(i.Job, nil)) < 4:
			if b, why := p.Replicate(i.Job, places...); why == sim.Accepted {
				s.tasks = append(s.tasks, b)
				s.did["replica"]++
			}
		case s.d.is(10):
			if b, why := p.Migrate(a, places...); why == sim.Accepted {
				s.tasks = append(s.tasks, b)
				s.did["migration"]++
			}
		}
	}
	if s.saves && len(s.tasks) > 0 && s.d.is(50) {
		p.WakeAt(v.Now().Add(time.Second + s.d.minutes(10)))
	}
}

// places finds room for a further attempt of a job, or nil.
func (s *stormy) places(v *sim.View, j sim.JobID) (places []sim.Place) {
	tasks := v.Gang(j)
	for m := v.FirstFit(j); m != 0 && len(places) < tasks; m = v.NextFit(j, m) {
		for range min(tasks-len(places), v.Room(j, m)) {
			places = append(places, sim.Place{Machine: m})
		}
	}
	if len(places) < tasks {
		return nil
	}
	return places
}

// TestNoRunIsBelowInStorms is TestNoRunIsBelow under outages, failures, partitions,
// rules, transfers that take time and storage that costs, with policies that
// replicate, migrate and, where the bound is told, save when they like.
func TestNoRunIsBelowInStorms(t *testing.T) {
	var c tally
	did := map[string]int{}
	for seed := *first; seed < *first+*worlds; seed++ {
		c.storm(t, uint64(seed), did)
		if t.Failed() {
			t.Fatalf("world %d; again: go test ./policies/bound -run InStorms -first %d -worlds 1", seed, seed)
		}
	}
	t.Logf("%+v, %v", c, did)
	if *worlds > 100 && (c.compared < c.worlds || c.positive < c.worlds/5 || did["replica"] < 100 || did["migration"] < 20 || did["checkpoint"] < 100 || did["interval"] < 100) {
		t.Errorf("too few comparisons to mean something: %+v, %v", c, did)
	}
}

func (c *tally) storm(t *testing.T, seed uint64, did map[string]int) {
	d := draw{sim.NewStream(seed, "storm")}
	in := bound.Instance{World: d.world()}
	in.Jobs = d.jobs(in.World, pickOf(&d, int64(1), 2, 4))
	d.storm(in.World, in.Jobs)
	in.Until = sim.Time(d.minutes(3000)) + sim.Time(10*time.Hour)
	config := sim.Config{Boots: badBoots{seed}}
	if d.is(60) {
		config.Faults = badFaults{seed}
	}
	saves := d.is(50)
	var runs []played
	for k := range 6 {
		p := &stormy{newPlayer(seed*100+uint64(k), in.World), saves, did}
		if r, ok := playIn(t, config, &in, p); ok {
			r.name = fmt.Sprintf("player %d, saves %v", k, saves)
			runs = append(runs, r)
		}
	}
	o := bound.Options{Steps: int(d.up(30)), Saves: saves}
	b, err := bound.Lower(in, o)
	if err != nil {
		t.Fatalf("world %d: %v", seed, err)
	}
	c.compare(t, &b, runs)
	c.gross(t, &in, o, runs)
}

// A policy that never saves while it runs pays for less than an interval's checkpoints: the
// bound for those that may not is above its bill, so the option matters.
func TestSavesMatter(t *testing.T) {
	w := plain([]sim.MachineType{small()}, onDemand(int64(sim.DollarRate), 1))
	j := hours(0, 10*time.Hour, 4000)
	j.Restart = sim.Restart{Keep: sim.KeepCheckpoint, Every: time.Hour, Cost: 30 * time.Minute}
	in := bound.Instance{World: w, Jobs: []sim.Job{j}}
	fixed, err := bound.Lower(in, bound.Options{})
	if err != nil {
		t.Fatal(err)
	}
	free, err := bound.Lower(in, bound.Options{Saves: true})
	if err != nil {
		t.Fatal(err)
	}
	never := &script{steps: []scriptStep{{0, func(_ *script, v *sim.View, p *sim.Plan) {
		p.SetInterval(v.First(), 1000*time.Hour)
		m, _ := p.Rent(0)
		p.Start(v.First(), sim.Place{Machine: m})
	}}}}
	r, ok := playIn(t, sim.Config{}, &in, never)
	if !ok || r.Finished() != 1 {
		t.Fatalf("the run: %+v", r)
	}
	if r.Cost >= fixed.Cost || r.Cost < free.Cost {
		t.Errorf("it pays %v, the bound is %v, and with Saves %v: want it between them", r.Cost, fixed.Cost, free.Cost)
	}
}

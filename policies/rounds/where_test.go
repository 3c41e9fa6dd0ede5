package rounds

import (
	"testing"
	"time"

	"skysim/sim"
)

// meddler wraps rounds as a decorator does: when the policy has decided it may move a job, start one
// elsewhere, add a replica, stop the oldest of several, or defer a job, by lot.
type meddler struct {
	*Policy
	draw    sim.Stream
	until   sim.Time
	refused int64 // of what it did itself
	did     [5]int
}

func (m *meddler) Decide(v *sim.View, p *sim.Plan) {
	m.Policy.Decide(v, p)
	if v.Now() > m.until {
		return
	}
	p.WakeAt(v.Now() + sim.Time(7*time.Minute) + sim.Time(m.draw.Int64N(int64(time.Minute))))
	for i := range m.jobs {
		what := m.draw.Int64N(20)
		id := m.jobs[i].id
		job := v.Job(id)
		if job.ID == 0 || what > 4 {
			continue
		}
		why := sim.Accepted
		at, room := m.place(v, id)
		switch tries := v.Attempts(id, nil); {
		case what == 0 && room && len(tries) > 0:
			_, why = p.Migrate(tries[0], at)
		case what == 1 && room && len(tries) > 0:
			_, why = p.Replicate(id, at)
		case what == 2 && len(tries) > 1:
			why = p.Stop(tries[0])
		case what == 3 && room && m.waits(v, id):
			_, why = p.Start(id, at)
		case what == 4 && m.waits(v, id):
			why = p.Defer(id, v.Now().Add(25*time.Minute))
		default:
			continue
		}
		if m.did[what]++; why != sim.Accepted {
			m.refused++
		}
	}
}

// waits reports whether a job is in the queue.
func (m *meddler) waits(v *sim.View, id sim.JobID) bool {
	for j := v.First(); j != 0; j = v.Next(j) {
		if j == id {
			return true
		}
	}
	return false
}

// place draws a machine with room, owned or rented.
func (m *meddler) place(v *sim.View, id sim.JobID) (at sim.Place, ok bool) {
	var list []sim.MachineID
	for x := v.FirstFit(id); x != 0; x = v.NextFit(id, x) {
		list = append(list, x)
	}
	if len(list) == 0 {
		return at, false
	}
	return sim.Place{Machine: list[m.draw.Int64N(int64(len(list)))]}, true
}

// renter rents all that there is at once, so that there are machines that are not owned.
type renter struct{ *meddler }

func (r renter) Decide(v *sim.View, p *sim.Plan) {
	for o := range v.World().Offers {
		for n := v.Available(sim.OfferID(o)); n > 0; n-- {
			p.Rent(sim.OfferID(o))
		}
	}
	r.meddler.Decide(v, p)
}

// TestOthersActOnItsJobs has rounds wrapped in something that meddles with its jobs while zones go down and
// come up: it asks for nothing that is refused, and all jobs end.
func TestOthersActOnItsJobs(t *testing.T) {
	for _, o := range []Options{
		{Every: 6 * time.Minute, Share: FIFO, Place: Fastest},
		{Every: 6 * time.Minute, Share: FIFO, Place: Common},
		{Every: 6 * time.Minute, Share: MaxMin, Place: Common},
	} {
		var did [5]int
		for seed := range uint64(40) {
			w, m := instance(seed, o)
			w.Zones = append(w.Zones, sim.Zone{Name: "cloud"})
			for typ := range w.Types {
				w.Offers = append(w.Offers, sim.Offer{Type: sim.TypeID(typ), Zone: 1, Purchase: sim.OnDemand, Price: sim.Constant(1e12), Supply: sim.Constant(2)})
			}
			w.SortOffers()
			hour := sim.Time(time.Hour)
			w.Outages = []sim.Path{{At: []sim.Time{0, hour, hour * 5 / 4}, Value: []int64{0, 1, 0}}, {}}
			var jobs []sim.Job
			for _, j := range m.jobs {
				jobs = append(jobs, j.Job)
			}
			wrap := &meddler{Policy: made(t, o), draw: sim.NewStream(seed, "meddler"), until: 8 * hour}
			run, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: renter{wrap}, Thorough: true, Until: 1000 * hour})
			if err == nil {
				err = run.Run()
			}
			if err != nil {
				t.Fatal(err)
			}
			total := run.Totals()
			if total.Refused != wrap.refused {
				t.Errorf("%v, seed %d: %d actions were refused, %d of them not its own", wrap.Policy, seed, total.Refused, wrap.refused)
			}
			if total.Finished() != int64(len(jobs)) {
				t.Errorf("%v, seed %d: %d of %d jobs have finished", wrap.Policy, seed, total.Finished(), len(jobs))
			}
			for i := range did {
				did[i] += wrap.did[i]
			}
		}
		for i, n := range did {
			if n < 10 {
				t.Errorf("%+v: deed %d was done %d times, want it tried", o.Share, i, n)
			}
		}
	}
}

// TestStaysWhereItCannotLeave has two regions, each with one kind. Job 1 runs on the slow one, with data in that
// region; when the fast one is free, the two are cut off from each other until minute 90. It goes on, and
// moves when that is over: 90 of its 180 minutes are done then, and 45 are left at twice the speed.
func TestStaysWhereItCannotLeave(t *testing.T) {
	minutes := func(n int64) sim.Time { return sim.Time(time.Duration(n) * time.Minute) }
	w := &sim.World{
		GPUKinds: []string{"a", "b"}, Providers: []sim.Provider{{Name: "own"}},
		Regions: []sim.Region{{Name: "r"}, {Name: "s"}}, Zones: []sim.Zone{{Name: "r"}, {Name: "s", Region: 1}},
		Cuts: []sim.Cut{{A: 0, B: 1, At: sim.Path{At: []sim.Time{0, minutes(9), minutes(90)}, Value: []int64{0, 1, 0}}}},
	}
	for i, name := range w.GPUKinds {
		w.Types = append(w.Types, sim.MachineType{Name: name, CPU: 1000, GPUs: 1, GPUKind: int32(i), Speed: int64(i+1) * 1e6})
		w.Offers = append(w.Offers, sim.Offer{Type: sim.TypeID(i), Zone: sim.ZoneID(i), Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(1)})
	}
	w.Traffic = &sim.Traffic{Accounts: []sim.Account{{GB: 1e9}}, Routes: []sim.Route{{Counter: -1, Tiers: sim.Tiers{{Price: 1}}}}, Pairs: []int32{0, 0, 0, 0}}
	job := sim.Job{Demand: sim.Demand{CPU: 1000, GPUs: 1, Share: 1000}, Work: int64(minutes(60)), Restart: sim.Restart{Keep: sim.KeepAll}}
	bound := job
	bound.Work, bound.Data = int64(minutes(180)), sim.Data{Home: 0, Reads: 1e9}
	took := make(ends, 2)
	run, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(job, bound), Policy: made(t, Default()), Observers: []sim.Observer{took}, Thorough: true})
	if err == nil {
		err = run.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	if n := run.Totals().Refused; n > 0 || took[0] != minutes(30) || took[1] != minutes(135) {
		t.Errorf("jobs end at %v, %d actions refused; want 30 and 135 minutes, and none", took, n)
	}
}

// TestNothingStartsInTheDark has the machines of a zone down for an hour. Until then the jobs wait, and nobody
// asks for what would be refused.
func TestNothingStartsInTheDark(t *testing.T) {
	for _, share := range []Share{FIFO, MaxMin} {
		o := Default()
		o.Share = share
		w, m := instance(3, o)
		w.Outages = []sim.Path{{At: []sim.Time{0, sim.Time(time.Hour)}, Value: []int64{1, 0}}}
		job := m.jobs[0].Job
		job.Submit, job.Work = 0, int64(time.Minute)
		took := make(ends, 1)
		run, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(job), Policy: made(t, o), Observers: []sim.Observer{took}, Thorough: true})
		if err == nil {
			err = run.Run()
		}
		if err != nil {
			t.Fatal(err)
		}
		if n := run.Totals().Refused; n > 0 || took[0] <= sim.Time(time.Hour) || took[0] > sim.Time(2*time.Hour) {
			t.Errorf("share %d: the job ends at %v, %d actions refused; want after the hour, and none", share, took[0], n)
		}
	}
}

// mover moves the first job that runs to a machine that it rents, once.
type mover struct {
	*Policy
	to   sim.MachineID
	done bool
}

func (m *mover) Decide(v *sim.View, p *sim.Plan) {
	m.Policy.Decide(v, p)
	if at := v.FirstMachine(); !m.done && v.Machine(at).Tasks > 0 {
		m.to, _ = p.Rent(1)
		_, why := p.Migrate(v.Job(v.Tasks(at, nil)[0]).Running, sim.Place{Machine: m.to})
		m.done = why == sim.Accepted
	}
}

// TestWhoIsAwayHoldsNothing has two jobs and one owned machine. The first is moved to a rented one at once:
// the second has the owned machine from the next round on, and does not wait for the hour to end.
func TestWhoIsAwayHoldsNothing(t *testing.T) {
	for _, o := range []Options{{Place: Fastest, Share: FIFO}, {Place: Common, Share: FIFO}, {Place: Common, Share: MaxMin}} {
		w := &sim.World{
			Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "a"}, {Name: "b"}},
			Types: []sim.MachineType{{Name: "m", CPU: 1000, GPUKind: -1, Speed: 1e6}},
			Offers: []sim.Offer{
				{Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(1)},
				{Zone: 1, Purchase: sim.OnDemand, Price: sim.Constant(1e12), Supply: sim.Constant(1)},
			},
		}
		o.Every = 6 * time.Minute
		job := sim.Job{Demand: sim.Demand{CPU: 1000}, Work: int64(time.Hour), Restart: sim.Restart{Keep: sim.KeepAll}}
		took := make(ends, 2)
		run, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(job, job), Policy: &mover{Policy: made(t, o)}, Observers: []sim.Observer{took}, Thorough: true})
		if err == nil {
			err = run.Run()
		}
		if err != nil {
			t.Fatal(err)
		}
		if n := run.Totals().Refused; n > 0 || took[0] != sim.Time(60*time.Minute) || took[1] != sim.Time(66*time.Minute) {
			t.Errorf("%+v: jobs end at %v, %d actions refused; want 60 and 66 minutes, and none", o.Share, took, n)
		}
	}
}

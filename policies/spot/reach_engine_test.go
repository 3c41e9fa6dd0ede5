package spot

import (
	"testing"
	"time"

	"skysim/sim"
)

// asker stops a job now and then, and compares what Reaches said before of each offer with what the engine says afterwards.
type asker struct {
	t          *testing.T
	r          *sim.Stream
	id         sim.JobID
	wake       sim.Time
	machines   []sim.MachineID // one of each offer
	open, shut int
	maybe      int // where both places counted
}

func (k *asker) String() string { return "asker" }

func (k *asker) Decide(v *sim.View, p *sim.Plan) {
	w := v.World()
	if v.Now() < k.wake {
		return
	}
	k.wake = v.Now() + sim.Time(1+k.r.Int64N(int64(50*time.Minute)))
	p.WakeAt(k.wake)
	for len(k.machines) < len(w.Offers) {
		m, _ := p.Rent(sim.OfferID(len(k.machines)))
		k.machines = append(k.machines, m)
	}
	if k.id == 0 {
		k.id = v.First()
	}
	id, job := k.id, v.Job(k.id)
	if job.ID == 0 {
		return
	}
	said := make([]bool, len(w.Offers))
	for o := range said {
		said[o] = Reaches(v, &job, sim.OfferID(o))
	}
	may, sure := saves(v, &job)
	if job.Running != 0 {
		p.Stop(job.Running)
	}
	for o := range said {
		is := v.Hindered(id, sim.OfferID(o)) == sim.Accepted
		switch {
		case said[o] && is:
			k.open++
		case !said[o] && !is:
			k.shut++
		case !said[o] && may && !sure:
			k.maybe++
		default:
			k.t.Errorf("at %v offer %d: Reaches is %v, and then a start %v", v.Now(), o, said[o], is)
		}
	}
	first := k.r.Int64N(int64(len(said)))
	for o := range said {
		if m := k.machines[(o+int(first))%len(said)]; v.Room(id, m) > 0 {
			p.Start(id, sim.Place{Machine: m})
			return
		}
	}
}

// TestReachesAgreesWithTheEngine in random partitions, for jobs that keep all or checkpoints, of a size and of none.
func TestReachesAgreesWithTheEngine(t *testing.T) {
	var open, shut, maybe int
	for seed := range uint64(100) {
		r := sim.NewStream(seed, "reach")
		w := &sim.World{
			Providers: []sim.Provider{{Name: "p"}}, Types: []sim.MachineType{{Name: "m", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000}},
			Traffic: &sim.Traffic{
				Accounts: []sim.Account{{GB: 1e9}}, Routes: []sim.Route{{Counter: -1, Tiers: sim.Tiers{{Price: 1}}}}, Pairs: make([]int32, 9), Speeds: make([]int64, 9),
			},
		}
		for i := range sim.RegionID(3) {
			w.Regions = append(w.Regions, sim.Region{Name: string(rune('a' + i))})
			w.Zones = append(w.Zones, sim.Zone{Name: string(rune('a' + i)), Region: i})
			w.Offers = append(w.Offers, sim.Offer{Zone: sim.ZoneID(i), Purchase: sim.OnDemand, Price: sim.Constant(1), Supply: sim.Constant(1)})
			cut := sim.Path{At: []sim.Time{0}, Value: []int64{0}}
			for h := sim.Time(1); h < 100; h++ {
				cut.At, cut.Value = append(cut.At, h*hour+sim.Time(r.Int64N(int64(hour)))), append(cut.Value, 1-cut.Value[h-1])
			}
			w.Cuts = append(w.Cuts, sim.Cut{A: i, B: (i + 1) % 3, At: cut})
		}
		for i := range w.Traffic.Speeds {
			w.Traffic.Speeds[i] = 1e6 // 1e9 bytes take 1000 seconds
		}
		job := sim.Job{
			Demand: sim.Demand{CPU: 1000}, Work: int64(40 * time.Hour), Estimate: 40 * time.Hour, Deadline: 80 * hour,
			Restart: sim.Restart{Keep: sim.KeepAll, Overhead: 5 * time.Minute, Owes: sim.OweRestart, Size: 1e9 * r.Int64N(2)},
		}
		if r.Bool(0.5) {
			job.Data = sim.Data{Home: sim.RegionID(r.Int64N(3)), Reads: 1e8}
		}
		if r.Bool(0.5) {
			job.Restart.Keep, job.Restart.Every, job.Restart.Cost = sim.KeepCheckpoint, 6*time.Minute, time.Minute
		}
		k := &asker{t: t, r: &r}
		s, err := sim.New(sim.Config{World: w, Policy: k, Thorough: true, Jobs: sim.Jobs(job), Until: 90 * hour})
		if err == nil {
			err = s.Run()
		}
		if err != nil {
			t.Fatal(err)
		}
		open, shut, maybe = open+k.open, shut+k.shut, maybe+k.maybe
	}
	t.Logf("%d open, %d shut, %d shut because it was not sure", open, shut, maybe)
	if open < 1000 || shut < 1000 || maybe*20 > shut {
		t.Errorf("%d open, %d shut and %d held to be shut because it was not sure: the test says little", open, shut, maybe)
	}
}

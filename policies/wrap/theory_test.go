package wrap_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"skysim/sim"
)

// renewal breaks machines after exponential lives and repairs them after exponential times, by offer. It
// implements sim.Faults.
type renewal struct {
	seed       uint64
	life, mend []time.Duration
	noise      bool // machines are up to four times as slow as their types promise
}

func (r renewal) draw(what string, mean time.Duration, o sim.OfferID, ordinal int64, n int32) sim.Duration {
	s := sim.NewStream(r.seed, "test/"+what, uint64(o), uint64(ordinal), uint64(n))
	return 1 + sim.Duration(s.Exponential()*float64(mean))
}

func (r renewal) Life(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	return r.draw("life", r.life[o], o, ordinal, n)
}

func (r renewal) Repair(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	return r.draw("repair", r.mend[o], o, ordinal, n)
}

func (r renewal) Pace(o sim.OfferID, ordinal int64) int64 {
	if s := sim.NewStream(r.seed, "test/pace", uint64(o), uint64(ordinal)); r.noise {
		return 1_000_000 - s.Int64N(750_000)
	}
	return 1_000_000
}

// presence adds up for how long any attempt runs, and for how long at least two do.
type presence struct {
	at       sim.Time
	attempts int
	any, two sim.Duration
}

func (c *presence) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind != sim.AttemptStarted && e.Kind != sim.AttemptEnded {
			continue
		}
		c.pass(e.Time)
		if e.Kind == sim.AttemptStarted {
			c.attempts++
		} else {
			c.attempts--
		}
	}
}

func (c *presence) pass(now sim.Time) {
	if c.attempts > 0 {
		c.any += now.Sub(c.at)
	}
	if c.attempts > 1 {
		c.two += now.Sub(c.at)
	}
	c.at = now
}

// ownZones is one owned machine in each of so many zones.
func ownZones(n int) *sim.World {
	w := &sim.World{
		Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}},
		Types: []sim.MachineType{{Name: "t", CPU: 4000, GPUKind: -1, Speed: 1_000_000}},
	}
	for z := range n {
		w.Zones = append(w.Zones, sim.Zone{Name: fmt.Sprintf("z%d", z)})
		w.Offers = append(w.Offers, sim.Offer{Zone: sim.ZoneID(z), Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(1)})
	}
	w.SortOffers()
	return w
}

// With one machine in each of k zones, which break and are mended apart from each other, and a replica in each, work goes on for
// a share of 1 − Π(1 − aᵢ) of the time, where aᵢ = life ÷ (life + repair); two of three run
// for what the same product says of two. Of the intervals below, all five hold with probability 0.999.
func TestAnyOfKReplicasAreUp(t *testing.T) {
	const seeds, horizon = 40, 4000 * time.Hour
	life := []time.Duration{18 * time.Hour, 8 * time.Hour, 6 * time.Hour}
	mend := []time.Duration{2 * time.Hour, 2 * time.Hour, 4 * time.Hour}
	a := []float64{0.9, 0.8, 0.6}
	two := a[0]*a[1]*a[2] + a[0]*a[1]*(1-a[2]) + a[0]*(1-a[1])*a[2] + (1-a[0])*a[1]*a[2]
	down := 1.0
	for k := 1; k <= 3; k++ {
		down *= 1 - a[k-1]
		var anyUp, twoUp []float64
		for seed := range uint64(seeds) {
			var up presence
			s, err := sim.New(sim.Config{
				World: ownZones(k), Jobs: sim.Jobs(sim.Job{Work: int64(2 * horizon), Demand: sim.Demand{CPU: 4000}, Restart: sim.Restart{Keep: sim.KeepAll}}),
				Policy: made(t, fmt.Sprintf("replicate(greedy(firstfit),copies=%d)", k)), Until: sim.Time(horizon),
				Faults: renewal{seed: seed, life: life, mend: mend}, Observers: []sim.Observer{&up},
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Run(); err != nil {
				t.Fatal(err)
			}
			up.pass(sim.Time(horizon))
			anyUp, twoUp = append(anyUp, float64(up.any)/float64(horizon)), append(twoUp, float64(up.two)/float64(horizon))
		}
		within(t, fmt.Sprintf("any of %d", k), anyUp, 1-down)
		if k == 3 {
			within(t, "two of three", twoUp, two)
		}
		if k == 2 {
			within(t, "both of two", twoUp, a[0]*a[1])
		}
	}
}

// within checks that a theoretical mean lies in the interval that a sample of 40 gives: Student's t with 39
// degrees of freedom for 1 − 0.001/5, two-sided, is 4.13.
func within(t *testing.T, what string, sample []float64, want float64) {
	t.Helper()
	mean, square := 0.0, 0.0
	for _, x := range sample {
		mean += x / float64(len(sample))
	}
	for _, x := range sample {
		square += (x - mean) * (x - mean)
	}
	half := 4.13 * math.Sqrt(square/float64(len(sample)-1)/float64(len(sample)))
	t.Logf("%s: %.5f ± %.5f, in theory %.5f", what, mean, half, want)
	if math.Abs(mean-want) > half {
		t.Errorf("%s: up for %.5f ± %.5f of the time, in theory %.5f", what, mean, half, want)
	}
	if half > 0.01 {
		t.Errorf("%s: the interval is ± %.5f, too wide to say anything", what, half)
	}
}

// Machines are lost every 10 hours on average and a checkpoint takes a minute: jobs that are told nothing of it but what happens
// save about as often as √(2CM) says, and the whole takes hardly longer than with the best of the intervals tried.
func TestCheckpointsFindTheBestInterval(t *testing.T) {
	const seeds, jobs = 10, 40
	life, mend := []time.Duration{10 * time.Hour}, []time.Duration{6 * time.Minute}
	total := func(policy string) (sum time.Duration, last time.Duration) {
		for seed := range uint64(seeds) {
			var list []sim.Job
			for range jobs {
				list = append(list, sim.Job{
					Work: int64(100 * time.Hour), Demand: sim.Demand{CPU: 4000},
					Restart: sim.Restart{Keep: sim.KeepCheckpoint, Every: 5 * time.Minute, Cost: time.Minute},
				})
			}
			var set intervals
			s, err := sim.New(sim.Config{World: ownZones(1), Jobs: sim.Jobs(list...), Policy: made(t, policy), Faults: renewal{seed: seed, life: life, mend: mend}, Observers: []sim.Observer{&set}})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Run(); err != nil {
				t.Fatal(err)
			}
			sum += time.Duration(s.Now())
			last += set.last / seeds
		}
		return sum, last
	}
	best, at := time.Duration(1<<62), ""
	for _, every := range []string{"10m", "16m40s", "24m", "28m50s", "34m38s", "41m34s", "50m", "1h12m", "2h"} {
		if sum, _ := total("checkpoint(greedy(firstfit),every=" + every + ")"); sum < best {
			best, at = sum, every
		}
	}
	for _, rule := range []string{"young", "daly", "young,mtbf=10h"} {
		sum, last := total("checkpoint(greedy(firstfit),every=" + rule + ")")
		t.Logf("%s: %v, at last every %v; the best was %v, every %s", rule, sum, last.Round(time.Second), best, at)
		if float64(sum) > 1.002*float64(best) {
			t.Errorf("%s takes %v, every %s %v", rule, sum, at, best)
		}
		if want := 34*time.Minute + 38*time.Second; last < want*85/100 || last > want*115/100 {
			t.Errorf("%s: jobs save every %v at last, want about %v", rule, last, want)
		}
	}
}

// intervals remembers the last interval that was set.
type intervals struct{ last time.Duration }

func (i *intervals) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.IntervalSet {
			i.last = time.Duration(e.Value)
		}
	}
}

package bench

import (
	"testing"
	"time"

	"skysim/sim"
)

// life tells trouble the life of jobs in a few words: minute, kind, job, attempt, zone.
type life struct {
	at      int64
	kind    sim.Kind
	job     int64
	attempt int32
	zone    sim.OfferID
	why     sim.Why
}

func minutes(n int64) sim.Time { return sim.Time(time.Duration(n) * time.Minute) }

// replay makes events of lives, with the runs and waits that an engine would give, and
// returns the columns.
func replayLives(lives []life, quorum int64, submit, first int64, until int64) Row {
	w := &sim.World{Offers: []sim.Offer{{Zone: 0}, {Zone: 1}}}
	tr := newTrouble(w)
	began := map[attemptKey]int64{}
	tr.Observe(nil, []sim.Event{{Kind: sim.JobSubmitted, Job: 1, Time: minutes(submit), Value: quorum}})
	for _, l := range lives {
		e := sim.Event{Kind: l.kind, Time: minutes(l.at), Job: l.job, Attempt: l.attempt, Offer: l.zone, Why: l.why, Wait: sim.Duration(minutes(first - submit))}
		k := attemptKey{l.job, l.attempt}
		switch l.kind {
		case sim.AttemptStarted:
			began[k] = l.at
		case sim.AttemptEnded:
			if at, ran := began[k]; ran {
				e.Run = sim.Duration(minutes(l.at - at))
			}
		case sim.JobEnded:
			e.Value = int64(minutes(l.at - submit))
		}
		tr.Observe(nil, []sim.Event{e})
	}
	tr.last = minutes(until)
	var r Row
	tr.fill(&r)
	return r
}

func TestTroubleByHand(t *testing.T) {
	const (
		bound = sim.AttemptBound
		start = sim.AttemptStarted
		end   = sim.AttemptEnded
		done  = sim.JobEnded
	)
	for _, c := range []struct {
		name        string
		lives       []life
		quorum      int64
		until       int64
		share       float64
		hits, back  int64
		mean, worst float64 // minutes
		moves       int64
	}{
		{"a job that runs through", []life{{0, start, 1, 1, 0, 0}, {60, end, 1, 1, 0, sim.WorkDone}, {60, done, 1, 0, 0, 0}}, 0, 60, 1, 0, 0, 0, 0, 0},
		{"boots, is lost, boots elsewhere", []life{
			{0, bound, 1, 1, 0, 0}, {0, start, 1, 1, 0, 0}, {30, end, 1, 1, 0, sim.LostMachine}, {32, bound, 1, 2, 1, 0},
			{36, start, 1, 2, 1, 0}, {60, end, 1, 2, 1, sim.WorkDone}, {60, done, 1, 0, 0, 0},
		}, 0, 60, 0.9, 1, 1, 6, 6, 1},
		{"stopped by its policy", []life{
			{0, start, 1, 1, 0, 0}, {30, end, 1, 1, 0, sim.PolicyStop}, {45, start, 1, 2, 0, 0}, {60, end, 1, 2, 0, sim.WorkDone}, {60, done, 1, 0, 0, 0},
		}, 0, 60, 0.75, 0, 0, 0, 0, 0},
		{"a boot that fails is no move and no interruption", []life{
			{0, start, 1, 1, 0, 0}, {10, end, 1, 1, 0, sim.BrokenMachine}, {10, bound, 1, 2, 1, 0}, {15, end, 1, 2, 1, sim.FailedBoot},
			{20, start, 1, 3, 0, 0}, {100, end, 1, 3, 0, sim.WorkDone}, {100, done, 1, 0, 0, 0},
		}, 0, 100, 0.9, 1, 1, 10, 10, 0},
		{"one replica of two is lost", []life{
			{0, start, 1, 1, 0, 0}, {5, bound, 1, 2, 1, 0}, {8, start, 1, 2, 1, 0}, {20, end, 1, 1, 0, sim.ZoneOutage},
			{60, end, 1, 2, 1, sim.WorkDone}, {60, done, 1, 0, 0, 0},
		}, 0, 60, 1, 0, 0, 0, 0, 0},
		{"both are", []life{
			{0, start, 1, 1, 0, 0}, {8, start, 1, 2, 1, 0}, {20, end, 1, 1, 0, sim.ZoneOutage}, {30, end, 1, 2, 1, sim.LostMachine},
			{60, start, 1, 3, 0, 0}, {100, end, 1, 3, 0, sim.WorkDone}, {100, done, 1, 0, 0, 0},
		}, 0, 100, 0.7, 1, 1, 30, 30, 1},
		{"two of three must run", []life{
			{0, start, 1, 1, 0, 0}, {10, start, 1, 2, 1, 0}, {50, end, 1, 1, 0, sim.BrokenMachine}, {70, start, 1, 3, 0, 0},
			{100, end, 1, 3, 0, sim.WorkDone}, {100, end, 1, 2, 1, sim.WorkDone}, {100, done, 1, 0, 0, 0},
		}, 2, 100, 0.7, 1, 1, 20, 20, 0},
		{"it stands when the run ends", []life{{0, start, 1, 1, 0, 0}, {30, end, 1, 1, 0, sim.RegionsParted}}, 0, 120, 0.25, 1, 0, 0, 0, 0},
		{"it runs when the run ends", []life{{0, start, 1, 1, 0, 0}, {80, end, 1, 1, 0, sim.RunOver}}, 0, 80, 1, 0, 0, 0, 0, 0},
		{"it was lost once and runs when the run ends", []life{
			{0, start, 1, 1, 0, 0}, {20, end, 1, 1, 0, sim.LostMachine}, {40, start, 1, 2, 1, 0}, {80, end, 1, 2, 1, sim.RunOver},
		}, 0, 80, 0.75, 1, 1, 20, 20, 1},
	} {
		r := replayLives(c.lives, c.quorum, -5, 0, c.until)
		if r.Availability == nil || *r.Availability != c.share {
			t.Errorf("%s: availability %v, want %v", c.name, deref(r.Availability), c.share)
		}
		if r.Interruptions != c.hits || r.Recovered != c.back || r.Migrations != c.moves || deref(r.RecoveryMean) != 60*c.mean || deref(r.RecoveryMax) != 60*c.worst {
			t.Errorf("%s: %d interruptions, %d ended, %v s on average, %v at most, %d moves; want %d, %d, %v, %v, %d", c.name,
				r.Interruptions, r.Recovered, deref(r.RecoveryMean), deref(r.RecoveryMax), r.Migrations, c.hits, c.back, 60*c.mean, 60*c.worst, c.moves)
		}
	}
}

func deref(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

// A gang of three tasks, two on machines of which each task takes a half, is lost after an
// hour of which half was kept; the price doubles after half an hour.
func TestWastedByHand(t *testing.T) {
	hour := sim.Time(time.Hour)
	w := &sim.World{
		Types: []sim.MachineType{{CPU: 4000, Mem: 100}, {CPU: 2000, Mem: 400}},
		Offers: []sim.Offer{
			{Type: 0, Price: sim.Path{At: []sim.Time{0, hour + hour/2}, Value: []int64{int64(sim.DollarRate), 2 * int64(sim.DollarRate)}}},
			{Type: 1, Price: sim.Constant(int64(sim.DollarRate))},
		},
	}
	o := newWasted(w)
	at := func(k sim.Kind, offer sim.OfferID) sim.Event {
		return sim.Event{Kind: k, Job: 1, Attempt: 1, Offer: offer, CPU: 6000, Mem: 90, Tasks: 3}
	}
	o.Observe(nil, []sim.Event{at(sim.TaskPlaced, 0), at(sim.TaskPlaced, 1), at(sim.TaskPlaced, 0)})
	started, ended := at(sim.AttemptStarted, 0), at(sim.AttemptEnded, 0)
	started.Value = 500_000
	ended.Time, ended.Run, ended.Value, ended.Why = 2*hour, time.Hour, int64(15*time.Minute), sim.LostMachine
	o.Observe(nil, []sim.Event{started, ended})
	var r Row
	o.fill(&r)
	// Two halves of a machine at 1.50 $ and one whole one at 1 $, of which half.
	if want := int64(1_250_000_000); r.CostWasted != want || len(o.gangs)+len(o.speed) != 0 {
		t.Errorf("wasted %d, want %d; %d gangs and %d speeds are kept", r.CostWasted, want, len(o.gangs), len(o.speed))
	}
}

package reproduce

import (
	"math"
	"testing"
	"time"

	optimum "skysim/policies/dp/spot"
	"skysim/sim"
	"skysim/traces/nomad"
	"skysim/traces/spot"
)

// nomadLoop is the rule as the artifact's authors describe it, a loop over ticks in float64 and nothing else: seconds, and
// prices per tick. It returns the whole ticks that were paid on spot and on-demand machines.
func nomadLoop(up []bool, g, work, deadline, overhead float64) (onSpot, onDemand int) {
	const none, spotMachine, demand = 0, 1, 2
	on, owed, done := none, 0.0, 0.0
	for k := 0; ; k++ {
		now := float64(k) * g
		if k > 0 && on != none {
			done += math.Min(math.Max(g-owed, 0), work-done)
			owed = math.Max(owed-g, 0)
		}
		there := k < len(up) && up[k]
		if on == spotMachine && !there {
			on, owed = none, 0
		}
		if work-done < 1e-3 {
			return onSpot, onDemand
		}
		want := none
		if there {
			want = spotMachine
		}
		if on == demand {
			if !there || float64((now+2*overhead)*work)/deadline-done >= 0 {
				want = demand
			}
		} else if want == none && done-float64(now*work)/deadline < 0 {
			want = demand
		}
		left, room := work-done, math.Floor((deadline-now)/g)*g
		if on != spotMachine && math.Ceil((left+2*overhead)/g)*g >= room {
			want = demand
		}
		if math.Ceil((left+overhead)/g)*g >= room {
			want = demand
			if on == spotMachine && owed == 0 {
				want = spotMachine
			}
		}
		if want != on {
			if on, owed = want, 0; want != none {
				owed = overhead
			}
		}
		switch on {
		case spotMachine:
			onSpot++
		case demand:
			onDemand++
		}
	}
}

// nomadDraw draws a run in one zone. Many of its jobs are exactly even at some tick.
func nomadDraw(seed uint64) (*nomadMarkets, *nomad.Run) {
	r := sim.NewStream(seed, "one zone")
	pick := func(all ...float64) float64 { return all[r.Int64N(int64(len(all)))] }
	run := &nomad.Run{
		Folder: "f", Zone: "z", Whole: true, Deadline: pick(12, 20, 26, 49.0/6, 51.833333333333336, 7.5), Ratio: pick(1.05, 1.1, 1.2, 1.25, 1.3, 1.5, 2, 2.5, 3),
		Overhead: pick(0.1, 0.2, 0.3, 0.5, 1.0/6), Start: pick(0, 1.234, 3, 51.833333333333336),
	}
	run.Work = run.Deadline / run.Ratio
	s := &spot.Supply{Gap: 10 * time.Minute, Spot: 6 * sim.DollarRate, OnDemand: 600 * sim.DollarRate}
	for up, i := r.Int64N(2), 0; i < 720; i++ {
		if r.Int64N(9) == 0 {
			up = 1 - up
		}
		s.Points = append(s.Points, spot.Point{Count: int32(up)})
	}
	return &nomadMarkets{by: map[string]*nomadMarket{"f/z": {name: "z", region: "r", supply: s}}}, run
}

// TestUniformIsTheArtifacts runs jobs in the engine and in the loop: they pay the same, to the nano-dollar.
func TestUniformIsTheArtifacts(t *testing.T) {
	same, late := 0, 0
	for seed := range uint64(1000) {
		m, run := nomadDraw(seed)
		j, err := newNomadJob(m, run, []string{"z"})
		if err != nil {
			t.Fatal(err)
		}
		policy, err := j.uniform()
		if err != nil {
			t.Fatal(err)
		}
		bill, err := j.play(policy)
		if err != nil {
			t.Fatal(err)
		}
		if bill.late() {
			late++
			continue
		}
		var up []bool
		for _, p := range j.zones[0].supply.Points[int(math.Ceil(run.Start*3600/600)):] {
			up = append(up, p.Count > 0)
		}
		onSpot, onDemand := nomadLoop(up, 600, run.Work*3600, run.Deadline*3600, run.Overhead*3600)
		if want := float64(onSpot + 100*onDemand); math.Abs(bill.artifact(optimum.Whole)-want) > 1e-9 {
			t.Errorf("seed %d, %+v: the engine pays %v, the loop %v", seed, run, bill.artifact(optimum.Whole), want)
		}
		if same++; seed%10 > 0 {
			continue
		}
		if plan, err := optimum.Optimum(j.problem(optimum.Whole)); err != nil || float64(plan.Cost)/1e12 > bill.by(optimum.Whole)+1e-9 {
			t.Errorf("seed %d: the optimum is %v, %v, and the rule pays %v", seed, plan, err, bill.by(optimum.Whole))
		}
	}
	if same < 900 || late == 0 {
		t.Errorf("%d runs in time and %d late: the test says little", same, late)
	}
}

package spot

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// plain returns a problem of one place with both kinds of machines.
func plain() *Problem {
	return &Problem{
		Tick: 10 * time.Minute, Work: time.Hour, Deadline: 2 * time.Hour, Overhead: 12 * time.Minute,
		Places: []Place{{Name: "a", Spot: []bool{true, true}, SpotPrice: []sim.Rate{sim.DollarRate}, OnDemand: []sim.Rate{3 * sim.DollarRate}}},
	}
}

// TestProblemsThatMakeNoSense are told apart.
func TestProblemsThatMakeNoSense(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *Problem)
		want   string
	}{
		{"no tick", func(p *Problem) { p.Tick = 0 }, "tick is 0s, want more than 0"},
		{"negative work", func(p *Problem) { p.Work = -1 }, "work is -1ns, want more than 0"},
		{"no deadline", func(p *Problem) { p.Deadline = 0 }, "deadline is 0s"},
		{"negative overhead", func(p *Problem) { p.Overhead = -time.Hour }, "overhead is -1h0m0s, want 0 or more"},
		{"unknown billing", func(p *Problem) { p.Billing = 7 }, "billing is 7, want 0 (used) to 2 (free)"},
		{"negative price", func(p *Problem) { p.Places[0].OnDemand = []sim.Rate{1, -3} }, "place 0 (a): price at tick 1 is -$0.000000000003"},
		{"spot without a price", func(p *Problem) { p.Places[0].SpotPrice = nil }, "spot machines have no price"},
		{"unknown region", func(p *Problem) { p.Move, p.Places[0].Region = EqualMoves(2, 1), 2 }, "region is 2, want one of 2"},
		{"unknown home", func(p *Problem) { p.Move, p.Home = EqualMoves(2, 1), 3 }, "home is 3, want 0 or 1 + one of 2 regions"},
		{"ragged moves", func(p *Problem) { p.Move = [][]Cost{{0, 1}, {0}} }, "row 1 of moves has 1 costs, want 2"},
		{"negative move", func(p *Problem) { p.Move = [][]Cost{{0, -1}, {0, 0}} }, "moving from region 0 to 1 costs -$0.000000000001"},
		{"too many places", func(p *Problem) { p.Places = make([]Place, 101) }, "101 places, want at most 100"},
		{"too many states", func(p *Problem) { p.Overhead++ }, "states or more, want at most 268435456"},
		{"too much money", func(p *Problem) { p.Places[0].OnDemand[0] = math.MaxInt64 }, "may cost more than"},
		{"nothing to run on", func(p *Problem) { p.Places = nil }, "infeasible: of 1h0m0s of work at most 0s can be done"},
		{"too late", func(p *Problem) { p.Deadline = p.Work + p.Overhead - 1 }, "at most 59m59.999999999s can be done"},
	} {
		p := plain()
		c.change(p)
		if _, err := Optimum(p); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want ... %s ...", c.name, err, c.want)
		}
		if _, err := Replay(p, func(State) (Mode, error) { return Mode{}, nil }); err == nil {
			t.Errorf("%s: Replay does not mind", c.name)
		}
	}
}

// TestDeadlineOfWorkAndOverhead is met to the nanosecond.
func TestDeadlineOfWorkAndOverhead(t *testing.T) {
	p := plain()
	p.Deadline = p.Work + p.Overhead
	plan, err := Optimum(p)
	if err != nil || plan.Finish != p.Deadline || plan.Cost != 3_600_000_000_000 {
		t.Errorf("Optimum: %+v, %v, want 72 minutes on an on-demand machine at $3", plan, err)
	}
}

// TestBilling counts the last tick in three ways.
func TestBilling(t *testing.T) {
	for b, want := range []Cost{3_600_000_000_000, 4_000_000_000_000, 3_500_000_000_000} {
		p := plain()
		p.Places[0].Spot, p.Billing = nil, Billing(b)
		if plan, err := Optimum(p); err != nil || plan.Cost != want {
			t.Errorf("billing %v: %+v, %v, want %v", p.Billing, plan, err, want)
		}
	}
}

// TestBestOfStates asks for decisions off the plan.
func TestBestOfStates(t *testing.T) {
	p := plain()
	table, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	onSpot := State{Tick: 1, Mode: Mode{Kind: Spot}, Data: 1, Pending: 2 * time.Minute}
	if m, err := table.Best(onSpot); err != nil || m.Kind == Wait {
		t.Errorf("Best(%+v) = %v, %v", onSpot, m, err)
	}
	onSpot.Tick, onSpot.Pending, onSpot.Done = 5, 0, 20*time.Minute // the machine is gone
	if m, err := table.Best(onSpot); err != nil || m.Kind != OnDemand && m.Kind != Wait {
		t.Errorf("Best(%+v) = %v, %v", onSpot, m, err)
	}
	var late *InfeasibleError
	if _, err := table.Best(State{Tick: 11}); !errors.As(err, &late) {
		t.Errorf("Best at the last tick: %v, want infeasible", err)
	}
	for _, s := range []State{
		{Tick: 12}, {Tick: -1}, {Tick: 1, Done: time.Hour}, {Tick: 1, Done: 1}, {Tick: 1, Mode: Mode{Spot, 3}},
		{Tick: 1, Mode: Mode{OnDemand, 0}, Pending: time.Minute}, {Tick: 1, Data: 5}, {Tick: 1, Mode: Mode{Kind: 9}},
	} {
		if m, err := table.Best(s); err == nil || errors.As(err, &late) {
			t.Errorf("Best(%+v) = %v, %v, want an error about the state", s, m, err)
		}
	}
}

// TestReplayRefuses what there is not.
func TestReplayRefuses(t *testing.T) {
	for _, m := range []Mode{{Spot, 1}, {OnDemand, -1}, {Wait, 1}, {Kind: 9}} {
		if _, err := Replay(plain(), func(State) (Mode, error) { return m, nil }); err == nil || !strings.Contains(err.Error(), "at tick 0 there is no") {
			t.Errorf("Replay with %v: %v", m, err)
		}
	}
	_, err := Replay(plain(), func(s State) (Mode, error) { return Mode{Kind: Spot}, nil })
	if err == nil || !strings.Contains(err.Error(), "at tick 2 there is no spot at place 0") {
		t.Errorf("Replay after the spot machine is gone: %v", err)
	}
}

// TestForecastsThatMakeNoSense are told apart.
func TestForecastsThatMakeNoSense(t *testing.T) {
	good := func() *Forecast {
		return &Forecast{Tick: time.Minute, Places: []Place{{SpotPrice: []sim.Rate{1}}}, Odds: []Odds{{0.1, 0.1, 0}}}
	}
	for _, c := range []struct {
		name   string
		change func(f *Forecast)
		want   string
	}{
		{"NaN", func(f *Forecast) { f.Odds[0].Up = math.NaN() }, "want numbers from 0 to 1"},
		{"above 1", func(f *Forecast) { f.Odds[0].Down = 1.1 }, "want numbers from 0 to 1"},
		{"no odds", func(f *Forecast) { f.Odds = nil }, "1 places and 0 odds"},
		{"no tick", func(f *Forecast) { f.Tick = 0 }, "want more than 0"},
		{"too many states", func(f *Forecast) { f.MostStates = 3 }, "states or more, want at most 3"},
	} {
		f := good()
		c.change(f)
		if _, err := Expect(f, 5, 5); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want ... %s ...", c.name, err, c.want)
		}
	}
	s, err := Expect(good(), 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []Left{{Ticks: 4, Parts: 1}, {Ticks: 1, Parts: 3}, {Ticks: 1, Parts: 0}, {Ticks: 1, Parts: 1, Up: 2}, {Ticks: -1, Parts: 1}} {
		if _, _, err := s.Best(l); err == nil {
			t.Errorf("Best(%+v) knows it", l)
		}
	}
}

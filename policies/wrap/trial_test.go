package wrap_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/policies/wrap"
	"skysim/sim"
	"skysim/sim/simtest"
)

// hybrid is one owned machine of 8 cores and a cloud of equal ones, which boot for so
// long, at $1 an hour.
func hybrid(boot sim.Duration) *sim.World {
	w := &sim.World{
		Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Providers: []sim.Provider{{Name: "own"}, {Name: "cloud"}},
		Regions: []sim.Region{{Name: "here"}, {Name: "there", Provider: 1}}, Zones: []sim.Zone{{Name: "here"}, {Name: "there", Region: 1}},
		Types: []sim.MachineType{
			{Name: "mine", CPU: 8000, Mem: 8192, GPUKind: -1, Speed: 1_000_000},
			{Name: "box", Provider: 1, CPU: 8000, Mem: 8192, GPUKind: -1, Speed: 1_000_000},
			{Name: "tub", Provider: 1, CPU: 16000, Mem: 8192, GPUKind: -1, Speed: 1_000_000},
		},
		Offers: []sim.Offer{
			{Type: 0, Zone: 0, Purchase: sim.Owned, Supply: sim.Constant(1), Price: sim.Constant(0)},
			{Type: 1, Zone: 1, Purchase: sim.OnDemand, Supply: sim.Constant(sim.Unlimited), Price: sim.Constant(int64(sim.DollarRate)), Boot: boot},
			{Type: 2, Zone: 1, Purchase: sim.OnDemand, Supply: sim.Constant(sim.Unlimited), Price: sim.Constant(2 * int64(sim.DollarRate)), Boot: boot},
		},
	}
	w.SortOffers()
	return w
}

// task is a job that arrives at a minute and runs for some.
func task(at, cores, minutes int64) sim.Job {
	run := time.Duration(minutes) * time.Minute
	return sim.Job{Submit: sim.Time(time.Duration(at) * time.Minute), Work: int64(run), Estimate: run, Demand: sim.Demand{CPU: 1000 * cores}}
}

// tried is a policy that tries jobs in the cloud.
func tried(t *testing.T, wait greedy.Waiting, length, credit time.Duration) *wrap.Trial {
	t.Helper()
	o := greedy.Default()
	o.Wait, o.Idle, o.Backfill = wait, 0, greedy.BackfillAny
	g, err := greedy.New(o, 1)
	if err != nil {
		t.Fatal(err)
	}
	p, err := wrap.NewTrial(g, length, credit)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// stints writes down when each attempt began to run, where, and when it ended.
type stints struct{ lines []string }

func (s *stints) Observe(v *sim.View, events []sim.Event) {
	for _, e := range events {
		switch e.Kind {
		case sim.AttemptStarted:
			o := v.World().Offers[e.Offer]
			s.lines = append(s.lines, fmt.Sprintf("j%d %s %v", e.Job, v.World().Types[o.Type].Name, sim.Duration(e.Time)))
		case sim.AttemptEnded:
			i := slices.IndexFunc(s.lines, func(l string) bool {
				return strings.HasPrefix(l, fmt.Sprintf("j%d ", e.Job)) && !strings.Contains(l, "-")
			})
			s.lines[i] += fmt.Sprintf("-%v", sim.Duration(e.Time))
		}
	}
}

type trialCase struct {
	name   string
	policy *wrap.Trial
	boot   sim.Duration
	jobs   []sim.Job
	want   string
}

func trialCases(t *testing.T) []trialCase {
	const m = time.Minute
	hour := greedy.Waiting{For: time.Hour}
	keeps := task(0, 8, 30)
	keeps.Restart.Keep = sim.KeepAll
	return []trialCase{
		{
			"a short job ends there", tried(t, hour, 5*m, 0), 0,
			[]sim.Job{task(0, 8, 300), task(0, 8, 4)},
			"j0 mine 0s-5h0m0s, j1 box 0s-4m0s",
		},
		{
			"also one that ends with its trial", tried(t, hour, 5*m, 0), 0,
			[]sim.Job{task(0, 8, 300), task(0, 8, 5)},
			"j0 mine 0s-5h0m0s, j1 box 0s-5m0s",
		},
		{
			"a long one comes back, waits and goes there for good", tried(t, hour, 5*m, 0), 0,
			[]sim.Job{task(0, 8, 300), task(0, 8, 30)},
			"j0 mine 0s-5h0m0s, j1 box 0s-5m0s, j1 box 1h5m0s-1h35m0s",
		},
		{
			"or finds a place", tried(t, hour, 5*m, 0), 0,
			[]sim.Job{task(0, 8, 20), task(0, 8, 30)},
			"j0 mine 0s-20m0s, j1 box 0s-5m0s, j1 mine 20m0s-50m0s",
		},
		{
			"with what it keeps", tried(t, hour, 5*m, 0), 0,
			[]sim.Job{task(0, 8, 20), keeps},
			"j0 mine 0s-20m0s, j1 box 0s-5m0s, j1 mine 20m0s-45m0s",
		},
		{
			"with credit", tried(t, hour, 5*m, 15*m), 0,
			[]sim.Job{task(0, 8, 300), task(0, 8, 30)},
			"j0 mine 0s-5h0m0s, j1 box 0s-5m0s, j1 box 50m0s-1h20m0s",
		},
		{
			"with more credit than it needs", tried(t, hour, 5*m, 90*m), 0,
			[]sim.Job{task(0, 8, 300), task(0, 8, 30)},
			"j0 mine 0s-5h0m0s, j1 box 0s-5m0s, j1 box 5m0s-35m0s",
		},
		{
			"a boot is no trial", tried(t, hour, 5*m, 0), 7 * m,
			[]sim.Job{task(0, 8, 300), task(0, 8, 30)},
			"j0 mine 0s-5h0m0s, j1 box 7m0s-12m0s, j1 box 1h19m0s-1h49m0s",
		},
		{
			"what owned machines could never hold is not tried", tried(t, hour, 5*m, 0), 0,
			[]sim.Job{task(0, 8, 300), task(0, 16, 30)},
			"j0 mine 0s-5h0m0s, j1 tub 0s-30m0s",
		},
		{
			"many at once", tried(t, greedy.Waiting{For: greedy.Never}, 5*m, 15*m), 0,
			[]sim.Job{task(0, 8, 60), task(0, 8, 30), task(1, 8, 4), task(2, 8, 20)},
			"j0 mine 0s-1h0m0s, j1 box 0s-5m0s, j2 box 1m0s-5m0s, j3 box 2m0s-7m0s, j1 mine 1h0m0s-1h30m0s, j3 mine 1h30m0s-1h50m0s",
		},
	}
}

func TestTrials(t *testing.T) {
	for _, c := range trialCases(t) {
		t.Run(c.name, func(t *testing.T) {
			var d stints
			s, err := sim.New(sim.Config{World: hybrid(c.boot), Jobs: sim.Jobs(c.jobs...), Policy: c.policy, Observers: []sim.Observer{&d}, Thorough: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Run(); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(d.lines, ", "); got != c.want {
				t.Errorf("%v: %s, want %s", c.policy, got, c.want)
			}
		})
	}
}

func TestContractOfTrial(t *testing.T) {
	simtest.Policy(t, func() sim.Policy { return tried(t, greedy.Waiting{For: 40 * time.Minute}, 20*time.Minute, 0) })
	simtest.Policy(t, func() sim.Policy {
		return tried(t, greedy.Waiting{Rule: greedy.WaitBySize, By: 0.3}, 5*time.Minute, 15*time.Minute)
	})
}

// plain waits for nothing.
type plain struct{}

func (plain) Decide(*sim.View, *sim.Plan) {}
func (plain) String() string              { return "plain" }

func TestTrialRefuses(t *testing.T) {
	g, err := greedy.New(greedy.Default(), 1)
	if err != nil {
		t.Fatal(err)
	}
	o := greedy.Default()
	o.Wait.For = time.Hour
	waiting, err := greedy.New(o, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		inner          sim.Policy
		length, credit time.Duration
		want           string
	}{
		{plain{}, time.Minute, 0, "trial cannot wrap plain"},
		{g, time.Minute, 0, "would rent again at once: give greedy(order=fcfs,place=cheapest) a wait"},
		{waiting, 0, 0, "a trial is for 0s, want more than 0"},
		{waiting, time.Minute, -1, "the credit of a trial is -1ns, want 0 or more"},
	} {
		if _, err := wrap.NewTrial(c.inner, c.length, c.credit); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("NewTrial(%v, %v, %v): %v, want an error with %q", c.inner, c.length, c.credit, err, c.want)
		}
	}
	p := tried(t, greedy.Waiting{For: time.Hour}, time.Minute, 0)
	for _, state := range []string{"", "0123456701234567", "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00short"} {
		if err := p.Load([]byte(state)); err == nil {
			t.Errorf("Load(%q) succeeds, want an error", state)
		}
	}
}

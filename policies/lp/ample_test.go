package lp

import (
	"testing"

	"skysim/sim"
)

// TestNobodyWaitsForWhatIsAmple has short jobs come one by one to machines of eight GPUs that take two minutes to boot. As
// many can be rented as anybody wants: no job waits longer than under greedy, which rents at once,
// though a share of a machine that somebody else might leave would cost less.
func TestNobodyWaitsForWhatIsAmple(t *testing.T) {
	for _, supply := range []int64{100, sim.Unlimited} {
		w := bazaar(
			stall{name: "m", how: sim.OnDemand, cents: 800, supply: supply, gpus: 8, speeds: []int64{100}},
			stall{name: "own", how: sim.Owned, supply: 1, gpus: 1, speeds: []int64{0}}, // so that it has to plan
		)
		w.Offers[0].Boot = 120e9
		var jobs []sim.Job
		for i := range int64(100) {
			jobs = append(jobs, task(3*i, 5, 0))
		}
		if lp, greedy := longest(t, w, made(t, func(*Options) {}), jobs), longest(t, w, fcfs(t), jobs); lp > greedy {
			t.Errorf("supply of %d: a job waits for %v, under greedy for %v at most", supply, lp, greedy)
		}
	}
}

// longest plays jobs and returns the longest wait.
func longest(t *testing.T, w *sim.World, p sim.Policy, jobs []sim.Job) sim.Duration {
	t.Helper()
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: p})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	return s.Totals().WaitMax
}

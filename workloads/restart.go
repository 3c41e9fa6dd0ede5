package workloads

import (
	"fmt"

	"skysim/sim"
)

// restartParams say what the jobs of a queue do when they are stopped.
var restartParams = []Param{
	{"resume", "false", Switch, "whether a job that was stopped goes on where it was; otherwise it begins anew", 0, 1},
	{"checkpoint_every", "0s", Span, "run time between checkpoints, from the last of which a stopped job goes on; 0s is none", 0, maxSpan},
	{"checkpoint_cost", "0s", Span, "how long a checkpoint takes", 0, maxSpan},
	{"restart_overhead", "0s", Span, "time lost at every start after the first", 0, maxSpan},
}

// restartOf reads restartParams. It reports settings that contradict each other.
func restartOf(what string, s Settings) (sim.Restart, error) {
	r := sim.Restart{Every: s.Span("checkpoint_every"), Cost: s.Span("checkpoint_cost"), Overhead: s.Span("restart_overhead")}
	if r.Overhead > 0 {
		r.Owes = sim.OweRestart
	}
	switch {
	case s.On("resume") && r.Every > 0:
		return r, fmt.Errorf("workload %s: resume = true keeps all work, want no checkpoint_every, which is %v", what, r.Every)
	case r.Every == 0 && r.Cost > 0:
		return r, fmt.Errorf("workload %s: checkpoint_cost is %v without checkpoints, want a checkpoint_every", what, r.Cost)
	case s.On("resume"):
		r.Keep = sim.KeepAll
	case r.Every > 0:
		r.Keep = sim.KeepCheckpoint
	}
	return r, nil
}

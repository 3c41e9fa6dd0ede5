package workloads

import (
	"fmt"
	"math"

	"skysim/sim"
)

// restartParams say what the jobs of a queue do when they are stopped.
var restartParams = []Param{
	{"resume", "false", Switch, "whether a job that was stopped goes on where it was; otherwise it begins anew", 0, 1},
	{"checkpoint_every", "0s", Span, "run time between checkpoints, from the last of which a stopped job goes on; 0s is none", 0, maxSpan},
	{"checkpoint_cost", "0s", Span, "how long a checkpoint takes", 0, maxSpan},
	{"restart_overhead", "0s", Span, "time lost at every start after the first", 0, maxSpan},
	checkpointSize, checkpointOnNotice,
}

// What goes beside a checkpoint.
var (
	checkpointSize     = Param{"checkpoint_gb", "0", "GB", "size of what a stop keeps, in 10^9 bytes: it rests and travels at a price", 0, 1e6}
	checkpointOnNotice = Param{"checkpoint_on_notice", "false", Switch, "whether a checkpoint is made as soon as a machine of the job gets notice", 0, 1}
)

// beside reads what goes beside the checkpoints of r.
func beside(what string, s Settings, r *sim.Restart) error {
	r.Size = int64(math.Round(float64(1e9 * s.Number("checkpoint_gb"))))
	r.OnNotice = s.On("checkpoint_on_notice")
	switch {
	case r.Size > 0 && r.Keep == sim.KeepNothing:
		return fmt.Errorf("workload %s: checkpoint_gb is %v, but a stop keeps nothing: want resume = true or a checkpoint_every", what, s.Number("checkpoint_gb"))
	case r.OnNotice && r.Keep != sim.KeepCheckpoint:
		return fmt.Errorf("workload %s: checkpoint_on_notice without checkpoints, want a checkpoint_every", what)
	}
	return nil
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
	return r, beside(what, s, &r)
}

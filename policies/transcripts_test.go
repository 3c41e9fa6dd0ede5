package policies

import (
	"fmt"
	"testing"

	"skysim/sim"
	"skysim/sim/simtest"
)

// cast names the policies of the transcripts, because a construction has signs that
// their commands do not take.
var cast = map[string]string{
	"none":         "greedy(order=fcfs,place=firstfit)",
	"easy":         "greedy(order=fcfs,place=firstfit,backfill=easy)",
	"conservative": "greedy(order=fcfs,place=firstfit,backfill=conservative)",
	"srpt":         "greedy(order=srpt,place=firstfit,preempt=later)",
	"ageing":       "greedy(order=priority,place=firstfit,ageing=1m)",
	"commit":       "commit(greedy(order=sjf,place=firstfit))",
	"early":        "commit(greedy(order=sjf,place=firstfit),backfill=early)",
	"retry":        "retry(greedy(idle=0s),base=1m,most=5m)",
	"replicate":    "replicate(greedy(idle=0s),copies=2)",
	"plain":        "greedy(idle=0s)",
	"failover":     "failover(greedy(idle=0s),spares=2)",
	"rebalance":    "rebalance(greedy(idle=0s),every=10m)",
	"level":        "rebalance(greedy(place=firstfit),every=10m,level=0.2)",
	"three":        "replicate(greedy(idle=0s),copies=3)",
	"hedge":        "hedge(greedy(idle=0s),after=2)",
	"checkpoint":   "checkpoint(greedy(idle=0s),mtbf=10h)",
	"fixed":        "checkpoint(greedy(idle=0s),every=20m)",
}

func TestTranscripts(t *testing.T) {
	simtest.Transcripts(t, "testdata/transcripts", func(name string, _ *sim.World) (sim.Policy, error) {
		use, known := cast[name]
		if !known {
			return nil, fmt.Errorf("nobody is called %q", name)
		}
		return Parse(use, Env{Seed: 1})
	})
}

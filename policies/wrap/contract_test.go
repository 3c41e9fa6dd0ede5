package wrap_test

import (
	"strings"
	"testing"

	"skysim/policies"
	"skysim/sim"
	"skysim/sim/simtest"
)

// made returns a policy by its construction.
func made(t testing.TB, name string) sim.Policy {
	t.Helper()
	p, err := policies.Parse(name, policies.Env{Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Every decorator keeps the contract around every family, and around other decorators.
func TestContractOfDecorators(t *testing.T) {
	for _, name := range []string{
		"checkpoint(greedy(fcfs,cheapest),every=young)",
		"checkpoint(lp,every=daly,mtbf=10h)",
		"checkpoint(uniform,every=15m,notice=false)",
		"retry(greedy(sjf,firstfit,backfill=any),base=1m)",
		"retry(lp,base=30s,factor=3,most=10m,jitter=0.5)",
		"replicate(greedy(fcfs,cheapest),copies=2)",
		"replicate(greedy(fcfs,bestfit,idle=never),copies=3,spread=machine,jobs=deadline,priority=1)",
		"replicate(uniform,copies=2,spread=provider,spot=avoid)",
		"hedge(greedy(fcfs,cheapest),after=1)",
		"hedge(lp,after=0.1,spread=machine)",
		"failover(greedy(fcfs,cheapest),spares=1)",
		"failover(lp,spares=3,spread=region)",
		"failover(uniform,spares=2,spread=machine,spot=allow,idle=0s)",
		"rebalance(greedy(fcfs,cheapest,idle=0s),every=10m)",
		"rebalance(lp,every=30m,gain=0,level=0.1)",
		"rebalance(greedy(sjf,leastloaded,spot=prefer,idle=1h),every=7m,gain=0.3,level=0,spot=avoid)",
		"rebalance(failover(replicate(hedge(retry(checkpoint(greedy))))))",
		"retry(replicate(checkpoint(greedy(fcfs,cheapest,idle=0s)),copies=2),base=2m)",
	} {
		t.Run(strings.ReplaceAll(name, "/", "_"), func(t *testing.T) {
			t.Parallel()
			simtest.Policy(t, func() sim.Policy { return made(t, name) })
		})
	}
}

// Package wrap holds decorators: policies that change what another one does
// without knowing how it does it. A decorator takes the policy that it wraps as an
// argument, and its construction holds the other's:
//
//	commit(greedy(order=sjf,place=firstfit),backfill=early)
//	failover(retry(checkpoint(greedy(spot=prefer),every=daly)),spares=2)
//
// Two kinds are here. Commit and Trial change how a policy chooses, and need an
// interface of it, which this package names: a policy that has the methods can be wrapped; one that has
// not is refused when it is built, with a sentence, and not when it runs. The others wrap any policy: they act
// before or after it, through the same Plan, and see what it did in the View and in the events.
//
//	             before the wrapped policy decides           after it
//	Checkpoint   sets intervals; jobs with notice save       –
//	Retry        defers jobs that have failed                –
//	Replicate    –                                           adds replicas elsewhere
//	Hedge        –                                           adds a replica of a job that takes too long
//	Failover     hands spares to jobs that lost a machine    rents new spares and cordons them
//	Rebalance    –                                           moves what runs
//
// So in failover(retry(…)) a job goes to a spare if there is one, and is deferred if not; in retry(failover(…)) it
// is deferred first. What they need in common stands in around.go (the policy inside), roster.go (the jobs), finder.go
// (places on other ground, see Spread, and machines to be given back) and hazard.go (how often machines are lost).
//
// State and needs of the wrapped policy are kept and asked for as if it stood
// alone.
package wrap

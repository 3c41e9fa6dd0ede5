// Package spot runs jobs with deadlines on machines that may be taken away, each job by
// itself: at every tick a job waits, or runs on spot machines or on on-demand machines.
//
//  1. The Policy takes the jobs that it can do something for: those with a deadline and an
//     estimate that keep their work, or part of it, when they are stopped. All others are
//     left to a greedy policy, which also gives back machines that are idle.
//  2. For each of them it draws up a Situation (situation.go): how much work is left by the
//     estimate, how much time, what an entry into a machine costs in time, which spot and
//     on-demand machines could be had now and at what price (offers.go). What a partition keeps
//     the job from cannot be had (reach.go).
//  3. A Chooser says from that what to do until the next tick. Uniform is one; package dp has another, and
//     so may whoever learns from the optimum.
//  4. The Policy does it (act.go): it stops an attempt that is to be elsewhere, takes machines
//     that exist or rents some, and starts the job.
//
// A job is looked at on every tick, and between ticks when it joins the queue: on arrival, or when its
// machines are lost. Machines of one's own come first: a job that fits on them runs there and stays.
//
// # What it assumes
//
// An estimate is the truth, and if that is over a tick is left. An entry takes the offer's boot time and the
// job's restart overhead, after the time that what it reads and has saved travels; where only checkpoints are kept, it
// also repeats the work of one interval. What it costs to move data is for choosers to consider: Uniform does not, but in its
// form Total. Spot machines of a slower kind than the on-demand machines that a job
// would otherwise have are not taken, unless Options.Slower says so: then what a tick there loses counts like an overhead. Those that
// cost more for the same work never are.
//
// References:
//
//	[cantbelate] Z. Wu et al., Can't Be Late: Optimizing Spot Instance Savings under
//	             Deadlines, NSDI 2024.
//	[skynomad]   SkyNomad: On Using Multi-Region Spot Instances to Minimize AI Batch Job Cost, 2026: the forms of Uniform
//	             Progress for several regions, known here from the names and costs in its published results.
package spot

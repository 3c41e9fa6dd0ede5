// Package nomad lets each job with a deadline wander between the spot markets of several regions: it goes by
// what an hour of progress is worth at this moment, in money, in the manner of SkyNomad.
//
//  1. The Nomad is a Chooser of package policies/spot, which finds out how a job stands, asks at every tick,
//     and does what the Nomad says.
//  2. At each tick it looks which spot markets are up. It keeps for each how long it was up and down, and
//     for all together how often markets go down by their age (life.go): those that have been up for long stay longer. A
//     market's own falls, against those that its ages would lead one to expect, say how much more or less fragile it is.
//  3. A market has a full price (price.go): what an hour of progress costs there, with the start, the time until the job
//     works and what it costs to bring its savings, spread over what the machine is expected to live.
//  4. An hour of progress now is worth what it would cost later (value.go). That is a walk up the merit order: the
//     cheapest market's price, and for each next dearer one, up to machines on demand, what it costs more times the
//     probability that the time to the deadline does not suffice with the cheaper ones alone. So the value rises as the
//     deadline comes near, from the price of the best spot market to that of machines on demand.
//  5. A job takes the best market if its full price is not above the value, and waits if it is. It leaves a
//     market for another that costs less with the move counted, as long as there is time for moves. On-demand machines it takes when the time for the starts that
//     are still to be expected is all that is left (choose.go). From them it goes back when Uniform Progress would, or for a
//     market that is expected to live long.
//
// The two safety nets of Uniform Progress lie under all of it: Progress.Safe.
//
// On the recorded markets of 2022, which nobody looked at until all of it was done, it costs 4 % more than Uniform Progress over the
// same regions at a deadline ratio of 1.05, where there is no time to wander, and 6 and 4 % less at 1.2 and 1.5; on SkyNomad's six
// zones, on which its constants were tried and where prices differ, 9, 17 and 15 % less
// (go test -v -run Nomad ./bench/backtest -every 150).
//
// # What it assumes
//
// What package policies/spot does. Prices stay as they are; markets come and go independently of each other. What it knows
// of markets is what it has seen: it sees them all at each of its ticks, also those that no job is on, but nobody tells it
// of what was before its first job.
//
// References:
//
//	[skynomad] SkyNomad: On Using Multi-Region Spot Instances to Minimize AI Batch Job Cost, 2026. Known here is what it goes
//	           by (availability seen by probing, predicted lifetimes, migration costs and deadline pressure in one
//	           cost model) and what it cost in published runs; the formulas are our own.
package nomad

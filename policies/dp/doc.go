// Package dp plans each job with a deadline by dynamic programming, again and again, over what it has
// come to know of the spot markets so far.
//
//  1. The Planner is a Chooser of package policies/spot, which finds out how a job stands, asks at every tick,
//     and does what the Planner says.
//  2. At each tick it looks which spot markets are up and remembers how long they were up and down (watch.go).
//     A prior, which counts as much as two spells of each, stands for what it has not seen.
//  3. For a job, the markets that it could use are merged into one that is up while any of them is
//     (odds.go), with a chance that one has to move from one to another.
//  4. The job is measured in ticks and parts of work, with what a stop loses as part of the overhead (layout.go).
//  5. A table has the decisions that cost least on average under those odds and do not risk the deadline: the model of Expect
//     in package dp/spot, cut down to one place and grown by rows as jobs need them (table.go). It depends on the time and the work that are
//     left, not on the job: jobs share tables, which are kept by overhead, price ratio and odds, each in steps.
//     The usual question, whether to stay on a spot machine, needs none.
//
// The other subpackages are exact solvers of their own: flow places the tasks of workflows in
// regions, reserve finds how much capacity to commit to.
//
// # What it assumes
//
// What package policies/spot does. Prices stay as they are; markets come and go with constant rates, independently
// of each other and of what one rents. A gang that needs several machines is planned as if one being there meant that
// all are. A deadline that cannot be made sure of is tried for: the job then runs on what lets it end soonest.
package dp

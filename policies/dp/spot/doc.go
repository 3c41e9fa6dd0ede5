// Package spot finds the cheapest way to run one job by a deadline on machines
// that may be taken away, by dynamic programming: at every tick the job waits,
// or runs on a spot machine or an on-demand machine of one of several places.
//
//  1. A Problem says how much work there is, until when, what every entry into a
//     machine costs in time, what each place offers and asks at each tick, and
//     what it costs to move between regions.
//  2. Solve values every state at every tick, backwards from the deadline. A
//     Table of the best decisions is what remains.
//  3. Table.Plan follows the decisions from the start: the cost, and what to do
//     at each tick. Table.Best answers for any other state, as one that imitates the
//     optimum needs it.
//  4. Replay prices what any other rule would do in the same problem, tick by
//     tick and with the same arithmetic, but shares nothing else with Solve.
//
// Where the future is known the result is the offline optimum, and its proof is
// that no state was left out. Where it is not, each zone's spot market comes and
// goes as a Markov chain (Chances), and Expect finds the decisions that cost least
// on average and never risk the deadline.
//
// # The model
//
// Time is cut into ticks of Tick. At the beginning of a tick availability is seen:
// a spot machine whose place has none is gone, and a decision is due; it holds for
// the tick. Every entry into a machine, the first one, one after a loss or a wait, and a
// switch between machines, begins with Overhead in which no work is done; an overhead
// that was cut short is owed anew in full. Progress is never lost. The job
// has to be finished at Deadline or earlier, also within a tick.
//
// Money is in pico-dollars, one line for each tick on a machine, rounded half to
// even; all sums are integers.
//
// # Size
//
// Progress only takes values that are multiples of the greatest common divisor of
// Tick and Overhead (two minutes for ten and twelve), so that with T ticks, P such
// parts of the work, Z places, R regions and an overhead of K ticks there
// are at most T·P·(2·Z·K + R + 1) states, which Problem.MostStates bounds.
//
// References:
//
//	[cantbelate] Z. Wu et al., Can't Be Late: Optimizing Spot Instance Savings under
//	             Deadlines, NSDI 2024: the model, and the policy Uniform Progress.
package spot

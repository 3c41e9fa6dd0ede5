// Package learned holds policies whose numbers were found by a machine: a command
// trains them on named seeds and traces, writes the numbers down in a small file that
// people can read, and judges them on data that they have not seen.
//
//	learned(weights=rlscheduler-1,place=firstfit)
//
// is this package's own policy: greedy with the order of package order in the place of
// the order option, whose parameters a file of package weights holds. The way from data to
// a decision:
//
//  1. skysim train makes an evolution strategy (package evolve) ask for values of
//     candidates, simulates each on windows of a trace or seeds of a generator, and
//     tells it how they did. Randomness comes from named streams, so that the file that
//     comes out does not depend on the number of workers.
//  2. The file says what was learned, from what, by which command, and how it does on
//     held-out data beside the heuristics.
//  3. Parse finds the file by its name (those that come with skysim are embedded; a
//     word that ends in .json is a user's), and checks it.
//  4. The policy orders the queue with it. All else is greedy's.
//
// Siblings: bandit learns while it runs.
package learned

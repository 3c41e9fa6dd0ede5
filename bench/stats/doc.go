// Package stats compares policies honestly.
//
// The steps, in the order a caller takes them:
//
//  1. Put the results of one policy under one workload and cloud into
//     Samples: one value per seed, with the number of jobs left undone.
//  2. Compare a policy with the baseline, or CompareAll at once. Values are
//     paired by seed: the same seed gave both policies the same weather
//     (common random numbers), so the noise they share cancels in the
//     difference. A comparison carries t intervals of the paired difference and of
//     the ratio of means, a seeded bootstrap interval, exact p values, and
//     Holm's correction when there are many policies.
//  3. Read its Verdict, where "no significant winner" is an answer.
//  4. Print the Warnings under the table. They are values, not log lines:
//     the analysis always returns, and says what weakens it.
//
// For one long run, whose successive values depend on each other,
// BatchMeans and its streaming form Batches give a steady-state mean with an
// interval after deleting the warm-up.
//
// Everything is deterministic, to the bit and whatever GOAMD64: samples are
// sorted by seed before anything is added up, products are fenced against
// fusing, the t quantile is our own (gonum's serves as oracle in the tests),
// and resampling draws from a stream seeded by Options.
//
// The package is a leaf: it imports nothing of ours.
package stats

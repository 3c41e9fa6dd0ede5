// Package order is a priority function of three parameters, small enough to be trained in
// a minute and read by eye. A job's score is the instant at which it was submitted plus
// a handicap:
//
//	score = submit + handicap · (L(run) / L(1 h))^run · (processors / 16)^width
//	L(run) = log10(1 + run / 10 s)
//
// and the smallest score is first. So a second of waiting is worth a second of handicap:
// that is linear ageing, and no job waits for later ones for longer than handicaps differ. A handicap of 0 is first come, first served; one
// without end is an order by length and width alone, which for exponents of 1 is close to
// F1 of Carastan-Santos & de Camargo (2017).
//
//  1. Parameters says what there is, with units and ranges, for files and training.
//  2. From makes a Function of values, Read of a file of weights.
//  3. A Function is a greedy.Rank once it knows which run time to assume of jobs
//     without an estimate: Rank.
//
// Ageing being linear, no two jobs change places while they wait: the engine's queue is
// sorted once for each job that enters it.
//
// Note: a power of the run time itself, in the place of its logarithm, was the first
// choice. On four quarters of the first 6,000 jobs of RLScheduler's log its best of a grid of 252
// had 0.957 of F1's slowdown, that of the logarithm 0.943. Sums of two and three such
// terms fitted the jobs they were trained on no better.
package order

// Package fair shares machines of several kinds among jobs so that the job that
// is worst off is as well off as can be. Job i gets the fraction x[i][j] of its
// time on kind j, runs there at Throughput[i][j], and takes Scale[i] machines while
// it does. Its level is what it achieves beside what an equal share would give it,
//
//	level i = weight i · scale i · Σ throughput[i][j]·x[i][j] / equal i
//
// and Solve finds
//
//	max  min level i   with   Σ x[i][j] ≤ 1 for each job,
//	                          Σ scale i·x[i][j] ≤ machines j for each kind.
//
// Steps:
//
//  1. Problem.Validate, and the coefficients in units that make all of them
//     near 1 (problem.go).
//  2. A primal-dual interior-point method (interior.go). Each of its steps solves
//     one linear system, in which the rows of a job make a block of two by two that
//     is eliminated by hand; what is left has one row for each kind of machine
//     (newton.go). A step costs jobs·kinds², and 15 to 30 are enough for any size.
//  3. The point is scaled until it keeps every limit to the last bit, and the prices
//     are mended until they are valid: Level is what the point gives to the worst
//     job, and Upper what the prices prove that nobody can exceed (check.go).
//     Check recomputes both from the problem alone.
//
// Fill goes on from there: jobs that cannot be better off stay, the others rise,
// until no job can rise without pushing down one that has as little or less
// (fill.go).
//
// Jobs in the same class (equal rows) share alike: put them together and multiply
// what they get by as much, if there are many.
//
// Note: bisection on the level needs a feasibility problem with as many rows for
// every step, since machines of different speed make flows with gains and not plain
// flows; the interior-point method costs as much as two or three of those.
//
// References:
//
//   - D. Narayanan et al. (2020): Heterogeneity-aware cluster scheduling policies for
//     deep learning workloads. OSDI. The objective, and what an equal share is.
//   - S. Mehrotra (1992): On the implementation of a primal-dual interior point
//     method. SIAM Journal on Optimization 2, 575–601.
//   - D. Bertsekas and R. Gallager (1992): Data Networks, section 6.5.2. Filling.
package fair

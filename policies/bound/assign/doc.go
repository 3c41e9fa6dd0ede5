// Package assign solves assignment problems exactly and says how good an answer
// is when it cannot: every job goes to one agent (a machine, a site, a cloud),
// takes some of its capacity and costs something there. It is the yardstick for
// policies that place jobs one after another.
//
// The generalised assignment problem, Solve:
//
//  1. Relax solves the linear relaxation by the simplex method with the jobs as
//     generalised upper bounds (simplex.go, pivot.go). Its floats prove nothing:
//     the dual prices are rounded and the bound is computed with them in
//     integers (relax.go).
//  2. From the prices of the LP, a subgradient method finds prices of the jobs
//     with a better bound: each agent's part is a knapsack, solved exactly by
//     dynamic programming (lagrange.go, knapsack.go, core.go).
//  3. What the relaxation chose is repaired by a local search (repair.go).
//  4. A depth-first search for a solution that costs at most a target lets the
//     target rise from the bound (solve.go, search.go). In each node the bound
//     is raised, the loss of forcing each pair in or out is found from two
//     tables of the knapsacks, and what is beyond the target is shut out
//     (losses.go).
//
// Everything that shuts something out is integers. A budget counts cells of tables
// and not seconds: when it is spent, the Result has the best bound proved and the best
// assignment found, and says so.
//
// Machines to be bought, Fleet: jobs are to be served by machines of several types
// of which whole numbers are bought; see fleet.go.
//
// References:
//
//   - G. T. Ross and R. M. Soland (1975): A branch and bound algorithm for the
//     generalized assignment problem. Mathematical Programming 8, 91–103.
//   - M. L. Fisher, R. Jaikumar and L. N. Van Wassenhove (1986): A multiplier
//     adjustment method for the generalized assignment problem. Management
//     Science 32(9), 1095–1103.
//   - M. Posta, J. A. Ferland and P. Michelon (2012): An exact method with variable
//     fixing for solving the generalized assignment problem. Computational
//     Optimization and Applications 52, 629–644. The search for a target and the
//     fixing by forced pairs are theirs.
//   - G. B. Dantzig and R. M. Van Slyke (1967): Generalized upper bounding
//     techniques. Journal of Computer and System Sciences 1, 213–226.
package assign

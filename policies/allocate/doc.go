// Package allocate solves the one-shot problem: amounts that are demanded are
// laid on resources with capacities, once, without time. It is the problem of
// the articles that the project began with.
//
// The story of one answer:
//
//  1. A Problem says what is wanted (problem.go). All numbers are exact rationals.
//  2. A Policy is a way to solve it (policy.go): its construction prints and parses.
//  3. The policy's criterion gives each resource a curve, what a load x on it costs:
//     first·x + second·x² (criterion.go).
//  4. Solve runs the policy (solve.go) and gets a Result with the bound and its proof.
//     Every answer is checked (check.go) before it is returned.
//
// # What is solved
//
// A demand that is not divisible goes wholly to one resource; a divisible one may be
// split. Every demand may use every resource. What is unit-free stays so: amounts and
// capacities are in one unit, which the file chooses.
//
// Objective Cost: everything demanded must be served. Three criteria are minimised:
//
//	cost              Σ cᵢ·xᵢ                  first-fit, greedy, lp, dp
//	cost + s·p        Σ (cᵢ + sᵢ·pᵢ)·xᵢ         lp-penalty, dp(penalty=given): sᵢ is given
//	cost + (x/M)·p    Σ (cᵢ + pᵢ·xᵢ/Mᵢ)·xᵢ      qp-penalty: the utilisation is the load's own
//
// where xᵢ is the load of resource i, cᵢ its unit cost, pᵢ its penalty and Mᵢ its
// capacity.
//
// Objective Utilisation: what has no place stays unplaced. Σ xᵢ/Mᵢ − λ·Σ (Mᵢ − xᵢ) is
// maximised: the sum of the shares in use, less λ for each unit of capacity that
// is idle. With λ = 0, the default, it is the articles' objective; a large λ asks for as
// much as possible to be placed, wherever. A resource of capacity 0 counts for nothing.
//
// # How
//
//   - first-fit: demands by priority, the highest first, and those of one priority in
//     the order of the file; each to the first resource that holds it whole. A
//     divisible one fills the resources in order and spills over.
//   - greedy: demands in the same order; each to the cheapest resource that holds
//     it whole, or, under Utilisation, to the one on which least is left then. A
//     divisible one fills the cheapest (the one with the least room) and spills over.
//   - lp and lp-penalty: the linear relaxation, in which everything is divisible. As every
//     demand may use every resource, it is a transport problem of one source whose
//     optimum is the merit order: fill.go finds it and its price in rationals, whatever
//     their size, and dual.go computes the dual value from the prices alone. Where
//     some demands are not divisible the relaxation is only a bound; then they are
//     rounded, the largest first, each to the first in the merit order that holds it,
//     and the divisible ones fill up what is left.
//   - qp-penalty: the convex quadratic. Loads are piecewise linear in the marginal cost,
//     so that the optimum is a rational number: no iteration, no tolerance. Where
//     some demands are not divisible it is searched for as by dp.
//   - dp: exact for demands that are not divisible (search.go): which vectors of loads
//     can be reached by the demands so far, each looked at once, without those that the
//     relaxation shows to be no better than the best known. How full a resource can
//     get at all is a table of subset sums (reach.go). A budget counts steps; when it
//     is spent the Result has the best allocation found and the best bound proved.
//
// # Prices
//
// The shadow price of a demand is by how much the objective changes with one unit more
// of it; of a resource, by how much it improves with one unit more of capacity, its
// curve being what it was. Where the optimum lies in a corner several prices are right;
// these are those of the last unit placed.
//
// Note: the simplex method was the first choice for lp. Its integers need scaling, which
// fails for prices such as 1/7, 1/11, …: and it had nothing to do, since the merit order
// is optimal. In the tests it is the second solver.
//
// References:
//
//   - G. B. Dantzig (1957): Discrete-variable extremum problems. Operations Research 5,
//     266–277. The merit order as the relaxation's optimum.
//   - P. Brucker (1984): An O(n) algorithm for quadratic knapsack problems. Operations
//     Research Letters 3, 163–166. Loads as functions of one multiplier.
//   - S. Martello and P. Toth (1990): Knapsack Problems. Wiley. Chapter 6: the multiple
//     knapsack problem, of which dp's is the case where gain is proportional to size.
package allocate

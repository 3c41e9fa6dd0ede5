// Package network finds the cheapest way to ship goods from sources to sinks:
// jobs of a class to offers, requests to regions. It is the transport problem
//
//	min  Σ cost·flow + Σ penalty·shortage
//	     Σ flow out of a source             ≤ its supply
//	     Σ flow into a sink + its shortage  = its demand
//	     0 ≤ flow ≤ the arc's capacity
//
// in integers from end to end: flows, costs and prices are int64, sums of
// products 128 bits, and what would not fit is refused before anything is
// computed. One call goes through these steps:
//
//  1. Problem.Validate looks at every number (problem.go).
//  2. Every node also has arcs to an imagined root: what a source keeps, what a
//     sink lacks, and, at a price above everything else, what must not be. With
//     them there is always a flow to begin with (solver.go, and warm.go for a
//     problem with the same arcs as the last one).
//  3. The network simplex method keeps a spanning tree of arcs, finds an arc
//     that is worth using more (or less), sends as much as fits around the cycle
//     that it closes, and drops the arc that stopped it (pivot.go, tree.go). The
//     tree stays strongly feasible, so that it cannot go around in circles.
//  4. The prices at the nodes give a lower bound that anybody can recompute
//     (bound.go). At the optimum it equals the cost. If the budget of pivots runs
//     out it is still a bound, and the flow still a flow.
//  5. If demand cannot be met, the nodes that the unmet demand can draw on are a
//     cut that says why (infeasible.go).
//
// Check recomputes all of it from the problem alone, and Solution is nothing
// but what Check needs. A caller calls it before believing an answer.
//
// References:
//
//   - W. H. Cunningham (1976): A network simplex method. Mathematical Programming
//     11, 105–116. Strongly feasible trees.
//   - R. K. Ahuja, T. L. Magnanti and J. B. Orlin (1993): Network Flows, chapter 11.
//   - M. D. Grigoriadis (1986): An efficient implementation of the network simplex
//     method. Mathematical Programming Study 26, 83–111. Pricing block by block.
//   - D. Gale (1957): A theorem on flows in networks. Pacific Journal of Mathematics
//     7, 1073–1082. The cut.
package network

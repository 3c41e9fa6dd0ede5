// Package bound says what a run must cost, whoever decides: a lower bound on the bill,
// and on the time that jobs are in the system, of every run of an instance that
// finishes what can be finished. It is a function of the jobs and the weather with
// a proof, not a policy, and it is told the future, which no policy is.
//
// PROOF.md says why the bound holds, and lists what a policy may do to pay less, and how
// the bound allows for each. In short, Lower
//
//  1. sorts out which jobs can be finished at all, and how early each could begin and end
//     (jobs.go, admission.go);
//  2. adds up what is sunk: owned machines and commitments until the
//     earliest end of a run (sunk.go);
//  3. cuts time into windows and lists the lanes, in each of which machine time of one type
//     has a lowest price and a largest supply: offers; owned machines, paid
//     already; hours that commitments cover; spot machines that are free because they are
//     taken away early (model.go, market.go, paths.go);
//  4. sorts jobs into shapes, which take the same of every machine (shapes.go), and
//     finds what moving their data costs at least (traffic.go);
//  5. looks for good prices of what is scarce, and for good shares of a machine's price among
//     its resources, by a subgradient method in floats (search.go, ascent.go);
//  6. evaluates what these prices prove, whatever they are, in integers rounded down
//     (dual.go, exact.go).
//
// So a bound is valid however early the search stops, and the same on every processor. Jobs are
// taken together by shape and window, so that 82,247 of them take about two seconds.
//
// Where the bound holds for too much to say something (a policy that knows
// when spot machines will be taken away computes for nothing, and one that has for ever
// waits for the machines that it owns), Options narrow what it is compared with; Comparable says whether a
// run is among that. Package assign below has the exact solvers of
// assignment problems.
//
// References:
//
//   - M. L. Fisher (1981): The Lagrangian relaxation method for solving integer
//     programming problems. Management Science 27(1), 1–18. A bound from any prices.
//   - F. Barahona and R. Anbil (2000): The volume algorithm. Mathematical Programming 87,
//     385–399. Directions that are averages.
//   - S. P. Fekete and J. Schepers (2001): New classes of fast lower bounds for bin packing
//     problems. Mathematical Programming 91, 11–31. Tasks that take more than half.
//   - L. Schrage (1968): A proof of the optimality of the shortest remaining processing time
//     discipline. Operations Research 16(3), 687–690.
package bound

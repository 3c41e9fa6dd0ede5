// Package general solves linear programmes of any form,
//
//	min  c·x   with rows  a·x ≤, = or ≥ b   and   lower ≤ x ≤ upper,
//
// through one narrow interface, Solver, behind which stand
//
//   - Own, a bounded-variable simplex method for up to a few hundred rows (own.go,
//     basis.go, ratio.go);
//   - Gonum, the library's, for up to about 30 rows, as a second opinion: it is
//     far slower above that, and refuses (gonum.go, standard.go);
//   - External, whatever the caller runs: it is handed the problem as MPS text and
//     hands back the text that HiGHS writes (mps.go, external.go).
//
// An answer is not believed because a solver says so. Verify recomputes from the
// problem alone that the point is feasible, that the prices of the rows are
// allowed, and that they prove what the point costs; what does not pass is an
// error, ErrUnverified. Lower recomputes the bound that prices prove with every
// rounding downwards, for any prices at all, so that it is a bound even where a
// solver stopped early. Problems without a solution come back as errors with a
// proof: InfeasibleError has prices under which the rows contradict each other,
// UnboundedError a direction that gets cheaper for ever.
//
// Transport problems are better solved by package network, which is exact, and
// max-min shares by package fair.
//
// References:
//
//   - G. B. Dantzig (1963): Linear Programming and Extensions, chapters 5 and 18.
//   - R. G. Bland (1977): New finite pivoting rules for the simplex method.
//     Mathematics of Operations Research 2, 103–107.
//   - P. M. J. Harris (1973): Pivot selection methods of the Devex LP code.
//     Mathematical Programming 5, 1–28. The ratio test with a tolerance.
//   - A. Neumaier and O. Shcherbina (2004): Safe bounds in linear and mixed-integer
//     linear programming. Mathematical Programming 99, 283–296.
package general

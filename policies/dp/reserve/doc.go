// Package reserve finds how much capacity to commit to when the demand of each hour is known as a
// distribution, exactly.
//
//  1. A Demand says for how many hours each number of units is wanted: Count makes one from a
//     record of hours.
//  2. Newsvendor answers for one kind of commitment against on-demand machines: commit to the smallest number of units
//     that suffices in a share 1 − c_r/c_o of the hours, where c_r is the price of a committed
//     unit-hour, paid whether it is used or not, and c_o the price of one on demand.
//  3. Mix answers for several kinds with different terms, upfront fees, prices of use and block sizes, by a knapsack over
//     units: kinds are used in the order of what their use costs, so that what one of them saves
//     depends only on how many units stand before it.
//
// Money is exact: sums are 128-bit integers of pico-dollars, rounded once at the end, half to even. Both answers are
// compared with brute force in tests.
//
// References:
//
//	[news] F. Y. Edgeworth, The Mathematical Theory of Banking, 1888; K. Arrow, T. Harris, J. Marschak,
//	       Optimal Inventory Policy, 1951: the critical fractile.
package reserve

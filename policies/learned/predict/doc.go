// Package predict says what will probably be, from what was: how long a job will run, what will be
// asked for and what it will cost, how long a spot machine will live. Each predictor is a
// few lines of textbook, fed one observation at a time or a history at once, with quantiles
// beside the point, and none of them knows more than a scheduler could have seen.
//
//  1. Runtimes: the last runs of the same user and template, down a ladder to everybody's.
//  2. Model: a forecast of a series. Naive, SeasonalNaive and HoltWinters are models; Quantiles
//     adds quantiles to any of them, from the errors that it would have made.
//  3. Backtest moves the origin of a model through a series, and says how wrong it was, beside
//     SeasonalNaive: a model that does not beat that is not worth having, and on many series none does.
//  4. Lifetimes: survival from lives of which some are not over (Nelson and Aalen).
//
// Floats are fenced, so that a policy may decide by them. Histories are kept in memory as far as
// they are used, and no farther.
package predict

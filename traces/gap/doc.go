// Package gap reads instances of the generalised assignment problem in the format
// of OR-Library, and tables of what is known about them. FORMAT.md describes
// both.
//
//  1. Each goes through a file and hands over one instance at a time; Read
//     returns all of them.
//  2. Published reads a table (data.csv) with a bound, the optimum where it is
//     known, and the best value known, a row for each instance.
//
// A file does not say whether costs are to be small or profits large. That is for
// whoever compares with a published number to know.
package gap

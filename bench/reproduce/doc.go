// Package reproduce gives back numbers that others have published.
//
// A simulator is believed when it gives other people's numbers. Each
// Reproduction is a published experiment; Run of it returns every number that was
// published beside ours, and the verdict is the framework's, never its own.
//
// The life of a reproduction:
//
//  1. All lists them, in reading order; Find picks those that a user names.
//  2. Missing says which directory of recorded data one needs and does not find.
//  3. Do gives it a Lab, in which it opens an experiment of bench/experiments,
//     adapts it to the cases that it finds (in the data directory, or in its
//     tables of what was published) and runs it: Lab.Rows. The engine and the
//     policies are those of every other experiment.
//  4. What the published artifact does differently from what it says stands in
//     the reproduction's own file, as an Observer or a correction of the
//     numbers, with what the honest value would be: such numbers appear twice.
//  5. Do judges each Number by its Relation and puts the Outcome together; Tables
//     prints it, Tally sums verdicts up, and the numbers are JSON as they are.
//
// Relation says how a number is judged: Equal, AtMost, AtLeast and Interval with its
// Tolerance, Ordering by sign; Context is OK whatever it is, and has no tolerance
// (null in JSON). A file, row or case that cannot be used becomes a number of its
// own, Unusable, which is never OK, with the error for a Note and null for ours;
// all sound ones go on. What is simply not in the data folder is a note, and an
// Outcome that Compared nothing is a failure for the command. Detail numbers are
// folded in tables while they are OK, and always in JSON.
//
// A page for each stands in bench/reproductions: the citation, what is
// reproduced and what is not, the command, and the figure that Do drew.
//
// To add one: write a function that returns the Reproduction in a file of
// its own, and a line in all.go.
package reproduce

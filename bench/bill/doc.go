// Package bill makes an invoice of what was used of clouds.
//
//  1. Rows of usage come from a file (package traces/usage) or from a run.
//  2. New confronts them with a catalogue: each row is priced by the tariff and
//     the offers of its own day, or of one day for all (Options.Date). What the
//     catalogue does not sell or does not know is an error with file, line, column,
//     value and what was wanted; a price is never guessed.
//  3. Invoice has lines. Each has the row that it is for, an amount and a Why: the
//     tier, increment, minimum and rule that made the amount, in fields and in a
//     sentence. The total is the sum of the lines, and nothing else is.
//  4. Table groups the lines for people, Explain prints every one with its Why,
//     and an Invoice marshals to JSON for programs.
//
// All arithmetic is that of package sim, which the engine's ledger uses as
// well: exact sums, one rounding per line to nano-dollars, half to even. BILLING.md
// says by which rules, and what is not modelled.
package bill

// Package audit keeps a record of decisions that nobody can alter unseen.
//
// A log is a file of lines. Each line is one record and its hash:
//
//	{"hash":"9f86…","record":{"kind":"decision","seq":17,…}}
//
// The hash is SHA-256 over the hash of the line before, a newline and the
// record's bytes as they stand there, so that each line vouches for all before it:
//
//  1. A Writer begins the log with a record of what was run, to whose hash no line
//     but the name of the format is put first.
//  2. It adds a record for every decision: who asked for what, whether it was done
//     or which rule refused it, why it was that, and what else there was to choose.
//  3. It ends with a count. A log without its end has been cut off.
//  4. Verify reads a log and reports the first line that is not as it was
//     written: a changed byte, a line that was removed, added or moved, a missing
//     end, something behind the end. Head is the hash of the last line.
//
// What a chain cannot show is that somebody wrote the whole log anew, hashes and
// all. Whoever keeps the head elsewhere, which Writer returns and Verify takes,
// sees that too.
//
// The package knows nothing of simulations: who fills the records is package bench.
package audit

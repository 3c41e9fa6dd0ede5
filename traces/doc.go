// Package traces holds what the readers of recorded workloads share. Each
// recording has a folder of its own with its reader, a FORMAT.md and a small
// sample; the folders do not know about one another.
//
// The steps of every reader are the same:
//
//  1. Open, or NewText: the text of a file, unpacked if it is gzip's or
//     zstd's, without a byte order mark.
//  2. Each row becomes a record or a *SyntaxError that names file, line,
//     column and the offending value, and says what was wanted.
//  3. A strict reader, the default, stops at the first of them. A lenient one
//     leaves the row out and counts it in Skips by reason, so that nothing is
//     dropped in silence.
//  4. The jobs come out as a sim.Source in order of submit time. Numbers are
//     parsed as exact decimals into integers; no float is involved. One row is
//     held at a time, unless the file is unsorted (Philly's always is) and the
//     reader was asked to sort it.
//
// Below internal are the parts that several readers are made of: exact
// decimals, the nearest known name, CSV with named columns (sheet), and JSON that
// knows its lines (jsontext).
//
// The package imports nothing of ours; its siblings import sim.
package traces

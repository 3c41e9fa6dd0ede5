// Package formats knows every format of recordings that skysim reads: it tells
// which one a file is in, sums it up, and streams what is in it.
//
//  1. Open opens a file, or From takes a text: an Input holds its beginning.
//  2. Detect looks at the beginning and names the one format that fits, and why.
//     Where two fit it refuses and names both: a file of GAIA's does not say
//     whether it is in hours or in seconds, nor one of spot samples what 1 means.
//     Whoever reads it chooses one of the two by name, which declares it.
//  3. Format.Summarise reads the file and puts its figures into a report of
//     package summary; Format.Jobs, Requests and Market stream what it holds.
//
// A format is an entry of All: its name, what it is of, how it is recognised, and
// the functions that read it with the reader of its own package. To add one, add
// an entry; nothing else needs to change.
package formats

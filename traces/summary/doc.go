// Package summary says what a careful person wants to know about a recording
// before trusting it.
//
//  1. A Report is begun for a file; whoever reads it counts rows and hands over
//     what was left out (Skips) and how the text ends (Watch).
//  2. Jobs, Requests or a Course take what the recording holds, one at a time, in
//     the order of the file, and put their figures into the report.
//  3. The report comes out as one JSON object (MarshalJSON), or as Figures for a
//     table; Page holds what a picture of it shows.
//
// Figures are exact: sums are integers of 128 bits or more, shares and means are
// rounded once, percentiles are by nearest rank and so values that occur. Nothing
// depends on the order in which floats are added. Jobs takes 64 bytes of memory
// for each job, because percentiles want all of them.
package summary

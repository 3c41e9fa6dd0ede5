// Package failures reads when the nodes of a cluster were down, as somebody recorded
// it. FORMAT.md describes the two formats.
//
//  1. Open reads a plain CSV file, OpenEvents the event_trace table of the Failure
//     Trace Archive. Both return a Trace: all nodes, each with its outages in order
//     of time. The first row that makes no sense ends a strict reading with a
//     *traces.SyntaxError; a lenient one leaves it out and counts it.
//  2. Outages of a node that overlap or touch are one; Trace.Merged counts them.
//  3. Node.Path is what a simulation wants: 1 while the node is down.
//
// Times are exact to the nanosecond.
package failures

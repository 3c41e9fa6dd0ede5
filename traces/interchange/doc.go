// Package interchange reads and writes recordings in skysim's own format: jobs,
// requests and what markets offered, as Parquet or CSV with the same columns.
// FORMAT.md describes them.
//
//  1. WriteJobs, WriteRequests and WriteMarket write a stream to a file.
//  2. OpenJobs, OpenRequests and OpenMarket stream it back; Jobs is a sim.Source.
//     What is read is, field by field, what was written: numbers are whole
//     nanoseconds, thousandths, MiB and bytes, and names stand where a simulation
//     has numbers of its own (GPU kinds, regions).
//
// A writer reads each row back before it goes out, and refuses one that it could
// not read as the same. A stream is held a block of rows at a time, so that memory
// does not grow with the length of a file.
package interchange

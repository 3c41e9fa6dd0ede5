// Package gavel reads what Gavel and Shockwave publish: traces of training jobs,
// and how many steps per second each type of job makes on each kind of GPU,
// alone and beside another. FORMAT.md describes the files.
//
//  1. Reader streams the rows of a trace. Their columns have no header and grew
//     over the years: a row's meaning follows from how many there are.
//  2. ReadThroughputs reads the table of speeds.
//  3. Throughputs.Job makes a job of a row: its steps, measured in time on a
//     kind of GPU that the caller names; Row.Job makes one of a row that records
//     its duration. Throughputs.Speeds gives the speeds on
//     the other kinds, for a profile of package sim.
package gavel

// Package philly reads the Microsoft Philly subset: 82,247 jobs that ran on a
// deep learning cluster from September to December 2017. FORMAT.md describes
// the file.
//
//  1. Open reads the whole trace, 24 bytes per job, because the file is not in
//     order of time and a sim.Source must be; it is sorted by submit time and,
//     within a second, by position in the file.
//  2. Trace.Jobs returns a stream of its jobs. Streams are cheap and
//     independent: the runs of an experiment share one Trace.
//
// The recording says when a job came, how long it ran, on how many GPUs and in
// which virtual cluster. All else (CPU and memory beside a GPU, how many GPUs a
// machine has, what the user claimed) was not recorded: the experiment declares
// it in Options.
package philly

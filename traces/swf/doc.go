// Package swf reads logs in the Standard Workload Format of the Parallel
// Workloads Archive: one line per job, 18 columns, -1 for what is unknown, and
// comments in front that say what the machine was. FORMAT.md describes it.
//
//  1. Open, or NewReader, reads the comments up to the first job. Header says
//     what they claim. Headers lie: MaxJobs counts the jobs before somebody
//     cleaned the log. Nothing here relies on them.
//  2. The Reader is a sim.Source of the rows that are jobs: those whose run time
//     and processors are known. Row is the row of the job last given, with all
//     that the log says. What is left out is counted, by reason, in Skipped.
//  3. Options.First and Options.Count choose a window of the jobs, as papers
//     do: "1,024 jobs from job 1981 on".
//  4. Counts and Doubts say what was seen on the way: how many jobs ran longer
//     than they asked for, how many asked for nothing, what the header got wrong.
//
// One row is held at a time, unless Options.Sort has to sort a log whose submit
// times go back.
package swf

// Package rounds shares machines of one's own, of several kinds, among jobs that can be
// stopped: time is cut into rounds of equal length, and at the beginning of each it is
// decided anew who runs where until the next.
//
//  1. The Policy takes the jobs that it can do something for (jobs.go): those that some
//     kind of owned machine holds, and that lose less than a round when they are stopped. All
//     others are left to a greedy policy. A kind is an offer of owned machines; all tasks of
//     a gang run on one.
//  2. When jobs have come or gone, and Hold is over, shares are decided again. FIFO gives
//     whole machines in order of arrival (fifo.go). MaxMin solves for the
//     fractions of time that lift the job that is worst off as high as can be, with
//     package fair (maxmin.go).
//  3. Each round runs the jobs that are entitled to it: with FIFO those that have a
//     kind; with MaxMin, kind by kind, those whose share is the largest beside what they have had of the
//     kind since shares were decided. Machines that nobody is entitled to are filled up.
//  4. Jobs that go on where they are stay on their machines. The others are stopped,
//     and started on what is left (act.go).
//
// Between the beginnings of two rounds nothing happens: who comes waits, and the machine of
// who ends is idle. That is the price of rounds, and what published schedulers
// of this sort pay.
//
// # What it assumes
//
// For MaxMin a job takes the part of a machine that the largest of them holds it by: of two
// jobs that fit on one machine each takes half. How many machines of a
// kind there are is what the world says, whether some are down or not.
//
// References:
//
//	[gavel] D. Narayanan et al., Heterogeneity-Aware Cluster Scheduling Policies for Deep
//	        Learning Workloads, OSDI 2020. Shares and rounds are sections 4 and 5; the
//	        authors' simulator decides shares anew at most every 1,920 s.
package rounds

// Package dispatch sends every job, the instant it arrives, to one machine's own
// line, where it stays: the way of load balancers, which have no common queue
// because nobody could look at all machines for each request.
//
//  1. The owned machines that could hold the job if they were empty are its pool
//     (pool.go).
//  2. As many of them as Choices says are drawn, each pool machine as likely as the
//     others and none twice (choose.go). The draws belong to the job and its try: they are the
//     same whatever happened to others.
//  3. The job goes to the drawn machine with the fewest jobs, those that run on it
//     and those in its line together; of equals to the one drawn first. If all
//     are asked, none is drawn, and of equals the oldest gets it.
//
// One choice is random splitting, under which a pool of c servers is c queues of one
// server; two are enough for lines whose lengths fall doubly exponentially
// instead of geometrically [mitz, vdk]; All joins the shortest queue.
//
// # What has no line to stand in
//
// Only single tasks stand in lines, and only owned machines have lines that
// last. Gangs, and jobs that no owned machine could hold, stay in the common
// queue, and package greedy does with them as its defaults say: it rents, and it starts gangs
// on owned machines that have room now, past those who stand in line.
//
// # What it does not look at
//
// Speeds, sizes and estimates: a machine of 64 vCPUs with ten small jobs has
// a longer line than one of a single vCPU with nine.
//
// References:
//
//	[mitz] M. Mitzenmacher, The Power of Two Choices in Randomized Load
//	       Balancing, IEEE Transactions on Parallel and Distributed Systems 12, 2001.
//	[vdk]  N. D. Vvedenskaya, R. L. Dobrushin, F. I. Karpelevich, Queueing System
//	       with Selection of the Shortest of Two Queues: An Asymptotic Approach,
//	       Problems of Information Transmission 32, 1996.
package dispatch

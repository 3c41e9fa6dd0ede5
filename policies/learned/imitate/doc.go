// Package imitate runs jobs with deadlines on spot machines, on-demand machines or none, as an imitation of the
// offline optimum does that has been trained on recorded spot markets.
//
//  1. A Tape remembers, for the last day, in which slots of ten minutes a spot market was up.
//  2. Look says in nine numbers how a job stands: how pressing its deadline is, what the markets were like
//     lately, and what they cost.
//  3. A Model has three linear functions of those numbers, one for each question that is open at a tick:
//     whether to take on-demand machines while there are no spot machines, whether to take spot machines that
//     are there, and whether to leave on-demand machines for them. Each was fitted to what the
//     answer costs if the optimum of package dp/spot goes on from there, in hours of an on-demand machine.
//  4. The safety nets of Uniform Progress have the last word (spot.Progress.Safe), so that the deadline is kept.
//  5. New makes a policy of it on package spot: the same ticks, offers and rest as uniform.
//
// Who knows the future waits too gladly: it always finds the last moment. So the functions that were fitted
// are where a search begins that makes the cost itself small; package bench/train does both.
//
// Of zones that a job could use, it sees whether any is up. What a market was like while no
// job asked for it is unknown: the tape begins with the first job, and while nothing happens that wakes
// a policy the market is taken to stay as it was.
//
// References:
//
//	[dagger] S. Ross, G. Gordon, D. Bagnell, A Reduction of Imitation Learning and Structured Prediction to No-Regret
//	         Online Learning, AISTATS 2011: examples are taken where the learner comes to.
//	[lols]   K.-W. Chang et al., Learning to Search Better than Your Teacher, ICML 2015: costs for labels, and a
//	         learner that does not stop at its teacher.
package imitate

// Package bandit chooses by trial: it takes one of several arms, sees later what
// that was worth, and takes the better ones more often. What it learns it learns
// within the run, so nothing has to be trained before.
//
//  1. A ridge is a linear guess of an arm's reward in a context, with how sure it is.
//     It learns one observation at a time (Sherman and Morrison 1950), and may forget.
//  2. A Learner holds one for each arm and chooses: LinUCB takes the arm whose reward
//     could still be the largest, Thompson draws one guess from each and takes the best,
//     UCB does without a context. Rewards may come late, in any order.
//  3. A meter says what the jobs of an arm cost, from what a scheduler can see: the
//     price of each rented machine is divided among those who are on it, and what
//     runs empty is the fault of whoever decides meanwhile.
//  4. Over is the policy over heuristics: time is cut into epochs, each of which one of
//     several policies decides. An epoch's reward is known when the last attempt
//     that it has started has ended.
//  5. Offers is the policy over offers: each job that needs new machines chooses an offer
//     by the price of its work, the losses seen there, and the time to boot.
//
// All is deterministic linear algebra of small dimension with fenced products; draws
// come from a stream of the run's seed, keyed by epoch or job.
//
// What is not here: a guarantee that rewards do not depend on what was chosen before. A
// heuristic inherits the machines and the queue of the one before it, so the theorems on
// regret, which the tests show on abstract arms, hold in a simulation only as
// far as epochs are long against that memory.
package bandit

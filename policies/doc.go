// Package policies is the catalogue of scheduling policies. A policy's
// construction is its name: what an experiment file asks for, what a table
// prints, and what Parse turns into a policy.
//
//	greedy(order=sjf,place=cheapest,backfill=any)
//
// The way from text to policy:
//
//  1. package grammar splits the text into names and arguments;
//  2. Parse finds the Entry of that name and checks every argument against its
//     parameters: an unknown key or value is an error with the column, what is
//     allowed, and the nearest known word;
//  3. parameters left out take their defaults, and the family's package builds
//     the policy with what the Env holds.
//
// A value that only one parameter allows may stand without its key:
// greedy(sjf,cheapest) is greedy(order=sjf,place=cheapest).
//
// String of a policy goes the other way. It prints the parameters that make up
// its identity, and of the others those that differ from the default, always
// in the same order, so that equal settings have equal labels and different
// settings have different ones. A default is therefore part of what an old
// label means: a test pins the catalogue, and a default is never changed
// without a line in the changelog.
//
// # The families
//
// greedy takes jobs in an order and puts each where it looks best; lp plans for
// all that wait at once; dp, uniform (package spot), nomad and imitate choose, for each job with a
// deadline, spot machines, machines on demand or waiting, and nomad in which region; learned is greedy in an order that was
// trained; spothedge spreads jobs over spot machines with spares; bandit lets others decide by turns, or chooses offers, and learns which pays;
// commit, trial and dispatch stand around greedy. Package bound is none of them: it says what
// no policy can undercut. Package allocate solves a problem without time.
//
// All returns the entries with parameters, allowed values and defaults, for
// lists and help.
package policies

// Package flow places the tasks of a workflow in regions so that running them and moving what they
// hand on costs least, exactly, by dynamic programming over a tree.
//
//  1. A Workflow lists tasks: what each costs in each region, and which task takes its result, how large that is.
//     A task may have several suppliers and one consumer, as in a chain or where
//     parts are put together; or, with the arrows turned round, one supplier and several
//     consumers, as where data is spread: the cost is the same, and Turned says that it is meant.
//  2. Place values, from the leaves to the roots, each task in each region with all that hangs on it, and reads
//     the cheapest regions back. n tasks and r regions take O(n·r²) steps.
//
// Several trees in one Workflow are independent of each other. A workflow whose tasks hang together in
// another way than a tree is refused: it is as hard as any quadratic assignment.
package flow

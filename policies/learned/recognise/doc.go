// Package recognise tells what kind of task a job is from what a scheduler can see of it: what it asks for,
// how long it claims to run, who sends it and when. From the kind follows a priority, so that a
// service need not say that it is one.
//
//  1. Features of a job are a few small numbers: bins of its demand, gang, claim and hour, and its user.
//  2. A Classifier counts how often each went with each class, and takes the class that is most
//     probable if the features were independent (naive Bayes) with counts that begin above 0 (Laplace). It
//     learns one labelled job at a time and costs O(features · classes) for each.
//  3. Evaluate holds it against labelled jobs that it has not seen, as a Confusion, beside what saying the most
//     frequent class each time would get right.
//  4. Kinds are classes that schedulers tell apart, with a usual priority for each.
//
// That features are not independent makes the probabilities too sure of themselves: what is most probable is often
// right all the same, and by how much it is more probable should not be believed.
package recognise

// Package train makes the files of weights that learned policies are built with.
//
// A Task is something that can be learned: All lists them. The life of a training:
//
//  1. Find picks a task by its name; Missing says which recorded data it lacks.
//  2. Task.Train is given a Lab: data, workers, a seed, and where to keep a checkpoint.
//     It asks an optimiser of policies/learned for candidates and simulates each with the
//     general engine, on as many workers as there are. What comes out depends on seed and
//     data, and on nothing else: values are added up in the order of cases.
//  3. It judges the result on data that the training has not seen, beside the heuristics, and
//     returns a Result: the file, the learning curve, the report.
//  4. Result.Figure draws the curve, Result.Table prints the report; skysim train
//     stores the file.
//
// A training that is stopped leaves its checkpoint, and goes on from there when it
// is called again with the same task, seed, data and settings.
//
// Tasks on held-out data: what a training may look at is written in its file, as is what
// it may not. Settings of a training were chosen inside the training data; see order.go.
//
// To add a task: a function that returns it, in a file of its own, and a line in All.
package train

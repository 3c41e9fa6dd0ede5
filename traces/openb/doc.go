// Package openb reads the lists of nodes and pods of the Alibaba GPU cluster
// recorded in 2023, on which GPUs are shared in thousandths. FORMAT.md describes
// the files.
//
//  1. ReadNodes and ReadPods read a whole list; Nodes and Pods, from OpenNodes
//     and OpenPods, stream it.
//  2. Kinds lists the GPU models that either of them names: a world's GPU kinds.
//  3. Pod.Job makes a job of a pod, Jobs of all of them, in order of time.
//
// The lists come in variants. Those called multigpu have five columns and no
// times; others are not in order of time. TotalPods and TotalNodes sum up what
// a list holds.
package openb

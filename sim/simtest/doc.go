// Package simtest holds what tests of simulations share. It is used by tests
// only.
//
//  1. Policy is the contract that every policy has to keep, whatever it
//     decides.
//  2. Transcripts runs files of commands and answers: a world, jobs, a script of
//     decisions, and the story of the run in English with its bill. A Stage
//     describes the commands.
//  3. Script is a policy that does exactly what it is told and when, and InOrder
//     the plainest policy that runs everything.
//  4. Audit is an observer that works the whole run out a second time, slowly
//     and from the event log alone, and says where the engine's sums differ.
//
// It imports sim, and for transcripts datadriven, and nothing else.
package simtest

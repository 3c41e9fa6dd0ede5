// Package lp schedules by linear programs: it looks at all waiting jobs at once and
// gives what is scarce to those that gain most from it. One Decide goes like this:
//
//  1. Bring the tolls up to date, every ten minutes: the shadow prices of offers whose supply
//     is limited, by the jobs seen lately (census.go, tolls.go).
//  2. Group the waiting jobs in classes: same demand, gang and profile, similar run time
//     and slack, same home of the data (class.go).
//  3. If every class's cheapest place is for rent in any number, no plan is needed. Otherwise list
//     what there is: room on machines that exist, now and as tasks are expected to end
//     within the window, and machines to be rented now (rows.go); and what a job of each class
//     would cost in each of these places (quote.go): its share of the machine, the toll, the
//     traffic of its data, and a price for each hour until it is finished.
//  4. Solve the transport problem of classes × places (serve.go, package network), and check the
//     answer before it is believed.
//  5. Round the flows: whole jobs start where their flow goes, jobs whose flow goes to a
//     place that is not there yet wait, the rest is placed one by one. Which machine of an
//     offer it is, gangs and billing increments are package greedy's business, with tolls
//     added to the bill; so are idle machines.
//
// # What is approximated
//
// A job takes thousandths of GPUs, or of vCPUs if it wants none; a machine whose memory runs
// out first holds fewer tasks than the plan thinks, and room is counted over all machines of an
// offer together. A plan can therefore send more somewhere than fits: what does not fit is
// placed one by one. A task that shares a machine pays for its share; that a machine is rented
// whole is counted only as if all of its class went there. The plan does not know
// how long a machine that is taken now will be missing later: that is what tolls are for.
// Prices are taken to stay as they are.
//
// An hour of delay costs the same for every job, however short it is: where something is scarce a
// job of minutes can wait for hours, if that frees a place that saves more. Nobody waits for machines
// for rent of which there are enough for all that could run there.
package lp

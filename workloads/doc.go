// Package workloads makes the jobs of synthetic worlds.
//
// A workload is put together in the order of this list:
//
//  1. A Signal says how many jobs per hour arrive at each instant. Signals are
//     an algebra: Constant(400).Times(Daily(0.6, 14)).Times(Weekly(1, 0.4)).
//  2. An Arrivals turns a signal into instants: Poisson at random, Evenly
//     without chance.
//  3. A Dist says how long the jobs take or how large they are: Exponential,
//     LogNormal, BoundedPareto and others.
//  4. A Workload has a name and parameters, and New makes of them, a world and
//     a seed a sim.Source. All lists what there is.
//
// A source makes each job when it is asked for and forgets it, so memory does
// not grow with the number of jobs. Chance comes from one seed, through named
// streams per facet (arrivals, durations, estimates, …); what concerns one job
// is keyed by the job's number. So the same seed gives the same jobs, and a
// parameter that changes how long jobs take leaves their arrivals as they were.
//
// The package is pure: no clock, no files, and only the functions of package
// sim where a float decides, so that the jobs are the same on every processor.
//
// Package mersenne holds the generator of other people's artifacts, and package
// weather the chances that are not jobs: boots, spot supply and prices.
package workloads

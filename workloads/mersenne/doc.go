// Package mersenne is the Mersenne Twister MT19937, seeded as Python and as
// numpy seed it, because published artifacts drew their workloads from it. New
// workloads use sim.Stream, which is smaller and has names.
//
// References:
//
//	[mt] M. Matsumoto and T. Nishimura, Mersenne Twister: A 623-dimensionally
//	     equidistributed uniform pseudorandom number generator, ACM TOMACS 8,
//	     1998; seeding as revised by the authors in 2002.
package mersenne

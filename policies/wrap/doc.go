// Package wrap holds decorators: policies that change what another one does
// without knowing how it does it. A decorator takes the policy that it wraps as an
// argument, and its construction holds the other's:
//
//	commit(greedy(order=sjf,place=firstfit),backfill=early)
//
// What it needs of the other is an interface of this package. A policy that has the
// methods can be wrapped; one that has not is refused when it is built, with a
// sentence, and not when it runs.
//
// State and needs of the wrapped policy are kept and asked for as if it stood
// alone.
package wrap

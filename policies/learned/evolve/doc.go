// Package evolve finds numbers that make a noisy function small, by an evolution
// strategy with covariance matrix adaptation, for a dozen dimensions at most.
//
//		s, err := evolve.New(evolve.Options{Start: …, Step: …, Population: 12, Seed: 1})
//		for range generations {
//			values := evaluate(s.Ask()) // on any number of workers
//			err = s.Tell(values)
//		}
//		best := s.Mean()
//
//	 1. Ask returns the candidates of a generation: the mean plus normal draws, from a
//	    stream that is named by seed, generation and candidate, so that asking twice gives the
//	    same and nothing depends on who evaluates what when.
//	 2. The caller evaluates them all, on the same cases, the smaller the better.
//	 3. Tell moves the mean towards the better half, and adapts the shape and the size of
//	    the steps to what has helped.
//
// State and Resume write a strategy down between generations and go on from there.
//
// References:
//
//	[cma] N. Hansen, A. Ostermeier, Completely derandomized self-adaptation in
//	      evolution strategies, Evolutionary Computation 9(2), 2001; the constants are those of
//	      N. Hansen, The CMA evolution strategy: a tutorial, 2016.
//	[chol] O. Krause, D. R. Arbonès, C. Igel, CMA-ES with optimal covariance update
//	      and storage complexity, NIPS 2016: a Cholesky factor in the place of the
//	      symmetric root, so that no eigenvectors are needed.
package evolve

// Package backtest holds what learns against what it has not seen: predictors of policies/learned against
// recordings, with what was known at the time, and bandits against the best of their arms in simulations. It is
// tests only, which stand here because they need policies, workloads and traces together:
//
//	go test -v ./bench/backtest
//
// prints the figures.
package backtest

// Package bound says what a run must cost.
package bound

// Package gaia reads the batch jobs of the GAIA carbon experiments: samples of
// Alibaba's PAI trace with an arrival, a length and a number of CPUs each.
// FORMAT.md describes the files.
//
// Some of these files are in hours and some in seconds, and nothing in them says
// which. So Options.Unit has no default: whoever reads a file declares its unit,
// and the reader never guesses.
//
//  1. Open, or NewReader, reads the header.
//  2. The Reader is a sim.Source. Rows are in order of arrival, one is held at a
//     time; Options.Sort sorts a file that is not, in memory.
package gaia

// Package jobscsv reads and writes jobs as a plain CSV file: the way to bring
// a recording of one's own. FORMAT.md lists the columns; two are required, as in
//
//		arrival_s,duration_s,cores
//		0,120,4
//		30.5,3600,16
//
//	 1. Open, or NewReader, reads the header: columns are known by name, in any
//	    order, and an unknown one is an error with the nearest known name.
//	 2. The Reader is a sim.Source. It holds one row at a time; for that, rows
//	    must be in order of arrival. Options.Sort reads a file that is not, in
//	    memory.
//	 3. Write is the other way round: what it writes, NewReader reads as the very
//	    same jobs. A job for which that does not hold is an error.
//
// Numbers are exact decimals, as people and programs write them ("66.0",
// "1e-05", "0.012345678901234567"), rounded half even to a nanosecond, a
// thousandth of a core, a MiB; a number above 0 never becomes 0.
package jobscsv

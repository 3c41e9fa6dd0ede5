// Package usage reads and writes what was used of a cloud as a plain CSV file:
// machines, traffic and storage, one row each. It is what a bill is made from.
// FORMAT.md lists the columns, as in
//
//		kind,provider,region,zone,type,purchase,count,start,end,gb,to
//		machine,aws,us-east-1,,m5.large,on-demand,2,2024-05-01T10:00:00Z,2024-05-01T11:30:00Z,,
//		egress,aws,us-east-1,,,,,2024-05-01T11:00:00Z,,120.5,internet
//		storage,aws,us-east-1,,standard,,,2024-05-01T00:00:00Z,2024-06-01T00:00:00Z,500,
//
//	 1. Open, or NewReader, reads the header: columns are known by name, in any
//	    order; one that is missing or unknown is an error.
//	 2. Reader.Next fills one Row after the other, in the order of the file. The
//	    first row that is wrong ends it with a *traces.SyntaxError: nothing is
//	    skipped and nothing is guessed, since a bill with a row too few is wrong.
//	 3. What only a price list can tell, such as a machine type that is not sold,
//	    is told later with Row.Fault, which knows where in the file the row stood.
//	 4. Writer is the other way round: what it writes, NewReader reads as the very
//	    same rows.
//
// Amounts are exact: times to the nanosecond, GB to nine decimals.
package usage

// Package weights is the file that trained policies are kept in: small, readable, and
// with a history of its own, so that a number in it can be made again and doubted.
//
// A file is JSON, in this order:
//
//		kind, version    what the numbers mean; a reader takes the ones it knows
//		about            a line for people
//		parameters       name, value, unit and meaning of each
//		provenance       the command that made it, its seed, what it read with SHA-256, on
//		                 what it was trained and how long; nothing of when or where
//		held_out         how it did on data it was not trained on, beside others
//
//	 1. Read takes a file apart; what is unknown, missing, there twice or not of its
//	    form is an *Error with the file, the field, the line, the value and what was wanted
//	    (form.go). Only about, held_out and what is optional in provenance may be left out.
//	 2. Values gives a reader of a kind its numbers, checked against its Specs.
//	 3. Bytes writes a file down, always in the same way.
//
// Files that come with skysim are embedded: Names lists them, Embedded opens one.
//
// To add one, put the file that skysim train wrote into this directory.
package weights

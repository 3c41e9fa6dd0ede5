// Package grammar is the syntax of a policy's construction, the string that
// names it in experiment files, tables and figures:
//
//	greedy(order=sjf,place=cheapest,idle=1h30m)
//	failover(greedy(cheapest), spares=2)
//
// A construction is a word, with or without arguments in parentheses; an
// argument is a construction, with or without a key before it:
//
//	construction = word [ "(" [ argument { "," argument } ] ")" ]
//	argument     = [ word "=" ] construction
//	word         = one or more of A-Z a-z 0-9 . _ + -
//
// Spaces and tabs may stand between any two of these. A number, a duration and
// a name are all words: what a word means is for the parameter to say, which
// the grammar does not know. So
//
//  1. Parse turns text into a Call, or says in which column it went wrong;
//  2. package policies looks up the names and checks the values;
//  3. a policy prints itself by building its Call and asking for its String.
//
// Step 3 and step 1 undo each other.
package grammar

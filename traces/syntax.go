package traces

import (
	"fmt"
	"unicode/utf8"
)

// SyntaxError is a row that a reader could not make sense of.
type SyntaxError struct {
	File   string // as the caller named it
	Line   int    // from 1
	Column int    // byte of the line at which the value begins, from 1; 0 is the whole line
	Field  string // the name of the column, or what was looked at: "number of columns"
	Value  string // as it stands in the file
	Want   string // what would have been right; the same text for all rows with the same fault
	Hint   string // optional: more about this very row, such as the nearest known name
}

// Error returns one line, as in
// philly.csv:17:21: duration is "-3.0", want seconds above 0.
func (e *SyntaxError) Error() string {
	at := fmt.Sprintf("%s:%d", e.File, e.Line)
	if e.Column > 0 {
		at = fmt.Sprintf("%s:%d", at, e.Column)
	}
	s := fmt.Sprintf("%s: %s is %q, want %s", at, e.Field, shorten(e.Value), e.Want)
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}

// Reason returns what is wrong without the position and the value, so that
// rows with the same fault can be counted together.
func (e *SyntaxError) Reason() string { return e.Field + ": want " + e.Want }

// shorten cuts values that would fill the terminal.
func shorten(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// Skip is how many rows a lenient reader left out for one reason.
type Skip struct {
	Reason string
	Rows   int64
	First  *SyntaxError // the first of them, with its line
}

// String returns one line for a report.
func (s Skip) String() string {
	rows := "rows"
	if s.Rows == 1 {
		rows = "row"
	}
	return fmt.Sprintf("%d %s skipped, first %v", s.Rows, rows, s.First)
}

// Skips counts the rows left out, by reason in order of first appearance. The
// zero value is empty.
type Skips struct{ list []Skip }

// Add counts one row.
func (s *Skips) Add(e *SyntaxError) {
	reason := e.Reason()
	for i := range s.list {
		if s.list[i].Reason == reason {
			s.list[i].Rows++
			return
		}
	}
	s.list = append(s.list, Skip{Reason: reason, Rows: 1, First: e})
}

// List returns the counts so far; the caller may keep it.
func (s *Skips) List() []Skip { return append([]Skip(nil), s.list...) }

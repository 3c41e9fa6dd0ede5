package grammar

import "fmt"

// Error is what is wrong with a construction, and where.
type Error struct {
	Text    string // the whole construction
	Column  int    // from 1, in characters
	Problem string // lower case, says what was wanted
}

// longest is how much of a construction an error quotes, in characters.
const longest = 120

// Error writes the construction, the column and the problem.
func (e *Error) Error() string {
	text := []rune(e.Text)
	if len(text) > longest {
		text = append(text[:longest:longest], '…')
	}
	return fmt.Sprintf("policy %q: column %d: %s", string(text), e.Column, e.Problem)
}

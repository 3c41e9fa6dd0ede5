package grammar

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxDepth is how deep constructions may be nested. Nobody wraps a policy that
// often; the bound keeps a hostile text from exhausting the stack.
const MaxDepth = 32

// Parse reads a construction. The error is an *Error with the column.
func Parse(text string) (Call, error) {
	p := parser{text: text}
	c, err := p.call(1)
	if err != nil {
		return Call{}, err
	}
	if p.space(); p.pos < len(text) {
		return Call{}, p.unexpected("nothing more")
	}
	return c, nil
}

type parser struct {
	text string
	pos  int // in bytes
}

// call reads a construction that is nested in depth-1 others.
func (p *parser) call(depth int) (Call, error) {
	p.space()
	column := p.column()
	if depth > MaxDepth {
		return Call{}, p.fail(column, fmt.Sprintf("nested more than %d deep", MaxDepth))
	}
	word, err := p.word("a name")
	if err != nil {
		return Call{}, err
	}
	c := Call{Word: word, Column: column}
	if !p.take('(') || p.take(')') {
		return c, nil
	}
	for {
		a, err := p.arg(depth + 1)
		if err != nil {
			return Call{}, err
		}
		c.Args = append(c.Args, a)
		if p.take(')') {
			return c, nil
		}
		if !p.take(',') {
			return Call{}, p.unexpected(`"," or ")"`)
		}
	}
}

// arg reads an argument: a construction, or a key and a construction.
func (p *parser) arg(depth int) (Arg, error) {
	p.space()
	a, start := Arg{Column: p.column()}, p.pos
	word, err := p.word("an argument")
	if err != nil {
		return Arg{}, err
	}
	if p.take('=') {
		a.Key = word
	} else {
		p.pos = start // the word was the value's
	}
	a.Value, err = p.call(depth)
	return a, err
}

// word reads a word; want says what it would have been.
func (p *parser) word(want string) (string, error) {
	start := p.pos
	for p.pos < len(p.text) && IsWord(p.text[p.pos]) {
		p.pos++
	}
	if p.pos == start {
		return "", p.unexpected(want)
	}
	return p.text[start:p.pos], nil
}

// IsWord reports whether a word may contain c.
func IsWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("._+-", c) >= 0
}

// take skips spaces and then c, if it comes next.
func (p *parser) take(c byte) bool {
	p.space()
	if p.pos == len(p.text) || p.text[p.pos] != c {
		return false
	}
	p.pos++
	return true
}

func (p *parser) space() {
	for p.pos < len(p.text) && (p.text[p.pos] == ' ' || p.text[p.pos] == '\t') {
		p.pos++
	}
}

// column is the position in characters, from 1.
func (p *parser) column() int { return utf8.RuneCountInString(p.text[:p.pos]) + 1 }

// unexpected is the error that something other than want comes next.
func (p *parser) unexpected(want string) *Error {
	found := "the end"
	if p.pos < len(p.text) {
		r, _ := utf8.DecodeRuneInString(p.text[p.pos:])
		found = fmt.Sprintf("%q", string(r))
	}
	return p.fail(p.column(), fmt.Sprintf("%s where %s should be", found, want))
}

func (p *parser) fail(column int, problem string) *Error {
	return &Error{Text: p.text, Column: column, Problem: problem}
}

package grammar

import "strings"

// Call is a construction: a word and its arguments. The zero value is not one.
type Call struct {
	Word   string
	Args   []Arg
	Column int // where the word begins in the text, from 1; 0 if not parsed
}

// Arg is an argument of a Call. An empty Key is an argument without a key.
type Arg struct {
	Key    string
	Value  Call
	Column int // where the argument begins in the text, from 1; 0 if not parsed
}

// With returns c with one more argument, key=word.
func (c Call) With(key, word string) Call {
	c.Args = append(c.Args[:len(c.Args):len(c.Args)], Arg{Key: key, Value: Call{Word: word}})
	return c
}

// String writes the construction without spaces, and without parentheses if
// there is nothing to put in them. Parse reads it back.
func (c Call) String() string {
	var b strings.Builder
	c.write(&b)
	return b.String()
}

func (c Call) write(b *strings.Builder) {
	b.WriteString(c.Word)
	for i, a := range c.Args {
		if i == 0 {
			b.WriteByte('(')
		} else {
			b.WriteByte(',')
		}
		if a.Key != "" {
			b.WriteString(a.Key)
			b.WriteByte('=')
		}
		a.Value.write(b)
	}
	if len(c.Args) > 0 {
		b.WriteByte(')')
	}
}

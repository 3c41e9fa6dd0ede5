// Package jsontext reads JSON as it comes, value by value, and knows the line
// and column of each: recordings are large and have mistakes in them. It wraps
// the tokens of encoding/json.
//
// Objects and arrays are walked with functions:
//
//	err := d.Object(func(key string) error {
//		switch key {
//		case "data":
//			return d.Array(func() error { … d.Int("data", 0, 9) … })
//		}
//		return d.Skip()
//	})
package jsontext

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"skysim/traces"
	"skysim/traces/internal/decimal"
)

// Decoder reads JSON values from a text.
type Decoder struct {
	json  *json.Decoder
	lines *lines
	name  string
	value string // of the last token, for errors
	at    int64  // where it ends
	depth int    // of open objects and arrays
}

// New returns a decoder of a text whose first line has the number line. Errors
// call it name.
func New(from io.Reader, name string, line int) *Decoder {
	l := &lines{from: from, line: line, most: mostAhead}
	d := &Decoder{json: json.NewDecoder(l), lines: l, name: name}
	d.json.UseNumber()
	return d
}

// lines counts the line ends of what passes through it.
type lines struct {
	from  io.Reader
	read  int64   // bytes
	ends  []int64 // offsets behind the line ends that lie ahead
	line  int     // number of the line that begins at start
	start int64   // where it begins
	most  int64   // what may be read before the next value is there, in bytes
}

// Read passes bytes on.
func (l *lines) Read(p []byte) (int, error) {
	if l.read > l.most {
		return 0, errLong
	}
	n, err := l.from.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.read+int64(i)+1)
		}
	}
	l.read += int64(n)
	return n, err
}

// place returns the line and column of an offset. Offsets never go back.
func (l *lines) place(offset int64) (line, column int) {
	n := 0
	for n < len(l.ends) && l.ends[n] <= offset {
		l.start = l.ends[n]
		l.line++
		n++
	}
	l.ends = append(l.ends[:0], l.ends[n:]...)
	// A text with bytes that are no UTF-8 is longer once it is read.
	return l.line, max(int(offset-l.start)+1, 1)
}

// Fault says that the value read last is not what was wanted.
func (d *Decoder) Fault(field, want string) *traces.SyntaxError {
	line, column := d.lines.place(max(d.at-int64(len(d.value)), 0))
	return &traces.SyntaxError{File: d.name, Line: line, Column: column, Field: field, Value: d.value, Want: want}
}

// Line returns the line of the value read last.
func (d *Decoder) Line() int {
	line, _ := d.lines.place(max(d.at-int64(len(d.value)), 0))
	return line
}

// broken locates an error of the text itself.
func (d *Decoder) broken(err error) error {
	var syntax *json.SyntaxError
	var bad *traces.SyntaxError
	switch {
	case errors.As(err, &bad):
		return bad
	case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) && d.ended():
		line, column := d.lines.place(d.lines.read)
		return fmt.Errorf("%s:%d:%d: the text ends in the middle: %w", d.name, line, column, io.ErrUnexpectedEOF)
	case errors.As(err, &syntax):
		line, column := d.lines.place(max(d.json.InputOffset(), d.at))
		return &traces.SyntaxError{File: d.name, Line: line, Column: column, Field: "text", Value: syntax.Error(), Want: "JSON"}
	}
	line, _ := d.lines.place(max(d.json.InputOffset(), d.at))
	return fmt.Errorf("%s:%d: %w", d.name, line, err)
}

// ended reports whether the text itself, not what packs it, has ended.
func (d *Decoder) ended() bool {
	_, err := d.lines.from.Read(make([]byte, 1))
	return err == io.EOF
}

// token reads the next token. At the end of the text it returns io.EOF.
func (d *Decoder) token() (json.Token, error) {
	t, err := d.json.Token()
	if err != nil {
		return nil, err
	}
	d.at = d.json.InputOffset()
	d.lines.most = d.at + mostAhead
	switch t := t.(type) {
	case json.Delim:
		d.value = t.String()
		if err := d.nest(t); err != nil {
			return nil, err
		}
	case json.Number:
		d.value = t.String()
	case string:
		d.value = t
		d.at-- // the quote
	case bool:
		d.value = strconv.FormatBool(t)
	default:
		d.value = "null"
	}
	d.lines.place(max(d.at-int64(len(d.value)), 0))
	return t, nil
}

// next reads the next token of a text that has not ended.
func (d *Decoder) next() (json.Token, error) {
	t, err := d.token()
	if err != nil {
		return nil, d.broken(err)
	}
	return t, nil
}

// More reports whether another value follows at the top of the text.
func (d *Decoder) More() bool { return d.json.More() }

// Object reads an object and calls each for every key; it must read the value.
func (d *Decoder) Object(field string, each func(key string) error) error {
	t, err := d.next()
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return d.Fault(field, "an object")
	}
	return d.members(each)
}

// members reads what is left of an object.
func (d *Decoder) members(each func(key string) error) error {
	for d.json.More() {
		key, err := d.next()
		if err != nil {
			return err
		}
		if err := each(key.(string)); err != nil {
			return err
		}
	}
	_, err := d.next()
	return err
}

// Array reads an array and calls each for every element; it must read it.
func (d *Decoder) Array(field string, each func() error) error {
	t, err := d.next()
	if err != nil {
		return err
	}
	if t != json.Delim('[') {
		return d.Fault(field, "an array")
	}
	return d.elements(each)
}

// elements reads what is left of an array.
func (d *Decoder) elements(each func() error) error {
	for d.json.More() {
		if err := each(); err != nil {
			return err
		}
	}
	_, err := d.next()
	return err
}

// Skip reads a value of any kind and forgets it.
func (d *Decoder) Skip() error {
	for depth := 0; ; {
		t, err := d.next()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// Text reads a string.
func (d *Decoder) Text(field string) (string, error) {
	t, err := d.next()
	if err != nil {
		return "", err
	}
	s, ok := t.(string)
	if !ok {
		return "", d.Fault(field, "a text in quotes")
	}
	return s, nil
}

// Int reads a whole number from least to most.
func (d *Decoder) Int(field string, least, most int64) (int64, error) {
	t, err := d.next()
	if err != nil {
		return 0, err
	}
	if _, ok := t.(json.Number); ok {
		if n, exact, err := decimal.Parse(d.value, 1); err == nil && exact && least <= n && n <= most {
			return n, nil
		}
	}
	return 0, d.Fault(field, fmt.Sprintf("a whole number from %d to %d", least, most))
}

// Amount reads a decimal of at least 0, as a number or in quotes, times scale.
// Want says what it is.
func (d *Decoder) Amount(field string, scale int64, want string) (int64, error) {
	t, err := d.next()
	if err != nil {
		return 0, err
	}
	switch t.(type) {
	case json.Number, string:
		if n, _, err := decimal.Amount(d.value, scale); err == nil {
			return n, nil
		}
	}
	return 0, d.Fault(field, want)
}

// Either reads an object like Object or an array like Array.
func (d *Decoder) Either(field string, key func(key string) error, element func() error) error {
	t, err := d.next()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('{'):
		return d.members(key)
	case json.Delim('['):
		return d.elements(element)
	}
	return d.Fault(field, "an object or an array")
}

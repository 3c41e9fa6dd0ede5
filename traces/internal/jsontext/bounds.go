package jsontext

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// What a text may ask of memory: no recording nests more than a handful of levels, and
// none has a value as long as this, in bytes.
const (
	mostDepth = 64
	mostAhead = 4 << 20
)

var errLong = errors.New("a value does not end within 4 MiB")

// nest counts what is open, and refuses too much of it.
func (d *Decoder) nest(t json.Delim) error {
	switch t {
	case '{', '[':
		d.depth++
	default:
		d.depth--
	}
	if d.depth > mostDepth {
		return d.Fault("nesting", fmt.Sprintf("at most %d objects and arrays within one another", mostDepth))
	}
	return nil
}

// End reports what stands behind the value at the top of the text: nothing may.
func (d *Decoder) End() error {
	_, err := d.token()
	switch {
	case err == io.EOF:
		return nil
	case err != nil:
		return d.broken(err)
	}
	return d.Fault("text behind the end", "the end of the file")
}

// Leaf is a number, text, true, false or null, and the keys above it, joined by /; an
// element of an array has its number from 0 for a key.
type Leaf struct {
	Path   string
	Value  string // as it stands in the file, without the quotes of a text
	Number bool
}

// Leaves reads a value of any kind and calls each for what is in it.
func (d *Decoder) Leaves(each func(Leaf) error) error { return d.leaves(nil, each) }

// leaves goes down at most mostDepth levels: token sees to that.
func (d *Decoder) leaves(path []string, each func(Leaf) error) error {
	t, err := d.next()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('{'):
		return d.members(func(key string) error { return d.leaves(append(path, key), each) })
	case json.Delim('['):
		n := -1
		return d.elements(func() error {
			n++
			return d.leaves(append(path, fmt.Sprint(n)), each)
		})
	}
	_, number := t.(json.Number)
	return each(Leaf{strings.Join(path, "/"), d.value, number})
}

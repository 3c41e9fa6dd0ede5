package bench

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// Position is a place in a file; lines and columns count from 1. The zero
// value is no place.
type Position struct{ Line, Column int }

// FileError says what is wrong at a place in an experiment file.
type FileError struct {
	File string
	At   Position
	Msg  string
}

// Error returns file:line:column: message.
func (e *FileError) Error() string {
	if e.At == (Position{}) {
		return e.File + ": " + e.Msg
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.At.Line, e.At.Column, e.Msg)
}

// document is a decoded TOML file that still knows where every key stood. Keys
// are addressed as in cloud[0].machine[1].count.
type document struct {
	file string
	root map[string]any
	at   map[string]Position
	errs []*FileError
}

// readDocument decodes data and indexes its positions.
func readDocument(file string, data []byte) (*document, error) {
	d := &document{file: file, at: map[string]Position{}}
	if err := toml.Unmarshal(data, &d.root); err != nil {
		var de *toml.DecodeError
		if errors.As(err, &de) {
			row, col := de.Position()
			return nil, &FileError{file, Position{row, col}, strings.TrimPrefix(de.Error(), "toml: ")}
		}
		return nil, &FileError{File: file, Msg: err.Error()}
	}
	d.index(data)
	return d, nil
}

// index walks the syntax tree and notes where keys are.
func (d *document) index(data []byte) {
	var p unstable.Parser
	p.Reset(data)
	tables := map[string]int{} // how often an array of tables was opened so far
	prefix := ""
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			prefix = d.header(&p, e, tables)
		case unstable.KeyValue:
			d.keyValue(&p, e, prefix)
		}
	}
}

// header notes the keys of [a.b] or [[a.b]] and returns the path that the
// following keys stand under.
func (d *document) header(p *unstable.Parser, e *unstable.Node, tables map[string]int) string {
	path := ""
	for it := e.Key(); it.Next(); {
		path = join(path, string(it.Node().Data))
		place := start(p, it.Node())
		if it.IsLast() && e.Kind == unstable.ArrayTable {
			tables[path]++
		}
		if _, seen := d.at[path]; !seen {
			d.at[path] = place
		}
		if n := tables[path]; n > 0 {
			path += "[" + strconv.Itoa(n-1) + "]"
		}
		if _, seen := d.at[path]; !seen {
			d.at[path] = place
		}
	}
	return path
}

func (d *document) keyValue(p *unstable.Parser, e *unstable.Node, prefix string) {
	path := prefix
	for it := e.Key(); it.Next(); {
		path = join(path, string(it.Node().Data))
		if _, seen := d.at[path]; !seen {
			d.at[path] = start(p, it.Node())
		}
	}
	d.value(p, e.Value(), path)
}

// value notes the keys inside an inline table or an array of them.
func (d *document) value(p *unstable.Parser, v *unstable.Node, path string) {
	switch v.Kind {
	case unstable.InlineTable:
		for it := v.Children(); it.Next(); {
			if it.Node().Kind == unstable.KeyValue {
				d.keyValue(p, it.Node(), path)
			}
		}
	case unstable.Array:
		i := 0
		for it := v.Children(); it.Next(); {
			if it.Node().Kind == unstable.Comment {
				continue
			}
			at := path + "[" + strconv.Itoa(i) + "]"
			d.at[at] = d.at[path]
			d.value(p, it.Node(), at)
			i++
		}
	}
}

func start(p *unstable.Parser, n *unstable.Node) Position {
	s := p.Shape(n.Raw).Start
	return Position{s.Line, s.Column}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// fail notes that something is wrong at path.
func (d *document) fail(path, format string, args ...any) {
	d.failAt(d.at[path], format, args...)
}

func (d *document) failAt(at Position, format string, args ...any) {
	d.errs = append(d.errs, &FileError{d.file, at, fmt.Sprintf(format, args...)})
}

// err returns everything that was wrong, in the order of the file.
func (d *document) err() error {
	slices.SortStableFunc(d.errs, func(a, b *FileError) int {
		return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	var all []error
	for _, e := range d.errs {
		all = append(all, e)
	}
	return errors.Join(all...)
}

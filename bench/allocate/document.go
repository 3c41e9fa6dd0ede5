package allocate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"skysim/bench"
)

// document is a decoded TOML file that still knows where every value stands and how
// its numbers are written: a float has lost the decimals that money needs. Values are
// addressed as in resource[0].capacity.
type document struct {
	file string
	root map[string]any
	at   map[string]bench.Position
	raw  map[string]string // numbers as they are written
	errs []*bench.FileError
}

// decode reads data and indexes it.
func decode(file string, data []byte) (*document, error) {
	d := &document{file: file, at: map[string]bench.Position{}, raw: map[string]string{}}
	if err := toml.Unmarshal(data, &d.root); err != nil {
		var at *toml.DecodeError
		if errors.As(err, &at) {
			row, column := at.Position()
			return nil, &bench.FileError{File: file, At: bench.Position{Line: row, Column: column}, Msg: strings.TrimPrefix(at.Error(), "toml: ")}
		}
		return nil, &bench.FileError{File: file, Msg: err.Error()}
	}
	w := walker{document: d, opened: map[string]int{}}
	w.parser.Reset(data)
	for w.parser.NextExpression() {
		w.expression(w.parser.Expression())
	}
	return d, nil
}

// walker goes through the syntax tree in step with the decoder.
type walker struct {
	*document
	parser unstable.Parser
	opened map[string]int // how many tables of [[key]] there were
	under  string         // the path that keys stand under
}

func (w *walker) expression(e *unstable.Node) {
	switch e.Kind {
	case unstable.KeyValue:
		w.keyValue(e, w.under)
	case unstable.Table, unstable.ArrayTable:
		w.under = ""
		for it := e.Key(); it.Next(); {
			w.under = dotted(w.under, string(it.Node().Data))
			w.note(w.under, it.Node())
			if it.IsLast() && e.Kind == unstable.ArrayTable {
				w.opened[w.under]++
			}
			if n := w.opened[w.under]; n > 0 {
				w.under += "[" + strconv.Itoa(n-1) + "]"
				w.note(w.under, it.Node())
			}
		}
	}
}

// note remembers where a path is mentioned first.
func (w *walker) note(path string, n *unstable.Node) {
	if _, seen := w.at[path]; !seen {
		start := w.parser.Shape(n.Raw).Start
		w.at[path] = bench.Position{Line: start.Line, Column: start.Column}
	}
}

func (w *walker) keyValue(e *unstable.Node, under string) {
	path := under
	for it := e.Key(); it.Next(); {
		path = dotted(path, string(it.Node().Data))
		w.note(path, it.Node())
	}
	w.value(e.Value(), path)
}

func (w *walker) value(v *unstable.Node, path string) {
	switch v.Kind {
	case unstable.Integer, unstable.Float:
		w.raw[path] = string(v.Data)
	case unstable.InlineTable:
		for it := v.Children(); it.Next(); {
			if it.Node().Kind == unstable.KeyValue {
				w.keyValue(it.Node(), path)
			}
		}
	case unstable.Array:
		i := 0
		for it := v.Children(); it.Next(); {
			if it.Node().Kind == unstable.Comment {
				continue
			}
			at := path + "[" + strconv.Itoa(i) + "]"
			w.at[at] = w.at[path]
			w.value(it.Node(), at)
			i++
		}
	}
}

func dotted(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// fail notes what is wrong at a path, or at the table around it if the file does not
// mention the path.
func (d *document) fail(path, format string, args ...any) {
	at, ok := d.at[path]
	for !ok && path != "" {
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
		at, ok = d.at[path]
	}
	if !ok {
		at = bench.Position{Line: 1, Column: 1}
	}
	d.errs = append(d.errs, &bench.FileError{File: d.file, At: at, Msg: fmt.Sprintf(format, args...)})
}

// err returns everything that is wrong, in the order of the file.
func (d *document) err() error {
	slices.SortStableFunc(d.errs, func(a, b *bench.FileError) int {
		return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	var all []error
	for _, e := range d.errs {
		all = append(all, e)
	}
	return errors.Join(all...)
}

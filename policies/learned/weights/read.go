package weights

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Named is a File with the name that errors call it by.
type Named struct {
	File
	Name string
}

// wrong returns an Error.
func (f *Named) wrong(field, format string, args ...any) error {
	return &Error{File: f.Name, Field: field, Problem: fmt.Sprintf(format, args...)}
}

// longest is how many bytes a file may have: many times what a trained policy needs.
const longest = 1 << 22

// Read returns the file that the bytes are; name is for errors, which are *Error.
func Read(name string, data []byte) (*Named, error) {
	f := &Named{Name: name}
	if len(data) > longest {
		return nil, f.wrong("", "%d bytes, want at most %d", len(data), longest)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f.File); err != nil {
		return nil, f.broken(data, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, f.wrong("", "%s: more behind the end of the object", line(data, d.InputOffset()))
	}
	return f, f.check()
}

// broken says where the JSON is not what was wanted.
func (f *Named) broken(data []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return f.wrong("", "%s: %v", line(data, syntax.Offset), err)
	case errors.As(err, &kind):
		return f.wrong(kind.Field, "(%s) is a JSON %s, want %v", line(data, kind.Offset), kind.Value, kind.Type)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return f.wrong("", "%s: the file ends within an object", line(data, int64(len(data))))
	}
	return f.wrong("", "%s", strings.TrimPrefix(err.Error(), "json: "))
}

// line names the line of an offset.
func line(data []byte, offset int64) string {
	offset = min(max(offset, 0), int64(len(data)))
	return fmt.Sprintf("line %d", 1+bytes.Count(data[:offset], []byte("\n")))
}

// check reports what no kind can use.
func (f *Named) check() error {
	switch {
	case f.Kind == "":
		return f.wrong("kind", "is missing")
	case f.Version < 1:
		return f.wrong("version", "is %d, want 1 or more", f.Version)
	case len(f.Parameters) == 0:
		return f.wrong("parameters", "are missing")
	}
	for i, p := range f.Parameters {
		switch {
		case p.Name == "":
			return f.wrong(fmt.Sprintf("parameters[%d].name", i), "is missing")
		case f.find(p.Name) != &f.Parameters[i]:
			return f.wrong("parameters."+p.Name, "is there twice")
		}
	}
	return nil
}

// UnmarshalJSON reads a parameter, whose value must be there.
func (p *Parameter) UnmarshalJSON(data []byte) error {
	var in struct {
		Name  string   `json:"name"`
		Value *float64 `json:"value"`
		Unit  string   `json:"unit"`
		Doc   string   `json:"doc"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return fmt.Errorf("a parameter: %v", err) // without its offset, which is within the parameter
	}
	if in.Value == nil {
		return fmt.Errorf("parameters.%s has no value, want a number", in.Name)
	}
	*p = Parameter{Name: in.Name, Value: *in.Value, Unit: in.Unit, Doc: in.Doc}
	return nil
}

package weights

import (
	"bytes"
	"encoding/json"
	"fmt"
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

// Longest is how many bytes a file may have: many times what a trained policy needs.
const Longest = 1 << 22

// Read returns the file that the bytes are; name is for errors, which are *Error.
func Read(name string, data []byte) (*Named, error) {
	f := &Named{Name: name}
	if len(data) > Longest {
		return nil, f.wrong("", "%d bytes, want at most %d", len(data), Longest)
	}
	if err := f.walk(data); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &f.File); err != nil { // what walk allows can be decoded
		return nil, f.wrong("", "cannot be read")
	}
	return f, f.check()
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
		return f.wrong("kind", "is empty, want whose numbers these are")
	case f.Version < 1:
		return f.wrong("version", "is %d, want 1 or more", f.Version)
	case len(f.Parameters) == 0:
		return f.wrong("parameters", "are none, want one or more")
	}
	for i, p := range f.Parameters {
		switch {
		case p.Name == "":
			return f.wrong(fmt.Sprintf("parameters[%d].name", i), "is empty, want a name")
		case f.find(p.Name) != &f.Parameters[i]:
			return f.wrong("parameters."+p.Name, "is there twice")
		}
	}
	return nil
}

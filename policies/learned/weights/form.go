package weights

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"skysim/policies/grammar"
)

// form is what a place in a file must hold. Checking that before anything is decoded lets
// errors speak of the file and not of the program that reads it.
type form struct {
	fields []field // of an object
	of     *form   // of the entries of a list, which may also be null
	value  string  // "text", "number" or "whole number" of anything else
}

// field is one of an object's.
type field struct {
	name string
	must bool // it has to be there
	form *form
}

// String says what is wanted.
func (f *form) String() string {
	switch {
	case f.of != nil:
		return "a list"
	case f.fields == nil && f.value == "text":
		return "text in quotes"
	case f.fields == nil:
		return "a " + f.value
	}
	return "an object with " + strings.Join(f.names(), ", ")
}

func (f *form) names() (names []string) {
	for _, x := range f.fields {
		names = append(names, x.name)
	}
	return names
}

// fileForm is that of a File.
func fileForm() *form {
	text, number, whole := &form{value: "text"}, &form{value: "number"}, &form{value: "whole number"}
	list := func(fields ...field) *form { return &form{of: &form{fields: fields}} }
	return &form{fields: []field{
		{"kind", true, text}, {"version", true, whole}, {"about", false, text},
		{"parameters", true, list(field{"name", true, text}, field{"value", true, number}, field{"unit", false, text}, field{"doc", false, text})},
		{"provenance", true, &form{fields: []field{
			{"command", true, text}, {"seed", false, whole}, {"inputs", false, list(field{"path", true, text}, field{"sha256", true, text})},
			{"trained_on", false, text}, {"objective", false, text}, {"generations", false, whole}, {"evaluations", false, whole}, {"engine", false, text},
		}}},
		{"held_out", false, list(field{"on", false, text}, field{"metric", false, text},
			field{"rows", false, list(field{"policy", false, text}, field{"value", false, number})}, field{"note", false, text})},
	}}
}

// walker goes through a file.
type walker struct {
	file *Named
	data []byte
	d    *json.Decoder
}

// walk checks the bytes against the form of a File.
func (f *Named) walk(data []byte) error {
	w := &walker{f, data, json.NewDecoder(bytes.NewReader(data))}
	w.d.UseNumber()
	if err := w.value(fileForm(), ""); err != nil {
		return err
	}
	if _, err := w.d.Token(); !errors.Is(err, io.EOF) {
		return f.wrong("", "%s: more behind the end of the object", w.line())
	}
	return nil
}

// line names the line where the walker is.
func (w *walker) line() string { return line(w.data, w.d.InputOffset()) }

// token returns the next token, or an *Error for what is no JSON.
func (w *walker) token() (json.Token, error) {
	t, err := w.d.Token()
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return t, nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, w.file.wrong("", "%s: the file ends within an object", line(w.data, int64(len(w.data))))
	case errors.As(err, &syntax):
		return nil, w.file.wrong("", "%s: %v", line(w.data, syntax.Offset), err)
	}
	return nil, w.file.wrong("", "%s: %v", w.line(), err)
}

// value checks the next value, which stands at the path.
func (w *walker) value(want *form, path string) error {
	t, err := w.token()
	if err != nil {
		return err
	}
	switch {
	case want.fields != nil && t == json.Delim('{'):
		return w.object(want, path)
	case want.of != nil && t == json.Delim('['):
		for i := 0; w.d.More(); i++ {
			if err := w.value(want.of, fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
		_, err := w.token()
		return err
	case want.of != nil && t == nil, want.holds(t):
		return nil
	}
	wanted := want.String()
	if _, large := t.(json.Number); large && want.value == "number" {
		wanted += " up to 1.79e308"
	}
	return w.file.wrong(path, "(%s) is %s, want %s", w.line(), shown(t), wanted)
}

// holds reports whether a token is the text or number that is wanted.
func (f *form) holds(t json.Token) bool {
	switch t := t.(type) {
	case string:
		return f.value == "text"
	case json.Number:
		if f.value == "whole number" {
			_, err := strconv.ParseInt(string(t), 10, 64)
			return err == nil
		}
		x, err := strconv.ParseFloat(string(t), 64)
		return f.value == "number" && err == nil && !math.IsInf(x, 0)
	}
	return false
}

// shown writes a token as it stands in the file, not more than a few words of it.
func shown(t json.Token) string {
	switch t := t.(type) {
	case nil:
		return "null"
	case json.Delim:
		return map[json.Delim]string{'{': "an object", '[': "a list"}[t]
	case string:
		if len(t) > 40 {
			t = t[:40] + "…"
		}
		return strconv.Quote(t)
	}
	return fmt.Sprint(t)
}

// object checks the fields of an object, whose beginning has been read.
func (w *walker) object(want *form, path string) error {
	begins := w.line()
	var seen []string
	for w.d.More() {
		t, err := w.token()
		if err != nil {
			return err
		}
		name, _ := t.(string)
		at := strings.TrimPrefix(path+"."+name, ".")
		i := slices.IndexFunc(want.fields, func(f field) bool { return f.name == name })
		switch {
		case i < 0:
			return w.file.wrong(at, "(%s) is an unknown field%s; there are %s", w.line(), meant(name, want.names()), strings.Join(want.names(), ", "))
		case slices.Contains(seen, name):
			return w.file.wrong(at, "(%s) is there twice", w.line())
		}
		seen = append(seen, name)
		if err := w.value(want.fields[i].form, at); err != nil {
			return err
		}
	}
	if _, err := w.token(); err != nil {
		return err
	}
	for _, f := range want.fields {
		if f.must && !slices.Contains(seen, f.name) {
			return w.file.wrong(strings.TrimPrefix(path+"."+f.name, "."), "is missing from the object in %s, want %s", begins, f.form)
		}
	}
	return nil
}

// meant asks whether a similar word was meant.
func meant(word string, known []string) string {
	if near := grammar.Nearest(strings.ToLower(word), known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

package jsontext

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestEnd(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"{}", ""},
		{"{}\n \n", ""},
		{"{}\n {}", `x.json:2:2: text behind the end is "{", want the end of the file`},
		{"{} 7", `x.json:1:4: text behind the end is "7", want the end of the file`},
		{"{}}", `x.json:1:3: text is "invalid character '}' looking for beginning of value", want JSON`},
		{"{}\n\nnope", `x.json:3:1: text is "invalid character 'o' in literal null (expecting 'u')", want JSON`},
		{"{}\x00", `x.json:1:3: text is "invalid character '\\x00' looking for beginning of value", want JSON`},
	} {
		d := New(strings.NewReader(c.text), "x.json", 1)
		if err := d.Object("file", func(string) error { return d.Skip() }); err != nil {
			t.Fatal(err)
		}
		if err := d.End(); err == nil && c.want != "" || err != nil && err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

// zeros is a text that does not end.
type zeros byte

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(z)
	}
	return len(p), nil
}

// What a text makes of memory is bounded, however long it is, and said with its line.
func TestBounds(t *testing.T) {
	deep := "{\"a\":\n" + strings.Repeat("[", 63)
	for _, c := range []struct {
		name string
		from io.Reader
		want string
	}{
		{"deep enough", strings.NewReader(deep + strings.Repeat("]", 63) + "}"), ""},
		{"too deep", strings.NewReader(deep + "["), `x.json:2:64: nesting is "[", want at most 64 objects and arrays within one another`},
		{"for ever deeper", io.MultiReader(strings.NewReader(deep), zeros('[')), `x.json:2:64: nesting`},
		{"a text without end", io.MultiReader(strings.NewReader("{\"a\":\n\""), zeros('x')), `x.json:2: a value does not end within 4 MiB`},
		{"a number without end", io.MultiReader(strings.NewReader("{\"a\": 1"), zeros('0')), `a value does not end within 4 MiB`},
		{"blanks without end", io.MultiReader(strings.NewReader("{\"a\": 1"), zeros(' ')), `a value does not end within 4 MiB`},
	} {
		d := New(c.from, "x.json", 1)
		err := d.Leaves(func(Leaf) error { return nil })
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
		if d = New(strings.NewReader(deep+"["), "x.json", 1); d.Skip() == nil {
			t.Errorf("%s: Skip goes deeper", c.name)
		}
	}
}

func TestLeaves(t *testing.T) {
	d := New(strings.NewReader(`{"a": {"b": [1, [2.50], "x"]}, "c": null}`), "x.json", 1)
	var got []string
	err := d.Leaves(func(l Leaf) error {
		got = append(got, l.Path+"="+l.Value)
		if l.Number != (l.Value[0] < 'A') {
			return errors.New(l.Path)
		}
		return nil
	})
	if want := "a/b/0=1 a/b/1/0=2.50 a/b/2=x c=null"; err != nil || strings.Join(got, " ") != want {
		t.Errorf("%q, %v, want %s", got, err, want)
	}
}

package jsontext

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// walk reads {"n": [whole numbers], "s": text, "x": amount} and more keys.
func walk(text string) (string, error) {
	d := New(strings.NewReader(text), "x.json", 1)
	var out strings.Builder
	err := d.Object("file", func(key string) error {
		switch key {
		case "n":
			return d.Array("n", func() error {
				n, err := d.Int("n", 0, 9)
				fmt.Fprintf(&out, "%d@%d ", n, d.Line())
				return err
			})
		case "s":
			s, err := d.Text("s")
			out.WriteString(s + " ")
			return err
		case "x":
			x, err := d.Amount("x", 1000, "an amount")
			fmt.Fprintf(&out, "%d ", x)
			return err
		}
		return d.Skip()
	})
	return out.String(), err
}

func TestWalk(t *testing.T) {
	got, err := walk("{\"more\": [{}, {\"a\": [1, null, true]}],\n\"n\": [1,\n2.0, 3e0], \"s\": \"é\",\n\"x\": \"1.5\", \"y\": 2}\n")
	if want := "1@2 2@3 3@3 é 1500 "; got != want || err != nil {
		t.Errorf("walk is %q, %v, want %q", got, err, want)
	}
}

func TestFaultsHaveAPlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"[]", `x.json:1:1: file is "[", want an object`},
		{"{\n \"n\": [1,\n 12]}", `x.json:3:2: n is "12", want a whole number from 0 to 9`},
		{`{"n": [1.5]}`, `x.json:1:8: n is "1.5", want a whole number from 0 to 9`},
		{`{"n": ["1"]}`, `x.json:1:9: n is "1", want a whole number from 0 to 9`},
		{`{"n": [[1]]}`, `x.json:1:8: n is "[", want a whole number from 0 to 9`},
		{`{"n": {}}`, `x.json:1:7: n is "{", want an array`},
		{`{"s": 7}`, `x.json:1:7: s is "7", want a text in quotes`},
		{`{"x": -1}`, `x.json:1:7: x is "-1", want an amount`},
		{`{"x": null}`, `x.json:1:7: x is "null", want an amount`},
		{"{\"n\": [1,\n2", "x.json:2:2: the text ends in the middle: unexpected EOF"},
		{"", "x.json:1:1: the text ends in the middle: unexpected EOF"},
		{"{\"n\": [1,\n}", `x.json:2:1: text is "invalid character '}' looking for beginning of value", want JSON`},
		{"{\"n\": [1, nope]}", `x.json:1:11: text is "invalid character 'o' in literal null (expecting 'u')", want JSON`},
	} {
		if _, err := walk(c.text); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

func TestAnErrorBelowIsPassedOn(t *testing.T) {
	gone := errors.New("the disk is gone")
	d := New(io.MultiReader(strings.NewReader(`{"n": [1, `), bad{gone}), "x.json", 1)
	err := d.Object("file", func(string) error { return d.Skip() })
	if !errors.Is(err, gone) {
		t.Errorf("%v, want %v", err, gone)
	}
}

type bad struct{ err error }

func (b bad) Read([]byte) (int, error) { return 0, b.err }

func FuzzWalk(f *testing.F) {
	for _, text := range []string{"{}", `{"n": [1, 2.0], "s": "é", "x": "1.5"}`, "{\"n\": [1,\n}", `[[[[`, `{"a": {"b": [`} {
		f.Add(text)
	}
	f.Fuzz(func(_ *testing.T, text string) { walk(text) })
}

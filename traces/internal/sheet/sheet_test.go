package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// form has one column of each sort.
var form = Form{Columns: []Column{{Name: "name"}, {Name: "n", Also: []string{"number"}}, {Name: "x", Optional: true}, {Name: "at", Optional: true}}}

// lines reads all rows into one line each, then the skips, then the error.
func lines(text string, f Form) (got []string) {
	s, err := Read(strings.NewReader(text), "x.csv", f)
	if err != nil {
		return []string{err.Error()}
	}
	for s.Next() {
		name, n, x, at := s.Word(0, "a name"), s.Int(1, 0, 9), int64(0), time.Time{}
		if s.Text(2) != "" {
			x = s.Amount(2, 1000, 5000, "an amount up to 5")
		}
		if s.Text(3) != "" {
			at = s.Time(3, "a date", time.DateOnly)
		}
		if s.Good() {
			got = append(got, fmt.Sprintf("%d: %s %d %d %s", s.Line(), name, n, x, at.Format("0601")))
		}
	}
	for _, k := range s.Skipped() {
		got = append(got, k.String())
	}
	if s.Err() != nil {
		got = append(got, s.Err().Error())
	}
	return got
}

func TestRows(t *testing.T) {
	lenient, spare := form, form
	lenient.Lenient, spare.Spare = true, true
	for _, c := range []struct {
		name, text string
		form       Form
		want       []string
	}{
		{name: "any order", text: "n,name\n3,a\n", want: []string{"2: a 3 0 0101"}},
		{name: "all columns", text: "name,n,x,at\n\"a,b\", 3 ,1.5,2024-05-06\nc,4,,\n", want: []string{"2: a,b 3 1500 2405", "3: c 4 0 0101"}},
		{name: "other name, CRLF, no final newline", text: "number,name\r\n3,a\r\n4,b", want: []string{"2: a 3 0 0101", "3: b 4 0 0101"}},
		{name: "spare column", text: "name,n,more\na,1,zzz\n", form: spare, want: []string{"2: a 1 0 0101"}},
		{name: "unknown column", text: "name,n,att\n", want: []string{`x.csv:1:8: column is "att", want one of name, n, x, at; did you mean "at"?`}},
		{name: "twice", text: "name,n,number\n", want: []string{`x.csv:1:8: column is "number", want each column once`}},
		{name: "missing", text: "name,x\n", want: []string{`x.csv:1: header is "name,x", want a column n`}},
		{name: "empty", text: "", want: []string{"x.csv: the file is empty, want a header with name,n"}},
		{name: "no rows", text: "name,n\n\n", want: []string{"x.csv: the file is empty, want at least one row after the header"}},
		{name: "first fault of a row", text: "name,n\n,12\n", want: []string{`x.csv:2:1: name is "", want a name`}},
		{name: "strict", text: "name,n\na,1\nb,12\nc,3\n", want: []string{"2: a 1 0 0101", `x.csv:3:3: n is "12", want a whole number from 0 to 9`}},
		{name: "lenient", text: "name,n\na,1\nb,12\nc\nd,3\ne,x\n", form: lenient, want: []string{
			"2: a 1 0 0101", "5: d 3 0 0101", `2 rows skipped, first x.csv:3:3: n is "12", want a whole number from 0 to 9`,
			`1 row skipped, first x.csv:4: number of columns is "1", want 2, as in the header`,
		}},
		{name: "nothing left", text: "name,n\nb,12\n", form: lenient, want: []string{
			`1 row skipped, first x.csv:2:3: n is "12", want a whole number from 0 to 9`,
			`x.csv: no rows are left: 1 row skipped, first x.csv:2:3: n is "12", want a whole number from 0 to 9`,
		}},
		{name: "amount and date", text: "name,n,x,at\na,1,5.01,\n", want: []string{`x.csv:2:5: x is "5.01", want an amount up to 5`}},
		{name: "no such day", text: "name,n,at\na,1,2023-02-29\n", want: []string{`x.csv:2:5: at is "2023-02-29", want a date`}},
		{name: "quote within a cell", text: "name,n\na\"b,1\nc,2\n", form: lenient, want: []string{
			"3: c 2 0 0101", `1 row skipped, first x.csv:2:2: row is "bare \" in non-quoted-field", want quotes in pairs around a whole cell`,
		}},
		{name: "quote that swallows rows", text: "name,n\n\"a,1\nc,2\n", form: lenient, want: []string{
			`x.csv:2: row is "extraneous or missing \" in quoted-field", want quotes in pairs around a whole cell`,
		}},
	} {
		if c.form.Columns == nil {
			c.form = form
		}
		if diff := cmp.Diff(lines(c.text, c.form), c.want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", c.name, diff)
		}
	}
}

func TestARowThatDoesNotEnd(t *testing.T) {
	got := lines("name,n\na,1\n\""+strings.Repeat("z", 1<<17), form)
	want := []string{"2: a 1 0 0101", "x.csv: after row 2: the row is longer than 64 KiB; is a quote left open?"}
	if len(got) != 2 || !strings.Contains(got[1], "longer than 64 KiB") {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAReadErrorIsNoFault(t *testing.T) {
	broken := errors.New("the disk is gone")
	s, err := Read(io.MultiReader(strings.NewReader("name,n\na,1\n"), errReader{broken}), "x.csv", Form{Columns: form.Columns, Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	for s.Next() {
		s.Good()
	}
	if !errors.Is(s.Err(), broken) || len(s.Skipped()) != 0 {
		t.Errorf("Err() = %v, skipped %v, want %v", s.Err(), s.Skipped(), broken)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func FuzzRows(f *testing.F) {
	for _, text := range []string{"n,name\n3,a\n", "name,n,x,at\n\"a,b\", 3 ,1.5,2024-05-06\nc,4,,\n", "name,n\n\"a,1\nc,2\n", "\ufeffname,n\r\n"} {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(_ *testing.T, text string, lenient bool) {
		lines(text, Form{Columns: form.Columns, Lenient: lenient})
	})
}

package grammar

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func Example() {
	c, err := Parse("failover( greedy(cheapest), spares = 2 )")
	if err != nil {
		panic(err)
	}
	fmt.Println(c.Word, len(c.Args), c.Args[1].Key, c.Args[1].Value.Word, c.Args[1].Value.Column)
	fmt.Println(c)
	_, err = Parse("greedy(order=,place=cheapest)")
	fmt.Println(err)
	// Output:
	// failover 2 spares 2 38
	// failover(greedy(cheapest),spares=2)
	// policy "greedy(order=,place=cheapest)": column 14: "," where a name should be
}

func TestParseErrorsNameTheColumn(t *testing.T) {
	tests := []struct {
		name, text string
		column     int
		problem    string
	}{
		{"nothing", "", 1, "the end where a name should be"},
		{"only spaces", "  ", 3, "the end where a name should be"},
		{"no closing parenthesis", "a(b", 4, `the end where "," or ")" should be`},
		{"trailing comma", "a(b,)", 5, `")" where an argument should be`},
		{"text behind", "a(b) c", 6, `"c" where nothing more should be`},
		{"two keys", "a(b=c=d)", 6, `"=" where "," or ")" should be`},
		{"key without value", "a(b=)", 5, `")" where a name should be`},
		{"columns count characters", "a(ü)", 3, `"ü" where an argument should be`},
		{"key of the whole", "a=b", 2, `"=" where nothing more should be`},
		{"invalid UTF-8", "a(\xff", 3, "\"\ufffd\" where an argument should be"},
		{"too deep", strings.Repeat("a(", 40), 65, "nested more than 32 deep"},
		{"too deep with keys", strings.Repeat("a(b=", 100_000), 129, "nested more than 32 deep"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.text)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("Parse(%.40q) = %v, want an *Error", tt.text, err)
			}
			if e.Column != tt.column || e.Problem != tt.problem {
				t.Errorf("Parse(%.40q): column %d: %s, want column %d: %s", tt.text, e.Column, e.Problem, tt.column, tt.problem)
			}
			if len(err.Error()) > 1000 {
				t.Errorf("error has %d bytes, want it to quote the text in part", len(err.Error()))
			}
		})
	}
}

// calls draws constructions of limited depth.
func calls(depth int) *rapid.Generator[Call] {
	return rapid.Custom(func(t *rapid.T) Call {
		word := rapid.StringMatching(`[A-Za-z0-9._+-]{1,8}`)
		c := Call{Word: word.Draw(t, "word")}
		if depth == 0 {
			return c
		}
		for range rapid.IntRange(0, 3).Draw(t, "arguments") {
			a := Arg{Value: calls(depth-1).Draw(t, "value")}
			if rapid.Bool().Draw(t, "has a key") {
				a.Key = word.Draw(t, "key")
			}
			c.Args = append(c.Args, a)
		}
		return c
	})
}

// strip forgets columns, which depend on spaces.
func strip(c Call) Call {
	c.Column = 0
	for i := range c.Args {
		c.Args[i].Column = 0
		c.Args[i].Value = strip(c.Args[i].Value)
	}
	return c
}

func TestParseUndoesString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := calls(3).Draw(t, "call")
		got, err := Parse(c.String())
		if err != nil {
			t.Fatalf("Parse(%q): %v", c, err)
		}
		if fmt.Sprint(strip(got)) != fmt.Sprint(c) || fmt.Sprintf("%#v", strip(got)) != fmt.Sprintf("%#v", c) {
			t.Fatalf("Parse(%q) = %#v, want %#v", c, strip(got), c)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"greedy", "a(b=c,d(e),1h30m)", "a((", "a(b=,)", strings.Repeat("a(", 99), "\x00(é="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(c.String())
		if err != nil || again.String() != c.String() {
			t.Errorf("Parse(%q) prints %q, which parses to %q, %v", text, c, again, err)
		}
	})
}

func TestDurationsPrintAsTheyAreWritten(t *testing.T) {
	for _, s := range []string{"0s", "1ns", "90s", "10m", "1h", "1h30m", "1h0m5s", "1m30s", "1500ns", "1000h", "2562047h47m"} {
		d, err := ParseDuration(s)
		if err != nil {
			t.Errorf("ParseDuration(%q): %v", s, err)
		}
		want := s
		if s == "90s" {
			want = "1m30s"
		}
		if got := Duration(d); got != want {
			t.Errorf("Duration(ParseDuration(%q)) = %q, want %q", s, got, want)
		}
	}
	for _, s := range []string{"", "1", "-5m", "h", "1d", "10 m", "never"} {
		if d, err := ParseDuration(s); err == nil {
			t.Errorf("ParseDuration(%q) = %v, want an error", s, d)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Min(0).Draw(t, "d"))
		s := Duration(d)
		for _, c := range []byte(s) {
			if !IsWord(c) {
				t.Fatalf("Duration(%d) = %q, want a word", d, s)
			}
		}
		if back, err := ParseDuration(s); back != d || err != nil {
			t.Fatalf("ParseDuration(%q) = %d, %v, want %d", s, back, err, d)
		}
	})
}

func TestNearestIsWhatWasMeant(t *testing.T) {
	known := []string{"cheapest", "fastest", "firstfit", "bestfit", "sjf", "edf"}
	for word, want := range map[string]string{
		"cheapst": "cheapest", "chaepest": "cheapest", "fistfit": "firstfit", "bestft": "bestfit",
		"sfj": "sjf", "zzzzzzzz": "", "": "", "quantum": "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

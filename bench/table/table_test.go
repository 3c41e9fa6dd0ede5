package table

import (
	"encoding/csv"
	"math"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"
)

func TestCells(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		cell Cell
		want string
	}{
		{Count(82247), "82,247"},
		{Count(-1234567), "-1,234,567"},
		{Count(0), "0"},
		{Count(math.MinInt64), "-9,223,372,036,854,775,808"},
		{Number(48.2719, 3), "48.3"},
		{Number(1234.5, 3), "1,234"},
		{Number(9.996, 3), "10.0"},
		{Number(0.00012345, 3), "0.000123"},
		{Number(0, 3), "0"},
		{Number(1e-30, 3), "1e-30"},
		{Number(1.5e20, 3), "1.5e+20"},
		{Number(nan, 3), "–"},
		{Number(-inf, 3), "-∞"},
		{Fixed(-0.004, 2), "0.00"},
		{Fixed(1234.567, 1), "1,234.6"},
		{Money(1234.56), "$1,234.56"},
		{Money(-0.5), "-$0.500"},
		{Money(0.0034), "$0.00340"},
		{Money(0.999), "$1.00"},
		{Money(0), "$0.00"},
		{Money(1234567.891), "$1,234,567.89"},
		{Percent(2.0/3, 1), "66.7 %"},
		{Interval(-12.27, -14.02, -10.55, "%"), "-12.3 % [-14.0, -10.6]"},
		{Interval(-6.3, -7.47, -5.13, "$"), "-$6.3 [-7.5, -5.1]"},
		{Interval(1234, 1000, 1468, "$"), "$1,234 [1,000, 1,468]"},
		{Interval(5, 5, 5, ""), "5.00 [5.00, 5.00]"},
		{Interval(0, 0, 0, "%"), "0 % [0, 0]"},
		{Interval(3.25, -inf, inf, "%"), "3.25 % [-∞, ∞]"},
		{Interval(nan, nan, nan, "%"), "–"},
		{Text("two\nlines\x1b[31m"), "two lines?[31m"},
		{Code("a\xffb"), "a?b"},
	} {
		if got := c.cell.String(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestDigitsStandUnderDigitsWhereSomeCellsHaveMarks(t *testing.T) {
	tab := New("", Column{Title: "policy"}, Column{Title: "cost"})
	tab.Add(Text("a"), Fixed(10.5, 1).Note("first").Note("second"))
	tab.Add(Text("b"), Fixed(9.5, 1))
	tab.Add(Text("c"), Fixed(8.5, 1).Note("second"))
	const want = `policy     cost
─────────────────
a       10.5¹,²
b        9.5
c        8.5²

¹ first
² second
`
	if got := writeText(t, tab, TextOptions{}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestOnlyBoldWritesEscapeSequences(t *testing.T) {
	tab := New("title", Column{Title: "x"})
	tab.Add(Text("evil \x1b[2J name"))
	if got := writeText(t, tab, TextOptions{}); strings.ContainsRune(got, '\x1b') {
		t.Errorf("an escape sequence in %q", got)
	}
	if got := writeText(t, tab, TextOptions{Bold: true}); !strings.HasPrefix(got, "\x1b[1mtitle\x1b[0m\n") {
		t.Errorf("no bold title in %q", got)
	}
}

func TestMarkdownDisarmsMarkup(t *testing.T) {
	tab := New("a*b*", Column{Title: "x_y_"})
	tab.Add(Text("<b>|[l](u)|`c`"))
	tab.Add(Code("a|b`c"))
	const want = "**a\\*b\\***\n\n| x\\_y\\_ |\n|:--- |\n| \\<b\\>\\|\\[l\\](u)\\|\\`c\\` |\n| `` a\\|b`c `` |\n"
	var b strings.Builder
	if err := tab.WriteMarkdown(&b); err != nil || b.String() != want {
		t.Errorf("got\n%s (%v), want\n%s", b.String(), err, want)
	}
}

func TestAnEmptyTableHasItsHead(t *testing.T) {
	tab := New("nothing", Column{Title: "policy"}, Column{Title: "cost", Unit: "$"})
	if got, want := writeText(t, tab, TextOptions{}), "nothing\n\npolicy  cost ($)\n"; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want it to start %q", got, want)
	}
}

// Whatever is in the cells, CSV must read back as it was put in, every row as
// long as the head, and text must have no line beyond the asked width unless
// its numbers alone are wider.
func TestOutputsSurviveAnyCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tab := New("t", Column{Title: "name"}, Column{Title: "n"})
		var names []string
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			name := rapid.String().Draw(t, "name")
			names = append(names, clean(name))
			tab.Add(Code(name), Number(rapid.Float64().Draw(t, "n"), 3).Note(rapid.StringMatching(`[a-z]{0,3}`).Draw(t, "note")))
		}
		var b strings.Builder
		if err := tab.WriteCSV(&b); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
		if err != nil {
			t.Fatalf("%v in %q", err, b.String())
		}
		if len(rows) != len(names)+1 {
			t.Fatalf("%d rows of CSV, want %d", len(rows), len(names)+1)
		}
		for i, name := range names {
			if rows[i+1][0] != name {
				t.Errorf("CSV has %q, want %q", rows[i+1][0], name)
			}
		}
		b.Reset()
		if err := tab.WriteText(&b, TextOptions{Width: 60}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if text.StringWidth(line) > 60 {
				t.Errorf("line of %d columns: %q", text.StringWidth(line), line)
			}
		}
	})
}

func TestWrapLosesNothing(t *testing.T) {
	name := "greedy(order=sjf,place=cheapest,backfill=easy)"
	if got, want := Wrap(name, 24), "greedy(order=sjf,\nplace=cheapest,\nbackfill=easy)"; got != want {
		t.Errorf("Wrap = %q, want %q", got, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-z(,=)/]{0,60}`).Draw(t, "s")
		width := rapid.IntRange(1, 30).Draw(t, "width")
		got := Wrap(s, width)
		if strings.ReplaceAll(got, "\n", "") != s {
			t.Errorf("Wrap(%q, %d) = %q", s, width, got)
		}
		for _, line := range strings.Split(got, "\n") {
			if len(line) > width {
				t.Errorf("line %q is longer than %d", line, width)
			}
		}
	})
}

func writeText(t *testing.T, tab *Table, o TextOptions) string {
	t.Helper()
	var b strings.Builder
	if err := tab.WriteText(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

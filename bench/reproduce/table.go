package reproduce

import (
	"fmt"
	"math"
	"strings"

	"skysim/bench/table"
)

// Table returns the numbers of an outcome, one row each. Detail rows that are OK
// are folded into a note with their count and the worst of them.
func (r *Reproduction) Table(o *Outcome) *table.Table {
	t := table.New(r.Name+": "+r.Title, table.Column{Title: "case"}, table.Column{Title: "published", Align: table.Right},
		table.Column{Title: "ours", Align: table.Right}, table.Column{Title: "difference", Align: table.Right},
		table.Column{Title: "tolerance", Align: table.Right}, table.Column{Title: "verdict", Align: table.Left})
	var folded fold
	for i := range o.Numbers {
		n := &o.Numbers[i]
		if n.Detail {
			folded.add(n)
			if n.OK {
				continue
			}
		}
		t.Add(n.row()...)
	}
	if folded.all > 0 {
		t.Note(folded.String())
	}
	for _, note := range o.Notes {
		t.Note(note)
	}
	return t
}

// row returns the cells of a number.
func (n *Number) row() []table.Cell {
	d := n.decimals()
	ours := n.cell(n.Ours, d)
	if n.Relation == Interval {
		ours = table.Text(fmt.Sprintf("[%s, %s]", withDecimals(n.Low, d), withDecimals(n.High, d)))
	}
	difference, tolerance := n.cell(n.Difference(), d), table.Text("–")
	switch n.Relation {
	case Equal:
		tolerance = table.Text("± " + n.tolerance())
	case AtMost:
		tolerance = table.Text("at most" + more(" + ", n))
	case AtLeast:
		tolerance = table.Text("at least" + more(" − ", n))
	case Ordering:
		tolerance = table.Text("same sign")
	case Interval:
		tolerance = table.Text("contains" + more(" ± ", n))
	}
	verdict := table.Text(n.verdict())
	switch {
	case n.Note != "":
		verdict = verdict.Note(n.Note)
	case !n.OK:
		verdict = verdict.Note("not explained")
	}
	return []table.Cell{table.Text(n.Case), n.cell(n.Published, d), ours, difference, tolerance, verdict}
}

// verdict is one or two words.
func (n *Number) verdict() string {
	switch {
	case n.Relation == Context:
		return "context"
	case n.Relation == Unusable:
		return "unusable"
	case n.OK:
		return "ok"
	}
	return "OFF"
}

// more returns the tolerance behind a sign, or nothing when there is none.
func more(sign string, n *Number) string {
	if n.Tolerance == 0 {
		return ""
	}
	return sign + n.tolerance()
}

// tolerance writes the tolerance, in full as it was given unless it is a tiny one.
func (n *Number) tolerance() string { return fmt.Sprintf("%.3g", n.Tolerance) + n.unit() }

func (n *Number) unit() string {
	if n.Unit == "" {
		return ""
	}
	return " " + n.Unit
}

// decimals is how many decimals show whether the number is within tolerance, one
// more than the tolerance has, and four digits of it at least. Whole numbers that
// are to be equal have none.
func (n *Number) decimals() int {
	exact := n.Relation == Context || n.Tolerance == 0
	if exact && whole(n.Published) && whole(n.Ours) {
		return 0
	}
	of, shown := n.Published, 0
	if math.IsNaN(of) {
		of = n.Ours
	}
	if size := math.Abs(of); size > 0 && !math.IsInf(size, 0) {
		shown = 3 - int(math.Floor(math.Log10(size)))
	}
	if !exact {
		shown = max(shown, int(math.Ceil(-math.Log10(n.Tolerance)-1e-9))+1)
	}
	return min(max(shown, 0), 12)
}

func whole(x float64) bool { return x == math.Trunc(x) && math.Abs(x) < 1e15 }

// cell shows a value of the number, or a dash where there is none.
func (n *Number) cell(x float64, decimals int) table.Cell {
	if math.IsNaN(x) {
		return table.Text("–")
	}
	return table.Text(withDecimals(x, decimals) + n.unit())
}

// withDecimals writes a number with its thousands apart. What is rounded to zero has
// no sign.
func withDecimals(x float64, decimals int) string {
	if math.IsInf(x, 0) || math.Abs(x) >= 1e15 {
		return fmt.Sprintf("%.4g", x)
	}
	s := fmt.Sprintf("%.*f", decimals, x)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return table.Group(s)
}

// fold counts detail rows.
type fold struct {
	all, within, context int
	worst                *Number // the one furthest out among those that are judged
}

func (f *fold) add(n *Number) {
	f.all++
	if n.Relation == Context {
		f.context++
		return
	}
	if n.OK {
		f.within++
	}
	if n.Relation == Equal && (f.worst == nil || n.excess() > f.worst.excess()) {
		f.worst = n
	}
}

// String says how many rows are not shown, and which is the worst.
func (f *fold) String() string {
	s := fmt.Sprintf("%s detail rows are folded: %s of %s within tolerance", count(f.all), count(f.within), count(f.all-f.context))
	if f.within < f.all-f.context {
		s += " (those that are not are shown)"
	}
	if f.context > 0 {
		s += fmt.Sprintf(", %s for context", count(f.context))
	}
	if f.worst != nil {
		d := f.worst.decimals()
		s += fmt.Sprintf("; the worst is %s: published %s, ours %s, tolerance %s", f.worst.Case,
			withDecimals(f.worst.Published, d), withDecimals(f.worst.Ours, d), f.worst.tolerance())
	}
	return s + "; --json has them all"
}

func count(n int) string { return table.Group(fmt.Sprint(n)) }

// Tally counts verdicts over reproductions.
type Tally struct {
	Within  int // tolerance
	Off     int
	Context int
	// Unusable counts files, rows and cases that could not be compared.
	Unusable int
	NotRun   []string // names with the reason in parentheses
}

// Add counts the numbers of an outcome.
func (t *Tally) Add(o *Outcome) {
	for i := range o.Numbers {
		switch n := &o.Numbers[i]; {
		case n.Relation == Context:
			t.Context++
		case n.Relation == Unusable:
			t.Unusable++
		case n.OK:
			t.Within++
		default:
			t.Off++
		}
	}
}

// String is the sum, as in "212 of 214 within tolerance, 12 for context".
func (t *Tally) String() string {
	s := fmt.Sprintf("%s of %s within tolerance", count(t.Within), count(t.Within+t.Off))
	if t.Context > 0 {
		s += fmt.Sprintf(", %s for context", count(t.Context))
	}
	if t.Unusable > 0 {
		s += fmt.Sprintf(", %s unusable", count(t.Unusable))
	}
	if len(t.NotRun) > 0 {
		s += "; not run: " + strings.Join(t.NotRun, ", ")
	}
	return s
}

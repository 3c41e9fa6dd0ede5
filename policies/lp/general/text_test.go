package general

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// TestMPS reads what is written.
func TestMPS(t *testing.T) {
	inf := math.Inf(1)
	p := &Problem{
		Columns: []Column{{"hours on spot", 0.3, 0, inf}, {"", -1, -inf, -2.5}, {"hours on spot", 0, -inf, inf}, {"7", 0, 1, 1}, {"COST", 1e-9, -3, 4}, {"", 0, 2, inf}},
		Rows:    []Row{{"COST", []Term{{0, 1}, {1, -0.1}}, LessEqual, 4}, {"", []Term{{4, 2}}, Equal, 0}, {"größe", nil, GreaterEqual, -1}},
	}
	got, n := MPS(p)
	const want = `NAME skysim
ROWS
 N COST
 L COST_2
 E R1
 G gr__e
COLUMNS
 hours_on_spot COST 0.3
 hours_on_spot COST_2 1
 C1 COST -1
 C1 COST_2 -0.1
 hours_on_spot_2 COST 0
 x7 COST 0
 COST COST 1e-09
 COST R1 2
 C5 COST 0
RHS
 RHS COST_2 4
 RHS gr__e -1
BOUNDS
 MI BND C1
 UP BND C1 -2.5
 FR BND hours_on_spot_2
 FX BND x7 1
 LO BND COST -3
 UP BND COST 4
 LO BND C5 2
ENDATA
`
	if string(got) != want {
		t.Errorf("MPS writes\n%s\nwant\n%s", got, want)
	}
	if len(n.Columns) != 6 || len(n.Rows) != 3 {
		t.Errorf("names %v", n)
	}
}

const solution = `Model status
Optimal

# Primal solution values
Feasible
Objective 1
# Columns 2
C0 1
C1 0
# Rows 1
R0 1

# Dual solution values
Feasible
# Columns 2
C0 0
C1 2
# Rows 1
R0 1

# Basis
`

var cover = &Problem{
	Columns: []Column{{"", 1, 0, math.Inf(1)}, {"", 3, 0, math.Inf(1)}},
	Rows:    []Row{{"", []Term{{0, 1}, {1, 1}}, GreaterEqual, 1}},
}

// TestExternal hands in what a solver might say.
func TestExternal(t *testing.T) {
	for _, c := range []struct{ what, text, want string }{
		{"the truth", solution, ""},
		{"not the best", strings.Replace(strings.Replace(solution, "C0 1\n", "C0 0\n", 1), "C1 0\n", "C1 1\n", 1), "prove only 1"},
		{"not feasible", strings.Replace(solution, "C0 1\n", "C0 0.5\n", 1), "sums to 0.5"},
		{"no solution", "Model status\nInfeasible\n", "but there is a solution"},
		{"time is up", "Model status\nTime limit reached\n", `says "Time limit reached"`},
		{"no prices", solution[:strings.Index(solution, "# Dual")], "without values or prices"},
		{"nothing", "", "there is no line"},
		{"an unknown name", strings.Replace(solution, "C1 0", "C9 0", 1), "solution:9: \"C9\""},
		{"a name twice", strings.Replace(solution, "C1 0", "C0 0", 1), "solution:9: \"C0\""},
		{"no number", strings.Replace(solution, "C1 0", "C1 none", 1), "solution:9: value"},
		{"too few", strings.Replace(solution, "# Columns 2", "# Columns 1", 1), "solution:7:"},
		{"cut off", solution[:strings.Index(solution, "C1 0")], "the file ends"},
	} {
		e := External{Run: func([]byte) ([]byte, error) { return []byte(c.text), nil }}
		a, err := e.Solve(cover, Budget{})
		if c.want == "" && (err != nil || a.Objective != 1 || a.Bound != 1) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
	}
	broken := errors.New("no such program")
	if _, err := (External{Run: func([]byte) ([]byte, error) { return nil, broken }}).Solve(cover, Budget{}); !errors.Is(err, broken) {
		t.Errorf("an error of Run is lost: %v", err)
	}
}

// TestInvalid looks at what is refused.
func TestInvalid(t *testing.T) {
	one := func(c Column, r Row) *Problem { return &Problem{Columns: []Column{c}, Rows: []Row{r}} }
	ok, row := Column{Upper: 1}, Row{Sense: Equal}
	for _, c := range []struct {
		p    *Problem
		want string
	}{
		{one(Column{Cost: math.NaN()}, row), "cost of column 0 is NaN"},
		{one(Column{"x", 1, 2, 1}, row), "column 0 (x) has lower bound 2 above upper bound 1"},
		{one(Column{Lower: math.Inf(1), Upper: math.Inf(1)}, row), "bounds of column 0"},
		{one(Column{Upper: 1e101}, row), "bounds of column 0"},
		{one(ok, Row{}), "sense of row 0 is 0"},
		{one(ok, Row{Sense: Equal, RHS: math.Inf(1)}), "right-hand side of row 0"},
		{one(ok, Row{Sense: Equal, Terms: []Term{{1, 1}}}), "term of column 1, want one of 1"},
		{one(ok, Row{Sense: Equal, Terms: []Term{{0, math.Inf(1)}}}), "coefficient +Inf"},
		{one(ok, Row{Sense: Equal, Terms: []Term{{0, 1}, {0, 1}}}), "column 0 twice"},
	} {
		for _, s := range []Solver{Own{}, Gonum{}, External{}} {
			if _, err := s.Solve(c.p, Budget{}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%T says %v, want %q", s, err, c.want)
			}
		}
	}
}

// FuzzReadSolution reads anything without a panic, and values only with a status.
func FuzzReadSolution(f *testing.F) {
	f.Add(solution)
	f.Add("Model status\nInfeasible\n")
	f.Add("# Columns\n# Rows 1 1\n")
	_, n := MPS(cover)
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := ReadSolution(strings.NewReader(text), n); err == nil && s.Status == "" {
			t.Errorf("a solution without status: %+v", s)
		}
	})
}

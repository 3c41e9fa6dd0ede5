package general

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// External is a solver that the caller runs: Run is handed the problem as MPS
// text and hands back the text of a solution as HiGHS writes it (its option
// --solution_file, style 0), with prices. Nothing it says is believed before
// Verify agrees, and that there is no solution only if Own finds the proof.
type External struct {
	Run func(mps []byte) (solution []byte, err error)
}

var _ Solver = External{}

// Solve returns a verified answer, an *InfeasibleError or *UnboundedError, or
// what is wrong: an invalid problem, what Run says, a solution that cannot be
// read, ErrUnverified.
func (e External) Solve(p *Problem, b Budget) (*Answer, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	mps, names := MPS(p)
	text, err := e.Run(mps)
	if err != nil {
		return nil, fmt.Errorf("general: external solver: %w", err)
	}
	s, err := ReadSolution(bytes.NewReader(text), names)
	if err != nil {
		return nil, err
	}
	switch strings.ToLower(s.Status) {
	case "optimal":
	case "infeasible", "unbounded", "primal infeasible or unbounded":
		return nil, proof(p, b, "the external solver says "+s.Status)
	default:
		return nil, wrong("the external solver says %q", s.Status)
	}
	a := &Answer{X: s.X, Price: s.Price, Objective: p.Value(s.X), Optimal: true}
	a.Bound = Lower(p, a.Price)
	return a, Verify(p, a)
}

// proof returns Own's proof that p has no solution, or that there is none.
func proof(p *Problem, b Budget, said string) error {
	_, err := Own{}.Solve(p, b)
	switch err.(type) {
	case *InfeasibleError, *UnboundedError:
		return err
	case nil:
		return wrong("%s, but there is a solution", said)
	}
	return wrong("%s, without proof: %v", said, err)
}

// Solution is what a solver's file says.
type Solution struct {
	Status string    // "Optimal" and the like
	X      []float64 // of each column
	Price  []float64 // of each row
}

// ReadSolution reads a solution in the format of HiGHS for a problem whose columns
// and rows have these names. Errors begin with the line. A solution whose Status is
// not Optimal may lack values and prices.
func ReadSolution(from io.Reader, n Names) (*Solution, error) {
	r := &solutionReader{scan: bufio.NewScanner(from), s: &Solution{X: make([]float64, len(n.Columns)), Price: make([]float64, len(n.Rows))}}
	r.scan.Buffer(nil, 1<<20)
	columns, rows := index(n.Columns), index(n.Rows)
	prices := false
	for r.next() {
		switch {
		case r.text == "Model status":
			if !r.next() {
				return nil, r.fail("the file ends where the status was to come")
			}
			r.s.Status = r.text
		case r.text == "# Dual solution values":
			prices = true
		case r.text == "# Basis":
			return r.whole()
		case strings.HasPrefix(r.text, "# Columns"):
			into := r.s.X
			if prices {
				into = nil // reduced costs, which follow from the prices
			}
			if err := r.values(columns, into); err != nil {
				return nil, err
			}
			r.hasX = true
		case strings.HasPrefix(r.text, "# Rows"):
			into := r.s.Price
			if !prices {
				into = nil // what the rows sum to, which follows from the values
			}
			if err := r.values(rows, into); err != nil {
				return nil, err
			}
			r.hasPrice = r.hasPrice || prices
		}
	}
	if err := r.scan.Err(); err != nil {
		return nil, r.fail("%v", err)
	}
	return r.whole()
}

// solutionReader reads line by line.
type solutionReader struct {
	scan           *bufio.Scanner
	line           int
	text           string
	s              *Solution
	hasX, hasPrice bool
}

func (r *solutionReader) next() bool {
	if !r.scan.Scan() {
		return false
	}
	r.line++
	r.text = strings.TrimSpace(r.scan.Text())
	return true
}

func (r *solutionReader) fail(format string, args ...any) error {
	return fmt.Errorf("solution:%d: %s", r.line, fmt.Sprintf(format, args...))
}

// whole returns the solution if nothing is missing.
func (r *solutionReader) whole() (*Solution, error) {
	if r.s.Status == "" {
		return nil, r.fail("there is no line %q", "Model status")
	}
	if r.s.Status == "Optimal" && !(r.hasX && r.hasPrice) {
		return nil, r.fail("an optimal solution without values or prices, want both")
	}
	return r.s, nil
}

// values reads as many lines of a name and a number as the heading says, one for
// each name.
func (r *solutionReader) values(names map[string]int, into []float64) error {
	words := strings.Fields(r.text)
	count, err := strconv.Atoi(words[len(words)-1])
	if err != nil || count != len(names) {
		return r.fail("%q, want %d", r.text, len(names))
	}
	seen := make([]bool, count)
	for range count {
		if !r.next() {
			return r.fail("the file ends among %d values", count)
		}
		name, text, _ := strings.Cut(r.text, " ")
		at, known := names[name]
		if !known || seen[at] {
			return r.fail("%q is not the name of anything, or comes twice", name)
		}
		seen[at] = true
		v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil {
			return r.fail("value %q of %s is not a number", text, name)
		}
		if into != nil {
			into[at] = v
		}
	}
	return nil
}

// index returns where each name stands.
func index(names []string) map[string]int {
	at := make(map[string]int, len(names))
	for i, n := range names {
		at[n] = i
	}
	return at
}

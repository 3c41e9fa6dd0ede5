package general

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// MPS writes p in free MPS format, which every LP solver reads, and the names it
// used: those of the problem, with what MPS files cannot hold replaced, and made
// unique.
func MPS(p *Problem) (text []byte, n Names) {
	n = names(p)
	var b bytes.Buffer
	line := func(words ...string) {
		b.WriteByte(' ')
		b.WriteString(strings.Join(words, " "))
		b.WriteByte('\n')
	}
	b.WriteString("NAME skysim\nROWS\n")
	line("N", n.objective)
	for i, r := range p.Rows {
		line([...]string{LessEqual: "L", Equal: "E", GreaterEqual: "G"}[r.Sense], n.Rows[i])
	}
	b.WriteString("COLUMNS\n")
	byColumn := make([][]Term, len(p.Columns))
	for i, r := range p.Rows {
		for _, t := range r.Terms {
			byColumn[t.Col] = append(byColumn[t.Col], Term{i, t.Value})
		}
	}
	for j, c := range p.Columns {
		line(n.Columns[j], n.objective, number(c.Cost)) // also 0, so that every column is there
		for _, t := range byColumn[j] {
			line(n.Columns[j], n.Rows[t.Col], number(t.Value))
		}
	}
	b.WriteString("RHS\n")
	for i, r := range p.Rows {
		if r.RHS != 0 {
			line("RHS", n.Rows[i], number(r.RHS))
		}
	}
	b.WriteString("BOUNDS\n")
	for j, c := range p.Columns {
		for _, w := range bounds(c) {
			line(append([]string{w[0], "BND", n.Columns[j]}, w[1:]...)...)
		}
	}
	b.WriteString("ENDATA\n")
	return b.Bytes(), n
}

// bounds returns the lines that a column needs. Both bounds are always said: what
// an upper bound below zero does to a lower one that is not differs between solvers.
func bounds(c Column) (lines [][]string) {
	switch lo, up := math.IsInf(c.Lower, -1), math.IsInf(c.Upper, 1); {
	case lo && up:
		return [][]string{{"FR"}}
	case lo:
		return [][]string{{"MI"}, {"UP", number(c.Upper)}}
	case up && c.Lower == 0:
		return nil
	case up:
		return [][]string{{"LO", number(c.Lower)}}
	case c.Lower == c.Upper:
		return [][]string{{"FX", number(c.Lower)}}
	}
	return [][]string{{"LO", number(c.Lower)}, {"UP", number(c.Upper)}}
}

// number writes x so that it is read back the same.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// Names are what the columns and rows of a problem are called in an MPS file.
type Names struct {
	Columns, Rows []string
	objective     string
}

// names chooses them.
func names(p *Problem) (n Names) {
	rows, columns := map[string]bool{}, map[string]bool{}
	n.objective = unique("COST", "COST", rows)
	for i, r := range p.Rows {
		n.Rows = append(n.Rows, unique(r.Name, "R"+strconv.Itoa(i), rows))
	}
	for j, c := range p.Columns {
		n.Columns = append(n.Columns, unique(c.Name, "C"+strconv.Itoa(j), columns))
	}
	return n
}

// unique returns a name of letters, digits and a few signs that is not yet taken,
// and takes it: like name, or instead if that is empty.
func unique(name, instead string, taken map[string]bool) string {
	if name == "" {
		name = instead
	}
	name = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("_.[]()-+=/", r) {
			return r
		}
		return '_'
	}, name)
	if c := name[0] | 0x20; c < 'a' || c > 'z' {
		name = "x" + name // some readers take a number for one
	}
	name = name[:min(len(name), 100)]
	for base, k := name, 2; taken[name]; k++ {
		name = base + "_" + strconv.Itoa(k)
	}
	taken[name] = true
	return name
}

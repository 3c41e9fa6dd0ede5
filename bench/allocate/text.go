package allocate

import (
	"fmt"
	"io"
	"math/big"
	"strings"

	"skysim/bench/table"
	"skysim/policies/allocate"
)

// WriteText writes the report for people: the comparison if all policies were asked for,
// and otherwise the one answer with prices and bars.
func (r *Report) WriteText(w io.Writer) error {
	if r.All != nil {
		return r.comparison().WriteText(w, table.TextOptions{})
	}
	return r.File.detail(w, &r.Chosen)
}

// few is up to how many resources a table has their loads side by side.
const few = 6

// comparison is a row for each policy.
func (r *Report) comparison() *table.Table {
	p := r.File.Problem
	t := table.New(fmt.Sprintf("%s: %s, %s, %s", r.File.Name, p.Objective, counted(len(p.Resources), "resource"), counted(len(p.Demands), "demand")),
		table.Column{Title: "policy"}, table.Column{Title: "measures"}, right("objective"), right("bound"), table.Column{Title: "proof"}, right("off the bound"))
	judges := r.judges()
	for _, policy := range judges {
		t.Columns = append(t.Columns, right(measures(p, policy)))
	}
	t.Columns = append(t.Columns, right("utilisation"), right("placed"))
	if len(p.Resources) <= few {
		for _, x := range p.Resources {
			t.Columns = append(t.Columns, right(x.Name))
		}
	}
	for i := range r.All {
		t.Add(r.row(&r.All[i], judges)...)
	}
	t.Note(fmt.Sprintf("x is the load of a resource, M its capacity%s", symbols(p)))
	if len(judges) > 0 {
		t.Note("each policy is judged by what it measures, and in the columns behind the bound by what the others do")
	}
	for _, note := range p.Notes() {
		t.Note(note)
	}
	t.Note(fmt.Sprintf("skysim allocate %s --policy %s has prices, and who gets what", r.File.Name, quoted(r.Chosen.Policy.String())))
	return t
}

func symbols(p *allocate.Problem) string {
	if p.Objective == allocate.Utilisation {
		return ""
	}
	return ", c its unit cost, s its utilisation as given, p its penalty"
}

func right(title string) table.Column { return table.Column{Title: title, Align: table.Right} }

func counted(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}

// judges are policies that measure differently, if there are several such: a cost may be
// with a penalty or without.
func (r *Report) judges() []allocate.Policy {
	var list []allocate.Policy
	for _, k := range []allocate.Kind{allocate.LP, allocate.LPPenalty, allocate.QPPenalty} {
		if policy := (allocate.Policy{Kind: k}); r.File.Problem.Suits(policy) == nil {
			list = append(list, policy)
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

// row is one policy's.
func (r *Report) row(a *Answer, judges []allocate.Policy) []table.Cell {
	p := r.File.Problem
	dash := table.Text("–")
	cells := []table.Cell{table.Code(a.Policy.String()), table.Text(measures(p, a.Policy))}
	if a.Result == nil {
		cells = append(cells, table.Text(a.Outcome()).Note(a.Err.Error()), dash)
		if b := a.bound(); b != nil {
			cells[3] = decimal(b)
		}
		return cells
	}
	x := a.Result
	cells = append(cells, decimal(x.Objective), decimal(x.Bound), table.Text(x.Proof.String()), gap(x))
	for _, policy := range judges {
		cells = append(cells, decimal(p.Value(policy, x.Loads)))
	}
	share, _ := x.Utilisation.Float64()
	cells = append(cells, table.Percent(share, 1), decimal(total(x.Loads)))
	if len(p.Resources) <= few {
		for _, load := range x.Loads {
			cells = append(cells, decimal(load))
		}
	}
	return cells
}

// decimal is a number with at most six digits behind the point.
func decimal(x *big.Rat) table.Cell { return table.Text(short(x)) }

// short writes a number for people: whole ones and cents as they are, others rounded.
func short(x *big.Rat) string {
	text := x.FloatString(6)
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	if x.Sign() != 0 && strings.Trim(text, "-0.") == "" {
		f, _ := x.Float64()
		return fmt.Sprintf("%.3g", f)
	}
	whole, part, pointed := strings.Cut(text, ".")
	if whole = table.Group(whole); pointed {
		whole += "." + part
	}
	return whole
}

// gap says how far the objective is from its bound.
func gap(r *allocate.Result) table.Cell {
	if r.Optimal {
		return table.Text("optimal")
	}
	off := new(big.Rat).Sub(r.Objective, r.Bound)
	if r.Bound.Sign() == 0 {
		return table.Text(short(off.Abs(off)))
	}
	off.Quo(off, r.Bound)
	share, _ := off.Abs(off).Float64()
	if share < 0.00005 {
		return table.Text("< 0.01 %")
	}
	return table.Percent(share, 2)
}

// quoted is a construction as shells want it.
func quoted(construction string) string {
	if strings.ContainsAny(construction, "()") {
		return `"` + construction + `"`
	}
	return construction
}

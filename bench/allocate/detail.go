package allocate

import (
	"fmt"
	"io"
	"math/big"
	"strings"

	"skysim/bench/table"
	"skysim/policies/allocate"
)

// detail writes one answer: what is proved, the resources with bars, and the demands.
func (f *File) detail(w io.Writer, a *Answer) error {
	if a.Result == nil {
		return nil // the command says why
	}
	if err := f.resources(a).WriteText(w, table.TextOptions{}); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	return f.demands(a).WriteText(w, table.TextOptions{})
}

// headline says what came out, and how good that is.
func (f *File) headline(a *Answer) string {
	r := a.Result
	text := fmt.Sprintf("%s by %s: %s = %s", f.Name, a.Policy, measures(f.Problem, a.Policy), short(r.Objective))
	if r.Optimal {
		return text + ", optimal"
	}
	word := "at least"
	if f.Problem.Objective == allocate.Utilisation {
		word = "at most"
	}
	return fmt.Sprintf("%s; the best is %s %s", text, word, short(r.Bound))
}

// resources is a row for each, with bars of its load and its cost.
func (f *File) resources(a *Answer) *table.Table {
	p, r := f.Problem, a.Result
	t := table.New(f.headline(a), table.Column{Title: "resource"}, right("capacity"), right("load"), right("used"), table.Column{Title: "load of capacity"})
	widest, dearest := new(big.Rat), new(big.Rat)
	for i, x := range p.Resources {
		widest = larger(widest, x.Capacity)
		if r.Costs != nil {
			dearest = larger(dearest, r.Costs[i])
		}
	}
	if r.Costs != nil {
		t.Columns = append(t.Columns, right("cost"), right("of that penalty"), table.Column{Title: "cost of each"})
	}
	if r.Prices != nil {
		t.Columns = append(t.Columns, right("a unit more saves"))
		if p.Objective == allocate.Utilisation {
			t.Columns[len(t.Columns)-1].Title = "a unit more adds"
		}
	}
	if r.Relaxed != nil {
		t.Columns = append(t.Columns, right("load if divisible"))
	}
	for i, x := range p.Resources {
		cells := []table.Cell{table.Text(x.Name), decimal(x.Capacity), decimal(r.Loads[i]), used(r.Loads[i], x.Capacity), table.Text(gauge(r.Loads[i], x.Capacity, widest))}
		if r.Costs != nil {
			cells = append(cells, decimal(r.Costs[i]), decimal(r.Penalties[i]), table.Text(bar(r.Costs[i], dearest, "█")))
		}
		if r.Prices != nil {
			cells = append(cells, decimal(r.Prices.Resources[i]))
		}
		if r.Relaxed != nil {
			cells = append(cells, decimal(r.Relaxed[i]))
		}
		t.Add(cells...)
	}
	f.remarks(t, a)
	return t
}

// remarks are what is to be known of the whole answer.
func (f *File) remarks(t *table.Table, a *Answer) {
	r := a.Result
	line := fmt.Sprintf("bound %s, by %s", short(r.Bound), r.Proof)
	if r.Steps > 0 {
		line += fmt.Sprintf(" (%s steps)", table.Group(fmt.Sprint(r.Steps)))
	}
	t.Note(line)
	share, _ := r.Utilisation.Float64()
	text := fmt.Sprintf("utilisation Σ x/Σ M = %s", table.Percent(share, 1))
	if r.Cost != nil {
		text += ", cost " + short(r.Cost)
	}
	t.Note(text)
	if r.Prices != nil {
		t.Note(fmt.Sprintf("a unit more of demand adds %s", short(r.Prices.Demand)))
	}
	if r.Relaxed != nil {
		t.Note("some demands are not divisible: prices and the bound are those of the relaxation, in which all are")
	}
	for _, note := range f.Problem.Notes() {
		t.Note(note)
	}
}

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

// used is a load as a share of the capacity.
func used(load, capacity *big.Rat) table.Cell {
	if capacity.Sign() == 0 {
		return table.Text("–")
	}
	share, _ := new(big.Rat).Quo(load, capacity).Float64()
	return table.Percent(share, 1)
}

// barWidth is how long the longest bar is, in characters.
const barWidth = 24

// cells is the length of a bar for x, when the longest stands for most: rounded, and
// not nothing if x is something.
func cells(x, most *big.Rat) int {
	if x.Sign() <= 0 || most.Sign() <= 0 {
		return 0
	}
	share, _ := new(big.Rat).Quo(x, most).Float64()
	return max(1, int(share*barWidth+0.5))
}

func bar(x, most *big.Rat, ink string) string { return strings.Repeat(ink, cells(x, most)) }

// gauge is a bar as long as the capacity, dark as far as it is loaded.
func gauge(load, capacity, widest *big.Rat) string {
	dark, all := cells(load, widest), cells(capacity, widest)
	if dark == all && load.Cmp(capacity) < 0 && all > 1 {
		dark-- // what is idle can be seen
	}
	return strings.Repeat("█", dark) + strings.Repeat("░", max(0, all-dark))
}

// demands is a row for each, with where it went.
func (f *File) demands(a *Answer) *table.Table {
	p, r := f.Problem, a.Result
	t := table.New("", table.Column{Title: "demand"}, right("amount"), right("priority"), table.Column{Title: "divisible"}, right("placed"), table.Column{Title: "on"})
	for j, d := range p.Demands {
		var places []string
		for i, x := range r.Allocation[j] {
			switch {
			case x.Sign() == 0:
			case d.Divisible:
				places = append(places, p.Resources[i].Name+" "+short(x))
			default:
				places = append(places, p.Resources[i].Name)
			}
		}
		if len(places) == 0 && d.Amount.Sign() > 0 {
			places = append(places, "not placed")
		}
		divisible := "no"
		if d.Divisible {
			divisible = "yes"
		}
		t.Add(table.Text(d.Name), decimal(d.Amount), table.Text(fmt.Sprint(d.Priority)), table.Text(divisible), decimal(total(r.Allocation[j])), table.Text(strings.Join(places, ", ")))
	}
	return t
}

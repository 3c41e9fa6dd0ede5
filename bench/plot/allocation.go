package plot

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"skysim/bench/table"
)

// AllocationData is what Allocation draws: demands laid on resources, by one policy or
// several.
type AllocationData struct {
	Title, Note string
	Resources   []string
	Capacity    []float64 // of each resource, in the demands' unit
	Demands     []string
	Panels      []AllocationPanel // one per policy
}

// AllocationPanel is what one policy did.
type AllocationPanel struct {
	Title string
	// Amounts has a row for each resource with the amount of each demand; nil if the
	// policy found no allocation.
	Amounts [][]float64
	// Costs and Penalties have one entry for each resource, a penalty being part of
	// the cost; nil if unknown.
	Costs, Penalties []float64
}

// Allocation draws a row per resource: a frame as long as its capacity, with the demands
// that it holds one behind the other, and below the cost of each, the penalty in it
// light. It returns an error when the data do not fit together.
func Allocation(d AllocationData) (*Figure, error) {
	p := page{title: d.Title, note: d.Note}
	if len(d.Capacity) != len(d.Resources) {
		return nil, fmt.Errorf("%d capacities for %d resources", len(d.Capacity), len(d.Resources))
	}
	if err := lengths(d.Capacity); err != nil {
		return nil, fmt.Errorf("capacities: %w", err)
	}
	dearest, costs := 0.0, false
	for _, x := range d.Panels {
		if err := d.check(x); err != nil {
			return nil, fmt.Errorf("panel %q: %w", x.Title, err)
		}
		for _, c := range x.Costs {
			dearest, costs = max(dearest, c), true
		}
	}
	rows := rowsFor(d.Resources)
	for _, x := range d.Panels {
		all := []axes{d.loads(x, rows)}
		if costs {
			all = append(all, x.costs(rows, dearest, ticksFor(len(d.Panels))))
		}
		p.panels = append(p.panels, panel{x.Title, all})
	}
	if len(d.Demands) == 1 { // it needs no key
		return p.figure(), nil
	}
	for j, name := range d.Demands {
		l := lookOf(j)
		l.shape = square
		p.legend = append(p.legend, entry{look: l, name: name})
	}
	return p.figure(), nil
}

// check finds numbers that are missing or cannot be drawn.
func (d *AllocationData) check(p AllocationPanel) error {
	if p.Amounts != nil && len(p.Amounts) != len(d.Resources) {
		return fmt.Errorf("%d rows of amounts for %d resources", len(p.Amounts), len(d.Resources))
	}
	for i, row := range p.Amounts {
		if len(row) != len(d.Demands) {
			return fmt.Errorf("%s: %d amounts for %d demands", d.Resources[i], len(row), len(d.Demands))
		}
		if err := lengths(row); err != nil {
			return fmt.Errorf("%s: %w", d.Resources[i], err)
		}
	}
	for _, list := range [][]float64{p.Costs, p.Penalties} {
		if list != nil && len(list) != len(d.Resources) {
			return fmt.Errorf("%d costs for %d resources", len(list), len(d.Resources))
		}
		if err := lengths(list); err != nil {
			return fmt.Errorf("costs: %w", err)
		}
	}
	return nil
}

// lengths finds what a bar cannot be as long as.
func lengths(list []float64) error {
	for _, x := range list {
		if !(x >= 0) || math.IsInf(x, 0) {
			return fmt.Errorf("%v is no length of a bar", x)
		}
	}
	return nil
}

// barHeight is how thick a bar is, in points.
const barHeight = 13.0

// loads prepares the upper axes.
func (d *AllocationData) loads(p AllocationPanel, rows []row) axes {
	x := linearScale(0, slices.Max(append([]float64{0}, d.Capacity...)), plain, ticksFor(len(d.Panels)))
	a := axes{x: &x, xLabel: " ", yLabel: "load, in a frame of the capacity", rows: rows}
	var texts []string
	for i, row := range rows {
		a.height += row.height
		load := 0.0
		for _, amount := range p.rowOf(i) {
			load += amount
		}
		texts = append(texts, digits(load)+" of "+digits(d.Capacity[i]))
		a.right = max(a.right, nameStyle.width(texts[i])+2*tickGap)
	}
	a.draw = func(s *sheet, r area) {
		y := r.top
		for i := range rows {
			middle := y + rows[i].height/2
			y += rows[i].height
			if p.Amounts == nil {
				continue
			}
			top, bottom, at := middle-barHeight/2, middle+barHeight/2, 0.0
			s.fill(rect{r.left, top, r.px(d.Capacity[i]), bottom}, shade)
			for j, amount := range p.Amounts[i] {
				s.piece(rect{r.px(at), top, r.px(at + amount), bottom}, lookOf(j))
				at += amount
			}
			s.stroke(pen{color: soft, width: 0.7}, s.closed([]point{{r.left, top}, {r.px(d.Capacity[i]), top}, {r.px(d.Capacity[i]), bottom}, {r.left, bottom}}))
			s.text(nameStyle, point{r.right + 2*tickGap, middle + float64(0.36*nameStyle.size)}, 0, texts[i])
		}
		if p.Amounts == nil {
			s.lines(noteStyle, point{(r.left + r.right) / 2, (r.top + r.bottom) / 2}, 0.5, []string{"no allocation found"})
		}
	}
	return a
}

// rowOf returns the amounts on a resource.
func (p *AllocationPanel) rowOf(i int) []float64 {
	if p.Amounts == nil {
		return nil
	}
	return p.Amounts[i]
}

// piece draws the part of a bar that is one demand's.
func (s *sheet) piece(r rect, l look) {
	if r.right <= r.left {
		return
	}
	s.fill(r, l.color)
	s.line(pen{color: white, width: 0.6}, point{r.right, r.top}, point{r.right, r.bottom})
}

// costs prepares the lower axes.
func (p *AllocationPanel) costs(rows []row, dearest float64, ticks int) axes {
	x := linearScale(0, dearest, plain, ticks)
	a := axes{x: &x, xLabel: " ", yLabel: "cost", rows: rows}
	if slices.ContainsFunc(p.Penalties, func(x float64) bool { return x > 0 }) {
		a.yLabel = "cost; light is penalty"
	}
	for i, row := range rows {
		a.height += row.height
		if p.Costs != nil {
			a.right = max(a.right, nameStyle.width(digits(p.Costs[i]))+2*tickGap)
		}
	}
	a.draw = func(s *sheet, r area) {
		y := r.top
		for i := range rows {
			middle := y + rows[i].height/2
			y += rows[i].height
			if p.Costs == nil {
				continue
			}
			bar, plainCost := rect{r.left, middle - barHeight/2, r.px(p.Costs[i]), middle + barHeight/2}, p.Costs[i]
			if p.Penalties != nil {
				plainCost -= p.Penalties[i]
			}
			s.fill(bar, mix(soft, white, 0.65))
			bar.right = r.px(max(0, plainCost))
			s.fill(bar, soft)
			s.text(nameStyle, point{r.right + 2*tickGap, middle + float64(0.36*nameStyle.size)}, 0, digits(p.Costs[i]))
		}
	}
	return a
}

// digits writes a number beside a bar, with at most six significant digits.
func digits(x float64) string {
	if x != 0 && (x < 1e-3 || x >= 1e9) {
		return strconv.FormatFloat(x, 'g', 4, 64)
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 6, 64), 64)
	if err != nil {
		return strconv.FormatFloat(x, 'g', 6, 64)
	}
	return table.Group(strconv.FormatFloat(rounded, 'f', -1, 64))
}

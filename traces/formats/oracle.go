package formats

import (
	"fmt"
	"strconv"
	"strings"

	"skysim/traces/binpack"
	"skysim/traces/gap"
	"skysim/traces/summary"
)

// integers returns the first numbers of a file, and how many there are if all of
// it is in the head and all are whole.
func (h *Head) integers() (first []int64, n int) {
	n = -1
	fields := strings.Fields(string(h.bytes))
	for i, f := range fields {
		v, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return first, -1
		}
		if i < 8 {
			first = append(first, v)
		}
	}
	if h.whole {
		n = len(fields)
	}
	return first, n
}

// fitsGap looks for agents and jobs, and then for as many numbers as they need:
// a cost and a use for every pair, and a capacity for every agent. Before them may
// stand how many instances there are.
func fitsGap(h *Head) string {
	first, n := h.integers()
	if len(first) < 8 {
		return ""
	}
	fits := func(m, jobs int64, head int) bool {
		return m > 0 && jobs > 0 && m < 1<<12 && jobs < 1<<12 && (n < 0 && !h.whole || int64(n) == int64(head)+2*m*jobs+m)
	}
	switch {
	case fits(first[0], first[1], 2) && len(strings.Fields(h.lines[0])) == 2:
		return fmt.Sprintf("%d agents and %d jobs, and as many whole numbers as they need", first[0], first[1])
	case len(strings.Fields(h.lines[0])) == 1 && first[0] > 0 && len(h.lines) > 1 && len(strings.Fields(h.lines[1])) == 2 && first[1] < first[2] && (first[0] > 1 || fits(first[1], first[2], 3)):
		return fmt.Sprintf("a number of instances, then %d agents and %d jobs", first[1], first[2])
	}
	return ""
}

// fitsBinpack looks for a list of instances, one instance, or sets in JSON.
func fitsBinpack(h *Head) string {
	if h.object("capacity", "num_items", "items") {
		return "a JSON object of instances with capacity, num_items and items"
	}
	first, n := h.integers()
	if len(first) > 2 && n >= 0 && int64(n) == first[0]+2 && len(strings.Fields(h.lines[0])) == 1 {
		return fmt.Sprintf("%d items, a capacity of %d, and as many whole numbers", first[0], first[1])
	}
	if len(h.lines) < 3 {
		return ""
	}
	_, err := strconv.ParseInt(strings.TrimSpace(h.lines[0]), 10, 32)
	third := strings.Fields(h.lines[2])
	if name := strings.Fields(h.lines[1]); err != nil || len(name) != 1 || number(name[0]) || len(third) != 3 {
		return ""
	}
	for _, cell := range third {
		if !number(cell) {
			return ""
		}
	}
	return "a number of instances, a name, and its capacity, items and best number of bins"
}

func sumBinpack(in *Input, r *summary.Report) error {
	var n, items, best, least int64
	var sizes []int64
	bests, found := summary.List{}, summary.List{}
	err := binpack.From(in.plain, binpack.Options{File: in.Name}, func(x *binpack.Instance) error {
		n++
		items += int64(len(x.Items))
		best += x.Best
		least += x.Least()
		for _, size := range x.Items {
			sizes = append(sizes, size*1_000_000/x.Capacity)
		}
		bests = append(bests, summary.Named{Name: x.Name, Value: x.Best})
		if in.Options.Find == x.Name && x.Name != "" {
			found = append(found, summary.Named{Name: x.Name, Value: summary.List{
				{Name: "items", Value: int64(len(x.Items))}, {Name: "capacity", Value: x.Capacity}, {Name: "best", Value: x.Best}, {Name: "at_least", Value: x.Least()},
			}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.Rows = n
	r.Lead("points", n)
	r.Set("instances", n)
	r.Set("items", items)
	if best > 0 {
		r.Set("sum_best_bins", best)
	} else {
		r.Set("sum_best_bins", nil)
		r.Lack("the best number of bins")
	}
	r.Set("sum_at_least_bins", least)
	if len(found) > 0 {
		r.Set("found", found)
	}
	r.Page.Panels = append(r.Page.Panels, summary.CDF("items", "size as a share of a bin", sizes, 1_000_000))
	return nil
}

func sumGap(in *Input, r *summary.Report) error {
	n, sizes := int64(0), summary.List{}
	var costs []int64
	err := gap.From(in.plain, in.Name, func(x *gap.Instance) error {
		n++
		sizes = append(sizes, summary.Named{Name: strconv.Itoa(x.Number), Value: fmt.Sprintf("%d agents, %d jobs", x.Agents(), x.Jobs())})
		for _, row := range x.Cost {
			costs = append(costs, row...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.Rows = n
	r.Lead("points", n)
	r.Set("instances", sizes)
	r.Set("cost", summary.NewSpread(costs, 0))
	r.Lack("whether costs are to be small or profits large", "the optimum: skysim reproduce oracle computes it")
	r.Page.Panels = append(r.Page.Panels, summary.CDF("costs", "cost", costs, 1))
	return nil
}

func sumGapPublished(in *Input, r *summary.Report) error {
	all, err := gap.PublishedFrom(in.plain, in.Name)
	if err != nil {
		return err
	}
	known, found := int64(0), summary.List{}
	var paths []string
	list := summary.List{}
	for _, p := range all {
		paths = append(paths, p.Path)
		value := summary.List{{Name: "bound", Value: p.Bound}, {Name: "best", Value: p.Best}}
		if p.Known {
			known++
			value = append(value, summary.Named{Name: "optimum", Value: p.Optimum})
			list = append(list, summary.Named{Name: p.Path, Value: p.Optimum})
		}
		if in.Options.Find == p.Path || strings.HasSuffix(p.Path, "/"+in.Options.Find) && in.Options.Find != "" {
			found = append(found, summary.Named{Name: p.Path, Value: value})
		}
	}
	if in.Options.Find != "" && len(found) == 0 {
		return notFound(in.Name, in.Options.Find, paths)
	}
	r.Rows = int64(len(all))
	r.Lead("points", r.Rows)
	r.Set("optima_known", known)
	r.Set("optima", list)
	if len(found) > 0 {
		r.Set("found", found)
	}
	return nil
}

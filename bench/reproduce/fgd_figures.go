package reproduce

import (
	"cmp"
	"os"
	"slices"
	"strings"

	"skysim/bench"
	"skysim/bench/plot"
)

// fgdLists returns the names of the files of pods in a directory, without .csv:
// the paper's own list first, then by name.
func fgdLists(dir string) (lists []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if list, csv := strings.CutSuffix(e.Name(), ".csv"); csv && strings.HasPrefix(list, fgdPrefix) {
			lists = append(lists, list)
		}
	}
	late := func(list string) int {
		if list == fgdPrefix+"default" {
			return 0
		}
		return 1
	}
	slices.SortFunc(lists, func(a, b string) int { return cmp.Or(cmp.Compare(late(a), late(b)), cmp.Compare(a, b)) })
	return lists, err
}

// fgdFull is the load from which on placements differ much, in percent.
const fgdFull = 80

// figures draws the curves of the first list, whole and where placements differ,
// and in a second figure those of the other lists.
func (r *fgdRun) figures(lists []bench.Workload) (figures []Figure, err error) {
	first := lists[0].Name
	d := r.curves("fgd: GPU allocation as jobs arrive, list "+first, first)
	if len(d.Policies) == 0 {
		return nil, nil // nothing published of it was run
	}
	d.Panels = []plot.CurvesPanel{r.panel("from the first job on", first, d.Policies, 0), r.panel("from 80 % on", first, d.Policies, fgdFull)}
	drawn, err := plot.Curves(d)
	if err != nil {
		return nil, err
	}
	figures = append(figures, Figure{Plot: drawn})
	if len(lists) == 1 {
		return figures, nil
	}
	d = r.curves("fgd: GPU allocation as jobs arrive, the other lists", first)
	for _, w := range lists[1:] {
		d.Panels = append(d.Panels, r.panel(w.Name, w.Name, d.Policies, fgdFull))
	}
	if drawn, err = plot.Curves(d); err != nil {
		return nil, err
	}
	return append(figures, Figure{Name: "lists", Plot: drawn}), nil
}

// curves begins a drawing of the policies that were run on a list.
func (r *fgdRun) curves(title, list string) plot.CurvesData {
	d := plot.CurvesData{X: "asked for (% of GPUs)", Y: "allocated (% of GPUs)"}
	d.Title, d.Note = title, "broad and light: published; thin: ours"
	for _, p := range r.of(list) {
		d.Policies = append(d.Policies, p.policy)
	}
	return d
}

// panel has the curves of a list, of the policies that there are, from a load on.
func (r *fgdRun) panel(title, list string, policies []string, from int) plot.CurvesPanel {
	panel := plot.CurvesPanel{Title: title, Published: make([][]plot.XY, len(policies)), Ours: make([][]plot.XY, len(policies))}
	for _, p := range r.of(list) {
		k := slices.Index(policies, p.policy)
		for i, at := range p.percents {
			if k < 0 || at < from {
				continue
			}
			panel.Published[k] = append(panel.Published[k], plot.XY{X: float64(at), Y: p.curve[i]})
			panel.Ours[k] = append(panel.Ours[k], plot.XY{X: float64(at), Y: r.mean(list+"/"+p.policy, at)})
		}
	}
	return panel
}

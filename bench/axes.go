package bench

import (
	"fmt"
	"slices"
	"strings"
)

// maxVariants is how many variants one table may make.
const maxVariants = 10_000

// variants returns what the lists among the params stand for, and for each the
// words that tell it from the others. Without a list it is the params alone.
func variants(s *section, params []Param) (all [][]Param, labels []string) {
	var lists []int
	for i, p := range params {
		if list, ok := p.Value.([]any); ok {
			if len(list) == 0 {
				s.fail(p.Key, "%s is an empty list, want values, one for each point of the axis", p.Key)
				return [][]Param{params}, []string{""}
			}
			lists = append(lists, i)
		}
	}
	picks := s.picks(params, lists)
	for _, pick := range picks {
		variant := slices.Clone(params)
		var words []string
		for k, i := range lists {
			variant[i].Value = params[i].Value.([]any)[pick[k]]
			words = append(words, variant[i].Key+"="+asText(variant[i].Value))
		}
		all = append(all, variant)
		labels = append(labels, strings.Join(words, ","))
	}
	return all, labels
}

// picks returns which elements of the lists are taken together.
func (s *section) picks(params []Param, lists []int) [][]int {
	length := func(k int) int { return len(params[lists[k]].Value.([]any)) }
	if s.flag("zip") && len(lists) > 0 {
		var side [][]int
		for i := range length(0) {
			side = append(side, slices.Repeat([]int{i}, len(lists)))
		}
		for k := range lists {
			if length(k) != length(0) {
				s.fail(params[lists[k]].Key, "zip = true, but %s has %d values and %s has %d",
					params[lists[k]].Key, length(k), params[lists[0]].Key, length(0))
				return nil
			}
		}
		return side
	}
	picks := [][]int{{}}
	for k := range lists {
		if len(picks)*length(k) > maxVariants {
			s.fail(params[lists[k]].Key, "the lists make more than %d variants", maxVariants)
			return nil
		}
		var longer [][]int
		for _, pick := range picks {
			for i := range length(k) {
				longer = append(longer, append(slices.Clone(pick), i))
			}
		}
		picks = longer
	}
	return picks
}

// labelled is the name of a variant.
func labelled(name, label string) string {
	if label == "" {
		return name
	}
	return name + "(" + label + ")"
}

// both joins the labels of two axes.
func both(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "," + b
}

// readZip reads which axes of the plan are walked side by side.
func (e *Experiment) readZip(s *section) {
	axes := s.texts("zip")
	if len(axes) == 0 {
		return
	}
	want := []string{"workload", "cloud"}
	for _, a := range axes {
		if !slices.Contains(want, a) {
			s.fail("zip", "zip names %q, want [\"workload\", \"cloud\"]%s", a, suggest(a, want))
			return
		}
	}
	if len(axes) != 2 || axes[0] == axes[1] {
		s.fail("zip", "zip = %q, want [\"workload\", \"cloud\"]", axes)
		return
	}
	e.Zipped = true
}

// checkZip finds zipped axes of different lengths.
func (e *Experiment) checkZip(d *document) {
	if e.Zipped && len(e.Workloads) != len(e.Clouds) {
		d.fail("zip", "%s cannot be walked side by side with %s: want as many of one as of the other",
			fmt.Sprintf("%d %s", len(e.Workloads), plural(len(e.Workloads), "workload")), fmt.Sprintf("%d %s", len(e.Clouds), plural(len(e.Clouds), "cloud")))
	}
}

package reproduce

import (
	"fmt"
	"math"
	"strconv"

	"skysim/traces/nomad"
)

// nomadTolerance is relative.
const nomadTolerance = 1e-9

// name is the file and line of a case, and what it is.
func (c *nomadCase) name() string {
	who := c.Zone
	if c.Task == nomad.MultiRegion {
		who = fmt.Sprintf("%s in %d zones", c.Strategy, len(c.Zones))
	}
	return fmt.Sprintf("%s:%d, %s at %s from %.4g h", c.table, c.Line, who, ratioText(c.Ratio), c.Start)
}

func ratioText(r float64) string { return strconv.FormatFloat(r, 'f', -1, 64) }

// numbers are those of all cases of a table, and their means.
func (t *nomadTable) numbers() (all []Number) {
	for i := range t.cases {
		all = append(all, t.cases[i].numbers()...)
	}
	return all
}

// numbers are those of one case.
func (c *nomadCase) numbers() []Number {
	r := c.result
	n := Number{Case: c.name(), Published: c.Cost, Tolerance: nomadTolerance * c.Cost, Unit: "$", Detail: true}
	if r.err != nil {
		return []Number{unusable(c.name(), r.err)}
	}
	if c.Task == nomad.SingleRegion {
		n.Ours = r.uniform.artifact()
		all := []Number{n}
		if r.uniform.late() {
			honest := n
			honest.Case, honest.Ours, honest.Relation = n.Case+", last tick whole", r.uniform.billedWhole(), Context
			all[0].Note = "late whatever is done: the artifact bills what is left at the deadline as far as it is used"
			honest.Note = "billed as every job in time"
			return append(all, honest)
		}
		return append(all, c.bound(c.Cost, "optimum in that zone"))
	}
	if r.late {
		n.Ours, n.Relation, n.Note = math.NaN(), Context, "no plan is in time"
		return []Number{n}
	}
	return []Number{c.bound(c.Cost, "optimum")}
}

// bound says that the optimum is at most what somebody paid.
func (c *nomadCase) bound(paid float64, what string) Number {
	return Number{
		Case: c.name() + ", " + what, Published: paid, Ours: c.result.best, Tolerance: nomadTolerance * paid,
		Relation: AtMost, Unit: "$", Detail: true,
	}
}

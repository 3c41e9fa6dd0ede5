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
func (c *nomadCase) numbers() (all []Number) {
	r := c.result
	if r.err != nil {
		return []Number{unusable(c.name(), r.err)}
	}
	if c.Task == nomad.SingleRegion || c.Strategy == nomadEager {
		all = c.uniform()
	}
	if r.late {
		return append(all, Number{
			Case: c.name() + ", optimum", Published: c.Cost, Ours: math.NaN(), Relation: Context, Unit: "$", Detail: true,
			Note: "no plan is in time",
		})
	}
	if r.noBest != nil {
		return append(all, unusable(c.name()+", optimum", r.noBest))
	}
	all = append(all, c.bound("", c.Cost))
	if !r.told {
		r.told = true
		all = append(all, c.against(r.uniform, "the artifact's Uniform Progress")...)
		for i, own := range nomadOwn {
			all = append(all, c.against(r.own[i], own.use)...)
		}
	}
	return all
}

// against says that the optimum is at most what a policy pays in our engine, if it is in time.
func (c *nomadCase) against(b *nomadBill, who string) []Number {
	if b.err != nil {
		return []Number{unusable(c.name()+", "+who, b.err)}
	}
	if b.late() {
		return nil
	}
	n := c.bound(" against "+who+" in our engine", b.by(c.result.rule))
	n.Note = "nothing was published: it is what the policy pays in our engine"
	return []Number{n}
}

// uniform are those of Uniform Progress: to be equal in one zone, for context in several.
func (c *nomadCase) uniform() []Number {
	b := c.result.uniform
	n := Number{Case: c.name(), Published: c.Cost, Ours: b.artifact(c.result.rule), Tolerance: nomadTolerance * c.Cost, Unit: "$", Detail: true}
	if c.Task == nomad.MultiRegion {
		n.Relation, n.Note = Context, nomadSpread
		return []Number{n}
	}
	if !b.late() {
		return []Number{n}
	}
	honest := n
	n.Note = "it is late whatever it does: the artifact bills what is left at the deadline only as far as it is used"
	honest.Case, honest.Ours, honest.Relation, honest.Note = n.Case+", last tick whole", b.by(c.result.rule), Context, "billed as jobs in time are"
	return []Number{n, honest}
}

// nomadSpread is what stands beside UP(S).
const nomadSpread = "ours is Uniform Progress in a world of all zones, which takes the cheapest that is up"

// bound says that the optimum is at most what somebody paid.
func (c *nomadCase) bound(against string, paid float64) Number {
	return Number{
		Case: c.name() + ", optimum" + against, Published: paid, Ours: c.result.best, Tolerance: nomadTolerance * paid,
		Relation: AtMost, Unit: "$", Detail: true,
	}
}

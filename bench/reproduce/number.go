package reproduce

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// Number is one published number beside ours.
type Number struct {
	Name      string  // of the reproduction, as in "fgd"; Do fills it in
	Case      string  // unique within the reproduction, as in "default/FGD at 130 %"
	Published float64 // NaN where nothing was published
	Ours      float64
	Tolerance float64 // absolute, in the number's unit
	Relation  Relation
	// Low and High are the ends of our interval, for Interval.
	Low, High float64
	Unit      string // as in "%" or "$"; "" without
	// Note is one honest line, for every number that is not OK or for context, and
	// wherever a reader should know more.
	Note string
	// Detail rows, such as the points of a whole curve, are left out of the
	// printed table while they are OK; they count, and are in the JSON.
	Detail bool
	OK     bool // filled in by Do, from the fields above
}

// Relation is how our number must stand to the published one.
type Relation uint8

// The relations.
const (
	Equal    Relation = iota // |ours − published| ≤ tolerance
	AtMost                   // ours ≤ published + tolerance
	AtLeast                  // ours ≥ published − tolerance
	Ordering                 // both are differences of two cases, and have the same sign
	Interval                 // [low, high] contains published, or comes within the tolerance of it
	Context                  // printed beside each other; nothing is gated on it
	Unusable                 // a file or row that cannot be used: never OK; see unusable
)

var relations = [...]string{"equal", "at most", "at least", "ordering", "interval", "context", "unusable"}

// String returns the word that JSON and tables use.
func (r Relation) String() string {
	if int(r) < len(relations) {
		return relations[r]
	}
	return fmt.Sprintf("relation %d", r)
}

// MarshalText writes the word.
func (r Relation) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// unusable is the number of a file, row or case that cannot be used: there is none of
// ours, it fails, and the others go on. Case says which it is, and err, with
// file:line, why.
func unusable(name string, err error) Number {
	return Number{Case: name, Published: math.NaN(), Ours: math.NaN(), Relation: Unusable, Note: oneLine(err)}
}

// oneLine writes an error as a note.
func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

// judged reports whether the number compares anything.
func (n *Number) judged() bool { return n.Relation != Context && n.Relation != Unusable }

// holds reports whether the relation holds. A NaN never holds to anything.
func (n *Number) holds() bool {
	switch n.Relation {
	case Equal:
		return math.Abs(n.Ours-n.Published) <= n.Tolerance
	case AtMost:
		return n.Ours <= n.Published+n.Tolerance
	case AtLeast:
		return n.Ours >= n.Published-n.Tolerance
	case Ordering:
		return (n.Ours > 0 && n.Published > 0) || (n.Ours < 0 && n.Published < 0) || (n.Ours == 0 && n.Published == 0)
	case Interval:
		return n.Low-n.Tolerance <= n.Published && n.Published <= n.High+n.Tolerance
	case Context:
		return true
	}
	return false
}

// check returns an error for a number that says too little or contradicts itself.
func (n *Number) check() error {
	switch {
	case n.Case == "":
		return fmt.Errorf("a number without a case: published %v, ours %v", n.Published, n.Ours)
	case !(n.Tolerance >= 0) || (math.IsInf(n.Tolerance, 1) && n.Relation != Context):
		return fmt.Errorf("%s: tolerance is %v, want a finite number of at least 0", n.Case, n.Tolerance)
	case n.Relation == Interval && !(n.Low <= n.High):
		return fmt.Errorf("%s: interval [%v, %v] ends before it begins", n.Case, n.Low, n.High)
	case n.Relation > Unusable:
		return fmt.Errorf("%s: no relation is called %v", n.Case, n.Relation)
	}
	return nil
}

// Difference is ours − published, NaN where one is missing.
func (n *Number) Difference() float64 { return n.Ours - n.Published }

// excess is how far out of tolerance the number is, in tolerances, for finding
// the worst: 1 is just within. Without a tolerance it is the difference.
func (n *Number) excess() float64 {
	d := n.Difference()
	switch n.Relation {
	case AtMost:
		d = max(d, 0)
	case AtLeast:
		d = max(-d, 0)
	}
	if n.Tolerance > 0 {
		d /= n.Tolerance
	}
	return math.Abs(d)
}

// MarshalJSON writes name, case, published, ours, tolerance and ok, and then
// what else there is to say. JSON has no NaN and no infinity: a number that was not
// published, or is not finite, and the tolerance of a number for context or of what
// cannot be used are null.
func (n Number) MarshalJSON() ([]byte, error) {
	out := struct {
		Name      string   `json:"name"`
		Case      string   `json:"case"`
		Published *float64 `json:"published"`
		Ours      *float64 `json:"ours"`
		Tolerance *float64 `json:"tolerance"`
		OK        bool     `json:"ok"`
		Relation  Relation `json:"relation"`
		Low       *float64 `json:"low,omitempty"`
		High      *float64 `json:"high,omitempty"`
		Unit      string   `json:"unit,omitempty"`
		Note      string   `json:"note,omitempty"`
		Detail    bool     `json:"detail,omitempty"`
	}{
		Name: n.Name, Case: n.Case, Published: finite(n.Published), Ours: finite(n.Ours), OK: n.OK,
		Relation: n.Relation, Unit: n.Unit, Note: n.Note, Detail: n.Detail,
	}
	if n.Relation != Context && n.Relation != Unusable {
		out.Tolerance = finite(n.Tolerance)
	}
	if n.Relation == Interval {
		out.Low, out.High = finite(n.Low), finite(n.High)
	}
	return json.Marshal(out)
}

// finite returns nil for what JSON cannot hold.
func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

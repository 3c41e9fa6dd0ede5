package allocate

import (
	"encoding/json"
	"io"
	"math/big"

	"skysim/policies/allocate"
)

// object is an answer as JSON. Numbers are the nearest floats; exact has those that
// decide as fractions.
type object struct {
	Policy      string            `json:"policy"`
	Outcome     string            `json:"outcome"`
	Why         string            `json:"why,omitempty"`
	Measures    string            `json:"measures"`
	Objective   *float64          `json:"objective"`
	Bound       *float64          `json:"bound"`
	Optimal     bool              `json:"optimal"`
	Proof       string            `json:"proof,omitempty"`
	Cost        *float64          `json:"cost"`
	Utilisation *float64          `json:"utilisation"`
	Allocation  [][]float64       `json:"allocation"`
	Demands     []demandObject    `json:"demands"`
	Resources   []resourceObject  `json:"resources"`
	Relaxed     []float64         `json:"relaxed_loads,omitempty"`
	Steps       int64             `json:"steps"`
	Exact       map[string]string `json:"exact,omitempty"`
}

type demandObject struct {
	Name        string   `json:"name"`
	Amount      float64  `json:"amount"`
	Divisible   bool     `json:"divisible"`
	Priority    int64    `json:"priority"`
	Placed      *float64 `json:"placed"`
	ShadowPrice *float64 `json:"shadow_price"`
}

type resourceObject struct {
	Name        string   `json:"name"`
	Capacity    float64  `json:"capacity"`
	Load        *float64 `json:"load"`
	Cost        *float64 `json:"cost"`
	Penalty     *float64 `json:"penalty"`
	ShadowPrice *float64 `json:"shadow_price"`
}

// document is the one object that is printed.
type reportObject struct {
	File string `json:"file"`
	Goal string `json:"goal"`
	object
	Policies []object `json:"policies,omitempty"`
}

// WriteJSON writes the report as one object: the chosen answer, and under policies all of
// them if all were asked for. An answer without an allocation has null for its numbers
// and says why. FORMAT.md describes the fields.
func (r *Report) WriteJSON(w io.Writer) error {
	p := r.File.Problem
	o := reportObject{File: r.File.Name, Goal: p.Objective.String(), object: newObject(p, &r.Chosen)}
	for i := range r.All {
		o.Policies = append(o.Policies, newObject(p, &r.All[i]))
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(o)
}

// float returns the nearest float, nil for nil.
func float(x *big.Rat) *float64 {
	if x == nil {
		return nil
	}
	f, _ := x.Float64()
	return &f
}

// entry is an entry of a list that may be nil.
func entry(list []*big.Rat, i int) *float64 {
	if list == nil {
		return nil
	}
	return float(list[i])
}

func newObject(p *allocate.Problem, a *Answer) object {
	o := object{Policy: a.Policy.String(), Outcome: a.Outcome(), Measures: measures(p, a.Policy), Bound: float(a.bound())}
	r := a.Result
	if r == nil {
		o.Why = a.Err.Error()
		r = &allocate.Result{}
	} else {
		o.Objective, o.Optimal, o.Proof = float(r.Objective), r.Optimal, r.Proof.String()
		o.Cost, o.Utilisation, o.Steps = float(r.Cost), float(r.Utilisation), r.Steps
		o.Exact = map[string]string{"objective": r.Objective.RatString(), "bound": r.Bound.RatString(), "utilisation": r.Utilisation.RatString()}
	}
	for _, row := range r.Allocation {
		o.Allocation = append(o.Allocation, floats(row))
	}
	o.Relaxed = floats(r.Relaxed)
	for j, d := range p.Demands {
		x := demandObject{Name: d.Name, Amount: *float(d.Amount), Divisible: d.Divisible, Priority: d.Priority}
		if r.Allocation != nil {
			x.Placed = float(total(r.Allocation[j]))
		}
		if r.Prices != nil {
			x.ShadowPrice = float(r.Prices.Demand)
		}
		o.Demands = append(o.Demands, x)
	}
	for i, c := range p.Resources {
		x := resourceObject{Name: c.Name, Capacity: *float(c.Capacity), Load: entry(r.Loads, i), Cost: entry(r.Costs, i), Penalty: entry(r.Penalties, i)}
		if r.Prices != nil {
			x.ShadowPrice = float(r.Prices.Resources[i])
		}
		o.Resources = append(o.Resources, x)
	}
	return o
}

func floats(list []*big.Rat) []float64 {
	var out []float64
	for _, x := range list {
		out = append(out, *float(x))
	}
	return out
}

func total(list []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, x := range list {
		sum.Add(sum, x)
	}
	return sum
}

package allocate

import (
	"fmt"
	"math/big"
)

// Objective is what a Problem asks for.
type Objective uint8

// The objectives. Zero means not set.
const (
	Cost        Objective = iota + 1 // serve everything as cheaply as possible
	Utilisation                      // use as much as possible
)

// String returns the word that files use.
func (o Objective) String() string {
	switch o {
	case Cost:
		return "cost"
	case Utilisation:
		return "utilisation"
	}
	return "not set"
}

// Problem is what is to be allocated, and to what.
type Problem struct {
	Objective Objective
	// Lambda weighs a unit of idle capacity, under Utilisation; nil is 0.
	Lambda    *big.Rat
	Resources []Resource
	Demands   []Demand
}

// Resource is something with a capacity: a provider, a cluster, a machine.
type Resource struct {
	Name     string
	Capacity *big.Rat // in the unit of the demands, 0 or more
	// UnitCost is the price of a unit, 0 or more. Objective Cost needs it; nil is
	// unknown.
	UnitCost *big.Rat
	// Utilisation is a share from 0 to 1 that lp-penalty takes as given; nil is unknown.
	Utilisation *big.Rat
	// Penalty is what a unit costs more at a utilisation of 1, 0 or more; nil is unknown.
	Penalty *big.Rat
}

// Demand is something that wants an amount of capacity.
type Demand struct {
	Name      string
	Amount    *big.Rat // 0 or more
	Divisible bool     // may be split among resources
	Priority  int64    // higher ones are placed first by the policies that take turns
}

// Most is how many there may be of each, and of pairs of both: more than this
// is not a one-shot problem but a simulation.
const (
	MostResources = 1000
	MostDemands   = 100_000
	MostPairs     = 2_000_000
)

// FieldError is a value that a Problem must not have.
type FieldError struct {
	Kind  string // "resource", "demand", or empty for the problem's own
	Index int    // from 0
	Field string // as in files
	Msg   string // the value and what was wanted
}

// Error names the place as files do.
func (e *FieldError) Error() string {
	if e.Kind == "" {
		return "allocate: " + e.Msg
	}
	return fmt.Sprintf("allocate: %s %d: %s", e.Kind, e.Index+1, e.Msg)
}

// Validate returns the first thing that is wrong, as a *FieldError.
func (p *Problem) Validate() error {
	if p.Objective != Cost && p.Objective != Utilisation {
		return &FieldError{Field: "objective", Msg: `objective is not set, want "cost" or "utilisation"`}
	}
	if err := p.validateCounts(); err != nil {
		return err
	}
	if p.Lambda != nil && (p.Lambda.Sign() < 0 || p.Objective != Utilisation) {
		return &FieldError{Field: "lambda", Msg: fmt.Sprintf("lambda = %s: want 0 or more, with objective = %q", Decimal(p.Lambda), Utilisation)}
	}
	names := map[string]int{}
	for i := range p.Resources {
		if err := p.Resources[i].validate(i, p.Objective); err != nil {
			return err
		}
		if j, twice := names[p.Resources[i].Name]; twice {
			return twoOfOneName("resource", i, j, p.Resources[i].Name)
		}
		names[p.Resources[i].Name] = i
	}
	clear(names)
	for j := range p.Demands {
		if err := p.Demands[j].validate(j); err != nil {
			return err
		}
		if k, twice := names[p.Demands[j].Name]; twice {
			return twoOfOneName("demand", j, k, p.Demands[j].Name)
		}
		names[p.Demands[j].Name] = j
	}
	return nil
}

func (p *Problem) validateCounts() error {
	m, n := len(p.Resources), len(p.Demands)
	switch {
	case m == 0:
		return &FieldError{Field: "resource", Msg: "no [[resource]]: want at least one"}
	case n == 0:
		return &FieldError{Field: "demand", Msg: "no [[demand]]: want at least one"}
	case m > MostResources:
		return &FieldError{Field: "resource", Msg: fmt.Sprintf("%d resources, want at most %d", m, MostResources)}
	case n > MostDemands:
		return &FieldError{Field: "demand", Msg: fmt.Sprintf("%d demands, want at most %d", n, MostDemands)}
	case m*n > MostPairs:
		return &FieldError{Field: "demand", Msg: fmt.Sprintf("%d resources × %d demands are %d pairs, want at most %d", m, n, m*n, MostPairs)}
	}
	return nil
}

func (r *Resource) validate(i int, o Objective) error {
	bad := func(field, format string, args ...any) error {
		return &FieldError{"resource", i, field, fmt.Sprintf(format, args...)}
	}
	if r.Name == "" {
		return bad("name", "name is missing")
	}
	if r.Capacity == nil {
		return bad("capacity", "%q has no capacity", r.Name)
	}
	if o == Cost && r.UnitCost == nil {
		return bad("unit_cost", `%q has no unit_cost, which objective = "cost" needs`, r.Name)
	}
	for _, f := range []struct {
		name  string
		value *big.Rat
	}{{"capacity", r.Capacity}, {"unit_cost", r.UnitCost}, {"utilisation", r.Utilisation}, {"penalty", r.Penalty}} {
		if f.value != nil && f.value.Sign() < 0 {
			return bad(f.name, "%s = %s is negative, want 0 or more", f.name, Decimal(f.value))
		}
	}
	if r.Utilisation != nil && r.Utilisation.Cmp(big.NewRat(1, 1)) > 0 {
		return bad("utilisation", "utilisation = %s, want a share from 0 to 1", Decimal(r.Utilisation))
	}
	return nil
}

func (d *Demand) validate(j int) error {
	switch {
	case d.Name == "":
		return &FieldError{"demand", j, "name", "name is missing"}
	case d.Amount == nil:
		return &FieldError{"demand", j, "amount", fmt.Sprintf("%q has no amount", d.Name)}
	case d.Amount.Sign() < 0:
		return &FieldError{"demand", j, "amount", fmt.Sprintf("amount = %s is negative, want 0 or more", Decimal(d.Amount))}
	}
	return nil
}

func twoOfOneName(kind string, i, j int, name string) error {
	return &FieldError{kind, i, "name", fmt.Sprintf("%q is the name of %s %d already: give it a name of its own", name, kind, j+1)}
}

// Divisible reports whether all demands are.
func (p *Problem) Divisible() bool {
	for _, d := range p.Demands {
		if !d.Divisible {
			return false
		}
	}
	return true
}

// Notes says what is odd about a problem, though it can be solved: resources that
// nobody may use.
func (p *Problem) Notes() []string {
	var notes []string
	smallest := p.Demands[0].Amount
	for _, d := range p.Demands {
		if smallest = least(smallest, d.Amount); d.Divisible {
			smallest = new(big.Rat)
			break
		}
	}
	for _, r := range p.Resources {
		switch {
		case r.Capacity.Sign() == 0:
			notes = append(notes, fmt.Sprintf("nobody can use %q: its capacity is 0", r.Name))
		case r.Capacity.Cmp(smallest) < 0:
			notes = append(notes, fmt.Sprintf("nobody can use %q: its capacity of %s is below the smallest demand, %s, and none is divisible", r.Name, Decimal(r.Capacity), Decimal(smallest)))
		}
	}
	return notes
}

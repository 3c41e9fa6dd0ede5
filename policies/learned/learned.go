package learned

import (
	"fmt"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/policies/learned/order"
	"skysim/policies/learned/weights"
	"skysim/sim"
)

// Policy is a greedy scheduler in a learned order. It can be wrapped as greedy can. It
// belongs to one run.
type Policy struct {
	*greedy.Policy
	// Weights is the word that its construction names them by.
	Weights string
}

var (
	_ sim.Policy = (*Policy)(nil)
	_ sim.Needer = (*Policy)(nil)
	_ sim.Saver  = (*Policy)(nil)
)

// New returns a policy in the order of a function, under the name of its weights. All
// options but Order count, which must be the default; the seed is that of the run. Errors
// are those of greedy.New.
func New(name string, f order.Function, o greedy.Options, seed uint64) (*Policy, error) {
	if o.Order != greedy.Default().Order {
		return nil, &greedy.OptionError{Key: "order", Problem: fmt.Sprintf("is %v, and the weights say the order", o.Order)}
	}
	g, err := greedy.New(o, seed)
	if err != nil {
		return nil, err
	}
	g.RankBy(&order.Rank{Function: f, Guess: o.Guess})
	return &Policy{g, name}, nil
}

// Read returns the function in the bytes of a file of weights, called by that name. Errors
// are *weights.Error.
func Read(name string, data []byte) (order.Function, error) {
	file, err := weights.Read(name, data)
	if err != nil {
		return order.Function{}, err
	}
	return order.Read(file)
}

// String returns the construction, as in learned(weights=rlscheduler-1,place=firstfit).
func (p *Policy) String() string {
	inner, err := grammar.Parse(p.Policy.String())
	if err != nil {
		panic("learned: " + err.Error()) // greedy prints constructions
	}
	call := grammar.Call{Word: "learned"}.With("weights", p.Weights)
	for _, a := range inner.Args {
		if a.Key != "order" {
			call.Args = append(call.Args, a)
		}
	}
	return call.String()
}

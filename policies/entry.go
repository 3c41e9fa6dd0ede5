package policies

import (
	"fmt"

	"skysim/policies/dispatch"
	"skysim/sim"
)

// Entry describes a family of policies.
type Entry struct {
	Name   string
	Doc    string // one line
	Params []Param
}

// Param describes a parameter of a family.
type Param struct {
	Key     string
	Doc     string // one line
	Default string // as it is written
	// Values lists the words that are allowed. If it is empty, Form says what
	// is; if Form is set too, either is.
	Values []Value
	Form   Form
	// Rules explains the ways to write a value of some forms.
	Rules []Value
}

// Value is a word that a parameter allows.
type Value struct {
	Word string
	Doc  string // one line
}

// Form is the form of a parameter that is not a choice of words.
type Form uint8

// The forms. Zero means that Values lists the words.
const (
	Span         Form = iota + 1 // a duration above 0, as in 90s, 10m, 1h30m
	Patience                     // a duration, 0 too, or the word never
	Waiting                      // as Patience, or a rule with a number: work(0.1), size(0.1), cost(0.1)
	Construction                 // a policy; it may stand without its key
	Credit                       // a duration, 0 too
	Choices                      // a whole number from 1 to 100, or the word all
	Number                       // a number from 0 to a million, as in 0.25
	Arms                         // one of the words of Values, or list(…) of policies
	Weights                      // the name of weights that come with skysim, or a file that ends in .json
	Length                       // a duration of 1s or more
	Count                        // a whole number from 1 to 100
	Ratio                        // a number from 1 to a million
	Share                        // a number from 0 to 1
)

// String says what is allowed.
func (f Form) String() string {
	switch f {
	case Span:
		return "a duration above 0 such as 90s, 10m or 1h30m"
	case Length:
		return "a duration of 1s or more such as 90s, 10m or 1h30m"
	case Patience:
		return "a duration such as 0s, 10m or 1h30m, or the word never"
	case Waiting:
		return "a duration such as 0s, 10m or 1h30m, the word never, or a rule with a number from 0 on: work(0.1), size(0.1) or cost(0.1)"
	case Credit:
		return "a duration such as 0s, 10m or 1h30m"
	case Number:
		return "a number from 0 to 1000000 such as 0.25"
	case Count:
		return fmt.Sprintf("a whole number from 1 to %d", mostCount)
	case Ratio:
		return "a number from 1 to 1000000 such as 1.5"
	case Share:
		return "a number from 0 to 1 such as 0.25"
	case Weights:
		return "the name of weights that come with skysim, or a file of weights that ends in .json"
	case Construction:
		return "a policy such as greedy(order=sjf,place=firstfit)"
	case Choices:
		return fmt.Sprintf("a whole number from 1 to %d, or the word %s", dispatch.MostChoices, all)
	}
	return "a word"
}

// All returns the entries of all families, sorted by name.
func All() []Entry {
	var all []Entry
	for _, f := range families() {
		all = append(all, f.Entry)
	}
	return all
}

// family is an entry and how to build a policy of it. The settings given to
// build have been checked against Params.
type family struct {
	Entry
	build func(s settings, env Env) (sim.Policy, error)
}

// families lists what there is, sorted by name. It is a function so that the
// package has no state.
func families() []family {
	return []family{
		banditFamily(), checkpointFamily(), commitFamily(), dispatchFamily(), dpFamily(), failoverFamily(), greedyFamily(), hedgeFamily(), imitateFamily(),
		learnedFamily(), lpFamily(), nomadFamily(), rebalanceFamily(), replicateFamily(), retryFamily(), roundsFamily(), spothedgeFamily(), trialFamily(), uniformFamily(),
	}
}

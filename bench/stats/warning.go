package stats

import "fmt"

// Kind names what a warning is about, so that a table can merge the same
// warning over several policies into one footnote.
type Kind uint8

// The kinds of warning.
const (
	NoPairs       Kind = iota + 1 // no seed in common: nothing to compare
	MissingPairs                  // seeds that only one side has were left out
	RepeatedSeeds                 // seeds that one side has twice were left out
	NotANumber                    // seeds whose value is NaN or infinite were left out
	FewSeeds                      // too few pairs for the exact test or the interval
	NoVariance                    // the values do not vary from seed to seed
	Unfinished                    // the sides left different work undone
	Skewed                        // bootstrap and t interval disagree about zero
	ZeroBaseline                  // the baseline's mean is zero: no ratio
)

// Warning is something that weakens a comparison.
type Warning struct {
	Kind Kind
	Text string // one sentence without the policy's name, for a footnote
}

// String returns the sentence.
func (w Warning) String() string { return w.Text }

// warn appends a warning.
func (c *Comparison) warn(k Kind, format string, args ...any) {
	c.Warnings = append(c.Warnings, Warning{k, fmt.Sprintf(format, args...)})
}

// Has reports whether the comparison carries a warning of this kind.
func (c *Comparison) Has(k Kind) bool {
	for _, w := range c.Warnings {
		if w.Kind == k {
			return true
		}
	}
	return false
}

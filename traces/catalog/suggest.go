package catalog

import (
	"strings"

	"skysim/traces/internal/nearest"
)

// suggest ends an error about an unknown name: with the nearest known one, or
// with all of them when they are few and none is near.
func suggest(name string, choices []string) string {
	switch hint := nearest.Hint(name, choices); {
	case hint != "":
		return ", " + hint
	case len(choices) > 0 && len(choices) <= 12:
		return ", want one of " + strings.Join(choices, ", ")
	}
	return ""
}

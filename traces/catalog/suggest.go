package catalog

import (
	"fmt"
	"strings"
)

// suggest ends an error about an unknown name: with the nearest known one, or
// with all of them when they are few and none is near.
func suggest(name string, choices []string) string {
	best, least := "", len(name)/2+2
	for _, c := range choices {
		if d := distance(strings.ToLower(name), strings.ToLower(c)); d < least {
			best, least = c, d
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf(", did you mean %q?", best)
	case len(choices) > 0 && len(choices) <= 12:
		return ", want one of " + strings.Join(choices, ", ")
	}
	return ""
}

// distance is the number of letters to insert, delete or replace to turn a
// into b. Names are short: a longer one is cut at 64 bytes.
func distance(a, b string) int {
	a, b = a[:min(len(a), 64)], b[:min(len(b), 64)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

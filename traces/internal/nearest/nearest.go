// Package nearest finds the known name that a misspelt one was meant to be.
package nearest

import "strings"

// Name returns the known name closest to name, by edits and without regard to
// case, or "" if none is close enough to be a plausible slip. Of equally close
// names the one with fewer edits wins, and then the first.
func Name(name string, known []string) string {
	best, least, fewest := "", len(name)/3+2, 0
	for _, k := range known {
		a, b := strings.ToLower(name), strings.ToLower(k)
		n := edits(a, b)
		d := n
		if min(len(a), len(b)) >= 3 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a)) {
			d = min(d, 2) // such as a unit left out
		}
		if d < len(k) && (d < least || d == least && best != "" && n < fewest) {
			best, least, fewest = k, d, n
		}
	}
	return best
}

// Hint returns a suggestion for an error message, or "" without one.
func Hint(name string, known []string) string {
	if k := Name(name, known); k != "" {
		return `did you mean "` + k + `"?`
	}
	return ""
}

// edits returns the Levenshtein distance of a and b in bytes. Names of more
// than 64 bytes are never slips of each other.
func edits(a, b string) int {
	const most = 64
	if len(a) > most || len(b) > most {
		return most
	}
	var row [most + 1]int
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

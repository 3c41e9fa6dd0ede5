package jobscsv

import (
	"fmt"
	"strconv"
	"strings"

	"skysim/sim"
	"skysim/traces/internal/decimal"
)

// readKeep reads the word for what a stop keeps.
func readKeep(c *cell, to *sim.Keep) bool {
	for k := sim.KeepNothing; k <= sim.KeepAll; k++ {
		if c.text == k.String() {
			*to = k
			return true
		}
	}
	return false
}

// printKeep writes the word for what a stop keeps.
func printKeep(k sim.Keep) string {
	switch {
	case k == sim.KeepNothing:
		return ""
	case k > sim.KeepAll:
		return fmt.Sprintf("keep %d", k)
	}
	return k.String()
}

// owed are the words for the starts at which the overhead is owed.
var owed = []struct {
	word string
	owes sim.Owe
}{{"first", sim.OweFirst}, {"restart", sim.OweRestart}, {"move", sim.OweMove}}

// readOwes reads the words for when the overhead is owed.
func readOwes(c *cell, to *sim.Owe) bool {
	if c.text == "never" {
		*to = 0
		return true
	}
	*to = 0
	for word := range strings.SplitSeq(c.text, "|") {
		was := *to
		for _, o := range owed {
			if strings.TrimSpace(word) == o.word {
				*to |= o.owes
			}
		}
		if *to == was { // not a word, or there already
			return false
		}
	}
	return true
}

// printOwes writes when the overhead is owed. An overhead that is never owed
// says so, because an empty cell means restart.
func printOwes(r sim.Restart) string {
	if r.Owes == 0 && r.Overhead == 0 {
		return ""
	}
	if r.Owes == 0 {
		return "never"
	}
	var words []string
	for _, o := range owed {
		if r.Owes&o.owes != 0 {
			words = append(words, o.word)
		}
	}
	if rest := r.Owes &^ (sim.OweFirst | sim.OweRestart | sim.OweMove); rest != 0 {
		words = append(words, fmt.Sprintf("owe %d", rest))
	}
	return strings.Join(words, "|")
}

// readAfter reads the numbers of earlier jobs, each in a list of its own: the
// reader's caller may keep it.
func readAfter(c *cell, to *[]int64) bool {
	list := make([]int64, 0, strings.Count(c.text, "|")+1)
	for text := range strings.SplitSeq(c.text, "|") {
		n, exact, err := decimal.Amount(strings.TrimSpace(text), 1)
		if err != nil || !exact || n == c.row || (n > c.row && !c.ahead) {
			c.hint = fmt.Sprintf("this is job %d", c.row)
			return false
		}
		list = append(list, n)
	}
	*to = list
	return true
}

// printAfter writes the numbers of earlier jobs.
func printAfter(after []int64) string {
	var b []byte
	for i, n := range after {
		if i > 0 {
			b = append(b, '|')
		}
		b = strconv.AppendInt(b, n, 10)
	}
	return string(b)
}

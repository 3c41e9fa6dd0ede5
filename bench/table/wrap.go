package table

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// Wrap breaks s into lines of at most width columns, after a space, comma,
// slash or opening parenthesis where there is one in the line's second half, and
// anywhere otherwise. Policy names have no spaces to break at.
func Wrap(s string, width int) string {
	width = max(width, 1)
	var lines []string
	for text.StringWidth(s) > width {
		runes := []rune(s)
		hard, soft, used := 0, 0, 0
		for i, r := range runes {
			used += text.RuneWidth(r)
			if used > width && i > 0 {
				break
			}
			hard = i + 1
			if strings.ContainsRune(" ,/(", r) && hard*2 >= width {
				soft = hard
			}
		}
		if soft > 0 {
			hard = soft
		}
		lines = append(lines, strings.TrimRight(string(runes[:hard]), " "))
		s = string(runes[hard:])
	}
	return strings.Join(append(lines, s), "\n")
}

package grammar

import (
	"fmt"
	"strings"
	"time"
)

// Duration writes d as people do: 10m and not 10m0s, 1h30m and not 1h30m0s. A
// fraction of a second is written in ns, because µ is no letter of a word.
// ParseDuration reads it back.
func Duration(d time.Duration) string {
	if d%time.Second != 0 {
		return fmt.Sprintf("%dns", d.Nanoseconds())
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// ParseDuration reads a duration that is not negative, as in 1h30m, 90s or 0.
func ParseDuration(word string) (time.Duration, error) {
	d, err := time.ParseDuration(word)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is not a duration such as 90s, 10m or 1h30m", word)
	}
	return d, nil
}

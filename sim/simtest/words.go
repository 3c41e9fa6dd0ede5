package simtest

import (
	"fmt"
	"strings"
	"time"

	"skysim/sim"
)

// words is one line of a transcript's input: a verb, bare words, and key=value
// pairs. It remembers the first thing that was wrong, so that a command can
// read all it wants and ask once.
type words struct {
	line  string
	verb  string
	bare  []string
	pairs []pair
	err   error
}

type pair struct {
	key, value string
	used       bool
}

// readWords splits a line; a comment begins with #.
func readWords(line string) *words {
	text, _, _ := strings.Cut(line, "#")
	w := &words{line: strings.TrimSpace(line)}
	for i, f := range strings.Fields(text) {
		key, value, isPair := strings.Cut(f, "=")
		switch {
		case i == 0:
			w.verb = f
		case isPair:
			w.pairs = append(w.pairs, pair{key: key, value: value})
		default:
			w.bare = append(w.bare, f)
		}
	}
	return w
}

// wrong notes the first thing that is wrong.
func (w *words) wrong(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf("%q: "+format, append([]any{w.line}, args...)...)
	}
}

// done returns what was wrong, if anything: at the latest a key that nobody read.
func (w *words) done() error {
	for i := range w.pairs {
		if !w.pairs[i].used {
			w.wrong("%s has no %q", w.verb, w.pairs[i].key)
		}
	}
	if len(w.bare) > 0 {
		w.wrong("%s does not know what to do with %q", w.verb, w.bare[0])
	}
	return w.err
}

// word takes the next bare word.
func (w *words) word(what string) string {
	if len(w.bare) == 0 {
		w.wrong("%s wants %s", w.verb, what)
		return ""
	}
	first := w.bare[0]
	w.bare = w.bare[1:]
	return first
}

// has takes a bare word if it is there.
func (w *words) has(word string) bool {
	for i, b := range w.bare {
		if b == word {
			w.bare = append(w.bare[:i:i], w.bare[i+1:]...)
			return true
		}
	}
	return false
}

// value takes the value of a key, "" if it is not there.
func (w *words) value(key string) string {
	for i := range w.pairs {
		if p := &w.pairs[i]; p.key == key {
			p.used = true
			return p.value
		}
	}
	return ""
}

// list takes a value of several words with commas between them.
func (w *words) list(key string) []string {
	if v := w.value(key); v != "" {
		return strings.Split(v, ",")
	}
	return nil
}

// duration takes a duration such as 1m30s.
func (w *words) duration(key string) time.Duration {
	v := w.value(key)
	if v == "" {
		return 0
	}
	d, err := time.ParseDuration(v)
	if err != nil {
		w.wrong("%s is %q, want a duration such as 1m30s", key, v)
	}
	return d
}

// time takes an instant, written as a duration since the epoch.
func (w *words) time(key string) sim.Time {
	if w.value(key) == "never" {
		return sim.Never
	}
	return sim.Time(w.duration(key))
}

// count takes a whole number.
func (w *words) count(key string) int64 { return w.scaled(key, 1) }

// scaled takes a decimal number and returns it times unit.
func (w *words) scaled(key string, unit int64) int64 {
	v := w.value(key)
	switch v {
	case "":
		return 0
	case "unlimited":
		return sim.Unlimited
	}
	digits := strings.TrimPrefix(v, "-")
	r, err := sim.ParseRate(digits)
	if err != nil || int64(r)%(1_000_000_000_000/unit) != 0 {
		w.wrong("%s is %q, want a number of at most that fine a grain", key, v)
		return 0
	}
	n := int64(r) / (1_000_000_000_000 / unit)
	if digits != v {
		return -n
	}
	return n
}

// price takes an exact decimal number of dollars.
func (w *words) price(key string) sim.Rate {
	v := w.value(key)
	if v == "" {
		return 0
	}
	r, err := sim.ParseRate(strings.TrimPrefix(v, "$"))
	if err != nil {
		w.wrong("%s: %v", key, err)
	}
	return r
}

// index returns the place of a name in a list of names.
func (w *words) index(what, name string, names []string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	w.wrong("%s %q is not there, want one of %s", what, name, strings.Join(names, ", "))
	return 0
}

package bench

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/pelletier/go-toml/v2"

	"skysim/sim"
)

// section reads one table of a document key by key. It remembers which keys
// were asked for, so that the others can be called unknown; what is wrong is
// noted in the document and reads as the zero value.
type section struct {
	doc    *document
	path   string
	values map[string]any
	known  []string
}

// get returns the value of key, and whether the file has it.
func (s *section) get(key string) (any, bool) {
	s.known = append(s.known, key)
	v, ok := s.values[key]
	return v, ok
}

func (s *section) fail(key, format string, args ...any) {
	s.doc.fail(join(s.path, key), format, args...)
}

// wrong notes a value of the wrong type.
func (s *section) wrong(key string, v any, want string) {
	s.fail(key, "%s = %s is %s, want %s", key, show(v), kindOf(v), want)
}

// read returns the value of key as a T, or the zero T.
func read[T any](s *section, key, want string) (T, bool) {
	var zero T
	v, ok := s.get(key)
	if !ok {
		return zero, false
	}
	t, ok := v.(T)
	if !ok {
		s.wrong(key, v, want)
	}
	return t, ok
}

func (s *section) text(key string) string {
	t, _ := read[string](s, key, "a string")
	return t
}

// flag returns a boolean.
func (s *section) flag(key string) bool {
	b, _ := read[bool](s, key, "true or false")
	return b
}

// required returns a string that must be there and not be empty.
func (s *section) required(key string) string {
	t, ok := read[string](s, key, "a string")
	switch _, there := s.values[key]; {
	case !there:
		s.doc.fail(s.path, "%s is missing", key)
	case ok && t == "":
		s.fail(key, "%s is empty", key)
	}
	return t
}

// whole returns an integer of at least low, and otherwise when it is absent.
func (s *section) whole(key string, low, otherwise int64) int64 {
	if _, there := s.values[key]; !there {
		s.known = append(s.known, key)
		return otherwise
	}
	n, ok := read[int64](s, key, "an integer")
	if ok && n < low {
		s.fail(key, "%s = %d, want at least %d", key, n, low)
		return otherwise
	}
	return n
}

// number returns a number of at least low, and otherwise when it is absent.
func (s *section) number(key string, low, otherwise float64) float64 {
	v, ok := s.get(key)
	if !ok {
		return otherwise
	}
	var f float64
	switch v := v.(type) {
	case int64:
		f = float64(v)
	case float64:
		f = v
	default:
		s.wrong(key, v, "a number")
		return otherwise
	}
	if !(f >= low) || f > 1e15 {
		s.fail(key, "%s = %v, want a number of at least %v", key, v, low)
		return otherwise
	}
	return f
}

// span returns a duration written as in "1h30m", which must not be negative.
func (s *section) span(key string) sim.Duration {
	t, ok := read[string](s, key, `a duration such as "1h30m"`)
	if !ok {
		return 0
	}
	d, err := time.ParseDuration(t)
	if err != nil || d < 0 {
		s.fail(key, `%s = %q, want a duration such as "1h30m"`, key, t)
		return 0
	}
	return d
}

// price returns dollars per hour, from a number or, for decimals that must be
// exact beyond what a float shows, a string.
func (s *section) price(key string) sim.Rate {
	v, ok := s.get(key)
	if !ok {
		return 0
	}
	text := ""
	switch v := v.(type) {
	case int64:
		text = strconv.FormatInt(v, 10)
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		text = v
	default:
		s.wrong(key, v, "a price in dollars")
		return 0
	}
	if text != "" && text[0] == '-' {
		s.fail(key, "%s = %s is negative, want dollars per hour", key, text)
		return 0
	}
	r, err := sim.ParseRate(text)
	if err != nil {
		s.fail(key, "%s: %v", key, err)
	}
	return r
}

// day returns a date, or the zero time.
func (s *section) day(key string) time.Time {
	d, ok := read[toml.LocalDate](s, key, "a date such as 2026-11-01")
	if !ok {
		return time.Time{}
	}
	return d.AsTime(time.UTC)
}

// texts returns a list of strings.
func (s *section) texts(key string) []string {
	list, ok := read[[]any](s, key, "a list of strings")
	if !ok {
		return nil
	}
	var out []string
	for _, v := range list {
		t, ok := v.(string)
		if !ok {
			s.wrong(key, v, "a list of strings")
			return nil
		}
		out = append(out, t)
	}
	return out
}

// section returns the table at key, or nil.
func (s *section) section(key string) *section {
	m, ok := read[map[string]any](s, key, "a table")
	if !ok {
		return nil
	}
	return &section{doc: s.doc, path: join(s.path, key), values: m}
}

// sections returns the tables of [[key]].
func (s *section) sections(key string) []*section {
	list, ok := read[[]any](s, key, "tables, each under [["+key+"]]")
	if !ok {
		return nil
	}
	var out []*section
	for i, v := range list {
		m, ok := v.(map[string]any)
		if !ok {
			s.wrong(key, v, "tables, each under [["+key+"]]")
			return nil
		}
		out = append(out, &section{doc: s.doc, path: fmt.Sprintf("%s[%d]", join(s.path, key), i), values: m})
	}
	return out
}

// done notes the keys that nobody asked for.
func (s *section) done() {
	for _, key := range s.rest() {
		s.fail(key, "unknown key %q%s", key, suggest(key, s.known))
	}
}

// rest returns, sorted, the keys that nobody asked for.
func (s *section) rest() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.values)), func(k string) bool { return slices.Contains(s.known, k) })
}

// show writes a value as TOML would, for messages.
func show(v any) string {
	switch v := v.(type) {
	case string:
		return strconv.Quote(v)
	case map[string]any:
		return "{…}"
	case []any:
		return "[…]"
	}
	return fmt.Sprint(v)
}

// kindOf names the TOML type of a value.
func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "a string"
	case int64:
		return "an integer"
	case float64:
		return "a float"
	case bool:
		return "a boolean"
	case map[string]any:
		return "a table"
	case []any:
		return "a list"
	}
	return "a date or time"
}

package allocate

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"skysim/policies/allocate"
	"skysim/policies/grammar"
)

// section reads one table of a document. What is wrong is noted there and reads as
// nothing.
type section struct {
	*document
	path   string
	values map[string]any
}

// only notes the keys that are none of those known.
func (s *section) only(known ...string) {
	for _, key := range slices.Sorted(maps.Keys(s.values)) {
		if slices.Contains(known, key) {
			continue
		}
		hint := "; there are " + strings.Join(known, ", ")
		if n := grammar.Nearest(strings.ToLower(key), known); n != "" {
			hint = fmt.Sprintf("; did you mean %q?", n)
		}
		s.fail(dotted(s.path, key), "unknown key %q%s", key, hint)
	}
}

// wrong notes a value of another type than wanted.
func (s *section) wrong(key, want string) {
	v := s.values[key]
	text := fmt.Sprint(v)
	switch v := v.(type) {
	case string:
		text = strconv.Quote(v)
	case map[string]any, []any:
		text = "…"
	}
	s.fail(dotted(s.path, key), "%s = %s, want %s", key, text, want)
}

// text returns a string; if it must be there it must not be empty.
func (s *section) text(key string, must bool) string {
	v, there := s.values[key]
	if !there {
		if must {
			s.fail(dotted(s.path, key), "%s is missing", key)
		}
		return ""
	}
	t, ok := v.(string)
	if !ok || must && t == "" {
		s.wrong(key, "a string that is not empty")
	}
	return t
}

// flag returns a boolean, and otherwise if there is none.
func (s *section) flag(key string, otherwise bool) bool {
	v, there := s.values[key]
	if !there {
		return otherwise
	}
	b, ok := v.(bool)
	if !ok {
		s.wrong(key, "true or false")
	}
	return b
}

// whole returns an integer, 0 if there is none.
func (s *section) whole(key string) int64 {
	v, there := s.values[key]
	n, ok := v.(int64)
	if there && !ok {
		s.wrong(key, "an integer")
	}
	return n
}

const (
	// most is the largest number; more is a mistake in the unit.
	most = 1e15
	// mostDecimals is how finely a number may be written.
	mostDecimals = 30
)

// number returns a number exactly as it is written, and nil if there is none.
func (s *section) number(key string) *big.Rat {
	v, there := s.values[key]
	if !there {
		return nil
	}
	var size float64
	switch v := v.(type) {
	case int64:
		size = float64(v)
	case float64:
		size = v
	default:
		s.wrong(key, "a number")
		return nil
	}
	raw := s.raw[dotted(s.path, key)]
	if math.IsNaN(size) || math.IsInf(size, 0) {
		s.fail(dotted(s.path, key), "%s = %s is not finite, want a number", key, raw)
		return nil
	}
	if math.Abs(size) > most {
		s.fail(dotted(s.path, key), "%s = %s, want at most %g: use a larger unit", key, raw, most)
		return nil
	}
	if n, ok := v.(int64); ok {
		return new(big.Rat).SetInt64(n)
	}
	x := exactly(raw)
	if x == nil {
		s.fail(dotted(s.path, key), "%s = %s, want at most %d decimals", key, raw, mostDecimals)
	}
	return x
}

// exactly returns the number that a TOML float writes, nil if it has too many decimals.
func exactly(raw string) *big.Rat {
	digits, power, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(raw, "_", "")), "e")
	exponent, err := 0, error(nil)
	if power != "" {
		exponent, err = strconv.Atoi(power)
	}
	if err != nil || exponent < -mostDecimals || exponent > mostDecimals || len(digits) > 100 {
		return nil
	}
	_, decimals, _ := strings.Cut(digits, ".")
	if len(decimals)-exponent > mostDecimals {
		return nil
	}
	x, ok := new(big.Rat).SetString(digits)
	if !ok {
		return nil
	}
	ten := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exponent, -exponent))), nil))
	if exponent < 0 {
		ten.Inv(ten)
	}
	return x.Mul(x, ten)
}

// tables returns the tables of [[key]].
func (s *section) tables(key string) []*section {
	v, there := s.values[key]
	list, ok := v.([]any)
	if there && !ok {
		s.wrong(key, "tables, each under [["+key+"]]")
	}
	var out []*section
	for i, v := range list {
		m, ok := v.(map[string]any)
		if !ok {
			s.wrong(key, "tables, each under [["+key+"]]")
			return nil
		}
		out = append(out, &section{s.document, fmt.Sprintf("%s[%d]", dotted(s.path, key), i), m})
	}
	return out
}

// blame notes an error of the problem at its place in the file.
func (d *document) blame(e *allocate.FieldError) {
	path := e.Field
	if e.Kind != "" {
		path = fmt.Sprintf("%s[%d].%s", e.Kind, e.Index, e.Field)
	}
	d.fail(path, "%s", e.Msg)
}

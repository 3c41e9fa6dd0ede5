package formats

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
)

// Head is the beginning of a file.
type Head struct {
	bytes []byte
	whole bool // there is no more
	lines []string
	names []string // cells of the first line, below notes
	// meta is what a Parquet file says about itself, and broken why it cannot be read.
	meta   map[string]string
	broken error
}

// newHead looks at the first bytes of a file.
func newHead(b []byte, whole bool) *Head {
	h := &Head{bytes: b, whole: whole}
	for len(b) > 0 && len(h.lines) < 4096 {
		line, rest, ended := bytes.Cut(b, []byte("\n"))
		if !ended && !whole && len(h.lines) > 0 {
			break // who knows how it goes on
		}
		h.lines = append(h.lines, strings.TrimSuffix(string(line), "\r"))
		b = rest
	}
	top := 0
	for len(h.lines) > top+1 && strings.HasPrefix(h.lines[0], "# skysim-interchange") && strings.HasPrefix(h.lines[top], "#") {
		top++ // notes stand above the header
	}
	if len(h.lines) > 0 {
		r := csv.NewReader(strings.NewReader(h.lines[top]))
		r.LazyQuotes = true
		h.names, _ = r.Read()
		for i := range h.names {
			h.names[i] = strings.TrimSpace(h.names[i])
		}
	}
	return h
}

// empty reports whether there is nothing but blanks.
func (h *Head) empty() bool { return h.whole && len(bytes.TrimSpace(h.bytes)) == 0 }

// parquet reports whether the file is in Parquet.
func (h *Head) parquet() bool { return bytes.HasPrefix(h.bytes, []byte("PAR1")) }

// header reports whether the first line names all of these columns.
func (h *Head) header(names ...string) bool {
	for _, n := range names {
		if !slices.Contains(h.names, n) {
			return false
		}
	}
	return true
}

// headed is a test for a header with these columns.
func headed(names ...string) func(*Head) string {
	return func(h *Head) string {
		if !h.header(names...) {
			return ""
		}
		return "a header with " + strings.Join(names, ", ")
	}
}

// object reports whether the text begins as a JSON object whose beginning has all
// of these keys.
func (h *Head) object(keys ...string) bool {
	text := bytes.TrimLeft(h.bytes, " \t\r\n")
	if len(text) == 0 || text[0] != '{' {
		return false
	}
	for _, k := range keys {
		if !bytes.Contains(text, []byte(strconv.Quote(k))) {
			return false
		}
	}
	return true
}

// keyed is a test for a JSON object with these keys.
func keyed(keys ...string) func(*Head) string {
	return func(h *Head) string {
		if !h.object(keys...) {
			return ""
		}
		return "a JSON object with " + strings.Join(keys, ", ")
	}
}

// row returns the fields of the first line that has any and no comment sign, and
// whether comments stood before it.
func (h *Head) row(comment string) (fields []string, comments bool) {
	for _, line := range h.lines {
		f := strings.Fields(line)
		switch {
		case len(f) == 0:
		case strings.HasPrefix(f[0], comment):
			comments = true
		default:
			return f, comments
		}
	}
	return nil, comments
}

// number reports whether a text is a decimal number.
func number(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

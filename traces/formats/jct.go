package formats

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strings"

	"skysim/traces"
	"skysim/traces/internal/decimal"
	"skysim/traces/summary"
)

// rateKey begins the numbers of a line.
const rateKey = "Input job rate: "

// fitsJCT looks for lists of policies with a rate in front.
func fitsJCT(h *Head) string {
	if !strings.Contains(strings.Join(h.lines, "\n"), rateKey) {
		return ""
	}
	return `lines with "Input job rate:"`
}

// meansFile reads published means: policy by rate, in sections.
type meansFile struct {
	name     string
	line     int
	points   int64
	sections summary.List
	policies []string // of the section
	known    map[string]bool
}

// sumJCT counts the published means.
func sumJCT(in *Input, r *summary.Report) error {
	m := meansFile{name: in.Name, known: map[string]bool{}}
	var skips traces.Skips
	lines := bufio.NewScanner(in.plain)
	for lines.Scan() {
		m.line++
		text := lines.Text()
		if name, ok := strings.CutPrefix(text, "## "); ok {
			m.sections = append(m.sections, summary.Named{Name: strings.TrimSpace(name), Value: int64(0)})
			m.policies = nil
			continue
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		r.Rows++
		if bad := m.row(text); bad != nil {
			skips.Add(bad)
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("%s:%d: the line is longer than %d KiB", m.name, m.line+1, bufio.MaxScanTokenSize>>10)
	} else if err != nil {
		return fmt.Errorf("%s:%d: %w", m.name, m.line+1, err)
	}
	r.Skips = skips.List()
	switch {
	case m.points == 0 && len(r.Skips) > 0:
		return fmt.Errorf("%s: no rows are left: %v", m.name, r.Skips[0])
	case m.points == 0:
		return fmt.Errorf("%s: there are no rows, want lines with %q", m.name, rateKey)
	}
	r.Lead("points", m.points)
	r.Set("policies", int64(len(m.known)))
	r.Set("sections", m.sections)
	r.Assume("rates in jobs per hour, completion times in hours")
	return nil
}

// fault says what is wrong with a part of a line that begins at an offset.
func (m *meansFile) fault(offset int, field, value, want string) *traces.SyntaxError {
	return &traces.SyntaxError{File: m.name, Line: m.line, Column: offset + 1, Field: field, Value: value, Want: want}
}

// row reads one line: "Input job rate: 0.40 ; fifo: 17.58 ; ". The first of a section
// has the policies in front; the others have the same.
func (m *meansFile) row(text string) *traces.SyntaxError {
	offset := strings.Index(text, rateKey)
	if offset < 0 {
		return m.fault(0, "line", text, "Input job rate: a number, and then policies and their hours")
	}
	cells := strings.Split(strings.TrimRight(text[offset:], " \r"), ";")
	if n := len(cells) - 1; n < 2 || strings.TrimSpace(cells[n]) != "" {
		return m.fault(offset, "line", text[offset:], "a rate and policies, with a ; behind each")
	}
	var names []string
	for k, cell := range cells[:len(cells)-1] {
		trimmed := strings.TrimSpace(cell)
		begin := offset + len(cell) - len(strings.TrimLeft(cell, " "))
		name, value, ok := strings.Cut(trimmed, ": ")
		if !ok || name == "" {
			return m.fault(begin, "cell", trimmed, "the name of a policy, a colon and hours")
		}
		if _, _, err := decimal.Amount(value, 1_000_000); err != nil {
			return m.fault(begin+len(name)+2, name, value, "a number of 0 or more")
		}
		if offset += len(cell) + 1; k > 0 {
			names = append(names, name)
		}
	}
	if m.policies != nil && !slices.Equal(names, m.policies) {
		return m.fault(0, "policies", strings.Join(names, ", "), strings.Join(m.policies, ", ")+", as in the first line of the section")
	}
	m.policies = names
	m.points += int64(len(names))
	for _, name := range names {
		m.known[name] = true
	}
	if n := len(m.sections); n > 0 {
		m.sections[n-1].Value = m.sections[n-1].Value.(int64) + int64(len(names))
	}
	return nil
}

package usage

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"skysim/traces/internal/decimal"
	"skysim/traces/internal/nearest"
)

// width is the number of columns.
const width = 12

// need says whether rows of a kind have a value in a column.
type need uint8

const (
	empty    need = iota // there must be none
	optional             // there may be one
	must                 // there must be one
)

// column is one column of the file.
type column struct {
	name  string
	extra bool // the column may be missing from the header
	want  string
	// machine, egress, storage and requests say which rows have it.
	machine, egress, storage, requests need
	// get reads a cell that is not empty and reports whether that worked.
	get func(s string, r *Row) bool
	// put returns the cell of a row.
	put func(r *Row) string
}

const (
	wantTime = "a time as in 2024-05-01T10:00:00Z, from 1970 to 2261"
	wantGB   = "a decimal number of GB, 0 or more and below 9223372036, with at most 9 decimals"
	wantNone = "nothing in such a row"
)

// columns is the format, in the order in which Writer writes it.
var columns = [width]column{
	{
		name: "kind", want: "machine, egress or storage", machine: must, egress: must, storage: must, requests: must,
		get: func(s string, r *Row) bool { return choose(kinds, s, (*uint8)(&r.Kind)) },
		put: func(r *Row) string { return r.Kind.String() },
	}, {
		name: "provider", want: "the name of a provider", machine: must, egress: must, storage: must, requests: must,
		get: func(s string, r *Row) bool { r.Provider = s; return true },
		put: func(r *Row) string { return r.Provider },
	}, {
		name: "region", want: "the name of a region", machine: must, egress: must, storage: must, requests: must,
		get: func(s string, r *Row) bool { r.Region = s; return true },
		put: func(r *Row) string { return r.Region },
	}, {
		name: "zone", want: "the name of a zone, or nothing", machine: optional, egress: optional, storage: optional, requests: optional,
		get: func(s string, r *Row) bool { r.Zone = s; return true },
		put: func(r *Row) string { return r.Zone },
	}, {
		name: "type", want: "a machine type, or a class of storage", machine: must, storage: optional, requests: must,
		get: func(s string, r *Row) bool { r.Type = s; return true },
		put: func(r *Row) string { return r.Type },
	}, {
		name: "purchase", want: "on-demand, spot or reserved", machine: must,
		get: func(s string, r *Row) bool { return choose(purchases, s, (*uint8)(&r.Purchase)) },
		put: func(r *Row) string { return r.Purchase.String() },
	}, {
		name: "count", want: "a whole number from 1 on, below 10^15", machine: optional, egress: optional, storage: optional, requests: must,
		get: func(s string, r *Row) bool { return readCount(s, &r.Count) },
		put: func(r *Row) string { return printCount(r) },
	}, {
		name: "start", want: wantTime, machine: must, egress: must, storage: must, requests: must,
		get: func(s string, r *Row) bool { return readTime(s, &r.Start) },
		put: func(r *Row) string { return printTime(r.Start) },
	}, {
		name: "end", want: wantTime, machine: must, egress: optional, storage: must, requests: optional,
		get: func(s string, r *Row) bool { return readTime(s, &r.End) },
		put: func(r *Row) string { return printTime(r.End) },
	}, {
		name: "gb", want: wantGB, machine: optional, egress: must, storage: must, requests: optional,
		get: func(s string, r *Row) bool { return readGB(s, &r.Size) },
		put: func(r *Row) string { return printGB(r) },
	}, {
		name: "to", want: "internet, or the name of a region", egress: must,
		get: func(s string, r *Row) bool { r.To = s; return true },
		put: func(r *Row) string { return r.To },
	}, {
		name: "ended_by", extra: true, want: "user or provider, or nothing", machine: optional,
		get: func(s string, r *Row) bool { return choose(enders, s, (*uint8)(&r.EndedBy)) },
		put: func(r *Row) string { return printEnder(r) },
	},
}

// columnNames returns the names of all columns, or of those that a header must
// have.
func columnNames(all bool) []string {
	var names []string
	for i := range columns {
		if all || !columns[i].extra {
			names = append(names, columns[i].name)
		}
	}
	return names
}

// index returns the number of a column, -1 for an unknown name.
func index(name string) int {
	return slices.IndexFunc(columns[:], func(c column) bool { return c.name == name })
}

// need returns what the column is to a row.
func (c *column) need(r *Row) need {
	switch r.Kind {
	case Machine:
		return c.machine
	case Egress:
		return c.egress
	case Storage:
		if strings.Contains(r.Type, "/") {
			return c.requests
		}
		return c.storage
	}
	return must // the kind itself is missing
}

func choose(words []string, s string, to *uint8) bool {
	i := slices.Index(words, s)
	*to = uint8(max(i, 0))
	return i >= 0
}

// hint says which word may have been meant.
func (c *column) hint(s string) string {
	switch c.name {
	case "kind":
		return nearest.Hint(s, kinds[1:])
	case "purchase":
		return nearest.Hint(s, purchases[1:])
	case "ended_by":
		return nearest.Hint(s, enders)
	}
	return ""
}

func readCount(s string, to *int64) bool {
	n, exact, err := decimal.Parse(s, 1)
	*to = n
	return err == nil && exact && 1 <= n && n < 1e15
}

// printCount leaves out the 1 of rows that have no number of anything.
func printCount(r *Row) string {
	if _, requests := r.Class(); r.Count == 1 && r.Kind != Machine && requests == "" {
		return ""
	}
	return strconv.FormatInt(r.Count, 10)
}

// readTime takes what RFC 3339 allows and an integer number of nanoseconds can
// hold.
func readTime(s string, to *time.Time) bool {
	var t time.Time
	if err := t.UnmarshalText([]byte(s)); err != nil {
		return false
	}
	_, frac, _ := strings.Cut(s, ".")
	*to = t.UTC()
	return digits(frac) <= 9 && 1970 <= to.Year() && to.Year() <= 2261
}

// digits counts the digits that s begins with.
func digits(s string) int {
	if i := strings.IndexFunc(s, notDigit); i >= 0 {
		return i
	}
	return len(s)
}

func notDigit(c rune) bool { return c < '0' || c > '9' }

func printTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func readGB(s string, to *int64) bool {
	n, exact, err := decimal.Parse(s, GB)
	*to = n
	return err == nil && exact && 0 <= n && n < math.MaxInt64
}

func printGB(r *Row) string {
	if r.Size < 0 {
		return "-" + string(decimal.Append(nil, -r.Size, 9))
	}
	if _, requests := r.Class(); r.Size == 0 && (r.Kind == Machine || requests != "") {
		return ""
	}
	return string(decimal.Append(nil, r.Size, 9))
}

func printEnder(r *Row) string {
	if r.Kind != Machine {
		return ""
	}
	return r.EndedBy.String()
}

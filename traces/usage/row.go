package usage

import (
	"strings"
	"time"

	"skysim/traces"
	"skysim/traces/internal/nearest"
)

// Kind is what a row is about.
type Kind uint8

// The kinds of rows. Zero means not set.
const (
	Machine Kind = iota + 1 // a machine, or several equal ones, from Start to End
	Egress                  // traffic that left a region
	Storage                 // bytes at rest from Start to End, or requests
)

// kinds are their words in files.
var kinds = []string{"", "machine", "egress", "storage"}

// String returns the word that files use.
func (k Kind) String() string { return word(kinds, uint8(k)) }

// Purchase is how a machine is bought.
type Purchase uint8

// The purchases. Zero means not set, as in rows that are not about machines.
const (
	OnDemand Purchase = iota + 1
	Spot
	// Reserved is a commitment: so many machines of a type in a region are paid
	// from Start to End whether they run or not, and cover on-demand machines.
	Reserved
)

// purchases are their words in files.
var purchases = []string{"", "on-demand", "spot", "reserved"}

// String returns the word that files use.
func (p Purchase) String() string { return word(purchases, uint8(p)) }

// EndedBy is who ended a machine.
type EndedBy uint8

// Who can end a machine. Zero is the user.
const (
	ByUser EndedBy = iota
	ByProvider
)

// enders are their words in files.
var enders = []string{"user", "provider"}

// String returns the word that files use.
func (e EndedBy) String() string { return word(enders, uint8(e)) }

func word(words []string, i uint8) string {
	if int(i) < len(words) {
		return words[i]
	}
	return "unknown"
}

// Internet in Row.To is everything outside the provider's own regions.
const Internet = "internet"

// GB is one GB in the unit of Row.Size. How many bytes that is, 10⁹ or 2³⁰, is
// for the provider's tariff to say.
const GB = 1_000_000_000

// Row is one row of usage. The zero value of a field is an empty cell.
type Row struct {
	Place    Place // where it stood, for errors; zero for a row from elsewhere
	Kind     Kind
	Provider string
	Region   string // of an Egress row: where the traffic comes from
	Zone     string // optional
	// Type is the machine type; of a Storage row the class, such as standard or
	// gp3 (empty is the provider's standard object storage), with /writes, /reads
	// or /deletes behind it for requests: see Class.
	Type     string
	Purchase Purchase
	// Count is a number of equal machines, or of requests; 1 in other rows.
	Count      int64
	Start, End time.Time // UTC; End is never before Start
	Size       int64     // 10⁻⁹ GB
	// To is, of an Egress row, Internet, a region of the provider, provider/region,
	// or internet/CN with the code of a jurisdiction.
	To      string
	EndedBy EndedBy
}

// Requests are the sorts of requests that Row.Type may end in, behind a slash.
var Requests = []string{"writes", "reads", "deletes"}

// Class splits the Type of a Storage row into the class of storage and the
// sort of requests, which is empty for bytes at rest.
func (r *Row) Class() (class, requests string) {
	class, requests, _ = strings.Cut(r.Type, "/")
	return class, requests
}

// Place is where a row stood in a file.
type Place struct {
	File    string
	Line    int          // from 1
	columns [width]int32 // byte that the cell of each column begins at, from 1
}

// Fault returns the error that the value of a column is not what was wanted.
// Hint, which may be empty, says more about this very row.
func (r *Row) Fault(column, want, hint string) *traces.SyntaxError {
	e := &traces.SyntaxError{File: r.Place.File, Line: r.Place.Line, Field: column, Want: want, Hint: hint}
	if e.File == "" {
		e.File = "usage"
	}
	for i := range columns {
		if columns[i].name == column {
			e.Value, e.Column = columns[i].put(r), int(r.Place.columns[i])
		}
	}
	return e
}

// Unknown returns the Fault of a name that is not among those known, with the
// nearest of these, or with all of them if they are few.
func (r *Row) Unknown(column, want string, known []string) *traces.SyntaxError {
	e := r.Fault(column, want, "")
	const few = 8
	if e.Hint = nearest.Hint(e.Value, known); e.Hint == "" && 0 < len(known) && len(known) <= few {
		e.Hint = "there are " + strings.Join(known, ", ")
	}
	return e
}

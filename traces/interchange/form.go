package interchange

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"skysim/sim"
	"skysim/traces/columns"
)

// Form is how a file is written.
type Form uint8

// The forms. Zero means not set.
const (
	Parquet Form = iota + 1
	CSV
)

// FormOf tells the form from the name of a file to be written: .parquet or .csv.
func FormOf(path string) (Form, error) {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".parquet":
		return Parquet, nil
	case ".csv":
		return CSV, nil
	default:
		return 0, fmt.Errorf("%s: the name ends in %q, want .parquet or .csv", path, ext)
	}
}

// The keys of what a file says about itself; the first is the kind of its rows and
// the version of the format.
const (
	versionKey = "skysim-interchange"
	epochKey   = "epoch"
	sourceKey  = "source"
	untilKey   = "until_ns"
)

// output takes the rows of a file to be written.
type output[T any] interface {
	Write(rows ...T) error
	Close() error
}

// begin begins a file of rows.
func begin[T any](w io.Writer, form Form, kind string, meta map[string]string) (output[T], error) {
	for k, v := range meta {
		if !plainText(v) {
			return nil, fmt.Errorf("interchange: %s is %q, want one line without spaces around it", k, v)
		}
	}
	if form == CSV {
		return newCSVWriter[T](w, kind, meta)
	}
	all := map[string]string{versionKey: kind + " 1"}
	for k, v := range meta {
		all[k] = v
	}
	return columns.NewWriter[T](w, all)
}

// Meta is what a file says about itself beside its rows: in the metadata of Parquet,
// in notes above the header of CSV.
type Meta struct {
	// Epoch is the instant of second 0 in RFC 3339, or empty.
	Epoch string
	// Source is where the recording came from.
	Source string
	// Until is, of a market, how far the recording reaches: what its last rows say holds
	// up to there. Zero says nothing, and then it ends with its last row.
	Until sim.Time
}

// texts returns the metadata as it is stored.
func (m Meta) texts() map[string]string {
	out := map[string]string{}
	if m.Epoch != "" {
		out[epochKey] = m.Epoch
	}
	if m.Source != "" {
		out[sourceKey] = m.Source
	}
	if m.Until != 0 {
		out[untilKey] = strconv.FormatInt(int64(m.Until), 10)
	}
	return out
}

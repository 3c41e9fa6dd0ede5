package requests

import (
	"io"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/sheet"
)

// The columns of the Azure traces.
const (
	azureAt = iota
	azureInput
	azureOutput
)

var azureColumns = []sheet.Column{{Name: "TIMESTAMP"}, {Name: "ContextTokens"}, {Name: "GeneratedTokens"}}

// azure reads the rows of an Azure trace.
type azure struct{ sheet *sheet.Reader }

// OpenAzure opens the Azure LLM trace at path, plain or packed. The caller closes
// it.
func OpenAzure(path string, o Options) (*Reader, error) { return open(path, o, readAzure) }

// ReadAzure is OpenAzure for a trace from anywhere. Errors name it as name.
func ReadAzure(src io.Reader, name string, o Options) (*Reader, error) {
	return from(src, name, o, readAzure)
}

func readAzure(text *traces.Text, o Options) (*Reader, error) {
	s, err := sheet.New(text, sheet.Form{Columns: azureColumns, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	r := newReader(text, &azure{s}, o)
	r.skipped = s.Skipped
	return r, nil
}

// next reads one row. Times have 100 ns, and since 2024 a zone.
func (a *azure) next(q *Request) bool {
	s := a.sheet
	for s.Next() {
		q.Line = s.Line()
		q.At = sim.Time(s.Time(azureAt, "a date and time like 2023-11-16 18:15:46.6805900, 1970 to 2200", "2006-01-02 15:04:05", "2006-01-02 15:04:05Z07:00").UnixNano())
		q.Input = s.Int(azureInput, 0, maxTokens)
		q.Output = s.Int(azureOutput, 0, maxTokens)
		if s.Good() {
			return true
		}
	}
	return false
}

func (a *azure) err() error { return a.sheet.Err() }

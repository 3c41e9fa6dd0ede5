package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Writer writes a log. What it writes depends on nothing but the records.
type Writer struct {
	to   io.Writer
	seq  int64
	head string
	over bool
}

// NewWriter begins a log. Format and the record's frame are the Writer's own.
func NewWriter(to io.Writer, b Begin) (*Writer, error) {
	w := &Writer{to: to, seq: -1, head: Format}
	b.Format = Format
	return w, w.put(Record{Kind: KindBegin, Begin: &b})
}

// Add writes a decision.
func (w *Writer) Add(d Decision) error { return w.put(Record{Kind: KindDecision, Decision: &d}) }

// Close ends the log and returns its head: the hash of the last line. Decisions is the
// Writer's own count.
func (w *Writer) Close(e End) (head string, err error) {
	e.Decisions = w.seq
	err = w.put(Record{Kind: KindEnd, End: &e})
	w.over = true
	return w.head, err
}

// put writes one line.
func (w *Writer) put(r Record) error {
	if w.over {
		return errors.New("audit: the log has been closed")
	}
	w.seq++
	r.Seq = w.seq
	raw, err := encode(&r)
	if err != nil {
		return err
	}
	w.head = chain(w.head, raw)
	_, err = fmt.Fprintf(w.to, "%s%s%s%s%s", beforeHash, w.head, beforeRecord, raw, afterRecord)
	return err
}

// The frame of a line.
const (
	beforeHash   = `{"hash":"`
	beforeRecord = `","record":`
	afterRecord  = "}\n"
	hashDigits   = 2 * sha256.Size
)

// encode returns the canonical bytes of a record: JSON in the order of the fields, without
// spaces, and nothing escaped that need not be.
func encode(r *Record) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// chain returns the hash of a record that follows the one with the hash before.
func chain(before string, raw []byte) string {
	h := sha256.New()
	h.Write([]byte(before))
	h.Write([]byte("\n"))
	h.Write(raw)
	return hex.EncodeToString(h.Sum(nil))
}

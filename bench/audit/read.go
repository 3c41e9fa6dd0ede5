package audit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// mostLine is the longest line that a Reader takes, in bytes.
const mostLine = 1 << 24

// AlteredError says at which line a log is not as it was written.
type AlteredError struct {
	File string
	Line int
	Msg  string
}

// Error returns file:line: message.
func (e *AlteredError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

// Reader reads a log and checks each line against the ones before it.
type Reader struct {
	file string
	from *bufio.Reader
	line int // read so far
	head string
	over bool
}

// NewReader returns a Reader; file is its name in errors.
func NewReader(from io.Reader, file string) *Reader {
	return &Reader{file: file, from: bufio.NewReader(from), head: Format}
}

// Head returns the hash of the last line read.
func (r *Reader) Head() string { return r.head }

func (r *Reader) altered(format string, args ...any) error {
	return &AlteredError{r.file, r.line, fmt.Sprintf(format, args...)}
}

// Next returns the next record, and io.EOF behind the one that ends the log. What is not
// as it was written is an *AlteredError.
func (r *Reader) Next() (*Record, error) {
	line, err := r.take()
	switch {
	case err == nil:
	case errors.Is(err, io.EOF) && r.over:
		return nil, io.EOF
	case errors.Is(err, io.EOF) && r.line == 0:
		r.line = 1
		return nil, r.altered("the log is empty: want a record of what was run")
	case errors.Is(err, io.EOF):
		return nil, r.altered("the log ends here, without a record of its end: want what came after it")
	default:
		return nil, err
	}
	if r.over {
		return nil, r.altered("there is something behind the end of the log: want nothing")
	}
	hash, raw, err := r.unframe(line)
	if err != nil {
		return nil, err
	}
	return r.check(hash, raw)
}

// take reads a line with its newline.
func (r *Reader) take() ([]byte, error) {
	var line []byte
	for {
		part, err := r.from.ReadSlice('\n')
		line = append(line, part...)
		if err == nil {
			r.line++
			return line, nil
		}
		switch {
		case len(line) > mostLine:
			r.line++
			return nil, r.altered("the line has more than %d bytes", mostLine)
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0:
			r.line++
			return nil, r.altered("the line is cut off after %d bytes: want a newline at its end", len(line))
		default:
			return nil, err
		}
	}
}

// unframe takes a line apart.
func (r *Reader) unframe(line []byte) (hash string, raw []byte, err error) {
	rest, ok := bytes.CutPrefix(line, []byte(beforeHash))
	if !ok || len(rest) < hashDigits {
		return "", nil, r.altered("want a line that begins with %s and %d hexadecimal digits", beforeHash, hashDigits)
	}
	hash, rest = string(rest[:hashDigits]), rest[hashDigits:]
	if rest, ok = bytes.CutPrefix(rest, []byte(beforeRecord)); !ok {
		return "", nil, r.altered("want %s behind the hash", beforeRecord)
	}
	if raw, ok = bytes.CutSuffix(rest, []byte(afterRecord)); !ok {
		return "", nil, r.altered("want a } at the end of the line")
	}
	return hash, raw, nil
}

// check holds a record against the line that it must be.
func (r *Reader) check(hash string, raw []byte) (*Record, error) {
	var rec Record
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	err := d.Decode(&rec)
	want := int64(r.line) - 1
	if err == nil && rec.Seq != want {
		return nil, r.altered("this is record %d, want record %d: lines were removed, added or moved", rec.Seq, want)
	}
	head := chain(r.head, raw)
	if head != hash {
		return nil, r.altered("the hash of this record, and of all before it, is %s; the line says %s: the record or its hash was altered", head, hash)
	}
	if err != nil {
		return nil, r.altered("the record is not one of a log: %v", err)
	}
	if again, err := encode(&rec); err != nil || !bytes.Equal(again, raw) {
		return nil, r.altered("the record is not written as skysim writes it")
	}
	if err := r.ordered(&rec); err != nil {
		return nil, err
	}
	r.head = head
	return &rec, nil
}

// ordered checks that a record may stand where it does.
func (r *Reader) ordered(rec *Record) error {
	first := r.line == 1
	switch whole := rec.Begin != nil && rec.Decision == nil && rec.End == nil; {
	case first && (rec.Kind != KindBegin || !whole):
		return r.altered("the log begins with a record of kind %q, want %q and nothing else", rec.Kind, KindBegin)
	case first && rec.Begin.Format != Format:
		return r.altered("the format is %q, want %q", rec.Begin.Format, Format)
	case first:
		return nil
	}
	switch rec.Kind {
	case KindDecision:
		if rec.Decision == nil || rec.Begin != nil || rec.End != nil {
			return r.altered("a record of kind %q wants a decision and nothing else", rec.Kind)
		}
	case KindEnd:
		if rec.End == nil || rec.Begin != nil || rec.Decision != nil {
			return r.altered("a record of kind %q wants an end and nothing else", rec.Kind)
		}
		if n := rec.Seq - 1; rec.End.Decisions != n {
			return r.altered("the end counts %d decisions, want %d", rec.End.Decisions, n)
		}
		r.over = true
	default:
		return r.altered("the record is of kind %q, want %q or %q", rec.Kind, KindDecision, KindEnd)
	}
	return nil
}

// Summary is what a log that is as it was written says of itself.
type Summary struct {
	Begin Begin
	End   End
	Lines int
	Head  string // hash of the last line
}

// Verify reads a whole log. What is not as it was written is an *AlteredError, and so is a
// head that is not the one wanted, if one is given.
func Verify(from io.Reader, file, wantHead string) (*Summary, error) {
	r := NewReader(from, file)
	var s Summary
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		switch rec.Kind {
		case KindBegin:
			s.Begin = *rec.Begin
		case KindEnd:
			s.End = *rec.End
		}
	}
	s.Lines, s.Head = r.line, r.head
	if wantHead != "" && wantHead != s.Head {
		return nil, r.altered("the head of the log is %s, want %s: it is another log, or one written anew", s.Head, wantHead)
	}
	return &s, nil
}

// IsHash reports whether a text could be the hash of a record.
func IsHash(text string) bool {
	for _, c := range text {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return len(text) == hashDigits
}

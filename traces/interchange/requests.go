package interchange

import (
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/requests"
)

// RequestRow is a row of a file of requests.
type RequestRow struct {
	At     int64  `parquet:"at_ns"`
	Input  int64  `parquet:"input_tokens"`
	Output int64  `parquet:"output_tokens"`
	Blocks string `parquet:"blocks"`
}

// RequestSource is a stream of requests.
type RequestSource interface {
	Next(q *requests.Request) bool
	Err() error
}

// WriteRequests writes all requests of a source, and returns how many there were.
// What it cannot read back as the same is an error.
func WriteRequests(w io.Writer, form Form, from RequestSource, m Meta) (n int64, err error) {
	out, err := begin[RequestRow](w, form, "requests", m.texts())
	if err != nil {
		return 0, err
	}
	back := &Requests{input: &input[RequestRow]{name: "request"}}
	for q := (requests.Request{}); from.Next(&q); q = (requests.Request{}) {
		row := RequestRow{At: int64(q.At), Input: q.Input, Output: q.Output}
		var b strings.Builder
		for i, block := range q.Blocks {
			if i > 0 {
				b.WriteByte('|')
			}
			b.WriteString(strconv.FormatInt(block, 10))
		}
		row.Blocks = b.String()
		var got requests.Request
		if bad := back.request(&row, &got); bad != nil {
			return n, fmt.Errorf("interchange: request %d cannot be written: %s is %q, want %s", n, bad.Field, bad.Value, bad.Want)
		}
		if got.Line = q.Line; len(q.Blocks)+len(got.Blocks) > 0 && !reflect.DeepEqual(got.Blocks, q.Blocks) || got.At != q.At {
			return n, fmt.Errorf("interchange: request %d would be read back as %+v, want %+v", n, got, q)
		}
		if err := out.Write(row); err != nil {
			return n, fmt.Errorf("interchange: request %d cannot be written: %w", n, err)
		}
		n++
	}
	if err := from.Err(); err != nil {
		return n, err
	}
	return n, out.Close()
}

// Requests streams the requests of a file.
type Requests struct {
	*input[RequestRow]
	last sim.Time
}

// OpenRequests opens the file at path, Parquet or CSV. At the end of the stream, or
// at an error, it closes itself; who stops before closes it.
func OpenRequests(path string) (*Requests, error) {
	in, err := openInput[RequestRow](path, "requests")
	if err != nil {
		return nil, err
	}
	return &Requests{input: in}, nil
}

// ReadRequests is OpenRequests for a file that is open.
func ReadRequests(from Source) (*Requests, error) {
	in, err := newInput[RequestRow](from, "requests")
	if err != nil {
		return nil, err
	}
	return &Requests{input: in}, nil
}

// Next fills *q with the next request and reports whether there was one.
func (r *Requests) Next(q *requests.Request) bool {
	var row RequestRow
	if !r.next(&row) {
		return false
	}
	if bad := r.request(&row, q); bad != nil {
		r.stop(bad)
		return false
	}
	q.Line = r.line()
	return true
}

// request makes a request of a row.
func (r *Requests) request(row *RequestRow, q *requests.Request) *traces.SyntaxError {
	switch {
	case row.At < 0 || row.At == math.MaxInt64:
		return r.fault("at_ns", strconv.FormatInt(row.At, 10), wantTime)
	case sim.Time(row.At) < r.last:
		return r.fault("at_ns", strconv.FormatInt(row.At, 10), fmt.Sprintf("at least the %d of the row above", int64(r.last)))
	case row.Input < 0:
		return r.fault("input_tokens", strconv.FormatInt(row.Input, 10), "0 or more")
	case row.Output < 0:
		return r.fault("output_tokens", strconv.FormatInt(row.Output, 10), "0 or more")
	}
	*q = requests.Request{At: sim.Time(row.At), Input: row.Input, Output: row.Output}
	if row.Blocks != "" {
		q.Blocks = make([]int64, 0, strings.Count(row.Blocks, "|")+1)
		for cell := range strings.SplitSeq(row.Blocks, "|") {
			n, err := strconv.ParseInt(cell, 10, 64)
			if err != nil {
				return r.fault("blocks", cell, "whole numbers joined by |")
			}
			q.Blocks = append(q.Blocks, n)
		}
	}
	r.last = q.At
	return nil
}

// Err returns what ended the stream early.
func (r *Requests) Err() error { return r.err }

// Close closes the file that OpenRequests opened.
func (r *Requests) Close() error { return r.close() }

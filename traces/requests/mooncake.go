package requests

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/jsontext"
)

const (
	millisecond = 1_000_000
	maxLine     = 1 << 20 // bytes: a prompt of 50 million tokens
)

// mooncake reads the lines of a Mooncake trace.
type mooncake struct {
	name    string
	options Options
	lines   *bufio.Scanner
	line    int
	good    int64
	skips   traces.Skips
	fault   error
	ended   bool
}

// OpenMooncake opens the Mooncake trace at path, plain or packed: a JSON object
// in each line. The caller closes it.
func OpenMooncake(path string, o Options) (*Reader, error) { return open(path, o, readMooncake) }

// ReadMooncake is OpenMooncake for a trace from anywhere. Errors name it as name.
func ReadMooncake(src io.Reader, name string, o Options) (*Reader, error) {
	return from(src, name, o, readMooncake)
}

func readMooncake(text *traces.Text, o Options) (*Reader, error) {
	switch {
	case o.Block == 0:
		o.Block = 512
	case o.Block < 0 || o.Block > maxTokens:
		return nil, fmt.Errorf("requests: a block has %d tokens, want 1 to %d, or 0 for 512", o.Block, maxTokens)
	}
	m := &mooncake{name: text.Name, options: o, lines: bufio.NewScanner(text)}
	m.lines.Buffer(nil, maxLine)
	r := newReader(text, m, o)
	r.skipped = m.skips.List
	return r, nil
}

// next reads one line.
func (m *mooncake) next(q *Request) bool {
	for !m.ended && m.lines.Scan() {
		m.line++
		if len(bytes.TrimSpace(m.lines.Bytes())) == 0 {
			continue
		}
		*q = Request{Line: m.line}
		err := m.parse(q)
		if err == nil {
			m.good++
			return true
		}
		// A line that ends in the middle is that line's fault, not the file's.
		bad := &traces.SyntaxError{File: m.name, Line: m.line, Field: "line", Value: m.lines.Text(), Want: "a whole JSON object"}
		if !errors.As(err, &bad) {
			err = bad
		}
		if !m.options.Lenient {
			m.ended, m.fault = true, err
			return false
		}
		m.skips.Add(bad)
	}
	if !m.ended {
		m.ended, m.fault = true, m.end()
	}
	return false
}

// end says what is wrong at the end of the lines.
func (m *mooncake) end() error {
	err, skips := m.lines.Err(), m.skips.List()
	switch {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("%s:%d: the line is longer than %d KiB", m.name, m.line+1, maxLine>>10)
	case err != nil:
		return fmt.Errorf("%s:%d: %w", m.name, m.line+1, err)
	case m.good == 0 && len(skips) > 0:
		return fmt.Errorf("%s: no requests are left: %v", m.name, skips[0])
	case m.good == 0:
		return fmt.Errorf("%s: the file is empty, want a request in each line", m.name)
	}
	return nil
}

// parse reads the object of the current line.
func (m *mooncake) parse(q *Request) error {
	d := jsontext.New(bytes.NewReader(m.lines.Bytes()), m.name, m.line)
	at, blocks := int64(-1), false
	q.Input, q.Output = -1, -1
	err := d.Object("line", func(key string) (err error) {
		switch key {
		case "timestamp":
			at, err = d.Amount(key, millisecond, "milliseconds, 0 or more")
		case "input_length":
			q.Input, err = d.Int(key, 0, maxTokens)
		case "output_length":
			q.Output, err = d.Int(key, 0, maxTokens)
		case "hash_ids":
			blocks, q.Blocks = true, q.Blocks[:0]
			err = d.Array(key, func() error {
				n, err := d.Int(key, 0, 1<<53)
				q.Blocks = append(q.Blocks, n)
				return err
			})
		default:
			err = d.Skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	q.At = sim.Time(at)
	if at < 0 || q.Input < 0 || q.Output < 0 {
		return d.Fault("line", "timestamp, input_length and output_length in the object that ends here")
	}
	if want := (q.Input + m.options.Block - 1) / m.options.Block; blocks && int64(len(q.Blocks)) != want {
		bad := d.Fault("number of hash_ids", fmt.Sprintf("⌈input_length/%d⌉", m.options.Block))
		bad.Value, bad.Column = strconv.Itoa(len(q.Blocks)), 0
		bad.Hint = fmt.Sprintf("%d tokens are %d blocks", q.Input, want)
		return bad
	}
	return d.End()
}

func (m *mooncake) err() error { return m.fault }

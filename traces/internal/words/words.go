// Package words splits the text of a file into words, each with the line and the
// column at which it stands, for formats that are lists of numbers and leave the
// breaking of lines to the writer. It holds one line at a time.
package words

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"skysim/traces"
)

// mostLine is the longest line taken, in bytes.
const mostLine = 1 << 20

// Word is a word and where it stands.
type Word struct {
	Text   string
	Line   int // from 1
	Column int // byte of the line, from 1
}

// Scanner reads words. It is strict about nothing but the length of lines.
type Scanner struct {
	file  string
	lines *bufio.Scanner
	line  int
	row   []Word
	err   error
}

// New returns a Scanner of r, which errors call file.
func New(file string, r io.Reader) *Scanner {
	s := &Scanner{file: file, lines: bufio.NewScanner(r)}
	s.lines.Buffer(nil, mostLine)
	return s
}

// Line returns the rest of the line that has words left, without taking it; it
// is empty at the end. The caller must not keep it.
func (s *Scanner) Line() []Word {
	for len(s.row) == 0 && s.err == nil {
		if !s.lines.Scan() {
			s.stop()
			break
		}
		s.line++
		s.row = split(s.row[:0], s.lines.Text(), s.line)
	}
	return s.row
}

// Next takes a word; the text is empty at the end of the file, and its line the
// last one.
func (s *Scanner) Next() Word {
	row := s.Line()
	if len(row) == 0 {
		return Word{Line: max(1, s.line)}
	}
	w := row[0]
	s.row = row[1:]
	return w
}

// Skip drops the rest of the line.
func (s *Scanner) Skip() { s.row = nil }

// Err returns what went wrong with reading, or nil.
func (s *Scanner) Err() error {
	if errors.Is(s.err, io.EOF) {
		return nil
	}
	return s.err
}

// Fault returns an error about a word. At the end of a file the fault is that it
// ends, or what went wrong with reading.
func (s *Scanner) Fault(w Word, field, want string) error {
	if w.Text == "" {
		if err := s.Err(); err != nil {
			return err
		}
		return fmt.Errorf("%s:%d: the file ends, want the %s: %s", s.file, w.Line, field, want)
	}
	return &traces.SyntaxError{File: s.file, Line: w.Line, Column: w.Column, Field: field, Value: w.Text, Want: want}
}

// stop notes why there are no more lines.
func (s *Scanner) stop() {
	switch err := s.lines.Err(); {
	case err == nil:
		s.err = io.EOF
	case errors.Is(err, bufio.ErrTooLong):
		s.err = fmt.Errorf("%s:%d: the line is longer than %d KiB", s.file, s.line+1, mostLine>>10)
	default:
		s.err = fmt.Errorf("%s:%d: %w", s.file, s.line+1, err)
	}
}

// split appends the words of a line: what is between spaces and control
// characters.
func split(row []Word, text string, line int) []Word {
	begin := -1
	for i := 0; i <= len(text); i++ {
		if inside := i < len(text) && text[i] > ' '; inside && begin < 0 {
			begin = i
		} else if !inside && begin >= 0 {
			row = append(row, Word{text[begin:i], line, begin + 1})
			begin = -1
		}
	}
	return row
}

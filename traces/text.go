package traces

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// Text is the text of a trace: plain or gzip on disk, always plain here.
type Text struct {
	io.Reader
	// Name is what errors call the trace, usually its path.
	Name string
	file *os.File
}

// Open opens the trace at path. The caller closes it.
func Open(path string) (*Text, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	t, err := NewText(path, f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	t.file = f
	return t, nil
}

// NewText returns the text of r, unpacked if r begins with gzip's magic bytes
// (names are not looked at) and without a byte order mark. Errors name it as
// name.
func NewText(name string, r io.Reader) (*Text, error) {
	b := bufio.NewReader(r)
	if magic, _ := b.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		b = bufio.NewReader(z)
	}
	if mark, _ := b.Peek(3); string(mark) == "\ufeff" {
		b.Discard(3) // cannot fail: these bytes are in the buffer
	}
	return &Text{Reader: b, Name: name}, nil
}

// Close closes the file that Open opened. It does nothing after NewText.
func (t *Text) Close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}

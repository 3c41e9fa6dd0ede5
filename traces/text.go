package traces

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"
)

// Text is the text of a trace: plain, gzip or zstd on disk, always plain here.
type Text struct {
	io.Reader
	// Name is what errors call the trace, usually its path.
	Name string
	file *os.File
	zstd *zstd.Decoder
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

// NewText returns the text of r, unpacked if r begins with the magic bytes of
// gzip or zstd (names are not looked at) and without a byte order mark. Errors
// name it as name.
func NewText(name string, r io.Reader) (*Text, error) {
	t := &Text{Name: name}
	b := bufio.NewReader(r)
	magic, _ := b.Peek(4)
	switch {
	case len(magic) >= 2 && string(magic[:2]) == "\x1f\x8b":
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		b = bufio.NewReader(&unpacked{from: z})
	case string(magic) == "\x28\xb5\x2f\xfd":
		z, err := unpackZstd(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		t.zstd, b = z, bufio.NewReader(&unpacked{from: z})
	default:
		return t.begin(b)
	}
	if again, _ := b.Peek(4); isPacked(again) {
		return nil, errors.Join(fmt.Errorf("%s: the file is packed twice, want text in one gzip or zstd: unpack it once", name), t.Close())
	}
	return t.begin(b)
}

// isPacked reports whether a text begins with the magic bytes of gzip or zstd.
func isPacked(magic []byte) bool {
	return bytes.HasPrefix(magic, []byte("\x1f\x8b")) || bytes.Equal(magic, []byte("\x28\xb5\x2f\xfd"))
}

// begin drops a byte order mark.
func (t *Text) begin(b *bufio.Reader) (*Text, error) {
	if mark, _ := b.Peek(3); string(mark) == "\ufeff" {
		b.Discard(3) // cannot fail: these bytes are in the buffer
	}
	t.Reader = b
	return t, nil
}

// unpacked counts the lines of what is unpacked, to say where the packed text is broken.
type unpacked struct {
	from  io.Reader
	lines int64
	err   error
}

// Read passes bytes on.
func (u *unpacked) Read(p []byte) (int, error) {
	if u.err != nil {
		return 0, u.err
	}
	n, err := u.from.Read(p)
	u.lines += int64(bytes.Count(p[:n], []byte("\n")))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = fmt.Errorf("the packed text ends too early, after line %d: %w", u.lines, err)
	case err != nil && err != io.EOF:
		err = fmt.Errorf("the packed text is damaged, at or before line %d: %w", u.lines+1, err)
	}
	u.err = err
	return n, err
}

// unpackZstd unpacks on the caller's goroutine. A frame may ask for any amount
// of memory in its header; what zstd -19 writes asks for 8 MiB.
func unpackZstd(r io.Reader) (*zstd.Decoder, error) {
	const window = 32 << 20
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(window))
}

// Close closes the file that Open opened. After NewText it only frees memory.
func (t *Text) Close() error {
	if t.zstd != nil {
		t.zstd.Close()
	}
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}

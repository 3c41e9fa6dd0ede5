package traces

import (
	"fmt"
	"io"
)

// RowLimit is a Reader that stops a row that does not end: a quote that is
// never closed would otherwise draw the rest of the file into memory. Whoever
// reads rows from it calls Begin before each.
type RowLimit struct {
	From io.Reader
	Most int // bytes of a row
	left int
}

// TooLong is the error of a row that does not end.
func (l *RowLimit) TooLong() error {
	size := fmt.Sprintf("%d KiB", l.Most>>10)
	if l.Most >= 1<<20 {
		size = fmt.Sprintf("%d MiB", l.Most>>20)
	}
	return fmt.Errorf("the row is longer than %s; is a quote left open?", size)
}

// Begin says that another row begins.
func (l *RowLimit) Begin() { l.left = l.Most }

// Read reads on within the row, and fails when the row is too long.
func (l *RowLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, l.TooLong()
	}
	n, err := l.From.Read(p)
	l.left -= n
	return n, err
}

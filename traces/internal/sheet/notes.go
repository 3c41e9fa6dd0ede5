package sheet

import (
	"io"
	"strings"
)

// mostNotes is how much of a file is kept for its notes, in bytes.
const mostNotes = 1 << 13

// noted is a Reader that keeps the beginning of what passes through it.
type noted struct {
	from io.Reader
	kept []byte
}

// Read passes bytes on.
func (n *noted) Read(p []byte) (int, error) {
	size, err := n.from.Read(p)
	n.kept = append(n.kept, p[:min(size, mostNotes-len(n.kept))]...)
	return size, err
}

// notes returns what the lines at the beginning that begin with # say; of a key that
// is there twice, the first.
func (n *noted) notes() map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(string(n.kept)) {
		if !strings.HasPrefix(line, "#") {
			break
		}
		key, value, ok := strings.Cut(strings.TrimLeft(line, "#"), "=")
		if key = strings.TrimSpace(key); !ok || all[key] != "" {
			continue
		}
		all[key] = strings.TrimSpace(value)
	}
	return all
}

// Notes returns what the file says above its header, where the Form takes that.
func (r *Reader) Notes() map[string]string { return r.notes }

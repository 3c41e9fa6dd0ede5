package summary

import "io"

// Watch is a Reader that notes how the lines of a text end.
type Watch struct {
	From  io.Reader
	Bytes int64
	CRLF  int64 // line ends of two bytes
	Lines int64 // line ends in all
	first int64 // line that ends in two bytes
	last  byte
}

// Read passes bytes on.
func (w *Watch) Read(p []byte) (int, error) {
	n, err := w.From.Read(p)
	for _, c := range p[:n] {
		if c == '\n' {
			w.Lines++
			if w.last == '\r' {
				w.CRLF++
				if w.first == 0 {
					w.first = w.Lines
				}
			}
		}
		w.last = c
	}
	w.Bytes += int64(n)
	return n, err
}

// Cut reports whether the text ends within a line.
func (w *Watch) Cut() bool { return w.Bytes > 0 && w.last != '\n' }

// Put tells a report how the lines end.
func (w *Watch) Put(r *Report) {
	ends := "LF"
	switch {
	case w.Lines > 0 && w.CRLF == w.Lines:
		ends = "CRLF"
	case w.CRLF > 0:
		ends = "mixed"
		r.Doubt(w.CRLF, int(w.first), "lines that end in CRLF, others in LF")
	}
	r.Set("line_ends", ends)
	r.Set("final_newline", !w.Cut())
}

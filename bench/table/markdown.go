package table

import (
	"io"
	"strings"
)

// WriteMarkdown writes the table in GitHub's Markdown: the title in bold above, the
// footnotes as a list below. Nothing in a cell acts as markup.
func (t *Table) WriteMarkdown(w io.Writer) error {
	p := t.pretty(markdownCell, 0)
	var b strings.Builder
	if t.Title != "" {
		b.WriteString("**" + escape(clean(t.Title)) + "**\n\n")
	}
	b.WriteString(p.RenderMarkdown() + "\n")
	notes := t.footnotes()
	if len(notes)+len(t.Notes) > 0 {
		b.WriteString("\n")
	}
	for i, note := range notes {
		b.WriteString("- " + mark(i+1) + " " + escape(note) + "\n")
	}
	for _, note := range t.Notes {
		b.WriteString("- " + escape(clean(note)) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdownCell prints a cell; the table writer escapes its pipes.
func markdownCell(c Cell) string {
	if !c.code || c.text == "" {
		return escape(c.text)
	}
	// A code span may contain any run of backticks but the one that fences it.
	fence := "`"
	for strings.Contains(c.text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + c.text + " " + fence
	}
	return fence + c.text + fence
}

// escape disarms markup characters. Pipes are left to the table writer.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_[]<>#~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

package table

import (
	"io"
	"strconv"
	"strings"

	pretty "github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// TextOptions says where text will be read. The zero value suits a file: no
// escape sequences, no limit on the width.
type TextOptions struct {
	Bold  bool // set the title in bold, by an escape sequence; for terminals only
	Width int  // columns on the screen; 0 for no limit
}

// WriteText writes the table for people. If it is wider than o.Width, the
// widest column of words is broken over several lines; nothing is ever cut off.
func (t *Table) WriteText(w io.Writer, o TextOptions) error {
	p := t.pretty(Cell.String, headWidth)
	p.SetStyle(textStyle())
	p.SuppressTrailingSpaces()
	if column, width := t.squeeze(o.Width); width > 0 {
		p.SetColumnConfigs(t.configs(column, width))
	}
	var b strings.Builder
	if t.Title != "" {
		title := clean(t.Title)
		if o.Bold {
			title = "\x1b[1m" + title + "\x1b[0m" // by hand: the library asks the environment
		}
		b.WriteString(title + "\n\n")
	}
	b.WriteString(p.Render())
	b.WriteString("\n")
	if len(t.Notes)+len(t.footnotes()) > 0 {
		b.WriteString("\n")
	}
	for i, note := range t.footnotes() {
		b.WriteString(hang(mark(i+1)+" ", note, o.Width))
	}
	for _, note := range t.Notes {
		b.WriteString(hang("", clean(note), o.Width))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// textStyle is a header, a rule and rows, without box or shouting.
func textStyle() pretty.Style {
	s := pretty.StyleLight
	s.Options = pretty.Options{SeparateHeader: true}
	s.Box.PaddingLeft, s.Box.PaddingRight = "", "  "
	s.Format = pretty.FormatOptions{Header: text.FormatDefault, Footer: text.FormatDefault, Row: text.FormatDefault}
	return s
}

// headWidth is where titles of columns are broken in text, so that a long
// title does not widen a column of short numbers.
const headWidth = 11

// stack breaks a title between words, over lines of at most width columns
// where the words allow it.
func stack(title string, width int) string {
	var lines []string
	for _, w := range strings.Fields(title) {
		if n := len(lines) - 1; n >= 0 && text.StringWidth(lines[n])+1+text.StringWidth(w) <= width {
			lines[n] += " " + w
		} else {
			lines = append(lines, w)
		}
	}
	return strings.Join(lines, "\n")
}

// pretty hands the table to go-pretty, cells printed by show. With a width, as
// in text, titles are broken there, and cells without a mark get spaces where
// their neighbours have one, so that digits stay under digits.
func (t *Table) pretty(show func(Cell) string, width int) pretty.Writer {
	p := pretty.NewWriter()
	pad := width > 0
	head := make(pretty.Row, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = show(Text(c.head()))
		if pad {
			head[i] = stack(c.head(), width)
		}
	}
	p.AppendHeader(head)
	p.SetColumnConfigs(t.configs(-1, 0))
	grid := t.grid(show, pad)
	for _, cells := range grid {
		row := make(pretty.Row, len(cells))
		for i, s := range cells {
			row[i] = s
		}
		p.AppendRow(row)
	}
	return p
}

// grid prints all cells with their marks.
func (t *Table) grid(show func(Cell) string, pad bool) [][]string {
	notes := t.footnotes()
	grid := make([][]string, len(t.rows))
	widest := make([]int, len(t.Columns))
	marks := make([][]string, len(t.rows))
	for r := range t.rows {
		grid[r], marks[r] = make([]string, len(t.Columns)), make([]string, len(t.Columns))
		for c := range t.Columns {
			cell := t.cell(r, c)
			grid[r][c], marks[r][c] = show(cell), cell.marks(notes)
			widest[c] = max(widest[c], text.StringWidth(marks[r][c]))
		}
	}
	for r := range grid {
		for c := range grid[r] {
			grid[r][c] += marks[r][c]
			if pad && t.align(c) == Right {
				grid[r][c] += strings.Repeat(" ", widest[c]-text.StringWidth(marks[r][c]))
			}
		}
	}
	return grid
}

// configs aligns the columns and limits one of them to a width.
func (t *Table) configs(limited, width int) []pretty.ColumnConfig {
	configs := make([]pretty.ColumnConfig, len(t.Columns))
	for i := range t.Columns {
		side := text.AlignLeft
		if t.align(i) == Right {
			side = text.AlignRight
		}
		configs[i] = pretty.ColumnConfig{Number: i + 1, Align: side, AlignHeader: side}
		if i == limited {
			configs[i].WidthMax, configs[i].WidthMaxEnforcer = width, Wrap
		}
	}
	return configs
}

// squeeze returns the column to break and its new width so that the table fits
// into the given width; a width of 0 means that nothing is to be done.
func (t *Table) squeeze(limit int) (column, width int) {
	const gap, least = 2, 12
	if limit <= 0 {
		return -1, 0
	}
	total, widest := 0, 0
	column = -1
	grid := t.grid(Cell.String, true)
	for c := range t.Columns {
		w := text.LongestLineLen(stack(t.Columns[c].head(), headWidth))
		for r := range grid {
			w = max(w, text.StringWidth(grid[r][c]))
		}
		total += w + gap
		if t.align(c) == Left && w > widest {
			column, widest = c, w
		}
	}
	if excess := total - limit; excess > 0 && column >= 0 && widest > least {
		return column, max(widest-excess, least)
	}
	return -1, 0
}

// marks returns the superscripts of a cell's notes.
func (c Cell) marks(notes []string) string {
	var m []string
	for i, n := range notes {
		for _, own := range c.notes {
			if own == n {
				m = append(m, mark(i+1))
			}
		}
	}
	return strings.Join(m, ",")
}

// mark writes n as a superscript.
func mark(n int) string {
	return strings.Map(func(r rune) rune { return []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0'] }, strconv.Itoa(n))
}

// hang writes a note with its later lines indented under its first.
func hang(lead, note string, width int) string {
	if width > 0 {
		indent := strings.Repeat(" ", text.StringWidth(lead))
		lines := strings.Split(text.WrapSoft(note, max(width-len(indent), 20)), "\n")
		for i, line := range lines {
			lines[i] = strings.TrimRight(line, " ")
		}
		note = strings.Join(lines, "\n"+indent)
	}
	return lead + note + "\n"
}

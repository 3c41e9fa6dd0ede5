package table

import (
	"io"
	"slices"
	"strings"

	pretty "github.com/jedib0t/go-pretty/v6/table"
)

// WriteCSV writes the table for programs: full digits without signs or
// separators, an interval as three columns (its title, then "… low" and
// "… high"), nothing where there is no number. If there are notes, a last column
// holds those of the row and of the table, so that a warning is not lost on the way.
func (t *Table) WriteCSV(w io.Writer) error {
	p := pretty.NewWriter()
	style := pretty.StyleDefault
	style.CSV.FieldProtection = false // it would put a quote before every negative number
	p.SetStyle(style)
	widths := make([]int, len(t.Columns))
	noted := len(t.Notes) > 0 || len(t.footnotes()) > 0
	var head pretty.Row
	for c, column := range t.Columns {
		widths[c] = 1
		for r := range t.rows {
			widths[c] = max(widths[c], len(t.cell(r, c).raw))
		}
		head = append(head, column.head())
		if widths[c] == 3 {
			head = append(head, column.head()+" low", column.head()+" high")
		}
	}
	if noted {
		head = append(head, "notes")
	}
	p.AppendHeader(head)
	for r := range t.rows {
		row := t.csvRow(r, widths)
		if noted {
			row = append(row, strings.Join(t.rowNotes(r), "; "))
		}
		p.AppendRow(row)
	}
	_, err := io.WriteString(w, p.RenderCSV()+"\n")
	return err
}

// csvRow lays a row's raw values out over the columns.
func (t *Table) csvRow(r int, widths []int) pretty.Row {
	var row pretty.Row
	for c, width := range widths {
		raw := t.cell(r, c).raw
		for i := range width {
			value := ""
			if i < len(raw) {
				value = raw[i]
			}
			row = append(row, value)
		}
	}
	return row
}

// rowNotes lists the notes of a row's cells, then those of the table.
func (t *Table) rowNotes(r int) []string {
	var notes []string
	add := func(n string) {
		if !slices.Contains(notes, n) {
			notes = append(notes, n)
		}
	}
	for _, c := range t.rows[r] {
		for _, n := range c.notes {
			add(n)
		}
	}
	for _, n := range t.Notes {
		add(clean(n))
	}
	return notes
}

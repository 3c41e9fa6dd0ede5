package table

import "slices"

// Align is the side on which a column's cells line up.
type Align uint8

// The alignments. A column that does not say is right-aligned when all its
// cells are numbers, and left-aligned otherwise.
const (
	Left Align = iota + 1
	Right
)

// Column is the head of a column.
type Column struct {
	Title string // lower case, as in "wait mean"
	Unit  string // as in "s" or "$"; printed in parentheses behind the title
	Align Align  // zero: by content
}

// head is the column's title with its unit.
func (c Column) head() string {
	if c.Unit == "" {
		return clean(c.Title)
	}
	return clean(c.Title + " (" + c.Unit + ")")
}

// Table is a title, columns, rows and notes.
type Table struct {
	Title   string
	Columns []Column
	Notes   []string // about the whole table, under it

	rows [][]Cell
}

// New returns an empty table.
func New(title string, columns ...Column) *Table {
	return &Table{Title: title, Columns: columns}
}

// Add appends a row. A short row is filled with empty cells; cells beyond the
// last column get columns without a title, so that nothing is lost.
func (t *Table) Add(cells ...Cell) {
	for len(t.Columns) < len(cells) {
		t.Columns = append(t.Columns, Column{})
	}
	t.rows = append(t.rows, slices.Clone(cells))
}

// Note adds a note about the whole table unless it is there already.
func (t *Table) Note(text string) {
	if !slices.Contains(t.Notes, text) {
		t.Notes = append(t.Notes, text)
	}
}

// cell returns the cell at a place of the grid, an empty one beyond a row's end.
func (t *Table) cell(row, column int) Cell {
	if column < len(t.rows[row]) {
		return t.rows[row][column]
	}
	return Cell{}
}

// align resolves a column's alignment.
func (t *Table) align(column int) Align {
	if a := t.Columns[column].Align; a != 0 {
		return a
	}
	numbers := false
	for row := range t.rows {
		switch c := t.cell(row, column); {
		case c.numeric:
			numbers = true
		case c.text != "":
			return Left
		}
	}
	if numbers {
		return Right
	}
	return Left
}

// footnotes lists the cells' notes, each once, in reading order.
func (t *Table) footnotes() []string {
	var notes []string
	for _, row := range t.rows {
		for _, c := range row {
			for _, n := range c.notes {
				if !slices.Contains(notes, n) {
					notes = append(notes, n)
				}
			}
		}
	}
	return notes
}

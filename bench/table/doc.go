// Package table prints one table three ways.
//
//  1. Describe the table: a title, columns with units, rows of cells. A cell
//     is made by what it holds (Text, Code, Count, Number, Money, Percent,
//     Interval), which decides its digits and its alignment.
//  2. Hang warnings on cells (Cell.Note) or on the whole table (Table.Notes):
//     they become footnotes, each printed once.
//  3. Print: WriteText for people, on a terminal or in a file; WriteMarkdown
//     for reports; WriteCSV for programs, with full digits, an interval's ends in
//     columns of their own and the notes in a last one.
//
// Output never depends on the environment: colours and width are what the
// caller says, so a table in a file has no escape sequences in it.
package table

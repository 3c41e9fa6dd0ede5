// Package allocate is the outside of the one-shot problem: policies/allocate solves it,
// this package reads its files and shows its answers.
//
//  1. Open finds a file, or an example that comes with skysim; Read checks it and
//     says with file, line and column what is wrong (read.go, document.go).
//  2. Solve runs one policy, Compare all that suit the file; both give a Report with an
//     Answer for each (report.go).
//  3. The Report prints itself: as tables with bars for a terminal (text.go), as one
//     JSON object for programs (json.go), as a figure (figure.go).
//
// FORMAT.md describes the file, and ARTICLES.md what the source articles print
// beside what is true.
package allocate

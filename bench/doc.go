// Package bench turns an experiment file into rows, and rows into an answer.
//
// The life of an experiment:
//
//  1. Open (or ReadFile, or Parse) reads a TOML file into an Experiment. An
//     unknown key, a wrong type or an impossible value is a *FileError with
//     line, column, the value and what was wanted.
//  2. Prepare confronts it with what there is: policies and workloads exist,
//     worlds are built from the catalogue and one's own machines, traces are
//     read once. The product of the axes becomes a Plan of Cells in a fixed
//     order, each with a readable name and a hash of all that determines it.
//  3. Run simulates the cells on a number of workers. Each has one Observer,
//     which measures what the engine does not add up, and leaves a Row. A
//     finished cell is stored at once, under its hash, and never run again; when
//     all have finished, the Result is written. Rows are in plan order, and their
//     bytes depend on nothing but the cells: wall-clock times have a file of
//     their own.
//     Collect does the same without a store, for programs that want the rows and
//     perhaps observers of their own.
//  4. ReadResult reads what was stored. Compare pairs the policies by seed and
//     says what can be told apart, with intervals and warnings; Judge holds the
//     experiment's expectations against it; Comparison.Table and Result.Draw print and
//     draw. None of them looks at anything but the stored tables.
//  5. Explain runs one cell again and tells its story.
//
// A cloud from the catalogue has the prices of its date for ever, or, with
// follow_prices = "3000h", changes them when the catalogue's changed.
// Its spot markets are a model's ([weather]) or somebody's recording
// ([[cloud.recording]]), and what its machines draw and emit is counted where the
// cloud says so ([cloud.carbon]).
//
// MEASURES.md defines every column, KEYS.md the keys of clouds and traces. The subpackages can be used alone: stats
// compares samples, table prints, plot draws, experiments holds the files that
// come with skysim.
//
// This is the only room that starts goroutines beside cmd, and the only one
// that reads TOML.
//
// # Axes
//
// Workloads, clouds, policies and seeds are the axes, and multiply. A parameter
// of a workload or of a weather whose value is a list is an axis too:
// jobs_per_hour = [30, 60] makes two workloads of one table. Several lists in one
// table multiply, the first in the alphabet varying slowest; with zip = true they
// are walked side by side. At the top of a file zip = ["workload", "cloud"] walks
// those two axes side by side: the first workload on the first cloud, and so on.
package bench

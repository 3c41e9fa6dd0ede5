// Package plot draws the figures of a report.
//
//  1. Fill a data struct: policies in the order of the experiment, and one
//     panel per workload and cloud. Numbers are in base units: dollars, seconds,
//     shares of one.
//  2. Hand it to its function: CostByPolicy, WaitCDF, OverTime or CostWait; for
//     published numbers beside one's own, Curves or Agreement.
//     Data that do not fit together are an error that names the panel and policy.
//  3. Write the Figure as SVG or PNG.
//
// A policy looks the same in every figure: its place in the list decides its
// colour, marker and dash (see look). Names never overlap anything: margins
// are measured from the font, long names are broken at their commas, legends
// stand outside. Curves that coincide are drawn in turns of dashes, points that
// coincide as rings, and the legend says so when they do everywhere.
//
// The package draws its own axes on gonum/plot's canvases. Note: gonum's
// plot.Plot was the first choice; its legend covers data, its error bars
// cannot be offset, its ticks come out odd and its panels do not align, and
// undoing each took more than drawing an axis does.
//
// The bytes depend on the data only. Coordinates are rounded to 1/64 point
// before they reach a canvas, which swallows the last-bit differences of floats
// between processors.
package plot

// Package binpack reads instances of bin packing: items of given sizes, and bins
// of one capacity of which as few as possible are to be used. Three kinds of file
// are told apart by what stands in them: OR-Library's with many instances,
// single instances as lists of numbers, and JSON with sets of them. FORMAT.md
// describes each.
//
//  1. Each goes through a file and hands over one instance at a time; Read
//     returns all of them.
//  2. Sizes are exact. Where they have decimals ("49.7"), capacity and sizes
//     are multiplied by the smallest power of ten that makes them whole, or by
//     what the options say: Instance.Scale.
//  3. Jobs turns an instance into work: an item is a job that asks for as many
//     cores as its size, in the order of the file, all at the first instant. A
//     bin is a machine with as many cores as its capacity.
//
// An item that is larger than a bin, a size of 0 and a number of items that is
// not what was announced are errors.
package binpack

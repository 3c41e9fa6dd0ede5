// Package nomad reads the tables of costs that come with SkyNomad: what each run of
// each strategy paid, with all that is needed to run it again. FORMAT.md describes
// them.
//
//  1. Read goes through a file and returns its runs. A row that makes no sense is left
//     out and returned as an error of its own, so that the others can be used.
//  2. Run.Zones and Run.Folder name the recordings of spot markets that it met, which
//     package spot reads.
//
// Hours are float64 as they stand in the file, not exact decimals: the artifact
// computes with these very numbers, and where it compares progress with an even
// one, their last bits decide.
package nomad

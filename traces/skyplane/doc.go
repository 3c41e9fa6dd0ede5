// Package skyplane reads grids of measurements and prices between cloud regions:
// round trips and throughput as the skyplane project measured them, and what
// traffic from one place to another costs. FORMAT.md describes the files.
//
// A Grid streams the rows of one file. Places are named as they stand there:
// aws:us-east-1, but gcp:europe-west6-a, which is a zone, and us-east-1 in lists
// of one provider. A pair occurs several times where both network tiers were
// measured.
package skyplane

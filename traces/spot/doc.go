// Package spot reads recordings of spot markets: how many machines could be had,
// and what they cost. FORMAT.md describes the files.
//
// Supply is a recording of what could be had in one zone:
//
//   - OpenSamples: JSON with one sample every so many seconds (spot-traces,
//     SkyNomad);
//   - OpenText: bare samples in a text;
//   - OpenCounts: a time and a count in each line;
//   - OpenMembers: machines that come and go, by name (Bamboo).
//
// Two groups write the same JSON with opposite meanings: in spot-traces 1 is
// available, in SkyNomad 1 is unavailable. So Options.Polarity has no default:
// whoever reads samples declares it, and the reader never guesses.
//
// Prices streams the price history that AWS gives, as CSV or JSON; Collect turns
// it into one path per zone and machine type.
//
// Supply.Path, History.Price and History.Offered are step functions, as package
// sim takes them for the supply and the price of an offer.
package spot

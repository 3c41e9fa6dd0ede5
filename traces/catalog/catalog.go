package catalog

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"sync"

	"skysim/sim"
)

// Catalog is a set of offers and everything that they refer to, as of a day.
// The slices are sorted by their keys, which are the leading name fields of each
// row, then by date; nobody writes to a Catalog after Read.
type Catalog struct {
	Sources   []Source
	Providers []Provider
	Regions   []Region
	GPUs      []GPU
	Types     []Type
	// Offers are those of the day, each with its newest price until then.
	Offers []Offer
	// History has all prices of all days.
	History []Offer
	// Egress, Transfers, Storage and Commitments are the rows that tariffs are
	// made of, of all days: see [Catalog.Tariff].
	Egress      []EgressTier
	Transfers   []TransferPrice
	Storage     []StoragePrice
	Commitments []CommitmentPrice
	FX          []FX
	RTTs        []RTT
	Claims      []Claim
	// Powers and Intensities are what energy and carbon are estimated from.
	Powers      []Power
	Intensities []Intensity

	date string // asked for, "" is that of the newest price
}

// Source is where facts come from; rows refer to it by Name.
type Source struct {
	Name    string
	Title   string
	Licence string
	Where   string // address of the origin, without the scheme
}

// Region is a place that a provider rents machines in.
type Region struct {
	Provider     string
	Name         string
	Jurisdiction string // ISO 3166-1 alpha-2
	City         string // or the smallest area that the provider names
	// Latitude (north) and Longitude (east) are the position of the city in
	// millionths of a degree; both are 0 if it is not known.
	Latitude, Longitude int64
	// Group is what the provider's tariff calls the region together with others
	// that pay the same, or empty.
	Group  string
	Source string
}

// GPU is a kind of GPU as its maker describes it.
type GPU struct {
	Name      string
	Mem       int64 // MiB
	Bandwidth int64 // GB/s of its memory, 0 if unknown
	FP32      int64 // peak GFLOPS without tensor cores, 0 if unknown
	Source    string
}

// Type is a machine type.
type Type struct {
	Provider string
	Name     string
	CPU      int64  // milli-vCPU
	Mem      int64  // MiB
	GPU      string // name of the kind, or empty
	GPUs     int64
	Date     string
	Source   string
}

// Offer is a machine type in a zone under a purchase, with its price per
// machine-hour on a day.
type Offer struct {
	Provider string
	Region   string
	Zone     string
	Type     string
	Purchase sim.Purchase
	Price    sim.Rate
	Amount          // the price as it was listed, if not in dollars
	Date     string // of the price: 2006-01-02
	Source   string
}

//go:embed data/*.csv
var embedded embed.FS

var parsed = sync.OnceValues(func() (*Catalog, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	c, err := Read(data)
	if err != nil {
		return nil, err
	}
	return c.At(DefaultDate)
})

// Embedded returns the catalogue that comes with skysim, as of [DefaultDate]. It
// is parsed once and shared. The error is that of [Read]; a test makes sure that
// there is none.
func Embedded() (*Catalog, error) { return parsed() }

// Hash returns the SHA-256 of all rows, of all days, in hexadecimal. The order and
// the formatting of the files that they were read from do not matter.
func (c *Catalog) Hash() string {
	h := sha256.New()
	for _, t := range c.tables() {
		// A hash takes everything: there is no error to look at.
		_ = writeCSV(h, append([][]string{{t.file}, t.columns}, t.rows...))
	}
	return hex.EncodeToString(h.Sum(nil))
}

package catalog

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"sync"

	"skysim/sim"
)

// Catalog is a set of offers and everything that they refer to. The slices are
// sorted by their keys, which are the leading name fields of each row; nobody
// writes to a Catalog after Read.
type Catalog struct {
	Sources   []Source
	Providers []Provider
	Regions   []Region
	GPUs      []GPU
	Types     []Type
	Offers    []Offer
}

// Source is where facts come from; rows refer to it by Name.
type Source struct {
	Name    string
	Title   string
	Licence string
	Where   string // address of the origin, without the scheme
}

// Provider is a cloud with the facts that hold for all of its machines. A
// fact that is not known is zero; Facts says where each comes from.
type Provider struct {
	Name string
	// Increment rounds billed time up to a multiple, Minimum is the least time
	// billed, and BillsBoot says that the bill starts before the machine is up.
	Increment sim.Duration
	Minimum   sim.Duration
	BillsBoot bool
	Notice    sim.Duration // warning before a spot machine is taken away
	Boot      sim.Duration // typical time from rent to up, of any machine
	Facts     []Fact
}

// Fact is one row about a provider.
type Fact struct {
	Name   string // such as billing_minimum
	Value  string // a duration as in 1m30s, or yes or no
	Basis  string // published, measured or assumed
	Date   string // from when it holds, or when it was noted: 2006-01-02
	Source string
}

// Region is a place that a provider rents machines in.
type Region struct {
	Provider     string
	Name         string
	Jurisdiction string // ISO 3166-1 alpha-2
	City         string // or the smallest area that the provider names
	Source       string
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
	return Read(data)
})

// Embedded returns the catalogue that comes with skysim. It is parsed once
// and shared. The error is that of [Read]; a test makes sure that there is none.
func Embedded() (*Catalog, error) { return parsed() }

// Date returns the day of the newest price, as in 2024-04-23. The others are
// the newest known on that day.
func (c *Catalog) Date() string {
	newest := ""
	for _, o := range c.Offers {
		newest = max(newest, o.Date)
	}
	return newest
}

// Hash returns the SHA-256 of all rows in hexadecimal. The order and the
// formatting of the files that they were read from do not matter.
func (c *Catalog) Hash() string {
	h := sha256.New()
	for _, t := range c.tables() {
		// A hash takes everything: there is no error to look at.
		_ = writeCSV(h, append([][]string{{t.file}, t.columns}, t.rows...))
	}
	return hex.EncodeToString(h.Sum(nil))
}

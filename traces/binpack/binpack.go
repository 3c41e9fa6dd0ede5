package binpack

import (
	"fmt"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces"
)

// Instance is a list of items and the bins to pack them into.
type Instance struct {
	Set      string // the group it stands in, "" if the file has none
	Name     string // unique within its set; "" in a file of a single instance without a name
	Line     int    // at which it begins
	Scale    int64  // what sizes and capacity were multiplied by
	Capacity int64  // of a bin
	Items    []int64
	Best     int64 // the number of bins of the best solution known to the file, 0 if it says none
}

// Options are the settings of a reader. The zero value is usual.
type Options struct {
	// File is what errors call the file; Open sets it.
	File string
	// Scale is what sizes and capacities are multiplied by, a power of ten; a
	// size that is not whole then is an error. 0 is the smallest that suffices
	// for an instance.
	Scale int64
}

const (
	mostScale = 1_000_000
	// Mosts are far above all collections, and keep sums and keys within 64 bits.
	mostCapacity  = 1 << 30
	mostItems     = 1 << 22
	mostInstances = 1 << 20
)

// validate reports an option that is out of range.
func (o *Options) validate() error {
	for s := int64(1); s <= mostScale; s *= 10 {
		if o.Scale == s || o.Scale == 0 {
			return nil
		}
	}
	return fmt.Errorf("binpack: scale is %d, want a power of ten up to %d, or 0", o.Scale, int64(mostScale))
}

// Read returns all instances of a file.
func Read(path string, o Options) (all []Instance, err error) {
	err = Each(path, o, func(i *Instance) error {
		all = append(all, *i)
		return nil
	})
	return all, err
}

// Each calls see for every instance of a file in its order, and stops at the
// first error, which it returns. The instance is see's to keep.
func Each(path string, o Options, see func(*Instance) error) error {
	text, err := traces.Open(path)
	if err != nil {
		return err
	}
	defer text.Close() // it was only read
	o.File = path
	return From(text, o, see)
}

// Sum returns the size of all items together.
func (i *Instance) Sum() (sum int64) {
	for _, size := range i.Items {
		sum += size
	}
	return sum
}

// Least returns a number of bins that cannot be undercut: all sizes together
// divided by the capacity, rounded up.
func (i *Instance) Least() int64 { return (i.Sum() + i.Capacity - 1) / i.Capacity }

// core is how much of a machine's CPU, in milli-vCPU, one unit of size takes.
const core = 1000

// Jobs returns the items as jobs of one task that come at the first instant, in
// the order of the file. How long they stay is the experiment's to say: their work
// is an hour.
func (i *Instance) Jobs() []sim.Job {
	jobs := make([]sim.Job, len(i.Items))
	for k, size := range i.Items {
		jobs[k] = sim.Job{Demand: sim.Demand{CPU: core * size}, Work: int64(time.Hour), Estimate: time.Hour}
	}
	return jobs
}

// Find returns the instances with a name: its own, or set/name.
func Find(all []Instance, name string) []Instance {
	return slices.DeleteFunc(slices.Clone(all), func(i Instance) bool { return i.Name != name && i.Set+"/"+i.Name != name })
}

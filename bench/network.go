package bench

import (
	"errors"
	"math"
	"os"
	"strings"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/skyplane"
)

// Network is how fast data travels between regions: [cloud.network]. Without it
// data is there at once.
type Network struct {
	// Flat is the speed in bytes a second where nothing is measured; 0 is not said.
	Flat int64
	// Path is a grid of measured throughputs below the data directory, "" without, and
	// Tier the network tier whose measurements are taken.
	Path, Tier string
	place
}

// readNetwork reads [cloud.network].
func readNetwork(s *section) *Network {
	if s == nil {
		return nil
	}
	n := &Network{
		Flat: int64(math.Round(bytesPerGB / 8 * min(s.number("throughput", 0, 0), 1e6))), Path: s.text("path"),
		Tier: s.word("tier", "premium", "premium", "standard"), place: place{s.doc, s.path},
	}
	_, tiered := s.values["tier"]
	switch {
	case len(s.doc.errs) > 0:
	case n.Flat == 0 && n.Path == "":
		s.doc.fail(s.path, "a network without a speed: want throughput, in Gbit/s, or the path of a table of throughputs")
	case tiered && n.Path == "":
		s.fail("tier", "tier says nothing without a path")
	}
	s.done()
	return n
}

// connect says in a world how fast data travels. Speeds of pairs that were measured
// go before the flat one. A region has no way to itself.
func (c *Cloud) connect(w *sim.World, data string) error {
	n := c.Network
	if n == nil {
		return nil
	}
	var measured map[[2]string]int64
	if n.Path != "" {
		path, err := dataFile(n.place, "the table of throughputs", n.Path, data)
		if err != nil {
			return err
		}
		if measured, err = throughputs(path, n.Tier); err != nil {
			var syntax *traces.SyntaxError
			if errors.As(err, &syntax) || !errors.Is(err, os.ErrNotExist) {
				return err
			}
			return n.errorf("path", "%v", err)
		}
	}
	if w.Traffic == nil {
		w.Traffic = freeTraffic(w)
	}
	regions := len(w.Regions)
	w.Traffic.Speeds = make([]int64, regions*regions)
	var unknown []string
	for a := range regions {
		for b := range regions {
			if a == b {
				continue
			}
			from, to := regionName(w, sim.RegionID(a)), regionName(w, sim.RegionID(b))
			speed, known := measured[[2]string{from, to}]
			if !known {
				speed = n.Flat
			}
			if speed == 0 {
				unknown = append(unknown, from+" to "+to)
			}
			w.Traffic.Speeds[a*regions+b] = speed
		}
	}
	if len(unknown) > 0 {
		return n.errorf("path", "nobody measured the throughput from %s: want throughput for those, in Gbit/s", aFew(unknown))
	}
	return nil
}

// freeTraffic lets data move between all regions for nothing.
func freeTraffic(w *sim.World) *sim.Traffic {
	x := &sim.Traffic{Routes: []sim.Route{{Counter: -1, Tiers: sim.Flat(0)}}, Pairs: make([]int32, len(w.Regions)*len(w.Regions))}
	for range w.Providers {
		x.Accounts = append(x.Accounts, sim.Account{GB: bytesPerGB})
	}
	return x
}

// throughputs returns what a grid of package skyplane has between regions,
// provider/region, in bytes a second: the mean of the measurements in which both ends
// were on a tier. Places of Google Cloud are zones there, one for each region.
func throughputs(path, tier string) (map[[2]string]int64, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	sums, counts := map[[2]string]int64{}, map[[2]string]int64{}
	err = eachSpeed(text, path, strings.ToUpper(tier), func(pair [2]string, bits int64) {
		sums[pair] += bits
		counts[pair]++
	})
	if err := errors.Join(err, text.Close()); err != nil {
		return nil, err
	}
	for pair, n := range counts {
		sums[pair] /= 8 * n
	}
	return sums, nil
}

// eachSpeed calls visit for every measurement on a tier.
func eachSpeed(text *traces.Text, path, tier string, visit func(pair [2]string, bits int64)) error {
	grid, err := skyplane.New(text, path, skyplane.Throughput, skyplane.Options{})
	if err != nil {
		return err
	}
	for row := (skyplane.Row{}); grid.Next(&row); row = (skyplane.Row{}) {
		if row.FromTier == tier && row.ToTier == tier && row.Value > 0 {
			visit([2]string{regionOfPlace(row.From), regionOfPlace(row.To)}, row.Value)
		}
	}
	return grid.Err()
}

// regionOfPlace returns provider/region of a place such as aws:us-east-1 or the
// zone gcp:us-east1-b.
func regionOfPlace(place string) string {
	provider, name, _ := strings.Cut(place, ":")
	if i := strings.LastIndexByte(name, '-'); provider == "gcp" && i == len(name)-2 {
		name = name[:i]
	}
	return provider + "/" + name
}

package bench

import (
	"fmt"
	"math"

	"skysim/sim"
)

// Data is what every job of a workload moves: [workload.data].
type Data struct {
	Home   string // region that it lives in, or provider/region
	Reads  int64  // bytes read by an attempt
	Writes int64  // bytes written when the job finishes
	place
}

// bytesPerGB is what an experiment file calls a GB. A tariff may mean 2³⁰.
const bytesPerGB = 1e9

func readData(s *section) *Data {
	if s == nil {
		return nil
	}
	d := &Data{Home: s.required("home"), place: place{s.doc, s.path}}
	d.Reads = int64(math.Round(bytesPerGB * min(s.number("reads_gb", 0, 0), 1e6)))
	d.Writes = int64(math.Round(bytesPerGB * min(s.number("writes_gb", 0, 0), 1e6)))
	if d.Reads == 0 && d.Writes == 0 && len(s.doc.errs) == 0 {
		s.doc.fail(s.path, "data that nobody reads or writes: want reads_gb, writes_gb or both above 0")
	}
	s.done()
	return d
}

// at returns the data with its home found in a world.
func (d *Data) at(w *sim.World) (sim.Data, error) {
	out := sim.Data{Home: -1, Reads: d.Reads, Writes: d.Writes}
	var known []string
	for r := range w.Regions {
		name := w.Regions[r].Name
		full := w.Providers[w.Regions[r].Provider].Name + "/" + name
		known = append(known, full)
		if d.Home != name && d.Home != full {
			continue
		}
		if out.Home >= 0 {
			return out, d.errorf("home", "home = %q is a region of two providers, want provider/region", d.Home)
		}
		out.Home = sim.RegionID(r)
	}
	if out.Home < 0 {
		return out, d.errorf("home", "home = %q is no region of the cloud%s", d.Home, suggest(d.Home, known))
	}
	return out, nil
}

// String is what a cell's hash is made of.
func (d *Data) String() string { return fmt.Sprintf("%s %d %d", d.Home, d.Reads, d.Writes) }

// moving is a Source whose jobs move data.
type moving struct {
	sim.Source
	data sim.Data
}

// Next gives the next job its data.
func (m *moving) Next(j *sim.Job) bool {
	if !m.Source.Next(j) {
		return false
	}
	j.Data = m.data
	return true
}

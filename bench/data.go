package bench

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"skysim/sim"
)

// Data is what every job of a workload moves: [workload.data].
type Data struct {
	Home   string            // region that it lives in, or provider/region
	Homes  map[string]string // of a class's jobs, where it is another
	Reads  int64             // bytes read by an attempt
	Writes int64             // bytes written when the job finishes
	place
}

// bytesPerGB is what an experiment file calls a GB. A tariff may mean 2³⁰.
const bytesPerGB = 1e9

func readData(s *section) *Data {
	if s == nil {
		return nil
	}
	d := &Data{Home: s.required("home"), place: place{s.doc, s.path}}
	if homes := s.section("homes"); homes != nil {
		d.Homes = map[string]string{}
		for _, class := range slices.Sorted(maps.Keys(homes.values)) {
			d.Homes[class] = homes.required(class)
		}
	}
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
	home, err := d.region(w, "home", d.Home)
	return sim.Data{Home: home, Reads: d.Reads, Writes: d.Writes}, err
}

// homes returns where the data of each class lives, -1 where that is the home of all
// others; nil if no class has a home of its own.
func (d *Data) homes(w *sim.World, classes *Labels) ([]sim.RegionID, error) {
	if len(d.Homes) == 0 {
		return nil, nil
	}
	var names []string
	if classes != nil {
		names = classes.Names
	}
	out := slices.Repeat([]sim.RegionID{-1}, len(names))
	for _, class := range slices.Sorted(maps.Keys(d.Homes)) {
		i := slices.Index(names, class)
		if i < 0 {
			return nil, d.errorf("homes."+class, "homes: the workload has no class %q%s", class, suggest(class, names))
		}
		var err error
		if out[i], err = d.region(w, "homes."+class, d.Homes[class]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// checkRest reports a home of a class's data in which the class's rules do not let it be.
func (d *Data) checkRest(w *sim.World, classes *Labels, of []int32, home sim.RegionID, homes []sim.RegionID) error {
	for i, class := range of {
		if class == 0 || classes.Shares[i] == 0 && classes.Members[i] == nil {
			continue
		}
		key, at := "home", home
		if homes != nil && homes[i] >= 0 {
			key, at = "homes."+classes.Names[i], homes[i]
		}
		c, r := &w.Classes[class-1], &w.Regions[at]
		if len(c.Rest) > 0 && !slices.Contains(c.Rest, r.Jurisdiction) {
			return d.errorf(key, "the data of class %q lives in %s, which is in %q: its rule lets data rest in %s", c.Name, r.Name, r.Jurisdiction, strings.Join(c.Rest, " "))
		}
	}
	return nil
}

// region finds a region of a world by its name, or provider/region.
func (d *Data) region(w *sim.World, key, home string) (sim.RegionID, error) {
	found := sim.RegionID(-1)
	var known []string
	for r := range w.Regions {
		name := w.Regions[r].Name
		full := w.Providers[w.Regions[r].Provider].Name + "/" + name
		known = append(known, full)
		if home != name && home != full {
			continue
		}
		if found >= 0 {
			return found, d.errorf(key, "home = %q is a region of two providers, want provider/region", home)
		}
		found = sim.RegionID(r)
	}
	if found < 0 {
		return found, d.errorf(key, "home = %q is no region of the cloud%s", home, suggest(home, known))
	}
	return found, nil
}

// String is what a cell's hash is made of.
func (d *Data) String() string {
	text := fmt.Sprintf("%s %d %d", d.Home, d.Reads, d.Writes)
	for _, class := range slices.Sorted(maps.Keys(d.Homes)) {
		text += fmt.Sprintf(" %q %s", class, d.Homes[class])
	}
	return text
}

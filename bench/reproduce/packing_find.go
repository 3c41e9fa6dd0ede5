package reproduce

import (
	"io/fs"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"skysim/traces/binpack"
)

// packingGroup is a set of instances whose bins are added up: a file of several,
// a set of a JSON file, or the files of one instance each of a folder.
type packingGroup struct {
	path, set string // below the data folder
	instances []packingInstance
}

// packingInstance is an instance and the file that it stands in.
type packingInstance struct {
	binpack.Instance // without its items
	path             string
}

// name is what tables call the group.
func (g *packingGroup) name() string {
	if g.set != "" {
		return g.set
	}
	return strings.TrimSuffix(strings.TrimPrefix(g.path, "Falkenauer/"), path.Ext(g.path))
}

// known returns the bins of the best packings that the files know, or NaN.
func (g *packingGroup) known() float64 {
	sum := int64(0)
	for _, i := range g.instances {
		if i.Best == 0 {
			return math.NaN()
		}
		sum += i.Best
	}
	return float64(sum)
}

// findPackings looks through the data folder, in order of names. Tables and texts
// (.csv, .md) are left alone; any other file has to be one of instances.
func findPackings(lab *Lab) (groups []*packingGroup, err error) {
	root := lab.Path(packingData)
	at := map[[2]string]*packingGroup{}
	err = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		ext := filepath.Ext(file)
		if err != nil || d.IsDir() || ext == ".csv" || ext == ".md" || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		below, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		below = filepath.ToSlash(below)
		return binpack.Each(file, binpack.Options{}, func(i *binpack.Instance) error {
			key := [2]string{below, i.Set}
			if i.Name == "" {
				key[0] = path.Dir(below)
			}
			g := at[key]
			if g == nil {
				g = &packingGroup{path: key[0], set: key[1]}
				at[key] = g
				groups = append(groups, g)
			}
			i.Items = nil // the engine reads them
			g.instances = append(g.instances, packingInstance{*i, below})
			return nil
		})
	})
	for _, g := range groups { // instances of one capacity run together
		slices.SortStableFunc(g.instances, func(a, b packingInstance) int { return int(a.Capacity - b.Capacity) })
	}
	return groups, err
}

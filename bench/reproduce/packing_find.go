package reproduce

import (
	"cmp"
	"fmt"
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
	title     string // what tables call it, as findPackings chose
	broken    int    // files that belong to it and cannot be used
}

// packingInstance is an instance and the file that it stands in.
type packingInstance struct {
	binpack.Instance // without its items
	path             string
}

// name is what tables call the group.
func (g *packingGroup) name() string {
	if g.title != "" {
		return g.title
	}
	return g.short()
}

// short is the name of the set or file.
func (g *packingGroup) short() string {
	if g.set != "" {
		return g.set
	}
	return strings.TrimSuffix(strings.TrimPrefix(g.path, "Falkenauer/"), path.Ext(g.path))
}

// without says that some of the group are missing.
func (g *packingGroup) without() string {
	return fmt.Sprintf("%d files of the set cannot be used: what was published is of all", g.broken)
}

// entitle gives groups of one name their whole paths.
func entitle(groups []*packingGroup) {
	times := map[string]int{}
	for _, g := range groups {
		times[g.short()]++
	}
	for _, g := range groups {
		if g.title = g.short(); times[g.title] > 1 {
			g.title = strings.TrimSuffix(g.path+"#"+g.set, "#")
		}
	}
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
// (.csv, .md) are left alone; any other file has to be one of instances, or is a number.
func findPackings(lab *Lab) (groups []*packingGroup, bad []Number, err error) {
	root := lab.Path(packingData)
	at, broken := map[[2]string]*packingGroup{}, map[string]int{}
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
		all, err := readPacking(file)
		if err != nil {
			bad = append(bad, unusable(lab.short(file), err))
			broken[path.Dir(below)]++
			return nil
		}
		for _, i := range all {
			key := [2]string{below, i.Set}
			if i.Name == "" && path.Dir(below) != "." {
				key[0] = path.Dir(below)
			}
			g := at[key]
			if g == nil {
				g = &packingGroup{path: key[0], set: key[1]}
				at[key] = g
				groups = append(groups, g)
			}
			g.instances = append(g.instances, packingInstance{i, below})
		}
		return nil
	})
	for _, g := range groups { // instances of one capacity run together
		g.broken = broken[g.path]
		slices.SortStableFunc(g.instances, func(a, b packingInstance) int { return cmp.Compare(a.Capacity, b.Capacity) })
	}
	entitle(groups)
	return groups, bad, err
}

// readPacking returns the instances of a file, without their items, which the engine reads.
func readPacking(file string) (all []binpack.Instance, err error) {
	err = binpack.Each(file, binpack.Options{}, func(i *binpack.Instance) error {
		i.Items = nil
		all = append(all, *i)
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("%s: no instances", file)
	}
	return all, err
}

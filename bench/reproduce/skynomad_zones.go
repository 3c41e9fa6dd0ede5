package reproduce

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"skysim/traces"
	"skysim/traces/spot"
)

const nomadData = "skynomad"

// nomadMarket is what was recorded of one zone.
type nomadMarket struct {
	name   string // of the zone's folder
	region string
	supply *spot.Supply
	err    error // the recording cannot be used
}

// nomadMarkets are the recordings of the data folder, by FOLDER/ZONE.
type nomadMarkets struct {
	by  map[string]*nomadMarket
	bad []Number // files that cannot be used
}

// findNomadMarkets reads every full.json in a folder FOLDER/ZONE, in archives and as plain files.
func findNomadMarkets(lab *Lab) (*nomadMarkets, error) {
	root := lab.Path(nomadData)
	m := &nomadMarkets{by: map[string]*nomadMarket{}}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		below, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		switch name := filepath.ToSlash(below); {
		case path.Base(name) == "full.json":
			text, err := traces.Open(file)
			if err == nil {
				err = m.add(lab.short(file), name, text)
				err = errors.Join(err, text.Close())
			}
			if err != nil {
				m.bad = append(m.bad, unusable(lab.short(file), err))
			}
		case isArchive(name):
			if err := m.unpack(lab, file); err != nil {
				m.bad = append(m.bad, unusable(lab.short(file), err))
			}
		}
		return nil
	})
	return m, err
}

// archives are the endings of names of archives.
var archives = []string{".tar", ".tgz", ".tar.gz", ".tar.zst"}

func isArchive(name string) bool {
	return slices.ContainsFunc(archives, func(end string) bool { return strings.HasSuffix(name, end) })
}

// unpack reads the recordings of an archive. What is read before it breaks is kept.
func (m *nomadMarkets) unpack(lab *Lab, file string) (err error) {
	text, err := traces.Open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, text.Close()) }()
	base := filepath.Base(file)
	for _, end := range archives {
		base = strings.TrimSuffix(base, end)
	}
	for files := tar.NewReader(text); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		name := path.Clean("/" + h.Name)
		if h.Typeflag != tar.TypeReg || path.Base(name) != "full.json" {
			continue
		}
		if err := m.add(lab.short(file)+":"+h.Name, base+name, files); err != nil {
			m.bad = append(m.bad, unusable(lab.short(file)+":"+h.Name, err))
		}
	}
}

// add reads one recording, whose path ends with FOLDER/ZONE/full.json. An error is about the recording, which stays known.
func (m *nomadMarkets) add(label, name string, from io.Reader) error {
	dir := path.Dir(name)
	key := path.Join(path.Base(path.Dir(dir)), path.Base(dir))
	if m.by[key] != nil {
		return fmt.Errorf("%s: %s is there already", label, key)
	}
	z := &nomadMarket{name: path.Base(dir)}
	z.supply, z.err = spot.ReadSamples(from, label, spot.Options{Polarity: spot.Unavailable})
	switch {
	case z.err != nil:
	case z.supply.Spot <= 0 || z.supply.OnDemand <= 0:
		z.err = fmt.Errorf("%s: price is %v and on_demand_price %v, want both in metadata.price_info, above 0", label, z.supply.Spot, z.supply.OnDemand)
	default:
		z.region = regionOf(z.supply.Zone, z.name)
	}
	m.by[key] = z
	return z.err
}

// zoneLetter is how a zone is told from its region: us-west1-a, or us-east-1a.
var zoneLetter = regexp.MustCompile(`^(.*[0-9])-?[a-z]$`)

// regionOf returns the region of a zone, or a name of its own.
func regionOf(zone, otherwise string) string {
	if zone == "" {
		zone, _, _ = strings.Cut(otherwise, "_")
	}
	if part := zoneLetter.FindStringSubmatch(zone); part != nil {
		return part[1]
	}
	return zone
}

// get returns a recording that can be used.
func (m *nomadMarkets) get(folder, zone string) (*nomadMarket, error) {
	z := m.by[path.Join(folder, zone)]
	if z == nil {
		return nil, fmt.Errorf("there is no recording %s/%s/full.json in the folder or its archives", folder, zone)
	}
	if z.err != nil {
		return nil, fmt.Errorf("zone %s: %w", zone, z.err)
	}
	return z, nil
}

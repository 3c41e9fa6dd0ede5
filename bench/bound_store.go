package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"strings"
)

// boundPrefix begins the names of single bounds beside those of single cells.
const boundPrefix = "bound-"

func (s *store) boundPath(hash string) string { return s.path(cellsDir, boundPrefix+hash+".json") }

// putBound stores a bound that was found.
func (s *store) putBound(b *BoundRow) error {
	data, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return writeFile(s.boundPath(b.Hash), data)
}

// bounds returns all that are stored so far, by hash.
func (s *store) bounds() (map[string]*BoundRow, error) {
	found := map[string]*BoundRow{}
	r, err := ReadResult(s.dir)
	switch {
	case err == nil:
		maps.Copy(found, r.bounds())
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w; a fresh run replaces it", err)
	}
	entries, err := os.ReadDir(s.path(cellsDir))
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), boundPrefix) || !strings.HasSuffix(entry.Name(), ".json") {
			continue
		}
		path := s.path(cellsDir, entry.Name())
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		b := new(BoundRow)
		if err := json.Unmarshal(data, b); err != nil || s.boundPath(b.Hash) != path {
			return nil, fmt.Errorf("%s is not a bound: remove it and run again", path)
		}
		found[b.Hash] = b
	}
	return found, nil
}

// dropBounds removes the single bounds that the tables have.
func (s *store) dropBounds(rows []BoundRow) error {
	for i := range rows {
		if err := os.Remove(s.boundPath(rows[i].Hash)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// bounds returns those of a result, by hash.
func (r *Result) bounds() map[string]*BoundRow {
	found := map[string]*BoundRow{}
	for i := range r.Bounds {
		found[r.Bounds[i].Hash] = &r.Bounds[i]
	}
	return found
}

// collect returns the bounds of the plan's instances, in plan order and under
// their names; instances without one are left out.
func (p *Plan) collect(found map[string]*BoundRow) []BoundRow {
	var rows []BoundRow
	for _, i := range p.instances() {
		b := found[i.hash]
		if b == nil {
			continue
		}
		row, named := *b, p.name(i)
		row.Experiment, row.Instance, row.Workload, row.Cloud, row.Seed = named.Experiment, named.Instance, named.Workload, named.Cloud, named.Seed
		rows = append(rows, row)
	}
	return rows
}

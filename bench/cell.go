package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// EngineVersion names the behaviour of the simulator and the measures. It is
// part of every cell's hash and is raised by whoever changes a result.
const EngineVersion = "4"

// Cell is one simulation: a value of every axis.
type Cell struct {
	// Name is readable and unique within the experiment, as in
	// workload=diurnal/cloud=three-clouds/policy=greedy(place=cheapest)/seed=7.
	Name string
	// Hash is the SHA-256, in hexadecimal, of all that determines the result:
	// the settings of every axis value, the contents of catalogue and traces,
	// the seed and EngineVersion. Names are not in it.
	Hash string

	// Workload, Cloud and Policy are the names of the axis values in the
	// experiment, which are also in the cell's row.
	Workload string
	Cloud    string
	Policy   string
	Seed     int64

	workload int // indexes into the experiment's axes
	cloud    int
	policy   int
}

// Short returns the first characters of the hash, for shells.
func (c *Cell) Short() string { return c.Hash[:shortHash] }

const shortHash = 10

// cellName puts the name together.
func cellName(c *Cell) string {
	return fmt.Sprintf("workload=%s/cloud=%s/policy=%s/seed=%d", c.Workload, c.Cloud, c.Policy, c.Seed)
}

// hashOf returns the SHA-256 of parts, each with its length in front so that
// no two lists of parts run into the same bytes.
func hashOf(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s\n", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Find returns the cells that a reference means: a full name, or at least
// four hexadecimal digits at the beginning of a hash.
func (p *Plan) Find(ref string) []Cell {
	var found []Cell
	for _, c := range p.Cells {
		if means(ref, c.Name, c.Hash) {
			found = append(found, c)
		}
	}
	return found
}

// means reports whether a reference means a cell.
func means(ref, name, hash string) bool {
	return name == ref || (len(ref) >= 4 && strings.HasPrefix(hash, strings.ToLower(ref)))
}

package bench

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"skysim/policies/bound"
	"skysim/sim"
)

// BoundVersion names the bounds that package bound finds. It is part of a stored
// bound's hash and is raised by whoever makes one higher or lower.
const BoundVersion = "2"

// BoundRow is what no policy can undercut in one instance: a workload on a cloud
// under a seed. It is one flat line of bounds.parquet.
type BoundRow struct {
	Experiment   string `parquet:"experiment"`
	Instance     string `parquet:"instance"` // its name
	Hash         string `parquet:"hash"`     // of all that determines the bound
	Workload     string `parquet:"workload"`
	Cloud        string `parquet:"cloud"`
	Seed         int64  `parquet:"seed"`
	WorkloadHash string `parquet:"workload_hash"`
	CloudHash    string `parquet:"cloud_hash"`
	Until        int64  `parquet:"until_ns"`
	Version      string `parquet:"version"` // BoundVersion

	// Cost bounds the bill of a run that finished Required jobs, what was waived included.
	Cost int64 `parquet:"cost_nanousd"`
	// NoSpot is the same for runs that rented no spot machine; it is Cost where there are none.
	NoSpot int64 `parquet:"cost_no_spot_nanousd"`
	// Turnaround bounds Σ (end − submit) over the required jobs, in µs.
	Turnaround int64  `parquet:"turnaround_us"`
	Required   int64  `parquet:"jobs_required"` // the others cannot be finished by any policy
	Missing    string `parquet:"missing"`       // why there is no bound; "" if there is one
	Method     string `parquet:"method"`
	Proof      string `parquet:"proof"`
	Steps      int64  `parquet:"steps"`
	Settled    bool   `parquet:"settled"` // false: more steps might have raised it
}

// compares returns why the bound says nothing of a run, or "".
func (b *BoundRow) compares(r *Row) string {
	switch {
	case b.Missing != "":
		return b.Missing
	case r.Finished != b.Required && r.Forbidden > 0:
		return fmt.Sprintf("finished %d of %d jobs that can be finished; its rules forbid %d", r.Finished, b.Required, r.Forbidden)
	case r.Finished != b.Required:
		return fmt.Sprintf("finished %d of %d jobs that can be finished", r.Finished, b.Required)
	}
	return ""
}

// broken reports whether a comparable run cost less than is possible. Each line of its
// bill may have been rounded down by half a nano-dollar.
func (b *BoundRow) broken(r *Row) bool {
	return b.compares(r) == "" && r.gross()+(r.Lines+1)/2 < b.on(r)
}

// on returns the bound on what a run of this kind costs.
func (b *BoundRow) on(r *Row) int64 {
	if r.CostSpot == 0 && r.CostWaived == 0 {
		return b.NoSpot
	}
	return b.Cost
}

// gross is the bill with what was waived.
func (r *Row) gross() int64 { return r.Cost + r.CostWaived }

// instance is what a bound is about: all cells that differ in their policy only.
type instance struct {
	workload, cloud int
	seed            int64
	name, hash      string
}

// mostBoundJobs is how many jobs an instance may have to be given a bound: all are
// in memory at once.
const mostBoundJobs = 500_000

// instances lists those of the plan, in plan order.
func (p *Plan) instances() []instance {
	var list []instance
	seen := map[[3]int64]bool{}
	for _, c := range p.Cells {
		key := [3]int64{int64(c.workload), int64(c.cloud), c.Seed}
		if p.Experiment.NoBound || seen[key] || !p.clouds[c.cloud].priced() {
			continue
		}
		seen[key] = true
		i := instance{workload: c.workload, cloud: c.cloud, seed: c.Seed}
		i.name = fmt.Sprintf("workload=%s/cloud=%s/seed=%d", c.Workload, c.Cloud, c.Seed)
		w, cl := p.workloads[c.workload], p.clouds[c.cloud]
		seed := strconv.FormatInt(c.Seed, 10)
		if w.constant() && cl.constant() {
			seed = "any"
		}
		i.hash = hashOf("bound", BoundVersion+p.savings(), "workload", w.hash, "cloud", cl.hash, "seed", seed, "until", p.Experiment.Until.String())
		list = append(list, i)
	}
	return list
}

// saves reports whether a policy of the plan says itself when jobs save, which is what
// wrap.Checkpoint is for: bounds are then lower.
func (p *Plan) saves() bool {
	return slices.ContainsFunc(p.policies, func(use string) bool { return strings.Contains(use, "checkpoint(") })
}

// savings is what saves adds to the hash of a bound.
func (p *Plan) savings() string {
	if p.saves() {
		return " saves"
	}
	return ""
}

// bound finds the bound of an instance.
func (p *Plan) bound(i instance) (row *BoundRow, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = broken(r)
		}
		if err != nil {
			err = fmt.Errorf("bound of %s: %w", i.name, err)
		}
	}()
	sky, err := p.clouds[i.cloud].sky(uint64(i.seed))
	if err != nil {
		return nil, err
	}
	source, err := p.workloads[i.workload].source(p.clouds[i.cloud].base, uint64(i.seed))
	if err != nil {
		return nil, err
	}
	few := &upTo{Source: source, left: mostBoundJobs}
	jobs, err := bound.Read(few)
	if err != nil {
		return nil, err
	}
	row = p.name(i)
	if few.left < 0 {
		row.Missing = fmt.Sprintf("no bound is sought for more than %d jobs", mostBoundJobs)
		return row, nil
	}
	in := bound.Instance{World: sky.World, Jobs: jobs, Until: sim.Time(p.Experiment.Until)}
	b, err := bound.Lower(in, bound.Options{Free: -1, Saves: p.saves()})
	if err != nil {
		return nil, err
	}
	row.Cost, row.NoSpot = int64(b.Unrounded), int64(b.Unrounded)
	// Where spot machines are always billed, a run that paid for none has used none.
	if hasSpot(sky.World) && bound.SpotIsBilled(sky.World) {
		without, err := bound.Lower(in, bound.Options{NoSpot: true, Saves: p.saves()})
		if err != nil {
			return nil, err
		}
		if without.Hopeless == 0 { // else some job wants spot machines
			row.NoSpot = max(row.Cost, int64(without.Unrounded))
		}
	}
	turnaround := b.Completion.Big()
	if turnaround.Quo(turnaround, big.NewInt(1000)); turnaround.IsInt64() {
		row.Turnaround = turnaround.Int64()
	}
	row.Required, row.Method, row.Proof, row.Steps, row.Settled = b.Required, b.Method, b.Proof, int64(b.Steps), b.Complete
	return row, nil
}

// hasSpot reports whether there are spot offers.
func hasSpot(w *sim.World) bool {
	return slices.ContainsFunc(w.Offers, func(o sim.Offer) bool { return o.Purchase == sim.Spot })
}

// name returns a row that says only what it is about.
func (p *Plan) name(i instance) *BoundRow {
	e := p.Experiment
	return &BoundRow{
		Experiment: e.Name, Instance: i.name, Hash: i.hash, Workload: e.Workloads[i.workload].Name, Cloud: e.Clouds[i.cloud].Name,
		Seed: i.seed, WorkloadHash: p.workloads[i.workload].hash, CloudHash: p.clouds[i.cloud].hash, Until: int64(e.Until), Version: BoundVersion,
	}
}

// upTo is a Source that ends after so many jobs; left is then -1 if there were more.
type upTo struct {
	sim.Source
	left int
}

// Next implements sim.Source.
func (u *upTo) Next(j *sim.Job) bool {
	if u.left < 0 || !u.Source.Next(j) {
		return false
	}
	u.left--
	return u.left >= 0
}

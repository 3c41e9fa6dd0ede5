package bench

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"skysim/sim"
	"skysim/traces/gavel"
)

// openGavel prepares to read a trace of Gavel's or Shockwave's. It has steps; what they
// take in time follows from a table of speeds, throughputs = …, on one kind of GPU,
// gpu_kind = …. Without one, rows must have durations, as those of 12 columns do.
//
// Note: the table's speeds on the other kinds would be one profile for each type of job.
// Profiles belong to a world, and worlds to clouds, which know no workloads; so work is
// time at one speed, and profile = "training" lets the catalogue say what other GPUs do.
func openGavel(s *section, path string, _ *transform) (*recording, error) {
	g := &gavelJobs{path: path, options: gavel.Options{Sort: s.flag("sort"), Lenient: s.flag("lenient")}}
	g.each.CPU, g.each.Mem = perPart(s, "cores_per_gpu", 1000), perPart(s, "mem_gib_per_gpu", 1024)
	g.profile = readProfile(s)
	table, kind := s.text("throughputs"), s.text("gpu_kind")
	switch {
	case table == "" && kind != "":
		s.fail("gpu_kind", "gpu_kind = %q without throughputs: want the table of speeds that has it", kind)
	case table != "" && kind == "":
		s.fail("throughputs", "throughputs without gpu_kind: want the kind of GPU whose speeds turn steps into time")
	}
	g.kind = kind
	r := &recording{read: func([]string) ([]sim.Job, []string, error) { return g.read() }}
	if table != "" {
		r.beside = func(data string) string { return g.open(s, table, data) }
	}
	return r, nil
}

// gavelJobs makes jobs of the rows of a trace.
type gavelJobs struct {
	path    string
	options gavel.Options
	speeds  *gavel.Throughputs // nil for recorded durations
	kind    string             // of GPU, of the speeds
	each    sim.Demand         // of CPU and memory, for one GPU
	profile int32
}

// open reads the table of speeds and returns its hash.
func (g *gavelJobs) open(s *section, table, data string) (sum string) {
	if !filepath.IsLocal(table) {
		s.fail("throughputs", "throughputs = %q leads out of the data directory", table)
		return ""
	}
	path := filepath.Join(data, filepath.FromSlash(table))
	sum, err := hashFile(path)
	if err == nil {
		g.speeds, err = gavel.OpenThroughputs(path)
	}
	if err != nil {
		s.fail("throughputs", "%v", err)
		return ""
	}
	if !slices.Contains(g.speeds.Kinds, g.kind) {
		s.fail("gpu_kind", "%s has no speeds on %q%s", path, g.kind, suggest(g.kind, g.speeds.Kinds))
	}
	return sum
}

// read returns all jobs, and notes of rows left out.
func (g *gavelJobs) read() (jobs []sim.Job, notes []string, err error) {
	r, err := gavel.Open(g.path, g.options)
	if err != nil {
		return nil, nil, err
	}
	for row := (gavel.Row{}); err == nil && r.Next(&row); row = (gavel.Row{}) {
		var j sim.Job
		if j, err = g.job(&row); err != nil {
			err = fmt.Errorf("%s:%d: %w", g.path, row.Line, err)
		}
		jobs = append(jobs, j)
	}
	return jobs, skipped(r.Skipped()), errors.Join(err, r.Err(), r.Close())
}

// job returns the job of a row.
func (g *gavelJobs) job(row *gavel.Row) (j sim.Job, err error) {
	switch {
	case g.speeds != nil:
		j, err = g.speeds.Job(row, g.kind)
	case row.Duration == gavel.Absent:
		err = errors.New("the row has steps and no duration: want throughputs, a table of speeds, and gpu_kind")
	default:
		j, err = row.Job()
	}
	j.Demand.CPU, j.Demand.Mem, j.Profile = g.each.CPU, g.each.Mem, g.profile
	return j, err
}

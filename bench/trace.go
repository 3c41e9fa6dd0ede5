package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/jobscsv"
	"skysim/traces/philly"
)

// traceFormats are the recordings that a workload with use = "trace" can name.
var traceFormats = []string{"philly", "jobs"}

// openTrace reads the trace that a workload names, below the data directory.
func openTrace(w *Workload, data string) (*workload, error) {
	if data == "" {
		return nil, w.errorf("path", "the trace %s is needed: say with --data which directory it is below", w.Path)
	}
	if !filepath.IsLocal(w.Path) {
		return nil, w.errorf("path", "path = %q leads out of the data directory", w.Path)
	}
	path := filepath.Join(data, filepath.FromSlash(w.Path))
	sum, err := hashFile(path)
	if err != nil {
		return nil, w.errorf("path", "%v", err)
	}
	s := w.section(w.Params)
	restart := readRestart(s)
	out := &workload{use: "trace", contents: sum, hash: hashOf("trace", w.Format, sum, fmt.Sprint(w.Params))}
	switch w.Format {
	case "philly":
		err = out.openPhilly(s, path)
	case "jobs":
		out.openJobs(s, path)
	}
	s.done()
	if err := s.doc.err(); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, w.errorf("path", "%v", err)
	}
	if jobs := out.trace; restart != (sim.Restart{}) {
		out.trace = func(world *sim.World) (sim.Source, error) {
			src, err := jobs(world)
			return &restarting{src, restart}, err
		}
	}
	return out, nil
}

// openPhilly reads a Philly trace, with what it does not record.
func (w *workload) openPhilly(s *section, path string) error {
	o := philly.Options{
		CPUPerGPU:  milli(s.number("cores_per_gpu", 0, 0), 1000),
		MemPerGPU:  milli(s.number("mem_gib_per_gpu", 0, 0), 1024),
		MaxPerTask: int32(min(s.whole("gpus_per_machine", 1, 8), 33)),
		Profile:    readProfile(s),
		Lenient:    s.flag("lenient"),
	}
	if word := s.text("estimate"); word != "" {
		var err error
		if o.Estimate, err = philly.ParseEstimate(word); err != nil {
			s.fail("estimate", "%v", err)
		}
	}
	t, err := philly.Open(path, o)
	if err != nil {
		return err
	}
	for _, skip := range t.Skipped() {
		w.notes = append(w.notes, skip.String())
	}
	w.trace = func(*sim.World) (sim.Source, error) { return t.Jobs(), nil }
	return nil
}

// openJobs prepares to read a plain CSV of jobs: once for every list of GPU
// kinds that a cloud has, because the jobs name theirs.
func (w *workload) openJobs(s *section, path string) {
	o := jobscsv.Options{Sort: s.flag("sort"), Lenient: s.flag("lenient")}
	var mu sync.Mutex
	read := map[string][]sim.Job{}
	w.trace = func(world *sim.World) (sim.Source, error) {
		mu.Lock()
		defer mu.Unlock()
		key := strings.Join(world.GPUKinds, "|")
		jobs, ok := read[key]
		if !ok {
			o.GPUKinds = world.GPUKinds
			var err error
			if jobs, err = w.readJobs(path, o); err != nil {
				return nil, err
			}
			// The engine would find it too, but after the cells before it have run.
			for i := range jobs {
				if n := jobs[i].Profile; int(n) >= len(world.Profiles) {
					return nil, fmt.Errorf("%s: job %d, counted from 0 in order of arrival: profile is %d, want 0 to %d", path, i, n, len(world.Profiles)-1)
				}
			}
			read[key] = jobs
		}
		return sim.Jobs(jobs...), nil
	}
}

// readJobs reads all jobs of a file.
func (w *workload) readJobs(path string, o jobscsv.Options) (jobs []sim.Job, err error) {
	r, err := jobscsv.Open(path, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for j := (sim.Job{}); r.Next(&j); j = (sim.Job{}) {
		jobs = append(jobs, j)
	}
	w.notes = w.notes[:0]
	for _, skip := range r.Skipped() {
		w.notes = append(w.notes, skip.String())
	}
	return jobs, r.Err()
}

// milli returns a number of units, rounded.
func milli(x, unit float64) int64 { return int64(math.Round(float64(x * unit))) }

// readProfile reads which speeds the jobs have.
func readProfile(s *section) int32 {
	switch word := s.text("profile"); word {
	case "", "plain":
		return catalog.ProfilePlain
	case "training":
		return catalog.ProfileTraining
	default:
		s.fail("profile", "unknown profile %q%s", word, suggest(word, []string{"plain", "training"}))
		return 0
	}
}

// readRestart reads how the jobs take being stopped, which no trace records.
func readRestart(s *section) sim.Restart {
	r := sim.Restart{Every: s.span("checkpoint_every"), Cost: s.span("checkpoint_cost"), Overhead: s.span("restart_overhead")}
	switch word := s.text("keep"); word {
	case "", "nothing":
	case "checkpoint":
		r.Keep = sim.KeepCheckpoint
		if r.Every == 0 {
			s.fail("keep", `keep = "checkpoint" wants checkpoint_every, a duration such as "1h"`)
		}
	case "all":
		r.Keep = sim.KeepAll
	default:
		s.fail("keep", "unknown word %q%s", word, suggest(word, []string{"nothing", "checkpoint", "all"}))
	}
	if r.Overhead > 0 {
		r.Owes = sim.OweRestart
	}
	return r
}

// restarting gives every job of a trace the same way of being stopped, instead
// of what the trace says, if anything.
type restarting struct {
	sim.Source
	restart sim.Restart
}

// Next fills *j with the next job.
func (r *restarting) Next(j *sim.Job) bool {
	if !r.Source.Next(j) {
		return false
	}
	j.Restart = r.restart
	return true
}

// hashFile returns the SHA-256 of a file in hexadecimal.
func hashFile(path string) (sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

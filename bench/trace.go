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

	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/philly"
)

// traceFormats are the recordings that a workload with use = "trace" can name.
var traceFormats = []string{"philly"}

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
	}
	s.done()
	if err := s.doc.err(); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, w.errorf("path", "%v", err)
	}
	jobs := out.trace
	out.trace = func() sim.Source { return &restarting{jobs(), restart} }
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
	w.trace = t.Jobs
	return nil
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

// restarting gives every job of a trace the same way of being stopped.
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

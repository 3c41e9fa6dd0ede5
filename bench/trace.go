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

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/traces/catalog"
)

// format is a kind of recording that a workload with use = "trace" can name.
type format struct {
	name string
	// open reads the options of the format from s and says how to read the file.
	open func(s *section, path string, change *transform) (*recording, error)
}

// formats lists them, in the order of messages.
func formats() []format {
	return []format{{"philly", openPhilly}, {"jobs", openJobsCSV}, {"swf", openSWF}, {"openb", openOpenB}, {"gaia", openGAIA}, {"gavel", openGavel}, {"skysim", openInterchange}, {"binpack", openBinpack}}
}

// formatNames are what format = … may say.
func formatNames() (names []string) {
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// recording is a trace in memory: once, or once for every list of GPU kinds that a
// cloud has when its jobs name theirs. Nobody writes to the jobs.
type recording struct {
	path    string
	read    func(kinds []string) (jobs []sim.Job, notes []string, err error)
	kinds   bool        // whether the jobs name GPU kinds
	restart sim.Restart // replaces what the trace says unless it is zero
	// stream gives the jobs as they stand in the file, for formats that need not be in
	// memory; nil for others. The run uses it where nothing changes the trace.
	stream func(w *sim.World) (sim.Source, error)
	// beside opens another file below the data directory that the jobs follow from, and
	// returns its hash; nil for formats that are one file. What is wrong it notes in the
	// section that it was opened with.
	beside func(data string) (hash string)

	mu    sync.Mutex
	lists map[string][]sim.Job
	notes []string // rows left out
}

// list returns the jobs as a world sees them.
func (r *recording) list(world *sim.World) ([]sim.Job, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := ""
	if r.kinds {
		key = strings.Join(world.GPUKinds, "|")
	}
	if jobs, ok := r.lists[key]; ok {
		return jobs, nil
	}
	var kinds []string
	if r.kinds {
		kinds = world.GPUKinds
	}
	jobs, notes, err := r.read(kinds)
	if err != nil {
		return nil, err
	}
	for i := range jobs {
		// The engine would find it too, but after the cells before it have run.
		if n := jobs[i].Profile; n < 0 || int(n) > catalog.ProfileTraining {
			return nil, fmt.Errorf("%s: job %d, counted from 0 in order of arrival: profile is %d, want 0 to %d", r.path, i, n, catalog.ProfileTraining)
		}
		if r.restart != (sim.Restart{}) {
			jobs[i].Restart = r.restart
		}
	}
	r.notes = notes
	if r.lists == nil {
		r.lists = map[string][]sim.Job{}
	}
	r.lists[key] = jobs
	return jobs, nil
}

// openTrace reads the trace that a workload names, below the data directory.
func openTrace(w *Workload, data string) (*workload, error) {
	path, err := w.file(data)
	if err != nil {
		return nil, err
	}
	sum, err := hashFile(path)
	if err != nil {
		return nil, w.errorf("path", "%v", err)
	}
	s := w.section(w.Params)
	out := &workload{use: "trace", contents: sum, hash: hashOf("trace", w.Format, sum, fmt.Sprint(w.Params)), change: readTransform(s)}
	restart := readRestart(s)
	for _, f := range formats() {
		if f.name == w.Format {
			out.trace, err = f.open(s, path, &out.change)
		}
	}
	if err == nil && out.trace.beside != nil && len(s.doc.errs) == 0 {
		out.hash = hashOf(out.hash, out.trace.beside(data))
	}
	s.done()
	if err := s.doc.err(); err != nil {
		return nil, err
	}
	if err == nil {
		out.trace.path, out.trace.restart = path, restart
		if !out.trace.kinds {
			_, err = out.trace.list(nil)
		}
	}
	if err != nil {
		return nil, w.errorf("path", "%v", err)
	}
	return out, nil
}

// file returns the path of a trace's file.
func (w *Workload) file(data string) (string, error) {
	return dataFile(w.place, "the trace", w.Path, data)
}

// dataFile returns the path of a file below the data directory.
func dataFile(at place, what, path, data string) (string, error) {
	if data == "" {
		return "", at.errorf("path", "%s %s is needed: say with --data which directory it is below", what, path)
	}
	if !filepath.IsLocal(path) {
		return "", at.errorf("path", "path = %q leads out of the data directory", path)
	}
	return filepath.Join(data, filepath.FromSlash(path)), nil
}

// recorded returns a new stream of the trace's jobs under a seed.
func (w *workload) recorded(world *sim.World, seed uint64) (sim.Source, error) {
	if w.trace.stream != nil && w.change.none() {
		return w.trace.stream(world)
	}
	jobs, err := w.trace.list(world)
	if err != nil {
		return nil, err
	}
	if jobs, err = w.change.apply(jobs, world, seed); err != nil {
		return nil, err
	}
	return sim.Jobs(jobs...), nil
}

// demands returns what policies may know of the jobs beforehand.
func (w *workload) demands(world *sim.World) ([]greedy.Class, error) {
	if w.trace == nil || !w.change.knownDemands {
		return nil, nil
	}
	jobs, err := w.trace.list(world)
	return classes(jobs), err
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
	r.Size, r.OnNotice = int64(math.Round(bytesPerGB*min(s.number("checkpoint_gb", 0, 0), 1e6))), s.flag("checkpoint_on_notice")
	if r.Size > 0 && r.Keep == sim.KeepNothing && len(s.doc.errs) == 0 {
		s.fail("checkpoint_gb", `checkpoint_gb = %s, but a stop keeps nothing: want keep = "checkpoint" or "all"`, show(s.values["checkpoint_gb"]))
	}
	if r.OnNotice && r.Keep != sim.KeepCheckpoint && len(s.doc.errs) == 0 {
		s.fail("checkpoint_on_notice", `checkpoint_on_notice without checkpoints: want keep = "checkpoint"`)
	}
	return r
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

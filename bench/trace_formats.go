package bench

import (
	"errors"
	"io"
	"slices"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/jobscsv"
	"skysim/traces/philly"
	"skysim/traces/swf"
)

// openPhilly reads a Philly trace, with what it does not record.
func openPhilly(s *section, path string, _ *transform) (*recording, error) {
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
	return &recording{read: func([]string) ([]sim.Job, []string, error) {
		t, err := philly.Open(path, o)
		if err != nil {
			return nil, nil, err
		}
		jobs, err := drain(t.Jobs())
		return jobs, skipped(t.Skipped()), err
	}}, nil
}

// openJobsCSV prepares to read a plain CSV of jobs.
func openJobsCSV(s *section, path string, _ *transform) (*recording, error) {
	o := jobscsv.Options{Sort: s.flag("sort"), Lenient: s.flag("lenient")}
	return &recording{kinds: true, read: func(kinds []string) ([]sim.Job, []string, error) {
		o := o
		o.GPUKinds = kinds
		return drainFile(jobscsv.Open(path, o))
	}}, nil
}

// openSWF prepares to read a log of the Parallel Workloads Archive.
func openSWF(s *section, path string, _ *transform) (*recording, error) {
	o := swf.Options{
		First: s.whole("first", 0, 0), Count: s.whole("count", 0, 0), FromZero: s.flag("from_zero"),
		Processors:    swf.Processors(choice(s, "processors", "requested", "allocated", "larger")),
		CoresPerTask:  s.whole("cores_per_task", 0, 0),
		KillAtRequest: s.flag("kill_at_request"), UnknownRun: s.span("unknown_run"), SkipZero: s.flag("skip_zero"),
		Profile: readProfile(s), Sort: s.flag("sort"), Lenient: s.flag("lenient"),
	}
	o.Memory = swf.Memory(choice(s, "memory", "none", "requested", "used"))
	return &recording{read: func([]string) ([]sim.Job, []string, error) { return drainFile(swf.Open(path, o)) }}, nil
}

// choice returns the index of a word, 0 when the key is absent.
func choice(s *section, key string, words ...string) int {
	word := s.text(key)
	i := slices.Index(words, word)
	if i < 0 && word != "" {
		s.fail(key, "unknown word %q%s", word, suggest(word, words))
	}
	return max(i, 0)
}

// reader is a file of jobs under way.
type reader interface {
	sim.Source
	io.Closer
	Skipped() []traces.Skip
}

// drainFile returns all jobs of a file that was opened with err, and notes of what it
// left out.
func drainFile[R reader](r R, err error) (jobs []sim.Job, notes []string, _ error) {
	if err != nil {
		return nil, nil, err
	}
	jobs, err = drain(r)
	return jobs, skipped(r.Skipped()), errors.Join(err, r.Close())
}

// drain returns all jobs of a source.
func drain(src sim.Source) (jobs []sim.Job, err error) {
	for j := (sim.Job{}); src.Next(&j); j = (sim.Job{}) {
		jobs = append(jobs, j)
	}
	return jobs, src.Err()
}

func skipped(skips []traces.Skip) (notes []string) {
	for _, s := range skips {
		notes = append(notes, s.String())
	}
	return notes
}

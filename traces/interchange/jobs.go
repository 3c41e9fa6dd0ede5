package interchange

import (
	"fmt"
	"io"
	"reflect"

	"skysim/sim"
)

// JobRow is a row of a file of jobs. FORMAT.md says what its columns mean.
type JobRow struct {
	Submit   int64  `parquet:"submit_ns"`
	Work     int64  `parquet:"work_ns"`
	CPU      int64  `parquet:"cpu_milli"`
	Mem      int64  `parquet:"mem_mib"`
	GPUs     int64  `parquet:"gpus"`
	Share    int64  `parquet:"gpu_milli"`
	Kinds    string `parquet:"gpu_kinds,dict"`
	Tasks    int64  `parquet:"tasks"`
	Profile  int64  `parquet:"profile"`
	Estimate int64  `parquet:"estimate_ns"`
	Limit    int64  `parquet:"limit_ns"`
	Deadline int64  `parquet:"deadline_ns"`
	Priority int64  `parquet:"priority"`
	User     int64  `parquet:"user"`
	Group    int64  `parquet:"group"`
	Keep     string `parquet:"keep,dict"`
	Every    int64  `parquet:"checkpoint_every_ns"`
	Cost     int64  `parquet:"checkpoint_cost_ns"`
	Overhead int64  `parquet:"overhead_ns"`
	Owes     string `parquet:"overhead_at,dict"`
	Home     string `parquet:"data_home,dict"`
	Reads    int64  `parquet:"data_reads_bytes"`
	Writes   int64  `parquet:"data_writes_bytes"`
	After    string `parquet:"after"`
}

// Names are what numbers in jobs stand for.
type Names struct {
	// GPUKinds are those of sim.World, and Regions the names of its regions.
	GPUKinds, Regions []string
	// Learn adds names to both lists as they appear in a file, for whoever has no
	// world. Otherwise a name that is not there is an error.
	Learn bool
}

// JobSource is a stream of jobs. GPUKinds may grow with every job.
type JobSource interface {
	sim.Source
	GPUKinds() []string
}

// WriteJobs writes all jobs of a source, and returns how many there were. Regions
// name the homes of their data, unless the source has names itself (a method Regions,
// like that of Jobs). A job that would not be read back as the same is
// an error that names its number; what went out before an error is not to be used.
func WriteJobs(w io.Writer, form Form, jobs JobSource, regions []string, m Meta) (n int64, err error) {
	out, err := begin[JobRow](w, form, "jobs", m.texts())
	if err != nil {
		return 0, err
	}
	back := newJobs(&input[JobRow]{name: "job"}, Names{})
	for {
		var j sim.Job
		if !jobs.Next(&j) {
			break
		}
		if named, ok := jobs.(interface{ Regions() []string }); ok {
			regions = named.Regions()
		}
		back.names = Names{GPUKinds: jobs.GPUKinds(), Regions: regions}
		row, err := back.row(&j)
		if err == nil {
			err = back.same(row, &j)
		}
		if err == nil {
			err = out.Write(*row)
		}
		if err != nil {
			return n, fmt.Errorf("interchange: job %d cannot be written: %w", n, err)
		}
		n++
	}
	if err := jobs.Err(); err != nil {
		return n, err
	}
	return n, out.Close()
}

// same reads a row back and compares.
func (r *Jobs) same(row *JobRow, j *sim.Job) error {
	var got sim.Job
	if bad := r.job(row, &got); bad != nil {
		return fmt.Errorf("%s is %q, want %s", bad.Field, bad.Value, bad.Want)
	}
	want := *j
	if len(want.After) == 0 {
		want.After = nil
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Errorf("it would be read back as %+v, want %+v", got, want)
	}
	r.jobs++
	r.last = j.Submit
	return nil
}

// Jobs streams the jobs of a file.
type Jobs struct {
	*input[JobRow]
	names Names
	kinds map[string]uint64       // seen, by their text
	homes map[string]sim.RegionID // seen
	jobs  int64
	last  sim.Time
}

var _ sim.Source = (*Jobs)(nil)

// OpenJobs opens the file at path, Parquet or CSV. At the end of the stream, or at
// an error, it closes itself; who stops before closes it.
func OpenJobs(path string, names Names) (*Jobs, error) {
	in, err := openInput[JobRow](path, "jobs")
	if err != nil {
		return nil, err
	}
	return newJobs(in, names), nil
}

// ReadJobs is OpenJobs for a file that is open.
func ReadJobs(from Source, names Names) (*Jobs, error) {
	in, err := newInput[JobRow](from, "jobs")
	if err != nil {
		return nil, err
	}
	return newJobs(in, names), nil
}

func newJobs(in *input[JobRow], names Names) *Jobs {
	return &Jobs{input: in, names: names, kinds: map[string]uint64{}, homes: map[string]sim.RegionID{}}
}

// Next fills *j with the next job and reports whether there was one.
func (r *Jobs) Next(j *sim.Job) bool {
	var row JobRow
	if !r.next(&row) {
		return false
	}
	if bad := r.job(&row, j); bad != nil {
		r.stop(bad)
		return false
	}
	r.last = j.Submit
	r.jobs++
	return true
}

// Err returns what ended the stream early. A file without jobs is an error too.
func (r *Jobs) Err() error { return r.err }

// GPUKinds returns the names of the bits of Demand.Kinds so far.
func (r *Jobs) GPUKinds() []string { return r.names.GPUKinds }

// Regions returns the names of the homes of data so far.
func (r *Jobs) Regions() []string { return r.names.Regions }

// Line returns the line of the job given last, in Parquet its number from 1.
func (r *Jobs) Line() int { return r.line() }

// Close closes the file that OpenJobs opened.
func (r *Jobs) Close() error { return r.close() }

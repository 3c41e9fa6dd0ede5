package gavel

import (
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/jsontext"
	"skysim/traces/internal/nearest"
)

// JobType is what a speed belongs to: a type of job on so many GPUs.
type JobType struct {
	Name  string
	Scale int32
}

// String returns the type as the files write it.
func (t JobType) String() string { return fmt.Sprintf("('%s', %d)", t.Name, t.Scale) }

// Rate is a number of steps per second, in billionths.
type Rate int64

// Throughputs is a table of speeds.
type Throughputs struct {
	Kinds []string  // of GPUs, sorted; those spread over machines end in _unconsolidated
	Types []JobType // sorted
	name  string
	alone map[place]Rate
	pairs map[pair][2]Rate
}

type place struct {
	kind string
	job  JobType
}

type pair struct {
	place
	with JobType
}

// OpenThroughputs reads the table at path, plain or packed. Errors of its text
// are *traces.SyntaxError.
func OpenThroughputs(path string) (t *Throughputs, err error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, text.Close()) }()
	return ReadThroughputs(text, path)
}

// ReadThroughputs is OpenThroughputs for a table from anywhere. Errors name it
// as name.
func ReadThroughputs(from io.Reader, name string) (*Throughputs, error) {
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	t := &Throughputs{name: name, alone: map[place]Rate{}, pairs: map[pair][2]Rate{}}
	d := jsontext.New(text, name, 1)
	types := map[JobType]bool{}
	if err := d.Object("file", func(kind string) error {
		if slices.Contains(t.Kinds, kind) {
			return d.Fault("kind", "each kind of GPU once")
		}
		t.Kinds = append(t.Kinds, kind)
		return d.Object(kind, func(key string) error {
			job, ok := parseType(key)
			if !ok {
				return d.Fault("job type", "a type and a number of GPUs, like ('A3C', 1)")
			}
			types[job] = true
			return t.job(d, place{kind, job})
		})
	}); err != nil {
		return nil, err
	}
	if err := d.End(); err != nil {
		return nil, err
	}
	if len(t.alone) == 0 {
		return nil, fmt.Errorf("%s: there are no speeds, want kinds of GPUs with types of jobs", name)
	}
	for job := range types {
		t.Types = append(t.Types, job)
	}
	slices.SortFunc(t.Types, func(a, b JobType) int {
		if a.Name != b.Name {
			return strings.Compare(a.Name, b.Name)
		}
		return int(a.Scale - b.Scale)
	})
	slices.Sort(t.Kinds)
	return t, nil
}

// parseType reads "('A3C', 1)", as Python prints a tuple.
func parseType(key string) (JobType, bool) {
	inner, ok := strings.CutPrefix(key, "(")
	inner, ok2 := strings.CutSuffix(inner, ")")
	comma := strings.LastIndex(inner, ", ")
	if !ok || !ok2 || comma < 3 {
		return JobType{}, false
	}
	name := inner[:comma]
	if quote := name[0]; quote != '\'' && quote != '"' || name[len(name)-1] != quote {
		return JobType{}, false
	}
	scale, err := strconv.ParseInt(inner[comma+2:], 10, 32)
	return JobType{Name: name[1 : len(name)-1], Scale: int32(scale)}, err == nil && scale > 0
}

const wantRate = "steps per second, 0 or more"

// job reads the speeds of a type of job on a kind of GPU: "null" is alone, the
// other keys are types beside it, with the speeds of both.
func (t *Throughputs) job(d *jsontext.Decoder, at place) error {
	return d.Object("speeds", func(key string) error {
		if key == "null" {
			n, err := d.Amount("steps per second", second, wantRate)
			t.alone[at] = Rate(n)
			return err
		}
		with, ok := parseType(key)
		if !ok {
			return d.Fault("job type", "null, or a type and a number of GPUs, like ('A3C', 1)")
		}
		var both [2]Rate
		i := 0
		err := d.Array("speeds", func() error {
			n, err := d.Amount("steps per second", second, wantRate)
			if i < 2 {
				both[i] = Rate(n)
			}
			i++
			return err
		})
		if err == nil && i != 2 {
			return d.Fault("speeds", "two numbers")
		}
		t.pairs[pair{at, with}] = both
		return err
	})
}

// Rate returns the speed of a type of job alone on a kind of GPU; ok is false
// where it was not measured, and the speed 0 where it cannot run.
func (t *Throughputs) Rate(kind string, job JobType) (r Rate, ok bool) {
	r, ok = t.alone[place{kind, job}]
	return r, ok
}

// Pair returns the speeds of two types of jobs that share GPUs of a kind.
func (t *Throughputs) Pair(kind string, job, with JobType) (both [2]Rate, ok bool) {
	both, ok = t.pairs[pair{place{kind, job}, with}]
	return both, ok
}

// Pairs returns how many pairs were measured.
func (t *Throughputs) Pairs() int { return len(t.pairs) }

// Job makes a job of a row: a gang of Scale tasks on one GPU each, whose Work
// is the time that its steps take on the given kind of GPU. A deadline follows
// from the SLO, a multiple of the row's Duration, or else of that time. It has no CPU or memory.
// An error names the table, and not the row: whoever read it knows where it was.
func (t *Throughputs) Job(row *Row, kind string) (sim.Job, error) {
	if !slices.Contains(t.Kinds, kind) {
		return sim.Job{}, fmt.Errorf("%s: kind of GPU is %q, want one of %s%s", t.name, kind, strings.Join(t.Kinds, ", "), hint(kind, t.Kinds))
	}
	job := JobType{row.Type, row.Scale}
	rate, ok := t.Rate(kind, job)
	if !ok || rate == 0 {
		return sim.Job{}, fmt.Errorf("%s: the speed of %v on %s is unknown or 0%s", t.name, job, kind, hint(row.Type, t.names()))
	}
	work, ok := divide(row.Steps, second*second, int64(rate))
	if !ok {
		return sim.Job{}, fmt.Errorf("%s: %d steps of %v on %s take more than a century", t.name, row.Steps, job, kind)
	}
	j, ok := row.job(work)
	if !ok {
		return j, errLate
	}
	return j, nil
}

// divide returns a·b/d rounded up, of positive numbers, if it is at most a
// century of ns.
func divide(a, b, d int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi >= uint64(d) {
		return 0, false
	}
	q, r := bits.Div64(hi, lo, uint64(d))
	if r > 0 {
		q++
	}
	return int64(q), q <= 100*365*24*3600*second
}

func hint(name string, known []string) string {
	if k := nearest.Name(name, known); k != "" && k != name {
		return fmt.Sprintf("; did you mean %q?", k)
	}
	return ""
}

// names returns the names of all types.
func (t *Throughputs) names() (names []string) {
	for _, job := range t.Types {
		if !slices.Contains(names, job.Name) {
			names = append(names, job.Name)
		}
	}
	return names
}

// Speeds returns how fast a type of job runs on each of the kinds, in parts per
// million of its speed on the kind given to Job, rounded down; 0 where it cannot
// run or was not measured.
func (t *Throughputs) Speeds(job JobType, reference string, kinds []string) []int64 {
	speeds := make([]int64, len(kinds))
	base, _ := t.Rate(reference, job)
	for i, kind := range kinds {
		if rate, _ := t.Rate(kind, job); base > 0 {
			hi, lo := bits.Mul64(uint64(rate), 1_000_000)
			if hi < uint64(base) {
				q, _ := bits.Div64(hi, lo, uint64(base))
				speeds[i] = int64(min(q, 1<<40))
			}
		}
	}
	return speeds
}

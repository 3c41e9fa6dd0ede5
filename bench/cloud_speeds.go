package bench

import (
	"fmt"
	"slices"
	"strings"

	"skysim/sim"
	"skysim/traces/gavel"
)

// Speeds gives a world a profile for each type of job in a table of speeds:
// [cloud.speeds]. They stand behind the two that every cloud has, plain and training.
type Speeds struct {
	Path string // of the table, below the data directory
	// Reference is the kind of GPU, in the table's words, at whose speed work is measured.
	Reference string
	// Types are the names of the types, in the order of the profiles: all of them on
	// as many GPUs as the first of Scales, then on as many as the second.
	Types  []string
	Scales []int32
	place
}

// readSpeeds reads [cloud.speeds].
func readSpeeds(s *section) *Speeds {
	if s == nil {
		return nil
	}
	p := &Speeds{Path: s.required("path"), Reference: s.required("reference"), Types: s.texts("types"), place: place{s.doc, s.path}}
	if len(p.Types) == 0 {
		s.fail("types", "types has no types of jobs, want those whose speeds are wanted")
	}
	list, _ := read[[]any](s, "gpus", "a list of integers")
	for _, v := range list {
		n, ok := v.(int64)
		if !ok || n < 1 || n > 1024 {
			s.fail("gpus", "gpus has %s, want integers from 1 to 1024", show(v))
			break
		}
		p.Scales = append(p.Scales, int32(n))
	}
	if len(list) == 0 {
		p.Scales = []int32{1}
	}
	s.done()
	return p
}

// add puts the profiles into a world. A machine type has the speeds of its kind of GPU,
// upper and lower case being the same, and none without one that the table
// knows. A type of job that the table does not have on some number of GPUs runs nowhere
// as a gang of that size, but each must be there on as many as Scales begins with.
func (p *Speeds) add(w *sim.World, data string) error {
	path, err := dataFile(p.place, "the table of speeds", p.Path, data)
	if err != nil {
		return err
	}
	t, err := gavel.OpenThroughputs(path)
	if err != nil {
		return p.errorf("path", "%v", err)
	}
	if !slices.Contains(t.Kinds, p.Reference) {
		return p.errorf("reference", "%s has no speeds on %q%s", path, p.Reference, suggest(p.Reference, t.Kinds))
	}
	kinds := make([]string, len(w.Types))
	for i, m := range w.Types {
		if m.GPUs == 0 {
			continue
		}
		same := func(kind string) bool { return strings.EqualFold(kind, w.GPUKinds[m.GPUKind]) }
		if k := slices.IndexFunc(t.Kinds, same); k >= 0 {
			kinds[i] = t.Kinds[k]
		}
	}
	for i, scale := range p.Scales {
		for _, name := range p.Types {
			job := gavel.JobType{Name: name, Scale: scale}
			if rate, _ := t.Rate(p.Reference, job); i == 0 && rate == 0 {
				return p.errorf("types", "%s: the speed of %v on %s is unknown or 0%s", path, job, p.Reference, suggestType(t, name))
			}
			w.Profiles = append(w.Profiles, t.Speeds(job, p.Reference, kinds))
		}
	}
	return nil
}

// suggestType returns what to add to an error about a type that is not in a table.
func suggestType(t *gavel.Throughputs, name string) string {
	var names []string
	for _, job := range t.Types {
		if !slices.Contains(names, job.Name) {
			names = append(names, job.Name)
		}
	}
	if slices.Contains(names, name) {
		return fmt.Sprintf("; %q is there on other numbers of GPUs or kinds", name)
	}
	return suggest(name, names)
}

package bench

import (
	"os"
	"path"
	"path/filepath"
	"strings"
)

// expand returns an experiment in which every workload whose path has a star has
// become one for each file below data that it matches, sorted by name. A star stands
// for any characters but a slash, at least one.
func (e *Experiment) expand(data string) (*Experiment, error) {
	starred := false
	for i := range e.Workloads {
		starred = starred || strings.Contains(e.Workloads[i].Path, "*")
	}
	if !starred {
		return e, nil
	}
	out := *e
	out.Workloads = nil
	for i := range e.Workloads {
		w := &e.Workloads[i]
		if !strings.Contains(w.Path, "*") {
			out.Workloads = append(out.Workloads, *w)
			continue
		}
		if _, err := w.file(data); err != nil {
			return nil, err
		}
		matched, err := w.matches(data)
		if err != nil {
			return nil, err
		}
		out.Workloads = append(out.Workloads, matched...)
	}
	return &out, out.checkExpanded()
}

// matches returns a workload for each file that the path matches. It is named by
// what the star stands for.
func (w *Workload) matches(data string) ([]Workload, error) {
	before, after, _ := strings.Cut(w.Path, "*")
	if strings.Contains(after, "*") {
		return nil, w.errorf("path", "path = %q has two stars, want one", w.Path)
	}
	dir, prefix := path.Split(before)
	suffix, rest, deeper := strings.Cut(after, "/")
	entries, err := os.ReadDir(filepath.Join(data, filepath.FromSlash(dir)))
	if err != nil {
		return nil, w.errorf("path", "%v", err)
	}
	var all []Workload
	for _, e := range entries {
		name := e.Name()
		if len(name) <= len(prefix)+len(suffix) || !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, suffix) {
			continue
		}
		one := *w
		one.Path = path.Join(dir, name, rest)
		info, err := os.Stat(filepath.Join(data, filepath.FromSlash(one.Path)))
		if err != nil && deeper {
			continue // a directory without such a file
		}
		if err != nil {
			return nil, w.errorf("path", "%v", err)
		}
		if info.IsDir() {
			continue
		}
		one.Match = name[len(prefix) : len(name)-len(suffix)]
		one.Name = labelled(one.Match, w.label)
		if w.base != "" {
			one.Name = labelled(w.base, strings.TrimSuffix(one.Match+","+w.label, ","))
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, w.errorf("path", "path = %q matches no file in %s", w.Path, filepath.Join(data, filepath.FromSlash(dir)))
	}
	return all, nil
}

// checkExpanded finds what can be wrong only now that the files are known.
func (e *Experiment) checkExpanded() error {
	d := &document{file: e.File}
	e.checkAxis(d, "workload", len(e.Workloads), func(i int) string { return e.Workloads[i].Name })
	e.checkZip(d)
	return d.err()
}

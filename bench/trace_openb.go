package bench

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"skysim/sim"
	"skysim/traces/openb"
)

// openOpenB prepares to read a list of pods. Those that have times keep them, unless
// every replaces them: then the order of the list counts. Those that have none want both
// every and stay.
func openOpenB(s *section, path string, change *transform) (*recording, error) {
	o := openb.Options{Lenient: s.flag("lenient")}
	anyModel, profile := s.flag("any_model"), readProfile(s)
	return &recording{kinds: true, read: func(kinds []string) ([]sim.Job, []string, error) {
		r, err := openb.OpenPods(path, o)
		if err != nil {
			return nil, nil, err
		}
		var jobs []sim.Job
		for p := (openb.Pod{}); err == nil && r.Next(&p); p = (openb.Pod{}) {
			var j sim.Job
			if j, err = podJob(&p, kinds, anyModel); err == nil && !p.Timed() && (change.every == 0 || !change.stay) {
				err = fmt.Errorf(`pod %s in line %d has no times: want every = "1s", or another, and stay = true`, p.Name, p.Line)
			}
			j.Profile = profile
			jobs = append(jobs, j)
		}
		notes := skipped(r.Skipped())
		if err = cmp.Or(err, r.Err(), r.Close()); err != nil {
			return nil, nil, err
		}
		if change.every == 0 {
			slices.SortStableFunc(jobs, func(a, b sim.Job) int { return cmp.Compare(a.Submit, b.Submit) })
		}
		return jobs, notes, nil
	}}, nil
}

// podJob returns the job of a pod, for any GPU model if it is not to matter.
func podJob(p *openb.Pod, kinds []string, anyModel bool) (sim.Job, error) {
	if anyModel {
		p.Model = nil
	}
	return p.Job(kinds)
}

// nodes reads the list of nodes that the cloud names: a machine type for each size.
func (c *Cloud) nodes(data string) ([]Machines, error) {
	switch {
	case data == "":
		return nil, c.errorf("path", "the list of nodes %s is needed: say with --data which directory it is below", c.Nodes)
	case !filepath.IsLocal(c.Nodes):
		return nil, c.errorf("path", "path = %q leads out of the data directory", c.Nodes)
	}
	list, err := openb.ReadNodes(filepath.Join(data, filepath.FromSlash(c.Nodes)))
	if err != nil {
		return nil, c.errorf("path", "%v", err)
	}
	var all []Machines
	at := map[string]int{}
	for _, n := range list {
		name := fmt.Sprintf("%s-cpu-%d-mib", strconv.FormatFloat(float64(n.CPU)/1000, 'f', -1, 64), n.Mem)
		if n.GPUs > 0 {
			name = fmt.Sprintf("%dx%s-%s", n.GPUs, n.Model, name)
		}
		i, known := at[name]
		if !known {
			i = len(all)
			at[name] = i
			all = append(all, Machines{Name: name, CPU: n.CPU, Mem: n.Mem, GPUs: n.GPUs, GPUKind: n.Model, place: c.place})
		}
		all[i].Count++
	}
	return all, nil
}

package bench

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"skysim/sim"
	"skysim/workloads"
)

// workload is a value of the workload axis, ready to make streams of jobs. A
// trace is in memory once and shared by all cells.
type workload struct {
	use      string
	args     []workloads.Arg
	trace    *recording // nil for a generator
	change   transform  // of a trace
	contents string     // SHA-256 of the trace file
	data     *Data      // what every job moves, or nil
	classes  *Labels    // nil: no job has one
	tenants  *Labels
	quorum   int32  // of every job; below 2 nobody said
	hash     string // of all that determines the jobs, but for the seed
}

// openWorkload finds a generator, or reads a trace below data.
func openWorkload(w *Workload, data string) (*workload, error) {
	out, err := openJobs(w, data)
	if err == nil && w.Data != nil {
		out.data, out.hash = w.Data, hashOf("jobs", out.hash, "data", w.Data.String())
	}
	if err == nil && (w.Classes != nil || w.Tenants != nil) {
		out.classes, out.tenants = w.Classes, w.Tenants
		out.hash = hashOf("jobs", out.hash, "labels", w.Classes.String(), w.Tenants.String())
	}
	if err == nil && w.Quorum > 1 {
		out.quorum, out.hash = w.Quorum, hashOf("jobs", out.hash, "quorum", fmt.Sprint(w.Quorum))
	}
	return out, err
}

// openJobs is openWorkload without what the jobs move.
func openJobs(w *Workload, data string) (*workload, error) {
	if w.Use == "trace" {
		return openTrace(w, data)
	}
	all := workloads.All()
	i := slices.IndexFunc(all, func(x workloads.Workload) bool { return x.Name == w.Use })
	if i < 0 {
		names := []string{"trace"}
		for _, x := range all {
			names = append(names, x.Name)
		}
		return nil, w.errorf("use", "unknown workload %q%s", w.Use, suggest(w.Use, names))
	}
	args, err := arguments(w.place, "workload "+w.Use, all[i].Params, w.Params)
	if err != nil {
		return nil, err
	}
	return &workload{use: w.Use, args: args, hash: hashOf("generator", w.Use, fmt.Sprint(args))}, nil
}

// arguments turns parameters of the file into those of a generator, each
// checked alone so that an error has its place.
func arguments(at place, what string, known []workloads.Param, params []Param) ([]workloads.Arg, error) {
	var args []workloads.Arg
	var errs []error
	for _, p := range params {
		a := workloads.Arg{Name: p.Key, Value: asText(p.Value)}
		if want := misfit(known, p); want != "" {
			errs = append(errs, at.errorf(p.Key, "%s = %s is %s, want %s", p.Key, show(p.Value), kindOf(p.Value), want))
		} else if _, err := workloads.Read(what, known, []workloads.Arg{a}); err != nil {
			errs = append(errs, at.errorf(p.Key, "%v", err))
		}
		args = append(args, a)
	}
	return args, errors.Join(errs...)
}

// misfit says what type a parameter wants if its value has another, and "" if it
// fits or is not known. A generator reads text, and would take "1" for 1.
func misfit(known []workloads.Param, p Param) string {
	i := slices.IndexFunc(known, func(k workloads.Param) bool { return k.Name == p.Key })
	if i < 0 {
		return ""
	}
	switch p.Value.(type) {
	case string:
		switch known[i].Unit {
		case workloads.Span:
			return ""
		case workloads.Switch:
			return "true or false"
		case workloads.Count:
			return "an integer"
		}
		return "a number"
	case bool:
		if known[i].Unit == workloads.Switch {
			return ""
		}
	case int64, float64:
		if known[i].Unit != workloads.Span && known[i].Unit != workloads.Switch {
			return ""
		}
	}
	switch known[i].Unit {
	case workloads.Span:
		return `a duration such as "1h30m"`
	case workloads.Switch:
		return "true or false"
	}
	return "a number"
}

// asText writes a plain TOML value as generators read it.
func asText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprint(v)
}

// source returns a new stream of the jobs under a seed.
func (w *workload) source(world *sim.World, seed uint64) (sim.Source, error) {
	jobs, err := w.jobs(world, seed)
	if err != nil || w.data == nil && w.classes == nil && w.tenants == nil && w.quorum < 2 {
		return jobs, err
	}
	out := &tagged{Source: jobs, seed: seed, quorum: w.quorum, classes: w.classes, tenants: w.tenants}
	if out.class, err = w.classes.at(world); err != nil {
		return nil, err
	}
	if out.tenant, err = w.tenants.at(world); err != nil {
		return nil, err
	}
	if w.data != nil {
		if out.data, err = w.data.at(world); err != nil {
			return nil, err
		}
		if out.homes, err = w.data.homes(world, w.classes); err != nil {
			return nil, err
		}
		err = w.data.checkRest(world, w.classes, out.class, out.data.Home, out.homes)
	}
	return out, err
}

func (w *workload) jobs(world *sim.World, seed uint64) (sim.Source, error) {
	if w.trace != nil {
		return w.recorded(world, seed)
	}
	return workloads.New(world, w.use, w.args, seed)
}

// constant reports whether the jobs are the same under every seed.
func (w *workload) constant() bool {
	return w.trace != nil && !w.change.random() && !w.classes.random() && !w.tenants.random()
}

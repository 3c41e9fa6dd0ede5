package bench

import (
	"runtime"
	"runtime/debug"
)

// Manifest says where a result came from. It is for people and audits: what
// determines the rows is in their hashes.
type Manifest struct {
	Experiment string            `json:"experiment"`
	Why        string            `json:"why"`
	Command    []string          `json:"command"`
	Engine     string            `json:"engine"`
	Revision   string            `json:"revision"` // of the source, when Go recorded it
	Go         string            `json:"go"`
	Platform   string            `json:"platform"`
	Seeds      Seeds             `json:"seeds"`
	Baseline   string            `json:"baseline"`
	Until      string            `json:"until"`
	Warmup     string            `json:"warmup"`
	Catalogs   map[string]string `json:"catalogs"`  // hash by cloud
	Workloads  map[string]string `json:"workloads"` // hash by workload; of a trace, its contents are in it
	Traces     map[string]string `json:"traces"`    // SHA-256 of each file of a trace or a recording, by path
	Policies   map[string]string `json:"policies"`  // full construction by name
	Cells      []ManifestCell    `json:"cells"`
}

// ManifestCell names a cell.
type ManifestCell struct {
	Name string `json:"name"`
	Hash string `json:"hash"`
}

// manifest describes the plan; command is how it was run.
func (p *Plan) manifest(command []string) Manifest {
	e := p.Experiment
	m := Manifest{
		Experiment: e.Name, Why: e.Why, Command: command, Engine: EngineVersion, Revision: Revision(),
		Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Seeds: e.Seeds, Baseline: e.Baseline,
		Until: e.Until.String(), Warmup: e.Warmup.String(), Catalogs: map[string]string{},
		Workloads: map[string]string{}, Traces: map[string]string{}, Policies: map[string]string{},
	}
	for i, c := range p.clouds {
		m.Catalogs[e.Clouds[i].Name] = c.catalog
		for k := range c.laid {
			m.Traces[c.laid[k].how.Path] = c.laid[k].sum
		}
	}
	for i, w := range p.workloads {
		m.Workloads[e.Workloads[i].Name] = w.hash
		if w.trace != nil {
			m.Traces[e.Workloads[i].Path] = w.contents
		}
	}
	for i, use := range p.policies {
		m.Policies[e.Policies[i].Name] = use
	}
	for _, c := range p.Cells {
		m.Cells = append(m.Cells, ManifestCell{c.Name, c.Hash})
	}
	return m
}

// Revision returns the commit that the program was built from, with a + if
// the tree had changes, or "unknown".
func Revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	rev, dirty := "unknown", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			rev = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+"
		}
	}
	return rev + dirty
}

package formats

import (
	"strings"

	"skysim/traces/gavel"
	"skysim/traces/openb"
	"skysim/traces/summary"
)

func otherFormats() []Format {
	return []Format{
		{
			Name: "openb-nodes", Kind: KindNodes, Doc: "nodes of the Alibaba GPU cluster of 2023",
			fits: headed("sn", "cpu_milli", "memory_mib", "gpu", "model"), sum: sumNodes,
		},
		{
			Name: "gavel-throughputs", Kind: KindSpeeds, Doc: "steps per second of job types on kinds of GPUs, alone and in pairs",
			fits: func(h *Head) string {
				if !h.object() || !strings.Contains(string(h.bytes), `', 1)"`) {
					return ""
				}
				return "a JSON object of GPU kinds above job types written as ('name', scale)"
			},
			sum: sumSpeeds,
		},
		{Name: "binpack", Kind: KindOracle, Doc: "instances of bin packing: OR-Library's, Falkenauer's, or sets in JSON", fits: fitsBinpack, sum: sumBinpack},
		{Name: "gap", Kind: KindOracle, Doc: "instances of generalised assignment, as OR-Library writes them", fits: fitsGap, sum: sumGap},
		{
			Name: "gap-published", Kind: KindOracle, Doc: "bounds and optima of instances of generalised assignment",
			fits: headed("Path", "Dataset", "Item number", "Optimum"), sum: sumGapPublished,
		},
		{
			Name: "openb-allocation", Kind: KindResults, Doc: "published GPU allocation of six policies by arrived load",
			fits: headed("workload", "sc_policy", "tune", "seed", "total_gpus"), sum: allocations.sum,
		},
		{
			Name: "skynomad-results", Kind: KindResults, Doc: "published costs of SkyNomad's runs, one row each",
			fits: headed("scenario_name", "strategy", "cost"), sum: skynomad.sum,
		},
		{Name: "gavel-jct", Kind: KindResults, Doc: "published mean job completion times of Gavel's policies by arrival rate", fits: fitsJCT, sum: sumJCT},
		{Name: "starburst", Kind: KindResults, Doc: "published and recomputed costs of Starburst's Table 4", fits: keyed("jobs", "rate", "rows", "price_per_gpu_h"), sum: sumStarburst},
		{Name: "melange", Kind: KindOracle, Doc: "Mélange's example: GPUs, their throughputs, and a workload", fits: keyed("gpu_info", "workload_distribution", "total_request_rate"), sum: sumMelange},
	}
}

func sumNodes(in *Input, r *summary.Report) error {
	list, err := openb.NewNodes(in.plain, in.Name, openb.Options{Lenient: true})
	if err != nil {
		return err
	}
	var nodes []openb.Node
	models := map[string]int64{}
	var cpus, gpus []int64
	for n := (openb.Node{}); list.Next(&n); n = (openb.Node{}) {
		nodes = append(nodes, n)
		cpus, gpus = append(cpus, n.CPU), append(gpus, int64(n.GPUs))
		if n.GPUs > 0 {
			models[n.Model] += int64(n.GPUs)
		}
	}
	if err := list.Err(); err != nil {
		return err
	}
	t := openb.TotalNodes(nodes)
	r.Skips = list.Skipped()
	r.Rows = t.Nodes + r.Skipped()
	r.Lead("points", t.Nodes)
	r.Set("nodes", t.Nodes)
	r.Set("gpu_nodes", t.GPUNodes)
	r.Set("gpus", t.GPUs)
	r.Set("vcpus", summary.Units(t.CPU, 3))
	r.Set("memory_mib", t.Mem)
	var names []string
	for m := range models {
		names = append(names, m)
	}
	var kinds summary.List
	for _, m := range sorted(names) {
		kinds = append(kinds, summary.Named{Name: m, Value: models[m]})
	}
	r.Set("gpu_models", kinds)
	r.Assume("CPU in thousandths, memory in MiB, GPUs as whole devices")
	p := summary.CDF("sizes", "size of a node", cpus, 1000)
	p.Curves[0].Name = "cores"
	if g := summary.CDF("", "", gpus, 1); len(g.Curves) > 0 {
		p.Curves = append(p.Curves, summary.Curve{Name: "GPUs", Points: g.Curves[0].Points})
	}
	r.Page.Panels = append(r.Page.Panels, p)
	return nil
}

// sumSpeeds lists the speed of every type of job alone on one GPU.
func sumSpeeds(in *Input, r *summary.Report) error {
	t, err := gavel.ReadThroughputs(in.plain, in.Name)
	if err != nil {
		return err
	}
	n, types := int64(0), map[string]bool{}
	alone := summary.List{}
	var rates []int64
	for _, job := range t.Types {
		types[job.Name] = true
		var speeds summary.List
		for _, kind := range t.Kinds {
			rate, ok := t.Rate(kind, job)
			if !ok {
				continue
			}
			n++
			rates = append(rates, int64(rate))
			speeds = append(speeds, summary.Named{Name: kind, Value: summary.Units(int64(rate), 9)})
		}
		if want := in.Options.Find; job.Scale == 1 && want == "" || want == job.Name {
			name := job.String()
			if job.Scale == 1 {
				name = job.Name
			}
			alone = append(alone, summary.Named{Name: name, Value: speeds})
		}
	}
	if len(alone) == 0 {
		var known []string
		for _, job := range t.Types {
			known = append(known, job.Name)
		}
		return notFound(in.Name, in.Options.Find, known)
	}
	r.Rows = n + int64(t.Pairs())
	r.Lead("points", r.Rows)
	r.Set("job_types", int64(len(types)))
	r.Set("gpu_kinds", strings.Join(t.Kinds, ", "))
	r.Set("alone", n)
	r.Set("pairs", int64(t.Pairs()))
	r.Set("steps_per_second", alone)
	r.Assume("steps per second; a speed of 0 means that the job cannot run there")
	r.Page.Panels = append(r.Page.Panels, summary.CDF("speeds of jobs alone", "steps per second", rates, 1e9))
	return nil
}

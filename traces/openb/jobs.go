package openb

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"skysim/sim"
	"skysim/traces/internal/nearest"
)

const second = 1_000_000_000

// Timed reports whether the list says when the pod came and went.
func (p *Pod) Timed() bool { return p.Created != Absent && p.Deleted != Absent }

// Life returns how many seconds the pod ran: from scheduled to deleted. A pod
// that was never scheduled did not run; what it would have taken is unknown, and
// the time from created to deleted stands for it, as in the published totals.
// Without times it is 0.
func (p *Pod) Life() int64 {
	if !p.Timed() {
		return 0
	}
	return p.Deleted - max(p.Created, p.Scheduled)
}

// Job makes a job of the pod, for a world with these GPU kinds, the models that
// the pod asks for among them. Its Work is Life. It has no Limit and no
// Estimate. A pod without times comes at 0 with no work: the caller knows better.
func (p *Pod) Job(kinds []string) (sim.Job, error) {
	j := sim.Job{
		Submit: sim.Time(max(p.Created, 0) * second),
		Demand: sim.Demand{CPU: p.CPU, Mem: p.Mem, GPUs: p.GPUs, Share: p.Milli},
		Tasks:  1,
		Work:   p.Life() * second,
	}
	for _, model := range p.Model {
		at := slices.Index(kinds, model)
		if at < 0 || at >= 64 {
			return sim.Job{}, p.unknown(model, kinds)
		}
		j.Demand.Kinds |= 1 << at
	}
	if p.GPUs == 0 {
		j.Demand.Kinds = 0
	}
	return j, nil
}

// unknown returns the error for a model that is not among the kinds.
func (p *Pod) unknown(model string, kinds []string) error {
	hint := ""
	if k := nearest.Name(model, kinds); k != "" {
		hint = fmt.Sprintf("; did you mean %q?", k)
	}
	return fmt.Errorf("pod %s in line %d: GPU model is %q, want one of %s%s", p.Name, p.Line, model, strings.Join(kinds, ", "), hint)
}

// Jobs makes jobs of pods, in order of time; those created in the same second
// keep the order of the list. It returns an error for a pod without times.
func Jobs(pods []Pod, kinds []string) ([]sim.Job, error) {
	jobs := make([]sim.Job, len(pods))
	for i := range pods {
		if !pods[i].Timed() {
			return nil, fmt.Errorf("pod %s in line %d: there are no times, want creation_time and deletion_time", pods[i].Name, pods[i].Line)
		}
		j, err := pods[i].Job(kinds)
		if err != nil {
			return nil, err
		}
		jobs[i] = j
	}
	slices.SortStableFunc(jobs, func(a, b sim.Job) int { return cmp.Compare(a.Submit, b.Submit) })
	return jobs, nil
}

// Kinds returns the GPU models that the nodes have and the pods ask for,
// sorted. A world can have 64.
func Kinds(nodes []Node, pods []Pod) []string {
	seen := map[string]bool{}
	for i := range nodes {
		seen[nodes[i].Model] = true
	}
	for i := range pods {
		for _, model := range pods[i].Model {
			seen[model] = true
		}
	}
	var kinds []string
	for model := range seen {
		if model != "" {
			kinds = append(kinds, model)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// PodTotals sums up a list of pods.
type PodTotals struct {
	Pods    int64
	GPUPods int64
	Sharing int64 // pods that take a part of one GPU
	Never   int64 // pods with times that were never scheduled
	Milli   int64 // thousandths of GPUs asked for
	CPU     int64 // milli-CPU asked for
	// MilliSeconds are thousandths of GPUs × seconds of Life, and CPUSeconds
	// milli-CPU × seconds.
	MilliSeconds, CPUSeconds sim.Wide
}

// GPUHours returns MilliSeconds in GPU-hours, for people.
func (t *PodTotals) GPUHours() float64 { return t.MilliSeconds.Float() / 3.6e6 }

// CoreHours returns CPUSeconds in hours of a CPU, for people.
func (t *PodTotals) CoreHours() float64 { return t.CPUSeconds.Float() / 3.6e6 }

// TotalPods sums up a list of pods.
func TotalPods(pods []Pod) (t PodTotals) {
	for i := range pods {
		p := &pods[i]
		t.Pods++
		if p.GPUs > 0 {
			t.GPUPods++
		}
		if p.GPUs == 1 && p.Milli < 1000 {
			t.Sharing++
		}
		if p.Timed() && p.Scheduled == Absent {
			t.Never++
		}
		milli := int64(p.GPUs) * int64(p.Milli)
		t.Milli += milli
		t.CPU += p.CPU
		t.MilliSeconds.AddProduct(milli, p.Life())
		t.CPUSeconds.AddProduct(p.CPU, p.Life())
	}
	return t
}

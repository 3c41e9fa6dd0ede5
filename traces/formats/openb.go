package formats

import (
	"fmt"

	"skysim/sim"
	"skysim/traces/openb"
	"skysim/traces/summary"
)

func sumPods(in *Input, r *summary.Report) error {
	list, err := openb.NewPods(in.plain, in.Name, openb.Options{Lenient: true})
	if err != nil {
		return err
	}
	var pods []openb.Pod
	timed := false
	for p := (openb.Pod{}); list.Next(&p); p = (openb.Pod{}) {
		pods = append(pods, p)
		timed = timed || p.Timed()
	}
	if err := list.Err(); err != nil {
		return err
	}
	sum := summary.NewJobs(summary.JobOptions{
		CPUs: true, GPUs: true, Numbered: true, Timeless: !timed, CPUCapacity: 1000 * in.Options.Cores, GPUCapacity: 1000 * in.Options.GPUs,
	})
	for i := range pods {
		p := &pods[i]
		j := summary.Job{
			Submit: max(p.Created, 0) * second, Run: p.Life() * second, CPU: p.CPU, GPU: int64(p.GPUs) * int64(p.Milli),
			Request: summary.Unknown, Number: hashName(p.Name), Line: p.Line, Never: p.Scheduled == openb.Absent, Begin: p.Scheduled * second,
		}
		sum.Add(j)
	}
	sum.Put(r)
	t := openb.TotalPods(pods)
	r.Skips = list.Skipped()
	r.Rows = t.Pods + r.Skipped()
	r.Set("gpu_jobs", t.GPUPods)
	r.Set("sharing_jobs", t.Sharing)
	r.Set("effective_gpus", summary.Units(t.Milli, 3))
	if timed {
		r.Set("never_scheduled", t.Never)
		r.Assume("times in seconds since the recording began; a pod ran from scheduled to deleted")
		r.Assume("a pod that was never scheduled counts for the hours from created to deleted, as in the published totals, and not for concurrency")
	} else {
		r.Lack("columns gpu_spec, qos, pod_phase, creation_time, deletion_time, scheduled_time")
	}
	r.Assume("CPU in thousandths, memory in MiB, GPUs in thousandths of each device")
	return nil
}

// second is one, in nanoseconds.
const second = 1_000_000_000

// hashName makes a number of a name: FNV-1a of 64 bits.
func hashName(s string) int64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return int64(h)
}

// podJobs are pods as jobs.
type podJobs struct {
	sim.Source
	kinds []string
}

// GPUKinds returns the models that pods ask for.
func (p podJobs) GPUKinds() []string { return p.kinds }

func jobsPods(in *Input) (Jobs, error) {
	list, err := openb.NewPods(in.plain, in.Name, openb.Options{})
	if err != nil {
		return nil, err
	}
	var pods []openb.Pod
	for p := (openb.Pod{}); list.Next(&p); p = (openb.Pod{}) {
		pods = append(pods, p)
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	kinds := openb.Kinds(nil, pods)
	jobs, err := openb.Jobs(pods, kinds)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name, err)
	}
	return podJobs{sim.Jobs(jobs...), kinds}, nil
}

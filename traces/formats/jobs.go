package formats

import (
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces/gaia"
	"skysim/traces/jobscsv"
	"skysim/traces/philly"
	"skysim/traces/summary"
)

func jobFormats() []Format {
	gaiaFormat := func(name string, unit gaia.Unit) Format {
		return Format{
			Name: name, Kind: KindJobs, Doc: "batch jobs of the GAIA experiments, in " + unit.String(),
			Declares: "times are in " + unit.String(), fits: headed("arrival_time", "length", "cpus"),
			sum:  func(in *Input, r *summary.Report) error { return sumGAIA(in, r, unit) },
			jobs: func(in *Input) (Jobs, error) { return jobsGAIA(in, unit) },
		}
	}
	return []Format{
		{Name: "swf", Kind: KindJobs, Doc: "logs in the Standard Workload Format of the Parallel Workloads Archive", fits: fitsSWF, sum: sumSWF, jobs: jobsSWF},
		{
			Name: "openb-pods", Kind: KindJobs, Doc: "pods of the Alibaba GPU cluster of 2023, all variants",
			fits: headed("name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli"), sum: sumPods, jobs: jobsPods,
		},
		{
			Name: "philly", Kind: KindJobs, Doc: "the Microsoft Philly subset of 2017",
			fits: headed("timestamp", "duration", "num_gpus", "gpu_time", "cluster"), sum: sumPhilly, jobs: jobsPhilly,
		},
		gaiaFormat("gaia-hours", gaia.Hours),
		gaiaFormat("gaia-seconds", gaia.Seconds),
		{Name: "gavel", Kind: KindJobs, Doc: "training jobs of Gavel and Shockwave, rows of 7, 9, 10, 11 or 12 columns", fits: fitsGavel, sum: sumGavel},
		{Name: "jobs", Kind: KindJobs, Doc: "jobs as a plain CSV file, for recordings of one's own", fits: headed("arrival_s", "duration_s"), sum: sumJobsCSV, jobs: jobsCSV},
	}
}

// plainJobs are jobs that name no GPU kinds.
type plainJobs struct {
	sim.Source
	epoch time.Time // zero where it is not known
}

// Epoch returns the instant of second 0.
func (p plainJobs) Epoch() time.Time { return p.epoch }

// GPUKinds returns nothing.
func (plainJobs) GPUKinds() []string { return nil }

func sumPhilly(in *Input, r *summary.Report) error {
	t, err := philly.Read(in.plain, philly.Options{File: in.Name, Lenient: true})
	if err != nil {
		return err
	}
	sum := summary.NewJobs(summary.JobOptions{GPUs: true, Users: true, GPUCapacity: 1000 * in.Options.GPUs})
	src := t.Jobs()
	for j := (sim.Job{}); src.Next(&j); j = (sim.Job{}) {
		sum.Add(recorded(&j, 0))
	}
	sum.Put(r)
	r.Epoch, r.Skips = t.Epoch(), t.Skipped()
	r.Rows = int64(t.Len()) + r.Skipped()
	r.Set("users", nil)
	r.Set("virtual_clusters", int64(len(t.Clusters())))
	back, line := t.Unsorted()
	r.Doubt(back, line, "unsorted: jobs that come before the one above them")
	r.Assume("times in seconds; UTC, as the recording names no zone")
	r.Lack("CPUs and memory beside a GPU", "how many GPUs a machine has", "users, only their virtual clusters", "what users claimed")
	return nil
}

// recorded is a job that began, for all that is known, when it came.
func recorded(j *sim.Job, line int) summary.Job {
	tasks := int64(max(j.Tasks, 1))
	out := summary.Job{
		Submit: int64(j.Submit), Begin: summary.Unknown, Run: j.Work, CPU: j.Demand.CPU * tasks,
		GPU: int64(j.Demand.GPUs) * int64(j.Demand.Share) * tasks, Request: summary.Unknown, User: int64(j.User), Line: line,
	}
	if j.Estimate > 0 {
		out.Request = int64(j.Estimate)
	}
	return out
}

func jobsPhilly(in *Input) (Jobs, error) {
	t, err := philly.Read(in.plain, philly.Options{File: in.Name})
	if err != nil {
		return nil, err
	}
	return plainJobs{t.Jobs(), t.Epoch()}, nil
}

func sumGAIA(in *Input, r *summary.Report, unit gaia.Unit) error {
	list, err := gaia.NewReader(in.plain, in.Name, gaia.Options{Unit: unit, AnyOrder: true, Lenient: true})
	if err != nil {
		return err
	}
	sum := summary.NewJobs(summary.JobOptions{CPUs: true, CPUCapacity: 1000 * in.Options.Cores})
	for j := (sim.Job{}); list.Next(&j); j = (sim.Job{}) {
		sum.Add(recorded(&j, list.Line()))
	}
	if err := list.Err(); err != nil {
		return err
	}
	sum.Put(r)
	r.Skips = list.Skipped()
	r.Rows = sum.Len() + r.Skipped()
	c := list.Counts()
	r.Set("core_seconds", summary.PerSecond(c.CPUTime))
	r.Lack("memory and GPUs", "users", "what users claimed")
	return nil
}

func jobsGAIA(in *Input, unit gaia.Unit) (Jobs, error) {
	list, err := gaia.NewReader(in.plain, in.Name, gaia.Options{Unit: unit, Sort: in.Options.Sort})
	return plainJobs{Source: list}, err
}

func sumJobsCSV(in *Input, r *summary.Report) error {
	list, err := jobscsv.NewReader(in.plain, jobscsv.Options{File: in.Name, LearnKinds: true, AnyOrder: true, Lenient: true})
	if err != nil {
		return err
	}
	sum := summary.NewJobs(summary.JobOptions{
		CPUs: true, GPUs: true, Users: true, CPUCapacity: 1000 * in.Options.Cores, GPUCapacity: 1000 * in.Options.GPUs,
	})
	for j := (sim.Job{}); list.Next(&j); j = (sim.Job{}) {
		sum.Add(recorded(&j, list.Line()))
	}
	if err := list.Err(); err != nil {
		return err
	}
	sum.Put(r)
	r.Skips = list.Skipped()
	r.Rows = sum.Len() + r.Skipped()
	r.Set("gpu_kinds", strings.Join(list.GPUKinds(), ", "))
	r.Assume("times in seconds since the trace began")
	return nil
}

func jobsCSV(in *Input) (Jobs, error) {
	return jobscsv.NewReader(in.plain, jobscsv.Options{File: in.Name, LearnKinds: true, Sort: in.Options.Sort})
}

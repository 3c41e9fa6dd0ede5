package openb

import (
	"errors"
	"io"
	"slices"
	"strings"

	"skysim/traces"
	"skysim/traces/internal/sheet"
)

// Absent is a time that a list does not have.
const Absent = -1

// Pod is one pod: what it asks for and, where the list says so, when it was
// there.
type Pod struct {
	Name  string
	CPU   int64    // milli-CPU
	Mem   int64    // MiB
	GPUs  int32    // devices
	Milli int32    // of each device, in thousandths: 1000 is a whole one; 0 without GPUs
	Spec  string   // the GPU models that will do, as the list has it: "V100M16|V100M32"; empty is all
	Model []string // the same, each once
	QoS   string   // LS, BE, Burstable, Guaranteed
	Phase string   // Running, Succeeded, Failed, Pending
	// Created, Deleted and Scheduled are seconds since the recording began, or
	// Absent. A pod that was never scheduled was deleted all the same.
	Created, Deleted, Scheduled int64
	Line                        int
}

// The columns of a list of pods. A list has the first five, or all.
const (
	podName = iota
	podCPU
	podMem
	podGPUs
	podMilli
	podSpec
	podQoS
	podPhase
	podCreated
	podDeleted
	podScheduled
)

var podColumns = []sheet.Column{
	{Name: "name"}, {Name: "cpu_milli"}, {Name: "memory_mib"}, {Name: "num_gpu"}, {Name: "gpu_milli"}, {Name: "gpu_spec", Optional: true},
	{Name: "qos", Optional: true}, {Name: "pod_phase", Optional: true}, {Name: "creation_time", Optional: true},
	{Name: "deletion_time", Optional: true}, {Name: "scheduled_time", Optional: true},
}

// Pods streams a list of pods, in the order of the list.
type Pods struct{ sheet *sheet.Reader }

// OpenPods opens the list at path, plain or packed, and reads its header. The
// caller closes it.
func OpenPods(path string, o Options) (*Pods, error) {
	s, err := sheet.Open(path, sheet.Form{Columns: podColumns, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	return &Pods{s}, nil
}

// NewPods is OpenPods for a list from anywhere. Errors name it as name.
func NewPods(from io.Reader, name string, o Options) (*Pods, error) {
	s, err := sheet.Read(from, name, sheet.Form{Columns: podColumns, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	return &Pods{s}, nil
}

// ReadPods reads all of the list at path, strictly.
func ReadPods(path string) (pods []Pod, err error) {
	r, err := OpenPods(path, Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for p := (Pod{}); r.Next(&p); {
		pods = append(pods, p)
	}
	return pods, r.Err()
}

// Next fills *p with the next pod and reports whether there was one.
func (r *Pods) Next(p *Pod) bool {
	s := r.sheet
	for s.Next() {
		*p = Pod{
			Name:  s.Word(podName, "a name"),
			CPU:   s.Int(podCPU, 0, most),
			Mem:   s.Int(podMem, 0, most),
			GPUs:  int32(s.Int(podGPUs, 0, maxGPUs)),
			Spec:  intern(s.Text(podSpec)),
			QoS:   intern(s.Text(podQoS)),
			Phase: intern(s.Text(podPhase)),
			Line:  s.Line(),
		}
		r.share(p)
		r.models(p)
		r.times(p)
		if s.Good() {
			return true
		}
	}
	return false
}

// share reads how much of each device the pod takes.
func (r *Pods) share(p *Pod) {
	switch {
	case p.GPUs > 0:
		p.Milli = int32(r.sheet.Int(podMilli, 1, 1000))
	case r.sheet.Text(podMilli) != "" && r.sheet.Text(podMilli) != "0":
		r.sheet.Fault(podMilli, "0, as the pod has no GPUs")
	}
}

// models splits the GPU models that will do.
func (r *Pods) models(p *Pod) {
	if p.Spec == "" {
		return
	}
	for model := range strings.SplitSeq(p.Spec, "|") {
		if model == "" {
			r.sheet.Fault(podSpec, "GPU models with a | between them")
		}
		if !slices.Contains(p.Model, model) { // lists do repeat them
			p.Model = append(p.Model, model)
		}
	}
}

// times reads when the pod was there.
func (r *Pods) times(p *Pod) {
	p.Created, p.Deleted, p.Scheduled = r.time(podCreated), r.time(podDeleted), r.time(podScheduled)
	switch {
	case r.sheet.Has(podCreated) && p.Created == Absent:
		r.sheet.Fault(podCreated, "seconds; it was created at some time")
	case p.Scheduled != Absent && p.Scheduled < p.Created:
		r.sheet.Fault(podScheduled, "a time after creation_time")
	case p.Deleted != Absent && p.Deleted < max(p.Created, p.Scheduled):
		r.sheet.Fault(podDeleted, "a time after creation_time and scheduled_time")
	}
}

// time reads a number of seconds, Absent if there is none.
func (r *Pods) time(column int) int64 {
	const centuries = 1 << 32 // in ns it fits in 64 bits
	if r.sheet.Text(column) == "" {
		return Absent
	}
	return r.sheet.Int(column, 0, centuries)
}

// Err returns what ended the list early: a *traces.SyntaxError if it was its
// text. A list without pods is an error too.
func (r *Pods) Err() error { return r.sheet.Err() }

// Skipped returns what a lenient reading has left out so far, by reason.
func (r *Pods) Skipped() []traces.Skip { return r.sheet.Skipped() }

// Close closes the file that OpenPods opened.
func (r *Pods) Close() error { return r.sheet.Close() }

// intern copies text out of the row it stands in.
func intern(text string) string { return strings.Clone(text) }

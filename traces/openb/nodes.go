package openb

import (
	"errors"
	"io"

	"skysim/traces"
	"skysim/traces/internal/sheet"
)

// Options says how a list is to be understood.
type Options struct {
	// Lenient leaves bad rows out and counts them; otherwise the first one ends
	// the list.
	Lenient bool
}

// Node is one machine of the cluster.
type Node struct {
	Name  string
	CPU   int64 // milli-CPU
	Mem   int64 // MiB
	GPUs  int32
	Model string // of the GPUs; empty without
}

// most is the largest amount of milli-CPU or MiB: times 2³¹ pods and a thousand
// it fits in 128 bits, times 2²⁴ pods in 64.
const most = 1 << 38

// maxGPUs is the most GPUs of a machine of package sim.
const maxGPUs = 32

// The columns of a list of nodes.
const (
	nodeName = iota
	nodeCPU
	nodeMem
	nodeGPUs
	nodeModel
)

var nodeColumns = []sheet.Column{{Name: "sn"}, {Name: "cpu_milli"}, {Name: "memory_mib"}, {Name: "gpu"}, {Name: "model"}}

// Nodes streams a list of nodes.
type Nodes struct{ sheet *sheet.Reader }

// OpenNodes opens the list at path, plain or packed, and reads its header. The
// caller closes it.
func OpenNodes(path string, o Options) (*Nodes, error) {
	s, err := sheet.Open(path, sheet.Form{Columns: nodeColumns, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	return &Nodes{s}, nil
}

// NewNodes is OpenNodes for a list from anywhere. Errors name it as name.
func NewNodes(from io.Reader, name string, o Options) (*Nodes, error) {
	s, err := sheet.Read(from, name, sheet.Form{Columns: nodeColumns, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	return &Nodes{s}, nil
}

// ReadNodes reads all of the list at path, strictly.
func ReadNodes(path string) (nodes []Node, err error) {
	r, err := OpenNodes(path, Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for n := (Node{}); r.Next(&n); {
		nodes = append(nodes, n)
	}
	return nodes, r.Err()
}

// Next fills *n with the next node and reports whether there was one.
func (r *Nodes) Next(n *Node) bool {
	s := r.sheet
	for s.Next() {
		*n = Node{
			Name:  s.Word(nodeName, "a name"),
			CPU:   s.Int(nodeCPU, 0, most),
			Mem:   s.Int(nodeMem, 0, most),
			GPUs:  int32(s.Int(nodeGPUs, 0, maxGPUs)),
			Model: intern(s.Text(nodeModel)),
		}
		if n.GPUs > 0 && n.Model == "" {
			s.Fault(nodeModel, "the model of the node's GPUs")
		}
		if n.GPUs == 0 && n.Model != "" {
			s.Fault(nodeModel, "empty, as the node has no GPUs")
		}
		if s.Good() {
			return true
		}
	}
	return false
}

// Err returns what ended the list early: a *traces.SyntaxError if it was its
// text. A list without nodes is an error too.
func (r *Nodes) Err() error { return r.sheet.Err() }

// Skipped returns what a lenient reading has left out so far, by reason.
func (r *Nodes) Skipped() []traces.Skip { return r.sheet.Skipped() }

// Close closes the file that OpenNodes opened.
func (r *Nodes) Close() error { return r.sheet.Close() }

// NodeTotals sums up a list of nodes.
type NodeTotals struct {
	Nodes, GPUNodes int64
	GPUs            int64
	CPU             int64 // milli-CPU
	Mem             int64 // MiB
}

// TotalNodes sums up a list of nodes.
func TotalNodes(nodes []Node) (t NodeTotals) {
	for i := range nodes {
		n := &nodes[i]
		t.Nodes++
		if n.GPUs > 0 {
			t.GPUNodes++
		}
		t.GPUs += int64(n.GPUs)
		t.CPU += n.CPU
		t.Mem += n.Mem
	}
	return t
}

package failures

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces"
)

// Options says how a recording is to be understood.
type Options struct {
	// Lenient leaves bad rows out and counts them; otherwise the first one ends
	// the reading.
	Lenient bool
}

// Trace is a whole recording. Its time 0 is Start, or the beginning of an unknown day.
type Trace struct {
	Name  string
	Start time.Time    // zero where the file does not say
	Span  sim.Duration // that it covers, above 0
	Nodes []Node       // sorted by name
	Rows  int64        // good and bad
	// Merged counts outages that overlapped or touched an earlier one of their node.
	Merged int64
	// Idle counts rows of the archive that say that a node worked.
	Idle    int64
	Skipped []traces.Skip // what a lenient reading left out
}

// Node is one machine.
type Node struct {
	Name    string
	Outages []Outage // in order, apart from each other
}

// Outage is a time in which a node was down: from Down up to, not including, Up.
type Outage struct{ Down, Up sim.Time }

// Path returns the path that is 1 while the node is down and begins at 0.
func (n *Node) Path() sim.Path {
	p := sim.Constant(0)
	for _, o := range n.Outages {
		if o.Down == 0 {
			p.Value[0] = 1
		} else {
			p.At, p.Value = append(p.At, o.Down), append(p.Value, 1)
		}
		p.At, p.Value = append(p.At, o.Up), append(p.Value, 0)
	}
	return p
}

// Outages returns how often nodes were down in all.
func (t *Trace) Outages() (n int64) {
	for i := range t.Nodes {
		n += int64(len(t.Nodes[i].Outages))
	}
	return n
}

// mostRows keeps a recording from filling the memory.
const mostRows = 20_000_000

// gathered collects the rows of a recording.
type gathered struct {
	at    map[string]int // of nodes
	nodes []Node
	last  sim.Time // of anything
}

// node returns the index of a node, which is added if it is new.
func (g *gathered) node(name string) int {
	i, known := g.at[name]
	if !known {
		if g.at == nil {
			g.at = map[string]int{}
		}
		i = len(g.nodes)
		g.at[name] = i
		g.nodes = append(g.nodes, Node{Name: name})
	}
	return i
}

// add adds an outage of a node.
func (g *gathered) add(name string, o Outage) {
	i := g.node(name)
	g.nodes[i].Outages = append(g.nodes[i].Outages, o)
	g.last = max(g.last, o.Down+1)
	if o.Up != sim.Never {
		g.last = max(g.last, o.Up)
	}
}

// settle sorts what was collected. An outage without an end lasts until that of
// the recording.
func (g *gathered) settle(t *Trace) {
	for i := range g.nodes {
		n := &g.nodes[i]
		for k := range n.Outages {
			n.Outages[k].Up = min(n.Outages[k].Up, sim.Time(t.Span))
		}
		slices.SortFunc(n.Outages, func(a, b Outage) int { return cmp.Or(cmp.Compare(a.Down, b.Down), cmp.Compare(a.Up, b.Up)) })
		kept := n.Outages[:0]
		for _, o := range n.Outages {
			if last := len(kept) - 1; last >= 0 && o.Down <= kept[last].Up {
				kept[last].Up = max(kept[last].Up, o.Up)
				t.Merged++
				continue
			}
			kept = append(kept, o)
		}
		n.Outages = kept
	}
	slices.SortFunc(g.nodes, func(a, b Node) int { return cmp.Compare(a.Name, b.Name) })
	t.Nodes = g.nodes
}

// open opens the file at path for a function that reads it.
func open(path string, o Options, read func(io.Reader, string, Options) (*Trace, error)) (*Trace, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	t, err := read(text, path, o)
	if failed := text.Close(); err == nil && failed != nil {
		return nil, failed
	}
	return t, err
}

// full is the error of too many rows.
func full(name string) error {
	return fmt.Errorf("%s: more than %d rows, want a shorter recording", name, mostRows)
}

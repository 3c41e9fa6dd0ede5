package network

import (
	"errors"
	"fmt"

	"skysim/sim"
)

// cut returns why required demand is not met by the best flow: the sinks that
// lack something, the sources that could send them more, the sinks that could
// leave those something, and so on. None of these sources keeps anything.
func (s *Solver) cut(p *Problem) *InfeasibleError {
	in := make([]bool, s.nodes)
	var todo []int32
	for j, short := range s.out.Shortage {
		if short > 0 && p.penalty(j) == Required {
			v := int32(s.sources + j)
			in[v], todo = true, append(todo, v)
		}
	}
	first, arcs := p.incident()
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, a := range arcs[first[v]:first[v+1]] {
			from, to := p.Arcs[a].From, p.Arcs[a].To+int32(s.sources)
			w, more := from, s.out.Flow[a] < p.Arcs[a].Cap
			if v == from {
				w, more = to, s.out.Flow[a] > 0
			}
			if more && !in[w] {
				in[w], todo = true, append(todo, w)
			}
		}
	}
	return witness(p, in)
}

// incident lists the problem's arcs at each node: those of v are
// arcs[first[v]:first[v+1]].
func (p *Problem) incident() (first, arcs []int32) {
	nodes, sources := len(p.Supply)+len(p.Demand), int32(len(p.Supply))
	first = make([]int32, nodes+2)
	for _, a := range p.Arcs {
		first[a.From+2]++
		first[sources+a.To+2]++
	}
	for v := range nodes {
		first[v+2] += first[v+1]
	}
	arcs = make([]int32, 2*len(p.Arcs))
	for i, a := range p.Arcs {
		for _, v := range [...]int32{a.From, sources + a.To} {
			arcs[first[v+1]] = int32(i)
			first[v+1]++
		}
	}
	return first, arcs
}

// witness adds up what a set of nodes wants and can have.
func witness(p *Problem, in []bool) *InfeasibleError {
	e := &InfeasibleError{}
	for i, n := range p.Supply {
		if in[i] {
			e.Sources = append(e.Sources, int32(i))
			e.Supply += n
		}
	}
	for j, n := range p.Demand {
		if in[len(p.Supply)+j] {
			e.Sinks = append(e.Sinks, int32(j))
			e.Demand += n
		}
	}
	for i := range p.Arcs {
		if a := &p.Arcs[i]; !in[a.From] && in[len(p.Supply)+int(a.To)] {
			e.Through = e.Through.Plus(sim.Product(a.Cap, 1))
		}
	}
	return e
}

// Check returns an error unless the witness proves that p is infeasible.
func (e *InfeasibleError) Check(p *Problem) error {
	in := make([]bool, len(p.Supply)+len(p.Demand))
	for _, i := range e.Sources {
		if i < 0 || int(i) >= len(p.Supply) {
			return fmt.Errorf("network: the witness names source %d of %d", i, len(p.Supply))
		}
		in[i] = true
	}
	for _, j := range e.Sinks {
		if j < 0 || int(j) >= len(p.Demand) {
			return fmt.Errorf("network: the witness names sink %d of %d", j, len(p.Demand))
		}
		if p.penalty(int(j)) != Required {
			return fmt.Errorf("network: the witness names sink %d, which may go short", j)
		}
		in[len(p.Supply)+int(j)] = true
	}
	w := witness(p, in)
	if w.Demand != e.Demand || w.Supply != e.Supply || w.Through != e.Through {
		return fmt.Errorf("network: the witness says demand %d, supply %d, through %s; it is %d, %d, %s", e.Demand, e.Supply, e.Through, w.Demand, w.Supply, w.Through)
	}
	if have := w.Through.Plus(sim.Product(w.Supply, 1)); !less(have, sim.Product(w.Demand, 1)) {
		return errors.New("network: the witness proves nothing: " + e.Error())
	}
	return nil
}

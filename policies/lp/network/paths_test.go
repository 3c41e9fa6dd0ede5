package network

import (
	"math"

	"skysim/sim"
)

// paths is the second, dumber solver: successive cheapest paths, found by
// relaxing all arcs until nothing changes, from one imagined source to one
// imagined sink. Unmet demand goes by an arc of its own. It reports the cost and
// whether required demand is met.
func paths(p *Problem) (cost sim.Wide, met bool) {
	type edge struct {
		from, to  int
		cost, cap int64
	}
	var edges []edge // number e^1 is the way back
	add := func(from, to int, cost, cap int64) {
		edges = append(edges, edge{from, to, cost, cap}, edge{to, from, -cost, 0})
	}
	n := len(p.Supply) + len(p.Demand)
	start, end := n, n+1
	for i, s := range p.Supply {
		add(start, i, 0, s)
	}
	var want int64
	const dear = 1 << 50
	for j, d := range p.Demand {
		add(len(p.Supply)+j, end, 0, d)
		add(start, len(p.Supply)+j, min(p.penalty(j), dear), d)
		want += d
	}
	first := len(edges)
	for _, a := range p.Arcs {
		add(int(a.From), len(p.Supply)+int(a.To), a.Cost, a.Cap)
	}
	// Costs below zero: the network has no cycles to begin with, so the first paths
	// are right all the same.
	for want > 0 {
		dist := make([]int64, n+2)
		via := make([]int, n+2)
		for v := range dist {
			dist[v] = math.MaxInt64
		}
		dist[start] = 0
		for again := true; again; {
			again = false
			for e, x := range edges {
				if x.cap > 0 && dist[x.from] != math.MaxInt64 && dist[x.from]+x.cost < dist[x.to] {
					dist[x.to], via[x.to], again = dist[x.from]+x.cost, e, true
				}
			}
		}
		push := want
		for v := end; v != start; v = edges[via[v]].from {
			push = min(push, edges[via[v]].cap)
		}
		for v := end; v != start; v = edges[via[v]].from {
			edges[via[v]].cap -= push
			edges[via[v]^1].cap += push
		}
		want -= push
	}
	met = true
	for e := 0; e < len(edges); e += 2 {
		if x := edges[e+1].cap; e >= first || edges[e].cost != dear {
			cost = cost.Plus(sim.Product(x, edges[e].cost))
		} else if x > 0 {
			met = false
		}
	}
	return cost, met
}

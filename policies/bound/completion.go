package bound

import (
	"container/heap"
	"math/big"
	"slices"

	"skysim/sim"
)

// complete bounds how long the required jobs are in the system, together.
//
// Each takes at least its shortest run after it is ready. Where the world has a
// limited number of machines, all of them together are no better than one machine
// with all of a resource, on which the jobs share as they like; there, shortest remaining
// time first is best (L. Schrage, 1968), so that its sum is a bound, too.
func (b *Bound) complete(m *model) {
	var sum sim.Wide
	for i := range m.roster.needs {
		n := &m.roster.needs[i]
		if n.body {
			continue
		}
		sum.Add(int64(n.ready.Sub(n.job.Submit)))
		sum.Add(int64(n.run))
	}
	b.Completion, b.CompletionMethod = sum, "each job's shortest run"
	for r, name := range []string{"vCPU", "memory", "GPU"} {
		if pooled, ok := m.pooled(r); ok && less(b.Completion, pooled) {
			b.Completion, b.CompletionMethod = pooled, "shortest remaining time first on all "+name+" in one machine"
		}
	}
}

// pooled returns the sum of the times in system on one machine with all of a resource,
// or false if there is no limit to it.
func (m *model) pooled(r int) (sim.Wide, bool) {
	capacity, ok := m.capacity(r)
	if !ok || capacity.Sign() == 0 {
		return sim.Wide{}, false
	}
	var sum sim.Wide
	var list []remaining
	for i := range m.roster.needs {
		n := &m.roster.needs[i]
		if n.body {
			continue
		}
		sum.Add(int64(n.ready.Sub(n.job.Submit)))
		d := demandOf(&n.job.Demand, r)
		if d == 0 {
			sum.Add(int64(n.run))
			continue
		}
		size := new(big.Int).Mul(big.NewInt(n.job.Work), big.NewInt(d))
		size.Mul(size, big.NewInt(n.tasks)).Mul(size, big.NewInt(ppm)).Div(size, capacity)
		if !size.IsInt64() {
			return sim.Wide{}, false
		}
		list = append(list, remaining{ready: n.ready, left: size.Int64()})
	}
	return sum.Plus(srpt(list)), true
}

func demandOf(d *sim.Demand, r int) int64 {
	return [...]int64{d.CPU, d.Mem, int64(d.GPUs) * int64(d.Share)}[r]
}

// capacity returns the most that the world ever has of a resource at once, weighed by the
// highest speed of its machines, in ppm. It reports false if there is no limit.
func (m *model) capacity(r int) (*big.Int, bool) {
	sum := new(big.Int)
	for i := range m.world.Offers {
		o := &m.world.Offers[i]
		t := &m.world.Types[o.Type]
		most := o.Supply.Value[0]
		if o.Purchase != sim.Owned {
			most = slices.Max(o.Supply.Value)
		}
		if o.Purchase == sim.Spot {
			for _, f := range falls(&o.Supply, m.roster.limit) { // those with notice run on for a while
				most = plus(most, f.machines)
			}
		}
		speed := int64(0)
		for k := range m.shapes {
			speed = max(speed, m.shapes[k].speed(m, o.Type))
		}
		if most >= many && speed > 0 {
			return nil, false
		}
		of := big.NewInt([...]int64{t.CPU, t.Mem, int64(t.GPUs) * 1000}[r])
		sum.Add(sum, of.Mul(of, big.NewInt(most)).Mul(of, big.NewInt(speed)))
	}
	return sum, true
}

// remaining is a job on one machine.
type remaining struct {
	ready sim.Time
	left  int64 // ns
}

// shortestFirst is a heap of jobs.
type shortestFirst []remaining

func (q shortestFirst) Len() int           { return len(q) }
func (q shortestFirst) Less(i, k int) bool { return q[i].left < q[k].left }
func (q shortestFirst) Swap(i, k int)      { q[i], q[k] = q[k], q[i] }
func (q *shortestFirst) Push(x any)        { *q = append(*q, x.(remaining)) }
func (q *shortestFirst) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}

// srpt returns Σ (end − ready) under shortest remaining time first.
func srpt(list []remaining) (sum sim.Wide) {
	slices.SortStableFunc(list, func(a, b remaining) int { return int(min(1, max(-1, a.ready-b.ready))) })
	var q shortestFirst
	var now sim.Time
	for len(list) > 0 || len(q) > 0 {
		if len(q) == 0 {
			now = max(now, list[0].ready)
		}
		for len(list) > 0 && list[0].ready <= now {
			heap.Push(&q, list[0])
			list = list[1:]
		}
		end := now.Add(sim.Duration(q[0].left))
		if len(list) > 0 && list[0].ready < end {
			q[0].left -= int64(list[0].ready - now) // stays the shortest
			now = list[0].ready
			continue
		}
		sum.Add(int64(end - q[0].ready))
		now = end
		heap.Pop(&q)
	}
	return sum
}

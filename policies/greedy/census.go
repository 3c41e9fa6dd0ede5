package greedy

import (
	"encoding/binary"
	"fmt"

	"skysim/sim"
)

// census counts the demands of the jobs that a policy has seen, each job once,
// when it enters the queue for the first time. What is expected of the future is
// what had been seen when the count last doubled: so it is worked out anew a
// few times in a run and not at every arrival. Memory is not counted by.
type census struct {
	kinds []kind             // in order of first appearance
	at    map[sim.Demand]int // derived
	tasks int64              // counted, those of kinds not kept included
	taken int64              // tasks when it was last taken
	// through is 1 + the instant at which the last of them entered the queue. A
	// policy that goes on from a snapshot is shown the queue once more: loaded
	// tells it what was counted before.
	through, loaded sim.Time
}

// kind is how often a demand was seen, by now and when the census was taken.
type kind struct {
	demand    sim.Demand
	now, then int64
}

// maxKinds bounds what is counted; further kinds are left out.
const maxKinds = 1024

// counting returns an order of the queue that counts and is otherwise the same
// as the one given; the engine asks it once for each job that enters.
func (c *census) counting(order func(*sim.JobInfo) int64) func(*sim.JobInfo) int64 {
	return func(j *sim.JobInfo) int64 {
		if j.Attempts == 0 && j.Queued >= c.loaded {
			c.count(j)
		}
		if order == nil {
			return 0
		}
		return order(j)
	}
}

func (c *census) count(j *sim.JobInfo) {
	d := j.Demand
	d.Mem, d.Rules = 0, 0 // what it wants of GPUs is all that matters
	c.tasks += int64(j.Tasks)
	c.through = j.Queued + 1
	i, known := c.at[d]
	if !known {
		if len(c.kinds) == maxKinds {
			return
		}
		i = c.add(kind{demand: d})
	}
	c.kinds[i].now += int64(j.Tasks)
}

func (c *census) add(k kind) int {
	if c.at == nil {
		c.at = map[sim.Demand]int{}
	}
	c.at[k.demand] = len(c.kinds)
	c.kinds = append(c.kinds, k)
	return len(c.kinds) - 1
}

// due reports whether the census has to be taken: the count has doubled.
func (c *census) due() bool { return c.tasks > 0 && c.tasks >= 2*c.taken }

// take returns what was counted when the census was last due, which may be now.
func (c *census) take() []Class {
	if c.due() {
		c.taken = c.tasks
		for i := range c.kinds {
			c.kinds[i].then = c.kinds[i].now
		}
	}
	var classes []Class
	for _, k := range c.kinds {
		if k.then > 0 {
			classes = append(classes, Class{Demand: k.demand, Count: k.then})
		}
	}
	return classes
}

// append writes the census behind b, or nothing if nothing was counted.
func (c *census) append(b []byte) []byte {
	if c.tasks == 0 {
		return b
	}
	b = binary.AppendVarint(b, c.tasks)
	b = binary.AppendVarint(b, c.taken)
	b = binary.AppendVarint(b, int64(c.through))
	for _, k := range c.kinds {
		for _, v := range [...]int64{k.demand.CPU, int64(k.demand.GPUs), int64(k.demand.Share), int64(k.demand.Kinds), k.now, k.then} {
			b = binary.AppendVarint(b, v)
		}
	}
	return b
}

// load reads what append wrote. An error says that it was not that.
func (c *census) load(b []byte) error {
	*c = census{}
	var bad bool
	next := func() int64 {
		v, n := binary.Varint(b)
		if n <= 0 {
			b, bad = nil, true
			return 0
		}
		b = b[n:]
		return v
	}
	if len(b) > 0 {
		c.tasks, c.taken, c.through = next(), next(), sim.Time(next())
		c.loaded = c.through
	}
	for len(b) > 0 && !bad {
		d := sim.Demand{CPU: next(), GPUs: int32(next()), Share: int32(next()), Kinds: uint64(next())}
		c.add(kind{demand: d, now: next(), then: next()})
	}
	if bad {
		*c = census{}
		return fmt.Errorf("greedy: state ends in the middle of the census")
	}
	return nil
}

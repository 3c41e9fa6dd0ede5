package lp

import (
	"encoding/binary"
	"fmt"
	"math"

	"skysim/sim"
)

// census counts the kinds of jobs that a policy has seen, each job once, when it enters
// the queue for the first time; what was seen long ago counts less. The shadow prices go
// by it.
type census struct {
	kinds []kind          // in order of first appearance
	at    map[kindKey]int // derived
	hours float64         // what the weights refer to: hours seen, those long ago counting less
	aged  sim.Time        // when the weights were last brought up to date
	// through is 1 + the instant at which the last job entered the queue. A policy that goes
	// on from a snapshot is shown the queue once more: loaded says what was counted before.
	through, loaded sim.Time
}

// kind is how much was seen of a kind of job.
type kind struct {
	key    kindKey
	weight float64      // jobs, up to census.aged
	work   float64      // hours that they are expected to run at speed 1,000,000 ppm, weighted
	fresh  int64        // jobs since
	added  int64        // ns that those are expected to run
	limit  sim.Duration // of the last one
}

// maxKinds bounds what is counted; further kinds are left out.
const maxKinds = 256

const hour = 3600e9 // nanoseconds

// count takes down a job that enters the queue, and reports whether it is a new one.
func (c *census) count(j *sim.JobInfo, work sim.Duration) bool {
	if j.Attempts > 0 || j.Queued < c.loaded {
		return false
	}
	c.through = j.Queued + 1
	key := kindOf(j, work)
	i, known := c.at[key]
	if !known {
		if len(c.kinds) == maxKinds {
			return true
		}
		i = c.add(kind{key: key})
	}
	k := &c.kinds[i]
	k.fresh++
	k.added += int64(min(work, 1<<50))
	k.limit = j.Limit
	return true
}

func (c *census) add(k kind) int {
	if c.at == nil {
		c.at = map[kindKey]int{}
	}
	c.at[k.key] = len(c.kinds)
	c.kinds = append(c.kinds, k)
	return len(c.kinds) - 1
}

// age brings the weights up to date: they fall by the factor e in the memory. Kinds that have
// all but been forgotten are dropped.
func (c *census) age(now sim.Time, memory sim.Duration) {
	past := now.Sub(c.aged)
	if past <= 0 {
		return
	}
	c.aged = now
	keep := sim.Exp(-float64(past) / float64(memory))
	c.hours = float64(c.hours*keep) + float64(past)/hour
	kept := c.kinds[:0]
	clear(c.at)
	for _, k := range c.kinds {
		k.weight = float64(k.weight*keep) + float64(k.fresh)
		k.work = float64(k.work*keep) + float64(k.added)/hour
		k.fresh, k.added = 0, 0
		if k.weight >= 0.01 {
			c.at[k.key] = len(kept)
			kept = append(kept, k)
		}
	}
	c.kinds = kept
}

// append writes the census behind b.
func (c *census) append(b []byte) []byte {
	b = binary.AppendVarint(b, int64(math.Float64bits(c.hours)))
	b = binary.AppendVarint(b, int64(c.aged))
	b = binary.AppendVarint(b, int64(c.through))
	b = binary.AppendVarint(b, int64(len(c.kinds)))
	for i := range c.kinds {
		k := &c.kinds[i]
		d := &k.key.demand
		for _, x := range [...]int64{
			d.CPU, d.Mem, int64(d.GPUs), int64(d.Share), int64(d.Kinds), int64(d.Rules), int64(k.key.profile), int64(k.key.tasks), int64(k.key.length),
			int64(math.Float64bits(k.weight)), int64(math.Float64bits(k.work)), k.fresh, k.added, int64(k.limit),
		} {
			b = binary.AppendVarint(b, x)
		}
	}
	return b
}

// load reads what append wrote, and returns what follows it.
func (c *census) load(b []byte) ([]byte, error) {
	*c = census{}
	r := reader{b: b}
	c.hours = math.Float64frombits(uint64(r.next()))
	c.aged, c.through = sim.Time(r.next()), sim.Time(r.next())
	c.loaded = c.through
	for n := r.next(); n > 0 && !r.bad; n-- {
		var k kind
		k.key.demand = sim.Demand{CPU: r.next(), Mem: r.next(), GPUs: int32(r.next()), Share: int32(r.next()), Kinds: uint64(r.next()), Rules: int32(r.next())}
		k.key.profile, k.key.tasks, k.key.length = int32(r.next()), int32(r.next()), int8(r.next())
		k.weight, k.work = math.Float64frombits(uint64(r.next())), math.Float64frombits(uint64(r.next()))
		k.fresh, k.added, k.limit = r.next(), r.next(), sim.Duration(r.next())
		c.add(k)
	}
	if r.bad {
		*c = census{}
		return nil, fmt.Errorf("lp: state ends in the middle of the census")
	}
	return r.b, nil
}

// reader reads numbers one after another.
type reader struct {
	b   []byte
	bad bool // they ended too soon
}

func (r *reader) next() int64 {
	x, n := binary.Varint(r.b)
	if n <= 0 {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[n:]
	return x
}

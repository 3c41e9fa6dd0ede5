// Package reference is a yardstick for the engine's speed: an event loop
// written by hand for two small worlds, with a generic event list and nothing
// else. It has no policy, ledger, measures, handles or checks, and answers only
// with the mean wait and the time of the last completion. The benchmarks of
// package bench run it beside the engine in the same process, because on shared
// machines only ratios mean something.
//
// The worlds are those of queueing texts: jobs come in order, wait in one FIFO
// queue whose head blocks the others, and occupy cores and memory of one host.
package reference

import "math/bits"

// Job is one row of the input: nanoseconds, cores and memory units.
type Job struct {
	Arrival, Duration int64
	Cores, Mem        int32
}

// Hosts are n equal machines; BestFit chooses the host with the fewest free
// cores, then the least free memory, then the lowest index, instead of the
// first that has room.
type Hosts struct {
	N, Cores, Mem int32
	BestFit       bool
}

// Answer is what a run gives.
type Answer struct {
	Events   int64
	WaitSum  int64 // nanoseconds
	Makespan int64 // nanoseconds
}

// MeanWait returns the mean wait in seconds over n jobs.
func (a Answer) MeanWait(n int) float64 { return float64(a.WaitSum) / 1e9 / float64(n) }

// event is an entry of the event list: arrivals and departures alike.
type event struct {
	at   int64
	word uint64 // kind, sequence, index
}

const (
	departure = uint64(0)
	arrival   = uint64(1) << 63
)

type loop struct {
	jobs   []Job
	hosts  Hosts
	events []event
	seq    uint64
	queue  []int32
	head   int
	cores  []int32
	mem    []int32
	on     []int32
	full   []uint64 // hosts without a free core
	answer Answer
}

// Run plays the jobs, which must be in order of arrival, on the hosts.
func Run(jobs []Job, hosts Hosts) Answer {
	l := &loop{jobs: jobs, hosts: hosts, on: make([]int32, len(jobs))}
	l.cores, l.mem = make([]int32, hosts.N), make([]int32, hosts.N)
	for h := range l.cores {
		l.cores[h], l.mem[h] = hosts.Cores, hosts.Mem
	}
	l.full = make([]uint64, (hosts.N+63)/64)
	if len(jobs) > 0 {
		l.push(jobs[0].Arrival, arrival, 0)
	}
	for len(l.events) > 0 {
		e := l.pop()
		l.answer.Events++
		j := int32(e.word & (1<<28 - 1))
		if e.word&arrival != 0 {
			l.queue = append(l.queue, j)
			if next := int(j) + 1; next < len(jobs) {
				l.push(jobs[next].Arrival, arrival, int32(next))
			}
		} else {
			l.free(l.on[j], &jobs[j])
			l.answer.Makespan = e.at
		}
		l.serve(e.at)
	}
	return l.answer
}

// serve starts the head of the queue as long as it finds a host.
func (l *loop) serve(now int64) {
	for l.head < len(l.queue) {
		j := l.queue[l.head]
		job := &l.jobs[j]
		h := l.find(job)
		if h < 0 {
			return
		}
		l.head++
		if l.head > 1024 && l.head > len(l.queue)/2 {
			l.queue = l.queue[:copy(l.queue, l.queue[l.head:])]
			l.head = 0
		}
		l.answer.WaitSum += now - job.Arrival
		l.cores[h] -= job.Cores
		l.mem[h] -= job.Mem
		if l.cores[h] == 0 {
			l.full[h>>6] |= 1 << (h & 63)
		}
		l.on[j] = h
		l.push(now+job.Duration, departure, j)
	}
}

func (l *loop) free(h int32, job *Job) {
	l.cores[h] += job.Cores
	l.mem[h] += job.Mem
	l.full[h>>6] &^= 1 << (h & 63)
}

// find scans the hosts that are not full.
func (l *loop) find(job *Job) int32 {
	best := int32(-1)
	for w, full := range l.full {
		open := ^full
		if rest := l.hosts.N - int32(w)*64; rest < 64 {
			open &= 1<<rest - 1
		}
		for ; open != 0; open &= open - 1 {
			h := int32(w<<6 + bits.TrailingZeros64(open))
			if l.cores[h] < job.Cores || l.mem[h] < job.Mem {
				continue
			}
			if !l.hosts.BestFit {
				return h
			}
			if best < 0 || l.cores[h] < l.cores[best] || (l.cores[h] == l.cores[best] && l.mem[h] < l.mem[best]) {
				best = h
			}
		}
	}
	return best
}

// push and pop are a 4-ary heap.
func (l *loop) push(at int64, kind uint64, j int32) {
	l.seq++
	e := event{at, kind | l.seq<<28 | uint64(j)}
	l.events = append(l.events, e)
	i := len(l.events) - 1
	for i > 0 {
		p := (i - 1) / 4
		if !less(e, l.events[p]) {
			break
		}
		l.events[i] = l.events[p]
		i = p
	}
	l.events[i] = e
}

func (l *loop) pop() event {
	top := l.events[0]
	n := len(l.events) - 1
	e := l.events[n]
	l.events = l.events[:n]
	i := 0
	for c := 1; c < n; c = 4*i + 1 {
		least := c
		for k := c + 1; k < min(c+4, n); k++ {
			if less(l.events[k], l.events[least]) {
				least = k
			}
		}
		if !less(l.events[least], e) {
			break
		}
		l.events[i] = l.events[least]
		i = least
	}
	if n > 0 {
		l.events[i] = e
	}
	return top
}

func less(a, b event) bool { return a.at < b.at || (a.at == b.at && a.word < b.word) }

package sim_test

import (
	"testing"
	"time"

	"skysim/sim"
	"skysim/sim/simtest"
)

// stream makes jobs as they are asked for, one every gap, and keeps none.
type stream struct {
	made, most int64
	gap        time.Duration
	job        func(n int64, s *sim.Stream) sim.Job
	draw       sim.Stream
}

func (s *stream) Next(j *sim.Job) bool {
	if s.made == s.most {
		return false
	}
	*j = s.job(s.made, &s.draw)
	j.Submit = sim.Time(s.made) * sim.Time(s.gap)
	s.made++
	return true
}

func (s *stream) Err() error { return nil }

// small is a job of up to eight seconds.
func small(_ int64, s *sim.Stream) sim.Job {
	return sim.Job{Work: 1 + s.Int64N(int64(8*time.Second)), Demand: sim.Demand{CPU: 500 * (1 + s.Int64N(4)), Mem: 1024}}
}

// shifting is a job of a shape and a way to restart that no one had before, and
// depends on the one before it.
func shifting(n int64, s *sim.Stream) sim.Job {
	j := small(n, s)
	j.Demand.Mem = n%4000 + 1
	j.Restart.Overhead = time.Duration(n)
	if n%3 == 0 && n > 0 {
		j.After = []int64{n - 1}
	}
	return j
}

func owned(n int64) *sim.World {
	w := rented()
	w.Offers[0].Purchase, w.Offers[0].Supply = sim.Owned, sim.Constant(n)
	return w
}

type deaf struct{ events int }

func (d *deaf) Observe(_ *sim.View, events []sim.Event) { d.events += len(events) }

// TestSteadyStateAllocatesNothing warms a run up and then counts.
func TestSteadyStateAllocatesNothing(t *testing.T) {
	hasty := rented()
	hasty.Offers[0].Boot = time.Second
	cases := []struct {
		name      string
		world     *sim.World
		gap       time.Duration
		policy    sim.Policy
		observers []sim.Observer
	}{
		{"owned machines, first fit", owned(8), time.Second, &simtest.InOrder{Rent: -1}, nil},
		{"owned machines, with an observer", owned(8), time.Second, &simtest.InOrder{Rent: -1}, []sim.Observer{&deaf{}}},
		{"rent, run and release", hasty, 5 * time.Second, &simtest.InOrder{Release: true}, nil},
		{"preemption", owned(2), 2 * time.Second, &preempting{}, nil},
		{"replicas, moves, saves and deferral", owned(2), 4 * time.Second, &restless{}, nil},
	}
	for i := range cases {
		c := &cases[i]
		t.Run(c.name, func(t *testing.T) {
			src := &stream{most: 1 << 40, gap: c.gap, job: small, draw: sim.NewStream(1, c.name)}
			s, err := sim.New(sim.Config{World: c.world, Jobs: src, Policy: c.policy, Observers: c.observers})
			if err != nil {
				t.Fatal(err)
			}
			step := sim.Time(4000 * c.gap)
			forward := func() {
				if err := s.RunUntil(s.Now() + step); err != nil {
					t.Fatal(err)
				}
			}
			for range 5 {
				forward()
			}
			before := s.Totals().Events
			allocs := testing.AllocsPerRun(5, forward)
			if n := s.Totals().Events - before; n < 40_000 || allocs > 0 {
				t.Errorf("%v allocations in each of 6 parts of %d events, want none in at least 40000", allocs, n)
			}
		})
	}
}

// preempting stops the oldest attempt when nothing fits, and starts the head.
type preempting struct{ tasks []sim.JobID }

func (p *preempting) String() string   { return "preempting" }
func (p *preempting) Needs() sim.Needs { return sim.Needs{FirstFit: true} }
func (p *preempting) Decide(v *sim.View, plan *sim.Plan) {
	for tries := 0; tries < 3; tries++ {
		j := v.First()
		m := v.FirstFit(j)
		switch {
		case j == 0:
			return
		case m != 0:
			plan.Start(j, sim.Place{Machine: m})
		default:
			p.tasks = v.Tasks(v.FirstMachine(), p.tasks[:0])
			plan.Stop(v.Job(p.tasks[len(p.tasks)-1]).Running)
		}
		if v.Queued() > 30 {
			plan.Reject(v.First())
		}
	}
}

// TestMemoryFollowsWhatIsAlive streams many jobs and rents many machines, few of
// which live at the same time.
func TestMemoryFollowsWhatIsAlive(t *testing.T) {
	for _, c := range []struct {
		name   string
		world  *sim.World
		policy sim.Policy
		most   int64
		gap    time.Duration
		job    func(int64, *sim.Stream) sim.Job
	}{
		{"a million jobs", owned(8), &simtest.InOrder{Rent: -1}, 1_000_000, time.Second, small},
		{"ever new shapes", owned(8), &simtest.InOrder{Rent: -1}, 100_000, time.Second, shifting},
		{"machines come and go", rented(), &simtest.InOrder{Release: true}, 100_000, 5 * time.Second, small},
		{"always stopped", owned(2), &preempting{}, 100_000, 2 * time.Second, small},
		{"always restless", owned(2), &restless{}, 100_000, 4 * time.Second, saving},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := &stream{most: c.most, gap: c.gap, job: c.job, draw: sim.NewStream(1, c.name)}
			s := mustRun(t, sim.Config{World: c.world, Jobs: src, Policy: c.policy})
			const few = 300
			if k := s.Kept(); max(k.Jobs, k.Attempts, k.Tasks, k.Edges, k.Machines, k.Window, k.Shapes, k.Restarts, k.Blocks, k.Ranks) > few || k.Events > 10*few {
				t.Errorf("after %d jobs and %d rentals %+v are kept, want at most %d of each", c.most, s.Totals().Rented, k, few)
			}
			if got := s.Totals().Ended[sim.Finished] + s.Totals().Ended[sim.Rejected]; got != c.most {
				t.Errorf("%d jobs ended, want %d", got, c.most)
			}
		})
	}
}

// TestALongChainOfOrphans must not go as deep as the chain is long.
func TestALongChainOfOrphans(t *testing.T) {
	const length = 1_000_000
	src := &stream{most: length, job: func(n int64, _ *sim.Stream) sim.Job {
		if n == 0 {
			return sim.Job{}
		}
		return sim.Job{After: []int64{n - 1}}
	}}
	p := asked{decide: func(v *sim.View, p *sim.Plan) { p.Reject(v.First()) }}
	s := mustRun(t, sim.Config{World: owned(1), Policy: p, Jobs: src})
	if got := s.Totals().Ended[sim.Orphaned]; got != length-1 {
		t.Errorf("%d jobs are orphaned, want %d", got, length-1)
	}
}

package sim_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// A policy may start, send or reject any job while it walks the queue, as long as it asks
// for the next before: it meets every job once, in the order of the queue as it
// was, and what is left is what it left.
func TestWalkWhileStarting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		jobs := make([]sim.Job, rapid.IntRange(0, 1500).Draw(t, "jobs"))
		draw := sim.NewStream(rapid.Uint64().Draw(t, "seed"), "walk")
		for n := range jobs {
			jobs[n] = sim.Job{Demand: sim.Demand{CPU: 1}, Work: int64(time.Hour), Priority: int32(draw.Int64N(40))}
		}
		order := func(j *sim.JobInfo) int64 { return int64(j.Priority) }
		share := 1 + draw.Int64N(10)
		w := churnWorld(sim.MachineType{CPU: 4000, Mem: 4096, Speed: 1_000_000})
		w.Offers = w.Offers[:1]
		p := asked{needs: sim.Needs{Order: order}, decide: func(v *sim.View, p *sim.Plan) {
			m, _ := p.Rent(0)
			before := walk(v)
			if !slices.IsSortedFunc(before, func(a, b int64) int { return int(jobs[a].Priority - jobs[b].Priority) }) {
				t.Fatalf("the queue is not in order: %v", before)
			}
			var met, left []int64
			for j := v.First(); j != 0; {
				n, next := v.Job(j).Number, v.Next(j)
				met = append(met, n)
				switch refused := sim.Accepted; draw.Int64N(share) {
				case 0:
					_, refused = p.Start(j, sim.Place{Machine: m})
					mustAccept(t, refused)
				case 1:
					mustAccept(t, p.Reject(j))
				case 2:
					mustAccept(t, p.Dispatch(j, m))
				case 3:
					mustAccept(t, p.Dispatch(j, m))
					mustAccept(t, p.Recall(j)) // to where it was
					left = append(left, n)
				default:
					left = append(left, n)
				}
				j = next
			}
			if !slices.Equal(met, before) || !slices.Equal(walk(v), left) || v.Queued() != len(left) {
				t.Fatalf("met %v of %v; left are %v, want %v", met, before, walk(v), left)
			}
		}}
		if len(jobs) == 0 {
			return
		}
		s := open(t, sim.Config{World: w, Policy: p, Jobs: sim.Jobs(jobs...), Thorough: true})
		if err := s.RunUntil(1); err != nil {
			t.Fatal(err)
		}
	})
}

func mustAccept(t *rapid.T, refused sim.Refusal) {
	if refused != sim.Accepted {
		t.Fatalf("refused: %v", refused)
	}
}

// walk returns the numbers of the jobs in the queue.
func walk(v *sim.View) (list []int64) {
	for j := v.First(); j != 0; j = v.Next(j) {
		list = append(list, v.Job(j).Number)
	}
	return list
}

// BenchmarkWalk walks a queue, and once in a while starts what it meets.
func BenchmarkWalk(b *testing.B) {
	for _, waiting := range []int{100, 10_000, 100_000} {
		for _, every := range []int{0, 100} {
			b.Run(fmt.Sprintf("waiting=%d/start=%d", waiting, every), func(b *testing.B) { benchmarkWalk(b, waiting, every) })
		}
	}
}

func benchmarkWalk(b *testing.B, waiting, every int) {
	jobs := make([]sim.Job, waiting)
	draw, walked := sim.NewStream(1, "walk"), false
	for n := range jobs {
		jobs[n] = sim.Job{Demand: sim.Demand{CPU: 1}, Work: int64(time.Hour), Priority: int32(draw.Int64N(1 << 20))}
	}
	p := asked{needs: sim.Needs{Order: func(j *sim.JobInfo) int64 { return int64(j.Priority) }}, decide: func(v *sim.View, p *sim.Plan) {
		if walked {
			return // another round, with the end of the boot
		}
		walked = true
		m, _ := p.Rent(0)
		steps := 0
		for b.Loop() {
			for j := v.First(); j != 0; steps++ {
				next := v.Next(j)
				if every > 0 && steps%every == 0 {
					if a, refused := p.Start(j, sim.Place{Machine: m}); refused == sim.Accepted {
						p.Stop(a) // back into the queue, where it was
					}
				}
				j = next
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(steps), "ns/step")
	}}
	w := churnWorld(sim.MachineType{CPU: 4000, Mem: 4096, Speed: 1_000_000})
	w.Offers = w.Offers[:1]
	s, err := sim.New(sim.Config{World: w, Policy: p, Jobs: sim.Jobs(jobs...)})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.RunUntil(1); err != nil {
		b.Fatal(err)
	}
}

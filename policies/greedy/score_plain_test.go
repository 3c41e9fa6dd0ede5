package greedy

import (
	"math"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"skysim/sim"
)

// plain is the second implementation of the placements by points: written from the
// formulas as they are published, with nothing remembered, a map for what was seen,
// and math.Exp.
type plain struct{ g *Policy }

func (p plain) rank(r *request, c *candidate) key {
	offer := c.offer
	if c.exists() {
		offer = c.machine.Offer
	}
	t := r.market.world.Types[r.market.world.Offers[offer].Type]
	cpu, free, first := t.CPU, slices.Repeat([]int64{1000}, int(t.GPUs)), int64(1)
	var on []sim.JobID
	if c.exists() {
		cpu, first = c.machine.FreeCPU, 0
		for i := range free {
			free[i] = int64(r.v.Device(c.machine.ID, i))
		}
		on = r.v.Tasks(c.machine.ID, nil)
	}
	points, _ := p.points(r, cpu, free, on)
	return key{first, place(points)}
}

func (plain) enough(*request, *candidate, sim.Rate) bool { return false }

// devices is what the policy asks for a task's devices.
func (p plain) devices(_ *board, d *sim.Demand, n *node) uint32 {
	if p.g.opts.Place != FGD || d.GPUs != 1 || d.Share == 1000 {
		return 0
	}
	var free []int64
	for _, f := range n.free[:n.gpus] {
		free = append(free, int64(f))
	}
	_, mask := p.points(&request{market: &p.g.market, job: sim.JobInfo{Demand: *d}}, n.cpu, free, nil)
	return mask
}

func (p plain) points(r *request, cpu int64, free []int64, on []sim.JobID) (points float64, mask uint32) {
	d := r.job.Demand
	for range d.GPUs { // the fullest that suffice
		best := -1
		for i, f := range free {
			if f >= int64(d.Share) && mask>>i&1 == 0 && (best < 0 || f < free[best]) {
				best = i
			}
		}
		mask |= 1 << best
	}
	var most, gpus, sum int64 // of any machine; free on this one
	for _, o := range r.market.world.Offers {
		t := r.market.world.Types[o.Type]
		most, gpus = max(most, t.CPU), max(gpus, 1000*int64(t.GPUs))
	}
	for _, f := range free {
		sum += f
	}
	c, g := float64(most), float64(gpus)
	wantC, wantG := float64(d.CPU), float64(d.GPUs*d.Share)
	half := 0.5
	if gpus == 0 {
		half, g = 1, 1
	}
	cut := func(x float64) float64 {
		if p.g.opts.Score == ScorePercent {
			return math.Floor(x + 1e-9)
		}
		return x
	}
	switch p.g.opts.Place {
	case Tightest:
		return cut(100 * (1 - half*(float64(cpu)-wantC)/c - half*(float64(sum)-wantG)/g)), mask
	case DotProduct:
		return cut(100 * (1 - half*(float64(cpu)/c*wantC/c+float64(sum)/g*wantG/g))), mask
	case Packing:
		return cut(plainPacking(d, free, mask)), mask
	case Clustering:
		return cut(plainClustering(r.v, d, on, float64(sum), g)), mask
	}
	return p.fgd(d, cpu, free, mask, cut)
}

func plainPacking(d sim.Demand, free []int64, mask uint32) float64 {
	idle, opened, left := 0, 0, 0.0
	for i, f := range free {
		if f == 1000 {
			idle++
		}
		if mask>>i&1 == 1 && f == 1000 {
			opened++
		} else if mask>>i&1 == 1 {
			left += float64(f) / 10 // percent
		}
	}
	switch {
	case d.GPUs == 0:
		return 0
	case idle == len(free):
		return math.Max(33-float64(idle), float64(idle))
	case opened > 0:
		return math.Max(50-float64(opened), 33)
	}
	return math.Max(100-left/10, 50)
}

func plainClustering(v *sim.View, d sim.Demand, on []sim.JobID, free, most float64) float64 {
	kind := func(d sim.Demand) int32 {
		if d.GPUs == 1 && d.Share < 1000 {
			return -1
		}
		return d.GPUs
	}
	seen := map[int32]bool{}
	for _, j := range on {
		if other := v.Job(j).Demand; other.GPUs > 0 {
			seen[kind(other)] = true
		}
	}
	base := 25 * (most - free) / most
	switch {
	case d.GPUs == 0:
		return 0
	case len(seen) == 0:
		return base + 25
	case seen[kind(d)] && len(seen) == 1:
		return base + 75
	case seen[kind(d)]:
		return base + 50
	}
	return base
}

func (p plain) fgd(d sim.Demand, cpu int64, free []int64, mask uint32, cut func(float64) float64) (float64, uint32) {
	classes, total := p.g.board.outlook.classes, 0.0
	for _, c := range classes {
		total += float64(c.Count)
	}
	fragments := func(cpu int64, free []int64) (f float64) {
		for _, c := range classes {
			idle, small, enough := int64(0), int64(0), int32(0)
			for _, g := range free {
				idle += g
				if g < int64(c.Demand.Share) {
					small += g
				} else {
					enough++
				}
			}
			if c.Demand.GPUs == 0 || c.Demand.CPU > cpu || enough < c.Demand.GPUs {
				small = idle
			}
			f += float64(c.Count) / total * float64(small)
		}
		return f
	}
	score := func(mask uint32) float64 {
		after := slices.Clone(free)
		for ; mask != 0; mask &= mask - 1 {
			after[bits.TrailingZeros32(mask)] -= int64(d.Share)
		}
		return cut(100 / (1 + math.Exp(-(fragments(cpu, free)-fragments(cpu-d.CPU, after))/1000)))
	}
	if d.GPUs != 1 || d.Share == 1000 {
		return score(mask), mask
	}
	best := -1.0
	for i, f := range free {
		if f >= int64(d.Share) {
			if s := score(1 << i); s > best+1e-11 { // not what adding up in another order made
				best, mask = s, 1<<i
			}
		}
	}
	return best, mask
}

// shared draws a cluster with GPUs, owned and perhaps for rent, and jobs that take
// parts of them.
func shared(t *rapid.T) (*sim.World, []sim.Job) {
	var list []stall
	for range rapid.IntRange(1, 4).Draw(t, "kinds of machines") {
		list = append(list, stall{
			zone: "r1a", kind: "g", cents: rapid.Int64Range(1, 3).Draw(t, "cents"),
			how: rapid.SampledFrom([]sim.Purchase{sim.Owned, sim.Owned, sim.OnDemand}).Draw(t, "purchase"), supply: rapid.Int64Range(1, 4).Draw(t, "supply"),
			cpu: rapid.Int64Range(4, 16).Draw(t, "cores"), gpus: rapid.Int32Range(0, 4).Draw(t, "gpus"),
		})
	}
	var jobs []sim.Job
	at := int64(0)
	for range rapid.IntRange(1, 40).Draw(t, "jobs") {
		at += rapid.Int64Range(0, 3).Draw(t, "pause")
		j := task(at, rapid.Int64Range(1, 4).Draw(t, "cores"), rapid.Int64Range(1, 60).Draw(t, "minutes"))
		j.Tasks = rapid.SampledFrom([]int32{1, 1, 1, 2}).Draw(t, "tasks")
		switch rapid.IntRange(0, 3).Draw(t, "on GPUs") {
		case 1, 2:
			j.Demand.GPUs, j.Demand.Share = 1, rapid.SampledFrom([]int32{200, 300, 500, 1000}).Draw(t, "share")
		case 3:
			j.Demand.GPUs, j.Demand.Share = rapid.Int32Range(2, 3).Draw(t, "gpus"), 1000
		}
		jobs = append(jobs, j)
	}
	return bazaar(list...), jobs
}

// TestPointsAreThoseOfTheFormulas compares with the plain implementation, which
// remembers nothing.
func TestPointsAreThoseOfTheFormulas(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs := shared(rt)
		o := options(rt)
		o.Order, o.Backfill, o.Spot = FCFS, BackfillAny, SpotAllow
		o.Place = Place(rapid.IntRange(int(Tightest), int(FGD)).Draw(rt, "place by points"))
		o.Score = Score(rapid.IntRange(1, len(Scores())).Draw(rt, "score of points"))
		var known []Class
		if rapid.Bool().Draw(rt, "known") {
			for _, j := range jobs {
				known = append(known, Class{j.Demand, int64(j.Tasks)})
			}
		}
		g, dumb := made(t, o), made(t, o)
		g.Expect(known)
		dumb.Expect(known)
		p := plain{dumb}
		dumb.rule, dumb.short, dumb.deviser = p, nil, p
		got, want := devised(t, w, g, jobs...), devised(t, w, dumb, jobs...)
		if !slices.Equal(got, want) {
			rt.Fatalf("%v does\n%q\nwant, by the formulas,\n%q", dumb, got, want)
		}
	})
}

// devised is the story with what is left of every device after each round.
func devised(t testing.TB, w *sim.World, p sim.Policy, jobs ...sim.Job) []string {
	t.Helper()
	d := &leftovers{}
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: p, Observers: []sim.Observer{&d.diary, d}, Thorough: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	return d.lines
}

type leftovers struct{ diary }

func (d *leftovers) Observe(v *sim.View, _ []sim.Event) {
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		d.add(v.Now(), "m%d has %d %d %d %d", v.Machine(m).Number, v.Device(m, 0), v.Device(m, 1), v.Device(m, 2), v.Device(m, 3))
	}
}

package greedy

import (
	"testing"

	"pgregory.net/rapid"

	"skysim/sim"
)

// before is the order Largest said in words: the size that comes first where two
// tasks differ.
func before(a, b *sim.Demand) bool {
	if x, y := a.GPUs*a.Share, b.GPUs*b.Share; x != y {
		return x > y
	}
	if a.CPU != b.CPU {
		return a.CPU > b.CPU
	}
	return a.Mem > b.Mem
}

func TestLargestComparesGPUsThenCPUThenMemory(t *testing.T) {
	demand := rapid.Custom(func(t *rapid.T) sim.Demand {
		return sim.Demand{
			CPU: rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, sizeGPUCPU)).Draw(t, "CPU"),
			Mem: rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, sizeMem)).Draw(t, "memory"),
			// A share without GPUs is nothing.
			GPUs: rapid.Int32Range(0, 32).Draw(t, "GPUs"), Share: rapid.Int32Range(0, 1000).Draw(t, "share"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := sim.JobInfo{Demand: demand.Draw(t, "a")}, sim.JobInfo{Demand: demand.Draw(t, "b")}
		key := Options{Order: Largest}.key()
		if got, want := key(&a) < key(&b), before(&a.Demand, &b.Demand); got != want {
			t.Fatalf("%+v before %+v is %v, want %v", a.Demand, b.Demand, got, want)
		}
	})
}

func TestLargestFirstPacksTighter(t *testing.T) {
	// Machines of 8 cores: in order of arrival 3+3, 5, 5, the largest first 5+3, 5+3.
	w := bazaar(stall{zone: "r1a", kind: "box", cents: 40})
	jobs := []sim.Job{task(0, 3, 60), task(0, 3, 60), task(0, 5, 60), task(0, 5, 60)}
	for order, want := range map[Order]string{FCFS: "box++", Largest: "box+"} {
		g := made(t, with(func(o *Options) { o.Order, o.Place = order, FirstFit }))
		if got := rentals(story(t, w, g, jobs...)); got != want {
			t.Errorf("%v rents %s, want %s", g, got, want)
		}
	}
}

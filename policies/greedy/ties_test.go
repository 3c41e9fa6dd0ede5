package greedy

import (
	"strings"
	"testing"

	"skysim/sim"
)

// firstOf returns the machine that the first of some jobs starts on.
func firstOf(t *testing.T, o Options, seed uint64) string {
	g, err := New(o, seed)
	if err != nil {
		t.Fatal(err)
	}
	w := bazaar(stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 4})
	for _, l := range story(t, w, g, task(0, 1, 60)) {
		if _, on, found := strings.Cut(l, " on "); found {
			return on
		}
	}
	t.Fatalf("%v starts nothing", g)
	return ""
}

// TestShuffledTiesTakeAnyMachineForTheWholeRun counts which of four equal machines
// a job gets over many seeds, and looks at what one seed does twice.
func TestShuffledTiesTakeAnyMachineForTheWholeRun(t *testing.T) {
	for p := range Places() {
		o := with(func(o *Options) { o.Place, o.Ties = Place(p+1), TiesShuffled })
		count := map[string]int{}
		for seed := range uint64(400) {
			count[firstOf(t, o, seed)]++
		}
		for m, n := range count {
			if n < 60 || n > 140 {
				t.Errorf("%v takes %s %d times of 400, want about 100", o.Place, m, n)
			}
		}
		if a, b := firstOf(t, o, 3), firstOf(t, o, 3); a != b {
			t.Errorf("%v takes %s and then %s under one seed", o.Place, a, b)
		}
		if o.Ties = TiesOldest; o.Place != Random && o.Place != Scatter && firstOf(t, o, 3) != "m0 mine" {
			t.Errorf("%v does not take the oldest of equals", o.Place)
		}
	}
}

// gpuTask is a task of a core on GPUs, an hour long.
func gpuTask(gpus, share int32) sim.Job {
	j := task(0, 1, 60)
	j.Demand.GPUs, j.Demand.Share = gpus, share
	return j
}

// TestPlacementsByPoints shows what each rule prefers.
func TestPlacementsByPoints(t *testing.T) {
	one := stall{zone: "r1a", kind: "one", how: sim.Owned, supply: 1, gpus: 1}
	four := stall{zone: "r1a", kind: "four", how: sim.Owned, supply: 2, gpus: 4, cpu: 32}
	for _, tt := range []struct {
		name  string
		place Place
		jobs  []sim.Job
		want  string
	}{
		{"packing spares idle machines, then big ones", Packing, []sim.Job{gpuTask(2, 1000), gpuTask(1, 500), gpuTask(1, 500)},
			"j0 on m0 four, j1 on m0 four, j2 on m0 four"},
		{"clustering keeps kinds apart", Clustering, []sim.Job{gpuTask(2, 1000), gpuTask(1, 500), gpuTask(2, 1000), gpuTask(1, 500)},
			"j0 on m0 four, j1 on m2 one, j2 on m0 four, j3 on m2 one"},
		{"tightest fills the small machine", Tightest, []sim.Job{gpuTask(1, 500), gpuTask(1, 1000)},
			"j0 on m2 one, j1 on m0 four"},
		{"dotproduct too", DotProduct, []sim.Job{gpuTask(1, 500), gpuTask(1, 1000)},
			"j0 on m2 one, j1 on m0 four"},
		{"fgd keeps four together for those that need four", FGD, []sim.Job{gpuTask(1, 1000), gpuTask(4, 1000), gpuTask(4, 1000)},
			"j0 on m2 one, j1 on m0 four, j2 on m1 four"},
	} {
		g := made(t, with(func(o *Options) { o.Place, o.Backfill = tt.place, BackfillAny }))
		if got := starts(story(t, bazaar(one, four), g, tt.jobs...)); got != tt.want {
			t.Errorf("%s: %v does %s, want %s", tt.name, g, got, tt.want)
		}
	}
}

package greedy

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"skysim/sim"
)

// TestCensusCountsEachJobOnce counts jobs that enter the queue again and after a
// restore.
func TestCensusCountsEachJobOnce(t *testing.T) {
	var c census
	order := c.counting(nil)
	see := func(at sim.Time, attempts int32, d sim.Demand) {
		if key := order(&sim.JobInfo{Queued: at, Attempts: attempts, Tasks: 2, Demand: d}); key != 0 {
			t.Errorf("key %d, want 0: submission decides", key)
		}
	}
	a, b := sim.Demand{CPU: 1, Mem: 7}, sim.Demand{CPU: 2, GPUs: 1, Share: 500}
	see(10, 0, a)
	see(20, 0, b)
	see(30, 1, a) // was counted at 10
	see(30, 0, sim.Demand{CPU: 1, Mem: 8})
	if got := c.take(); len(got) != 2 || got[0].Count != 4 || got[1].Count != 2 || got[0].Demand.Mem != 0 {
		t.Errorf("census %+v, want 4 and 2 without memory", got)
	}
	var again census
	if err := again.load(c.append(nil)); err != nil {
		t.Fatal(err)
	}
	c, order = again, again.counting(nil)
	order = c.counting(nil)
	see(30, 0, a) // is shown again by the restore
	see(31, 0, b)
	if c.tasks != 8 || c.kinds[1].now != 4 || c.kinds[1].then != 2 || c.due() {
		t.Errorf("after the restore %+v, want 8 tasks, 4 of the second kind, 2 when it was taken", c)
	}
}

func TestCensusIsRestored(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var c census
		order := c.counting(nil)
		for at := range rapid.IntRange(0, 50).Draw(rt, "jobs") {
			order(&sim.JobInfo{Queued: sim.Time(at), Tasks: rapid.Int32Range(1, 3).Draw(rt, "tasks"), Demand: sim.Demand{
				CPU: rapid.Int64Range(0, 3).Draw(rt, "cpu"), GPUs: 1, Share: rapid.Int32Range(1, 3).Draw(rt, "share"), Kinds: rapid.Uint64Range(0, 2).Draw(rt, "kinds") << 62,
			}})
			if rapid.Bool().Draw(rt, "take") {
				c.take()
			}
		}
		saved := c.append(nil)
		var got census
		if err := got.load(saved); err != nil {
			rt.Fatal(err)
		}
		c.loaded = c.through
		if !reflect.DeepEqual(got, c) {
			rt.Fatalf("restored %+v, want %+v", got, c)
		}
		if n := len(saved); n > 0 {
			if err := got.load(saved[:n-1]); err == nil {
				rt.Fatalf("a census without its last byte is read as %+v", got)
			}
		}
	})
}

func TestTypicalDemandsMakeUp95Percent(t *testing.T) {
	var classes []Class
	for i, n := range []int64{3, 90, 3, 4} {
		classes = append(classes, Class{sim.Demand{CPU: int64(i), Mem: int64(i)}, n})
	}
	classes = append(classes, Class{sim.Demand{CPU: 1, Mem: 99}, 100})
	got := typical(classes)
	want := outlook{classes: []Class{{sim.Demand{CPU: 1}, 190}}, total: 190}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("typical of %v is %v, want %v: 190 of 200 are 95 %%", classes, got, want)
	}
	if got := typical(nil); got.total != 0 || got.classes != nil {
		t.Errorf("typical of nothing is %v", got)
	}
}

// turns is a policy that is told whose turn it is, as by package wrap.
type turns struct{ *Policy }

func (p turns) Decide(v *sim.View, plan *sim.Plan) {
	for id := p.Head(v); id != 0 && p.Start(v, plan, id, sim.Never); id = p.Head(v) {
	}
}

// TestCensusIsTakenTurnByTurn looks at what the policy expects after two jobs, when
// its decisions are made in parts.
func TestCensusIsTakenTurnByTurn(t *testing.T) {
	g := made(t, with(func(o *Options) { o.Place = FGD }))
	w := bazaar(stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 1, gpus: 2})
	story(t, w, turns{g}, gpuTask(1, 500), gpuTask(1, 500))
	if got := g.board.outlook.total; got != 2 {
		t.Errorf("it expects what %d tasks were like, want 2", got)
	}
}

package greedy

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// TestOrdersKeepTheirFormulas gives the order in which jobs that wait for one
// machine are taken at minute 60, when the job that blocks it ends.
func TestOrdersKeepTheirFormulas(t *testing.T) {
	long, short, wide := task(10, 1, 50), task(20, 1, 20), task(30, 8, 20)
	long.Priority, short.Priority = 5, -3
	unknown := task(40, 1, 45)
	unknown.Estimate = 0
	small := task(50, 1, 1)
	for _, tt := range []struct {
		order Order
		want  string
		why   string
	}{
		{LJF, "j1 j2 j3 j5 j4", "50, 20, 20, 1 minutes; nothing known"},
		{WSPT, "j5 j1 j2 j3 j4", "1/1, 50/5, 20/1, 20/1 minutes for each of weight; nothing known"},
		{SRPT, "j5 j2 j3 j1 j4", "1, 20, 20, 50 minutes left; nothing known"},
		{F1, "j1 j2 j3 j4 j5", "3.48+2417.1, 3.08+2679.0, 24.63+2832.3, 3.56+2940.9 (guess 1 h), 1.78+3025.2"},
		{WFP3, "j5 j3 j2 j1 j4", "1000, 27, 8, 1, 0.04 at first; later the third is passed by none"},
		{UNICEP, "j5 j2 j1 j4 j3", "sequential jobs by wait/estimate 10, 2, 1, ⅓; then the wide one"},
	} {
		g := made(t, with(func(o *Options) { o.Order = tt.order }))
		w := bazaar(stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 1})
		whole := func(j sim.Job) sim.Job { // nothing runs beside anything, but processors stay what they are
			j.Demand.Mem = 1 << 20
			return j
		}
		got := ended(story(t, w, g, whole(task(0, 8, 60)), whole(long), whole(short), whole(wide), whole(unknown), whole(small)))
		if got != "j0 "+tt.want {
			t.Errorf("%v ends %s, want j0 %s: %s", g, got, tt.want, tt.why)
		}
	}
}

// TestF1WeighsSizeAgainstTime has a job that came at 2,000 s pass one of 1,000 s:
// log10(10)·1 + 870·log10(2000) = 2872.9 and log10(100000)·64 + 870·3 = 2930; a job
// of 50 processors does not: 2860.
func TestF1WeighsSizeAgainstTime(t *testing.T) {
	job := func(run, cores, submit int64) *sim.JobInfo {
		return &sim.JobInfo{Tasks: 1, Submit: sim.Time(submit * 1e9), Estimate: sim.Duration(run * 1e9), Demand: sim.Demand{CPU: 1000 * cores}}
	}
	key := Options{Order: F1}.key()
	small, wide, narrower := key(job(10, 1, 2000)), key(job(100_000, 64, 1000)), key(job(100_000, 50, 1000))
	if !(narrower < small && small < wide) {
		t.Errorf("keys are %d, %d, %d, want them in increasing order", narrower, small, wide)
	}
	if got := math.Float64frombits(uint64(wide)); math.Abs(got-2930) > 1e-9 {
		t.Errorf("the score is %v, want 2930", got)
	}
	if first := key(job(10, 256, 0)); first >= key(job(1, 1, 1)) {
		t.Error("a job that came at the first instant is not first")
	}
}

// TestAgeingLetsOldJobsPass: a job of priority 0 that waits for two hours is as
// urgent as a new one of priority 2 when a level is an hour.
func TestAgeingLetsOldJobsPass(t *testing.T) {
	old, urgent := task(0, 8, 10), task(119, 8, 10)
	urgent.Priority = 2
	late := task(121, 8, 10)
	late.Priority = 2
	for ageing, want := range map[sim.Duration]string{Never: "j0 j2 j3 j1", time.Hour: "j0 j2 j1 j3", 59 * time.Minute: "j0 j1 j2 j3", 3 * time.Hour: "j0 j2 j3 j1"} {
		g := made(t, with(func(o *Options) { o.Order, o.Ageing = Priority, ageing }))
		w := bazaar(stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 1})
		if got := ended(story(t, w, g, task(0, 8, 200), old, urgent, late)); got != want {
			t.Errorf("%v ends %s, want %s", g, got, want)
		}
	}
}

// TestAgedOrdersAsItSays compares the static key with priority + wait/ageing in
// rational numbers, at any later instant.
func TestAgedOrdersAsItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Options{Order: Priority, Ageing: sim.Duration(rapid.Int64Range(1, 1e17).Draw(t, "ageing"))}
		now := sim.Time(1e16)
		draw := func() *sim.JobInfo {
			return &sim.JobInfo{Submit: sim.Time(rapid.Int64Range(0, 1e16).Draw(t, "submit")), Priority: rapid.Int32Range(-40, 40).Draw(t, "priority")}
		}
		urgency := func(j *sim.JobInfo) *big.Rat {
			return new(big.Rat).Add(big.NewRat(int64(j.Priority), 1), big.NewRat(int64(now.Sub(j.Submit)), int64(o.Ageing)))
		}
		a, b := draw(), draw()
		if got, want := cmp.Compare(o.aged(a), o.aged(b)), urgency(b).Cmp(urgency(a)); got != want {
			t.Fatalf("%+v to %+v: %d, want %d", a, b, got, want)
		}
	})
	far := Options{Order: Priority, Ageing: Never - 1}
	if got := far.aged(&sim.JobInfo{Priority: math.MinInt32}); got != math.MaxInt64 {
		t.Errorf("the least urgent has %d, want %d", got, int64(math.MaxInt64))
	}
	if got := far.aged(&sim.JobInfo{Priority: math.MaxInt32}); got != math.MinInt64 {
		t.Errorf("the most urgent has %d, want %d", got, int64(math.MinInt64))
	}
}

func TestOrderedKeepsTheOrderOfFloats(t *testing.T) {
	list := []float64{math.Inf(-1), -math.MaxFloat64, -2, -1, -0x1p-1070, math.Copysign(0, -1), 0, 0x1p-1070, 1, 2, 2.5, math.Inf(1)}
	for i, a := range list {
		for j, b := range list {
			if got, want := cmp.Compare(ordered(a), ordered(b)), cmp.Compare(a, b); got != want {
				t.Errorf("%v (%d) to %v (%d): %d, want %d", a, i, b, j, got, want)
			}
		}
	}
}

// TestLiveOrdersWalkAsTheySort compares the heap of a decision with sorting.
func TestLiveOrdersWalkAsTheySort(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := with(func(o *Options) {
			o.Order = rapid.SampledFrom([]Order{WFP3, UNICEP}).Draw(rt, "order")
			o.Backfill = rapid.SampledFrom([]Backfill{BackfillNone, BackfillAny}).Draw(rt, "backfill")
		})
		w, jobs := stalls(rt), tasks(rt)
		s := sorted{made(t, o), rt}
		story(t, w, s, jobs...)
	})
}

// sorted looks at every walk before its policy takes it.
type sorted struct {
	*Policy
	t *rapid.T
}

func (s sorted) Decide(v *sim.View, p *sim.Plan) {
	var want, got []sim.JobID
	for id := v.First(); id != 0; id = v.Next(id) {
		want = append(want, id)
	}
	score := s.opts.score()
	slices.SortStableFunc(want, func(a, b sim.JobID) int {
		x, y := v.Job(a), v.Job(b)
		return cmp.Compare(score(&x, v.Now()), score(&y, v.Now()))
	})
	s.line.score = score
	s.line.open(v)
	for id := s.line.next(v); id != 0; id = s.line.next(v) {
		got = append(got, id)
	}
	if !slices.Equal(got, want) {
		s.t.Fatalf("walks %v, want %v", got, want)
	}
	s.Policy.Decide(v, p)
}

// TestOrdersCountProcessors pins what a job occupies.
func TestOrdersCountProcessors(t *testing.T) {
	for _, tt := range []struct {
		job  sim.JobInfo
		want float64
	}{
		{sim.JobInfo{Tasks: 1, Demand: sim.Demand{CPU: 500}}, 0.5},
		{sim.JobInfo{Tasks: 6, Demand: sim.Demand{CPU: 4000}}, 24},
		{sim.JobInfo{Tasks: 2, Demand: sim.Demand{CPU: 4000, GPUs: 4, Share: 1000}}, 8},
		{sim.JobInfo{Tasks: 1, Demand: sim.Demand{CPU: 4000, GPUs: 1, Share: 250}}, 0.25},
	} {
		if got := processors(&tt.job); got != tt.want {
			t.Errorf("%+v occupies %v, want %v", tt.job, got, tt.want)
		}
	}
}

func TestEveryOrderSaysWhatItDoes(t *testing.T) {
	for i, w := range Orders() {
		if w.Name != Order(i+1).String() || len(w.Doc) < 20 || strings.Contains(w.Name, " ") {
			t.Errorf("order %d is called %q and does %q", i+1, w.Name, w.Doc)
		}
	}
}

package greedy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// checked compares every decision with the slow one, and remembers first
// reservations.
type checked struct {
	*Policy
	t     *rapid.T
	first map[int64]sim.Time
}

// watch reads a View, and from the policy how long to wait.
func (c *checked) watch(v *sim.View) *slow {
	s := watch(v)
	s.cloud, s.wait = slices.ContainsFunc(v.World().Offers, func(o sim.Offer) bool { return o.Purchase != sim.Owned }), c.opts.Wait.For
	return s
}

func (c *checked) Decide(v *sim.View, p *sim.Plan) {
	var queue []sim.JobInfo
	for id := v.First(); id != 0; id = v.Next(id) {
		queue = append(queue, v.Job(id))
	}
	promise := func(j *sim.JobInfo, at sim.Time) {
		if _, known := c.first[j.Number]; !known {
			c.first[j.Number] = at
		}
	}
	var want []sim.JobID
	if c.opts.Backfill == BackfillEasy {
		starts, head, at := c.watch(v).easily(queue)
		want = starts
		if head != nil {
			promise(head, at)
		}
	} else {
		starts, at := c.watch(v).conservatively(queue)
		want = starts
		for i := range queue {
			promise(&queue[i], at[i])
		}
	}
	c.Policy.Decide(v, p)
	var got []sim.JobID
	for i := range queue {
		if v.Job(queue[i].ID).Running != 0 {
			got = append(got, queue[i].ID)
		}
	}
	if !slices.Equal(got, want) {
		c.t.Fatalf("at %v %v starts %v of %+v, want %v", v.Now(), c.Policy, got, queue, want)
	}
}

// keeper holds the starts against what was promised.
type keeper struct {
	c     *checked
	wrong bool
}

func (k *keeper) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if at, promised := k.c.first[e.Job]; e.Kind == sim.AttemptStarted && promised && e.Time > at {
			k.wrong = true
			k.c.t.Errorf("%v starts job %d at %v, and had promised %v", k.c.Policy, e.Job, e.Time, at)
		}
	}
}

// crowd draws jobs whose estimates are exact, or not.
func crowd(t *rapid.T, gpus, exact bool) []sim.Job {
	var jobs []sim.Job
	at := int64(0)
	for range rapid.IntRange(2, 14).Draw(t, "jobs") {
		at += rapid.Int64Range(0, 6).Draw(t, "pause")
		j := task(at, rapid.Int64Range(1, 8).Draw(t, "cores"), rapid.Int64Range(1, 30).Draw(t, "minutes"))
		switch {
		case gpus:
			j.Demand.CPU /= 4
			j.Demand.GPUs, j.Demand.Share = rapid.Int32Range(0, 2).Draw(t, "gpus"), rapid.SampledFrom([]int32{1000, 500}).Draw(t, "share")
			if j.Demand.GPUs == 0 {
				j.Demand.Share = 0
			}
		case rapid.IntRange(0, 2).Draw(t, "is a gang") == 0:
			j.Tasks = rapid.Int32Range(2, 4).Draw(t, "tasks")
		}
		if !exact {
			j.Estimate = time.Duration(rapid.Int64Range(1, 30).Draw(t, "claim")) * time.Minute
		}
		jobs = append(jobs, j)
	}
	return jobs
}

// ground is owned machines for a crowd, perhaps with a cloud.
func ground(t *rapid.T, gpus, cloud bool) *sim.World {
	var list []stall
	for zone := range rapid.IntRange(1, 2).Draw(t, "zones") {
		s := mine([]string{"r1a", "r1b"}[zone], rapid.Int64Range(1, 3).Draw(t, "machines"))
		if s.cpu = rapid.Int64Range(4, 8).Draw(t, "cores each"); gpus {
			s.gpus = 3
		}
		list = append(list, s)
	}
	if cloud {
		s := stall{zone: "r2a", kind: "cloud", cents: 10, boot: time.Duration(rapid.Int64Range(0, 3).Draw(t, "boot")) * time.Minute}
		if gpus {
			s.gpus = 3
		}
		list = append(list, s)
	}
	return bazaar(list...)
}

// TestBackfillDecidesByTheBook compares every decision with the slow one; with exact
// estimates and fcfs what was first promised is kept, but for conservative reservations
// of certain devices, or where jobs may leave for the cloud before: their machines boot, and
// what they leave lets others move up.
func TestBackfillDecidesByTheBook(t *testing.T) {
	for _, b := range []Backfill{BackfillEasy, BackfillConservative} {
		for _, gpus := range []bool{false, true} {
			for _, cloud := range []bool{false, true} {
				t.Run(b.String()+map[bool]string{true: " with GPUs"}[gpus]+map[bool]string{true: " and a cloud"}[cloud], func(t *testing.T) {
					rapid.Check(t, func(rt *rapid.T) { byTheBook(t, rt, b, gpus, cloud) })
				})
			}
		}
	}
}

func byTheBook(t *testing.T, rt *rapid.T, b Backfill, gpus, cloud bool) {
	exact := rapid.Bool().Draw(rt, "exact estimates")
	o := with(func(o *Options) { o.Backfill, o.Place = b, FirstFit })
	if !exact {
		o.Order = rapid.SampledFrom([]Order{FCFS, SJF}).Draw(rt, "order")
	}
	if cloud {
		o.Wait.For = rapid.SampledFrom([]sim.Duration{10 * time.Minute, time.Hour, Never}).Draw(rt, "wait")
	}
	c := &checked{Policy: made(t, o), t: rt, first: map[int64]sim.Time{}}
	var watcher sim.Observer = &stops{}
	if exact && (b == BackfillEasy || !gpus) && (!cloud || o.Wait.For == Never) {
		watcher = &keeper{c: c}
	}
	play(t, ground(rt, gpus, cloud), c, watcher, crowd(rt, gpus, exact)...)
}

// TestReservationsOfThoseThatWaitAreOnOwnedMachines: j0 and j2 fill up the owned machine as far as
// j3 would; j2 waits for it with a reservation at 4h, which the cloud machine that
// was rented for j1 and is idle does not satisfy. j3 has to let it pass.
func TestReservationsOfThoseThatWaitAreOnOwnedMachines(t *testing.T) {
	w := bazaar(mine("r1a", 1), stall{zone: "r2a", kind: "cloud", cents: 10})
	for _, b := range []Backfill{BackfillEasy, BackfillConservative} {
		var d startTimes
		o := with(func(o *Options) { o.Backfill, o.Place, o.Wait = b, FirstFit, Waiting{Rule: WaitBySize, By: 1} })
		play(t, w, made(t, o), &d, task(0, 6, 240), task(1, 3, 5), task(230, 8, 30), task(231, 2, 600))
		if got, want := strings.Join(d, " "), "j0@0 j1@181 j2@240 j3@270"; got != want {
			t.Errorf("%v: %s, want %s", b, got, want)
		}
	}
}

// TestEasyMindsNobodyWhoCanRent: the head waits for the two machines of the cloud, which are
// taken; with a third it is not blocked and everybody starts at once.
func TestEasyMindsNobodyWhoCanRent(t *testing.T) {
	jobs := []sim.Job{task(0, 8, 60), task(0, 4, 30), task(1, 8, 10), task(2, 4, 40), task(3, 4, 25)}
	for supply, want := range map[int64]string{
		2: "j0@0 j1@0 j4@3 j2@30 j3@40", // j3 would end at 42, after j2 could start at 30
		3: "j0@0 j1@0 j2@1 j3@2 j4@11",  // only j3 finds room beside j1
	} {
		var d startTimes
		o := with(func(o *Options) { o.Backfill, o.Place = BackfillEasy, FirstFit })
		play(t, bazaar(stall{zone: "r1a", kind: "box", cents: 10, supply: supply}), made(t, o), &d, jobs...)
		if got := strings.Join(d, " "); got != want {
			t.Errorf("with %d machines: %s, want %s", supply, got, want)
		}
	}
}

// startTimes writes down in which minute jobs started.
type startTimes []string

func (d *startTimes) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.AttemptStarted {
			*d = append(*d, fmt.Sprintf("j%d@%v", e.Job, time.Duration(e.Time).Minutes()))
		}
	}
}

// TestBackfillCountsWhatIsKept: j3 has done 10 of its 55 minutes when its spot machine
// goes. The 45 that are left end before minute 60, when j2 is to start; 55 would not.
func TestBackfillCountsWhatIsKept(t *testing.T) {
	w := bazaar(mine("r1a", 1), stall{zone: "r2a", kind: "spot", how: sim.Spot, cents: 1, supply: 1, cpu: 4})
	w.Offers[1].Supply = sim.Path{At: []sim.Time{0, sim.Time(10 * time.Minute)}, Value: []int64{1, 0}}
	for _, c := range []struct {
		keep sim.Keep
		want string
	}{
		{sim.KeepAll, "10m0s: start j3 on m0 mine"},
		{sim.KeepNothing, "1h10m0s: start j3 on m0 mine"},
	} {
		for _, b := range []Backfill{BackfillEasy, BackfillConservative} {
			j := task(0, 2, 55)
			j.Restart.Keep = c.keep
			g := made(t, with(func(o *Options) { o.Backfill = b }))
			lines := story(t, w, g, task(0, 6, 60), task(0, 2, 10), task(0, 8, 10), j)
			if !slices.Contains(lines, c.want) {
				t.Errorf("%v, keep %v:\n%s\nwant %s", g, c.keep, strings.Join(lines, "\n"), c.want)
			}
		}
	}
}

package greedy

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// singleServer streams jobs of an M/M/1 queue with service rate 1 per second.
type singleServer struct {
	seed    uint64
	load    float64
	n, left int64
	at      float64
}

func (s *singleServer) Next(j *sim.Job) bool {
	if s.n == s.left {
		return false
	}
	draw := sim.NewStream(s.seed, "srpt", uint64(s.n))
	s.n++
	s.at += draw.Exponential() / s.load
	j.Submit, j.Work = sim.Time(s.at*1e9), 1+int64(draw.Exponential()*1e9)
	j.Estimate, j.Demand.CPU = sim.Duration(j.Work), 1000
	j.Restart.Keep = sim.KeepAll
	return true
}

func (s *singleServer) Err() error { return nil }

// TestSRPTIsWhatTheorySays runs M/M/1 with exact estimates: the mean response times
// are 1.4255, 2.3532 and 3.5527 at loads .5, .8 and .9 (Schrage & Miller 1966).
func TestSRPTIsWhatTheorySays(t *testing.T) {
	for load, want := range map[float64]float64{.5: 1.4255, .8: 2.3532, .9: 3.5527} {
		var means []float64
		for seed := range uint64(8) {
			g := made(t, with(func(o *Options) { o.Order, o.Place, o.Preempt = SRPT, FirstFit, PreemptLater }))
			w := bazaar(stall{zone: "r1a", kind: "one", how: sim.Owned, supply: 1, cpu: 1})
			s, err := sim.New(sim.Config{World: w, Policy: g, Jobs: &singleServer{seed: seed, load: load, left: 50_000}})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Run(); err != nil {
				t.Fatal(err)
			}
			sum := s.Totals()
			means = append(means, sum.TimeInSystem.Float()/1e9/float64(sum.Finished()))
		}
		mean, square := 0.0, 0.0
		for _, m := range means {
			mean += m / float64(len(means))
		}
		for _, m := range means {
			square += (m - mean) * (m - mean)
		}
		half := 4.5 * math.Sqrt(square/float64(len(means)*(len(means)-1))) // t with 7 degrees of freedom, 99.7 %
		t.Logf("load %v: %.4f ± %.4f, want %.4f", load, mean, half, want)
		if math.Abs(mean-want) > half || half > want/10 {
			t.Errorf("load %v: mean response time %.4f ± %.4f, want %.4f", load, mean, half, want)
		}
	}
}

// TestSRPTAgreesWithASimulationOfItsOwn adds up response times to the nanosecond, by
// running always the job with the least left until it ends or the next one comes.
func TestSRPTAgreesWithASimulationOfItsOwn(t *testing.T) {
	const n = 5000
	source := singleServer{seed: 1, load: .95, left: n}
	var left, came []int64
	var now, sum int64
	run := func(until int64) {
		for now < until {
			best := -1
			for i, l := range left {
				if l > 0 && (best < 0 || l < left[best]) {
					best = i
				}
			}
			if best < 0 {
				break
			}
			step := min(left[best], until-now)
			now += step
			if left[best] -= step; left[best] == 0 {
				sum += now - came[best]
				left, came = slices.Delete(left, best, best+1), slices.Delete(came, best, best+1)
			}
		}
		now = max(now, until)
	}
	for j := (sim.Job{}); source.Next(&j); j = (sim.Job{}) {
		run(int64(j.Submit))
		left, came = append(left, j.Work), append(came, int64(j.Submit))
	}
	for len(left) > 0 {
		run(now + left[0])
	}
	w := bazaar(stall{zone: "r1a", kind: "one", how: sim.Owned, supply: 1, cpu: 1})
	s, err := sim.New(sim.Config{World: w, Policy: made(t, later(SRPT)), Jobs: &singleServer{seed: 1, load: .95, left: n}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	if got := s.Totals().TimeInSystem; got != sim.Product(sum, 1) {
		t.Errorf("the jobs spend %v ns, want %d", got, sum)
	}
}

// later are the options of the tests below.
func later(order Order) Options {
	return with(func(o *Options) { o.Order, o.Place, o.Preempt = order, FirstFit, PreemptLater })
}

// priority gives a job a priority, and progress that a stop keeps.
func priority(p int32, j sim.Job) sim.Job {
	j.Priority, j.Restart.Keep = p, sim.KeepAll
	return j
}

func TestPreemptStopsTheLast(t *testing.T) {
	gpus := func(n int32, j sim.Job) sim.Job {
		j.Demand.GPUs, j.Demand.Share = n, 1000
		return j
	}
	for _, tt := range []struct {
		name  string
		world *sim.World
		jobs  []sim.Job
		stops string
	}{
		{"the last in the order", bazaar(mine("r1a", 1)), []sim.Job{
			priority(1, task(0, 4, 60)), priority(2, task(0, 4, 60)), priority(3, task(1, 4, 10))}, "j0"},
		{"nobody who comes before", bazaar(mine("r1a", 1)), []sim.Job{
			priority(3, task(0, 8, 60)), priority(3, task(1, 8, 60)), priority(2, task(2, 8, 60))}, ""},
		{"nobody in vain", bazaar(mine("r1a", 1)), []sim.Job{
			priority(3, task(0, 5, 60)), priority(0, task(0, 3, 60)), priority(2, task(1, 4, 60))}, ""},
		{"two that come last rather than one before them", bazaar(mine("r1a", 2)), []sim.Job{
			priority(1, task(0, 8, 60)), priority(1, task(0, 4, 60)), priority(1, task(0, 4, 60)), priority(2, task(1, 8, 10))}, "j2 j1"},
		{"one rather than two", bazaar(mine("r1a", 2)), []sim.Job{
			priority(0, task(0, 8, 60)), priority(2, task(0, 4, 60)), priority(1, task(0, 4, 60)), priority(3, task(1, 8, 10))}, "j0"},
		{"not the small one that does not matter", bazaar(mine("r1a", 1)), []sim.Job{
			priority(1, task(0, 7, 60)), priority(0, task(0, 1, 60)), priority(2, task(1, 7, 10))}, "j0"},
		{"a gang as a whole", bazaar(mine("r1a", 2)), []sim.Job{
			priority(0, gangOf(2, task(0, 8, 60))), priority(2, task(1, 8, 10))}, "j0"},
		{"for a gang, in one zone", bazaar(mine("r1a", 2), mine("r1b", 1)), []sim.Job{
			priority(0, task(0, 8, 60)), priority(1, task(1, 8, 60)), priority(2, task(2, 8, 60)), priority(2, gangOf(2, task(3, 8, 10)))}, "j0 j1"},
		{"devices", bazaar(stall{zone: "r1a", kind: "gpu", how: sim.Owned, supply: 1, gpus: 4}), []sim.Job{
			gpus(2, priority(1, task(0, 1, 60))), gpus(1, priority(1, task(0, 1, 60))), gpus(1, priority(3, task(0, 1, 60))), gpus(2, priority(2, task(1, 1, 10)))}, "j0"},
		{"nobody where it can rent", bazaar(mine("r1a", 1), stall{zone: "r1a", kind: "box", cents: 10}), []sim.Job{
			priority(0, task(0, 8, 60)), priority(1, task(1, 8, 10))}, ""},
		{"what waits for a machine to boot", bazaar(stall{zone: "r1a", kind: "box", cents: 10, supply: 1, boot: time.Hour}), []sim.Job{
			priority(0, task(0, 8, 60)), priority(1, task(1, 8, 10))}, "j0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var s stops
			play(t, tt.world, made(t, later(Priority)), &s, tt.jobs...)
			if got := strings.Join(s.stopped, " "); got != tt.stops {
				t.Errorf("stops %s, want %s", got, tt.stops)
			}
		})
	}
}

// stops writes down who was stopped, and what was refused or stopped in vain.
type stops struct {
	stopped []string
	wrong   []string
	open    sim.Time // when somebody was stopped for whom nobody was started yet
	waiting bool
}

func (s *stops) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		switch {
		case e.Kind == sim.AttemptEnded && e.Why == sim.PolicyStop:
			s.stopped = append(s.stopped, fmt.Sprint("j", e.Job))
			s.open, s.waiting = e.Time, true
		case e.Kind == sim.AttemptStarted, e.Kind == sim.AttemptBound:
			s.waiting = false
		case e.Kind == sim.ActionRefused:
			s.wrong = append(s.wrong, fmt.Sprintf("%v: refused: %v", e.Time, e.Refusal))
		}
	}
	if s.waiting {
		s.wrong = append(s.wrong, fmt.Sprintf("%v: %v stopped and nobody started", s.open, s.stopped))
		s.waiting = false
	}
}

// play runs jobs in a world before an observer.
func play(t testing.TB, w *sim.World, p sim.Policy, o sim.Observer, jobs ...sim.Job) *sim.Sim {
	t.Helper()
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: p, Observers: []sim.Observer{o}, Thorough: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestPreemptNeverStopsInVain: on random worlds whoever is stopped makes room for
// somebody who starts at once, nothing is refused and everything ends.
func TestPreemptNeverStopsInVain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs, o := stalls(rt), tasks(rt), options(rt)
		o.Preempt, o.Wait = PreemptLater, waitings(rt)
		for i := range jobs {
			jobs[i].Priority = rapid.Int32Range(0, 3).Draw(rt, "priority")
			jobs[i].Restart.Keep = rapid.SampledFrom([]sim.Keep{sim.KeepNothing, sim.KeepAll}).Draw(rt, "keep")
			jobs[i].Estimate = jobs[i].Estimate * sim.Duration(rapid.Int64Range(0, 3).Draw(rt, "claim")) / 2
		}
		var s stops
		play(t, w, made(t, o), &s, jobs...)
		if len(s.wrong) > 0 {
			rt.Fatalf("%v: %q", o.call(), s.wrong)
		}
	})
}

// TestPreemptStopsNobodyOnRentedMachinesForOneThatWaits: j1 has been rented a machine that j2 may not
// use yet when it comes.
func TestPreemptStopsNobodyOnRentedMachinesForOneThatWaits(t *testing.T) {
	o := later(Priority)
	o.Backfill, o.Wait = BackfillAny, Waiting{For: 10 * time.Minute}
	w := bazaar(mine("r1a", 1), stall{zone: "r2a", kind: "cloud", cents: 10})
	var s stops
	var d startTimes
	play(t, w, made(t, o), both{&s, &d}, priority(10, task(0, 8, 60)), priority(1, task(1, 8, 60)), priority(5, task(15, 8, 30)))
	if got, want := strings.Join(d, " "), "j0@0 j1@11 j2@25"; got != want || len(s.stopped) > 0 {
		t.Errorf("%s and stops %v, want %s and nobody", got, s.stopped, want)
	}
}

// both are two observers.
type both [2]sim.Observer

func (b both) Observe(v *sim.View, events []sim.Event) {
	b[0].Observe(v, events)
	b[1].Observe(v, events)
}

// TestPreemptAgreesWithTryingEverything compares whom preempt stops with every set
// of later jobs, for jobs of one task on owned machines.
func TestPreemptAgreesWithTryingEverything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := bazaar(mine("r1a", rapid.Int64Range(1, 3).Draw(rt, "machines")))
		var jobs []sim.Job
		for range rapid.IntRange(2, 7).Draw(rt, "jobs") {
			jobs = append(jobs, priority(rapid.Int32Range(0, 4).Draw(rt, "priority"), task(int64(len(jobs)), rapid.Int64Range(1, 8).Draw(rt, "cores"), 60)))
		}
		p := &exhaustive{Policy: made(t, later(Priority)), t: rt}
		var s stops
		play(t, w, p, &s, jobs...)
	})
}

// exhaustive checks the first victims of every decision.
type exhaustive struct {
	*Policy
	t *rapid.T
}

func (x *exhaustive) Decide(v *sim.View, p *sim.Plan) {
	x.greet(v)
	if id := v.First(); id != 0 && v.FirstFit(id) == 0 {
		r := x.ask(v, id)
		found := x.eviction.find(x.Policy, r)
		got := sim.JobID(0)
		if found {
			got = x.eviction.victims[x.eviction.best[len(x.eviction.best)-1]].id
		}
		if want := x.first(v, id); got != want {
			x.t.Fatalf("at %v the first that is stopped for %+v is %v, want %v", v.Now(), r.job.Demand, got, want)
		}
	}
	x.Policy.Decide(v, p)
}

// first returns the job that comes first in the order of those stopped in the set of
// later jobs where it comes latest, of all whose end makes room on some machine.
func (x *exhaustive) first(v *sim.View, id sim.JobID) (best sim.JobID) {
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		var others []sim.JobInfo
		for _, j := range v.Tasks(m, nil) {
			if x.Before(v, id, j) {
				others = append(others, v.Job(j))
			}
		}
		for set := 1; set < 1<<len(others); set++ {
			free, first := v.Machine(m).FreeCPU, sim.JobID(0)
			for i := range others {
				if set>>i&1 == 1 {
					free += others[i].Demand.CPU
					if first == 0 || x.Before(v, others[i].ID, first) {
						first = others[i].ID
					}
				}
			}
			if free >= v.Job(id).Demand.CPU && (best == 0 || x.Before(v, best, first)) {
				best = first
			}
		}
	}
	return best
}

// TestBeforeIsATotalOrder asks of every pair of living jobs.
func TestBeforeIsATotalOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs, o := stalls(rt), tasks(rt), options(rt)
		play(t, w, total{made(t, o), rt}, &stops{}, jobs...)
	})
}

type total struct {
	*Policy
	t *rapid.T
}

func (x total) Decide(v *sim.View, p *sim.Plan) {
	var all []sim.JobID
	for id := v.First(); id != 0; id = v.Next(id) {
		all = append(all, id)
	}
	for i := 1; i < len(all); i++ {
		if x.line.score == nil && !x.Before(v, all[i-1], all[i]) {
			x.t.Fatalf("%v is not before %v, which is behind it in the queue", all[i-1], all[i])
		}
	}
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		all = v.Tasks(m, all)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for _, a := range all {
		for _, b := range all {
			if a != b && x.Before(v, a, b) == x.Before(v, b, a) {
				x.t.Fatalf("%v and %v are both before the other, or neither", a, b)
			}
		}
	}
	x.Policy.Decide(v, p)
}

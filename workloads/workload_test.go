package workloads

import (
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// testWorld has two CPU types and three GPU types in one zone.
func testWorld() *sim.World {
	w := &sim.World{
		Epoch:     time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC),
		Providers: []sim.Provider{{Name: "aws"}},
		Regions:   []sim.Region{{Name: "us-east-1", Jurisdiction: "US"}},
		Zones:     []sim.Zone{{Name: "use1-az1"}},
		GPUKinds:  []string{"T4", "V100", "A100"},
		Types: []sim.MachineType{
			{Name: "a100", CPU: 96_000, Mem: 1152 << 10, GPUs: 8, GPUKind: 2, GPUMem: 40 << 10, Speed: 1e6},
			{Name: "large", CPU: 64_000, Mem: 512 << 10, GPUKind: -1, Speed: 1e6},
			{Name: "small", CPU: 4_000, Mem: 16 << 10, GPUKind: -1, Speed: 1e6},
			{Name: "t4", CPU: 4_000, Mem: 16 << 10, GPUs: 1, GPUKind: 0, GPUMem: 16 << 10, Speed: 1e6},
			{Name: "v100", CPU: 32_000, Mem: 244 << 10, GPUs: 4, GPUKind: 1, GPUMem: 16 << 10, Speed: 1e6},
		},
	}
	for i := range w.Types {
		w.Offers = append(w.Offers, sim.Offer{
			Type: sim.TypeID(i), Purchase: sim.OnDemand, Price: sim.Constant(1e12), Supply: sim.Constant(sim.Unlimited),
		})
	}
	w.SortOffers()
	return w
}

// take returns at most n jobs of a workload, in the test world if w is nil.
func take(t testing.TB, w *sim.World, name string, args []Arg, seed uint64, n int) []sim.Job {
	t.Helper()
	if w == nil {
		w = testWorld()
	}
	s, err := New(w, name, args, seed)
	if err != nil {
		t.Fatal(err)
	}
	var jobs []sim.Job
	for len(jobs) < n {
		var j sim.Job
		if !s.Next(&j) {
			break
		}
		jobs = append(jobs, j)
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	return jobs
}

// hashOf covers every field that a generator sets. Those that jobs did not always have
// count where they say something, so that the pins of old workloads stay.
func hashOf(jobs []sim.Job) string {
	type demand struct {
		CPU, Mem    int64
		GPUs, Share int32
		Kinds       uint64
	}
	type restart struct {
		Keep                  sim.Keep
		Every, Cost, Overhead sim.Duration
		Owes                  sim.Owe
	}
	h := fnv.New64a()
	for _, j := range jobs {
		d, r := j.Demand, j.Restart
		fmt.Fprintln(h, int64(j.Submit), demand{d.CPU, d.Mem, d.GPUs, d.Share, d.Kinds}, j.Tasks, j.Work, j.Profile, int64(j.Estimate), int64(j.Limit),
			int64(j.Deadline), j.Priority, j.User, j.Group, restart{r.Keep, r.Every, r.Cost, r.Overhead, r.Owes}, j.After)
		if d.Rules != 0 || r.Size != 0 || r.OnNotice || j.Class != 0 || j.Tenant != 0 || j.Quorum != 0 {
			fmt.Fprintln(h, d.Rules, r.Size, r.OnNotice, j.Class, j.Tenant, j.Quorum)
		}
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// TestWorkloadsArePinned holds the first 10,000 jobs of every workload still,
// under every GOAMD64. A change here changes published results: it needs a
// reason and a line in the changelog.
func TestWorkloadsArePinned(t *testing.T) {
	want := []string{
		"diurnal b843214909dac113", "longjobs 893da0d9980e2d01", "bursts 4a04a7c2722e2486", "constant 7e1653f7485341cd", "mmc fc7fc4ad3d470b5d",
		"mg1 3879ae1f38a38af6", "engine-w1 4ef5b89fcbea77c8", "engine-w2 f31c9c948390ac5d",
		"batches 8a531b88dbb18acb", "levels 7aaf2f5771494c4a", "phases f038ad50f272e8de", "overflow ae6ac05b95fd942c", "training 43b4f9947ce00ecf", "worst-list b4936091c8cbae3a", "worst-lpt 0966da220543a698", "worst-firstfit ec7d6473057273b5",
	}
	for i, w := range All() {
		if got := w.Name + " " + hashOf(take(t, nil, w.Name, nil, 7, 10_000)); got != want[i] {
			t.Errorf("jobs of %s, want %s", got, want[i])
		}
	}
}

func TestEveryWorkloadKeepsTheRulesOfASource(t *testing.T) {
	for _, w := range All() {
		a, b := take(t, nil, w.Name, nil, 7, 3000), take(t, nil, w.Name, nil, 7, 3000)
		if hashOf(a) != hashOf(b) {
			t.Errorf("%s: the same seed made different jobs", w.Name)
		}
		chance := w.Name != "constant" && !strings.HasPrefix(w.Name, "worst-")
		if c := take(t, nil, w.Name, nil, 8, 3000); chance && hashOf(a) == hashOf(c) {
			t.Errorf("%s: another seed made the same jobs", w.Name)
		}
		for i, j := range a {
			switch {
			case i > 0 && j.Submit < a[i-1].Submit:
				t.Fatalf("%s: job %d is submitted at %v, before job %d", w.Name, i, j.Submit, i-1)
			case j.Work <= 0 || j.Demand.CPU <= 0 || j.Demand.Mem < 0 || j.Estimate < 0:
				t.Fatalf("%s: job %d is %+v", w.Name, i, j)
			case j.Deadline != 0 && j.Deadline < j.Submit.Add(j.Estimate):
				t.Fatalf("%s: job %d claims %v, but its deadline is %v after its submission", w.Name, i, j.Estimate, j.Deadline.Sub(j.Submit))
			case j.Demand.GPUs > 0 != (j.Demand.Share > 0):
				t.Fatalf("%s: job %d has %d GPUs with share %d", w.Name, i, j.Demand.GPUs, j.Demand.Share)
			}
		}
	}
}

func TestEveryWorkloadIsDescribed(t *testing.T) {
	for _, w := range All() {
		if w.Summary == "" || strings.HasSuffix(w.Summary, ".") {
			t.Errorf("%s: summary %q, want a line without a full stop", w.Name, w.Summary)
		}
		for _, p := range w.Params {
			if p.Doc == "" || p.Default == "" || p.Min > p.Max {
				t.Errorf("%s: parameter %+v is not complete", w.Name, p)
			}
		}
	}
}

// What one parameter is about must not move anything else: that is what makes
// comparisons along an axis paired.
func TestFacetsAreIndependent(t *testing.T) {
	base := take(t, nil, "diurnal", nil, 3, 2000)
	same := func(what string, args []Arg, facet func(j sim.Job) any) {
		t.Helper()
		for i, j := range take(t, nil, "diurnal", args, 3, 2000) {
			if facet(j) != facet(base[i]) {
				t.Errorf("%s: job %d has %v, before %v", what, i, facet(j), facet(base[i]))
				return
			}
		}
	}
	submit := func(j sim.Job) any { return j.Submit }
	shape := func(j sim.Job) any { return [2]any{j.Demand, j.Tasks} }
	truth := func(j sim.Job) any { return j.Work }
	claim := func(j sim.Job) any { return j.Estimate }
	who := func(j sim.Job) any { return [3]int32{j.User, j.Group, j.Priority} }
	for _, f := range []func(sim.Job) any{submit, shape, who} {
		same("cpu_duration", []Arg{{"cpu_duration", "2h"}}, f)
	}
	for _, f := range []func(sim.Job) any{submit, shape, truth, who} {
		same("estimate_noise", []Arg{{"estimate_noise", "0"}}, f)
	}
	for _, f := range []func(sim.Job) any{submit, shape, truth, claim, who} {
		same("deadline_fraction", []Arg{{"deadline_fraction", "1"}, {"deadline_slack", "9"}}, f)
	}
	for _, f := range []func(sim.Job) any{shape, truth, claim, who} {
		same("jobs_per_hour", []Arg{{"jobs_per_hour", "200"}, {"daily", "0.1"}}, f)
	}
	for _, f := range []func(sim.Job) any{submit, who} {
		same("gpu_fraction", []Arg{{"gpu_fraction", "0.9"}}, f)
	}
}

func TestDiurnalIsWhatItSays(t *testing.T) {
	jobs := take(t, nil, "diurnal", []Arg{{"jobs_per_hour", "500"}, {"days", "7"}}, 1, 1e6)
	// 500 per hour on five days, 200 on two
	if want := 24 * (5*500 + 2*200.0); math.Abs(float64(len(jobs))-want) > 4*math.Sqrt(want) {
		t.Errorf("%d jobs in a week, want about %v", len(jobs), want)
	}
	n := float64(len(jobs))
	var gpu, deadline, over, urgent, day, night, cpuSum, gpuSum float64
	for _, j := range jobs {
		training := j.Demand.GPUs > 0
		if training {
			gpu++
			gpuSum += float64(j.Work) / 3.6e12
		} else {
			cpuSum += float64(j.Work) / 3.6e12
		}
		if training != (j.Restart.Keep == sim.KeepCheckpoint) {
			t.Fatalf("a job with %d GPUs keeps %v", j.Demand.GPUs, j.Restart.Keep)
		}
		if j.Deadline > 0 {
			deadline++
		}
		if int64(j.Estimate) > j.Work {
			over++
		}
		if j.Priority == 2 {
			urgent++
		}
		switch h := phase(j.Submit, 24*time.Hour).Hours(); {
		case h >= 11 && h < 17:
			day++
		case h < 5 || h >= 23:
			night++
		}
	}
	share := func(what string, count, of, want float64) {
		t.Helper()
		if math.Abs(count/of-want) > 4*math.Sqrt(want*(1-want)/of) {
			t.Errorf("share of jobs %s is %.4f, want %.4f", what, count/of, want)
		}
	}
	share("on GPUs", gpu, n, 0.3)
	share("with a deadline", deadline, n, 0.3)
	share("that are urgent", urgent, n, 0.1)
	// over six hours around the top the mean of the cosine is 2√2/π
	share("around noon", day, n, 0.25*(1+0.7*2*math.Sqrt2/math.Pi))
	share("at night", night, n, 0.25*(1-0.7*2*math.Sqrt2/math.Pi))
	if s := over / n; s < 0.8 || s > 0.95 {
		t.Errorf("users overestimate %.3f of the jobs, want 0.80 to 0.95", s)
	}
	if m := cpuSum / (n - gpu); m < 0.55 || m > 0.8 {
		t.Errorf("batch jobs run %.3f hours on average, want about 0.667", m)
	}
	if m := gpuSum / gpu; m < 2.6 || m > 3.4 {
		t.Errorf("training jobs run %.3f hours on average, want about 3", m)
	}
}

func TestDiurnalFitsItsWorld(t *testing.T) {
	cases := []struct {
		name   string
		change func(w *sim.World)
		args   []Arg
		want   string // of the error; "" means that every job must fit a type on offer
	}{
		{"as it is", func(*sim.World) {}, nil, ""},
		{"no A100", func(w *sim.World) { w.Offers = w.Offers[1:] }, nil, ""},
		{"only T4 and small", func(w *sim.World) { w.Offers = []sim.Offer{w.Offers[2], w.Offers[3]} }, nil, ""},
		{"profiles that keep training off V100", func(w *sim.World) {
			w.Profiles = [][]int64{{1, 1, 1, 1, 1}, {1, 0, 0, 1, 0}}
		}, nil, ""},
		{"no GPUs", func(w *sim.World) { w.Offers = w.Offers[1:3] }, nil, "workload diurnal: no machine type holds a training task of 1 GPU, 4 vCPUs and 14 GiB; or set gpu_fraction = 0"},
		{"no GPUs and no training", func(w *sim.World) { w.Offers = w.Offers[1:3] }, []Arg{{"gpu_fraction", "0"}}, ""},
		{"no offers", func(w *sim.World) { w.Offers = nil }, nil, "workload diurnal: no machine type holds a batch job of 1 vCPU and 2 GiB; or set gpu_fraction = 1"},
	}
	for _, c := range cases {
		w := testWorld()
		c.change(w)
		if _, err := New(w, "diurnal", c.args, 1); fmt.Sprint(err) != c.want && (err != nil || c.want != "") {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		} else if err != nil {
			continue
		}
		if c.want != "" {
			continue
		}
		for i, j := range take(t, w, "diurnal", c.args, 1, 2000) {
			if !fleetOf(w, j.Profile).holds(j.Demand) {
				t.Errorf("%s: job %d needs %+v, which no machine type on offer has", c.name, i, j.Demand)
				break
			}
		}
	}
	if _, err := New(nil, "diurnal", nil, 1); err == nil {
		t.Error("diurnal without a world: no error")
	}
}

func TestBadArguments(t *testing.T) {
	cases := []struct {
		name string
		args []Arg
		want string
	}{
		{"diurnl", nil, `unknown workload "diurnl", the nearest is "diurnal"`},
		{"philly", nil, `unknown workload "philly", want one of ["diurnal" "longjobs" "bursts" "constant" "mmc" "mg1" "engine-w1" "engine-w2" "batches" "levels" "phases" "overflow" "training" "worst-list" "worst-lpt" "worst-firstfit"]`},
		{"", nil, `unknown workload "", want one of ["diurnal" "longjobs" "bursts" "constant" "mmc" "mg1" "engine-w1" "engine-w2" "batches" "levels" "phases" "overflow" "training" "worst-list" "worst-lpt" "worst-firstfit"]`},
		{"diurnal", []Arg{{"job_per_hour", "3"}}, `workload diurnal: unknown parameter "job_per_hour", the nearest is "jobs_per_hour"`},
		{"mmc", []Arg{{"rate", "3"}}, `workload mmc: unknown parameter "rate", want one of ["lambda" "mu" "jobs" "known" "resume" "checkpoint_every" "checkpoint_cost" "restart_overhead" "checkpoint_gb" "checkpoint_on_notice"]`},
		{"mmc", []Arg{{"mu", "1"}, {"mu", "2"}}, `workload mmc: mu is set twice, the second time to "2"`},
		{"mmc", []Arg{{"mu", "-1"}}, `workload mmc: mu = "-1": want a number from 1e-06 to 1e+06 jobs/s`},
		{"mmc", []Arg{{"mu", "NaN"}}, `workload mmc: mu = "NaN": want a number from 1e-06 to 1e+06 jobs/s`},
		{"mmc", []Arg{{"mu", "fast"}}, `workload mmc: mu = "fast": want a number from 1e-06 to 1e+06 jobs/s`},
		{"mmc", []Arg{{"jobs", "1.5"}}, `workload mmc: jobs = "1.5": want a whole number from 1 to 1000000000`},
		{"mmc", []Arg{{"jobs", "0"}}, `workload mmc: jobs = "0": want a whole number from 1 to 1000000000`},
		{"mmc", []Arg{{"known", "yes"}}, `workload mmc: known = "yes": want true or false`},
		{"mg1", []Arg{{"cv2", "0.0001"}}, `workload mg1: cv2 = 0.0001 is a sum of more than 1,000 draws per job, want 0 or at least 0.001`},
		{"mmc", []Arg{{"resume", "true"}, {"checkpoint_every", "1h"}}, `workload mmc: resume = true keeps all work, want no checkpoint_every, which is 1h0m0s`},
		{"constant", []Arg{{"checkpoint_cost", "1s"}}, `workload constant: checkpoint_cost is 1s without checkpoints, want a checkpoint_every`},
		{"batches", []Arg{{"shortest", "9"}, {"longest", "3"}}, `workload batches: longest = 3 s is less than shortest = 9 s`},
		{"batches", []Arg{{"smallest", "2"}}, `workload batches: largest = 1 vCPU is less than smallest = 2 vCPU`},
		{"levels", []Arg{{"least", "11"}}, `workload levels: most = 10 is less than least = 11`},
		{"diurnal", []Arg{{"gpu_fraction", "1.1"}}, `workload diurnal: gpu_fraction = "1.1": want a number from 0 to 1`},
		{"diurnal", []Arg{{"cpu_duration", "90"}}, `workload diurnal: cpu_duration = "90": want a duration such as 40m, from 1m0s to 876000h0m0s`},
		{"diurnal", []Arg{{"cpu_duration", "-1h"}}, `workload diurnal: cpu_duration = "-1h": want a duration such as 40m, from 1m0s to 876000h0m0s`},
	}
	for _, c := range cases {
		if _, err := New(testWorld(), c.name, c.args, 1); err == nil || err.Error() != c.want {
			t.Errorf("New(%q, %v):\n got %v\nwant %s", c.name, c.args, err, c.want)
		}
	}
}

func TestSourcesDoNotAllocate(t *testing.T) {
	for _, w := range All() {
		s, err := New(testWorld(), w.Name, nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		var j sim.Job
		if n := testing.AllocsPerRun(200, func() { j = sim.Job{}; s.Next(&j) }); n != 0 {
			t.Errorf("%s allocates %v times per job", w.Name, n)
		}
	}
}

func ExampleNew() {
	args := []Arg{{"lambda", "9"}, {"mu", "1"}, {"jobs", "3"}}
	source, err := New(nil, "mmc", args, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	var j sim.Job
	for source.Next(&j) {
		fmt.Println("at", j.Submit, "work", time.Duration(j.Work))
		j = sim.Job{}
	}
	// Output:
	// at 156.316403ms work 63.677632ms
	// at 571.145101ms work 1.503230694s
	// at 581.693097ms work 3.683376745s
}

func ExampleAll() {
	for _, w := range All() {
		fmt.Printf("%-14s %2d parameters\n", w.Name, len(w.Params))
	}
	// Output:
	// diurnal        16 parameters
	// longjobs       14 parameters
	// bursts         10 parameters
	// constant       12 parameters
	// mmc            10 parameters
	// mg1            11 parameters
	// engine-w1       3 parameters
	// engine-w2       3 parameters
	// batches         8 parameters
	// levels          4 parameters
	// phases         21 parameters
	// overflow       13 parameters
	// training        7 parameters
	// worst-list      2 parameters
	// worst-lpt       2 parameters
	// worst-firstfit  2 parameters
}

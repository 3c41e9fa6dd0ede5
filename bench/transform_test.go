package bench

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"skysim/policies/greedy"
	"skysim/sim"
)

// clusterWorld owns so many GPUs and CPUs, and may rent more.
func clusterWorld(t testing.TB, gpus int32, cores int64) *sim.World {
	t.Helper()
	c := Cloud{Name: "c", Machines: []Machines{
		{Name: "cpu", Count: cores, CPU: 1000, Mem: 1000},
		{Name: "rented", Purchase: sim.OnDemand, Count: sim.Unlimited, CPU: 64000, GPUs: 8, GPUKind: "T4", Provider: "cloud"},
	}, Tariff: readTariff(nil)}
	if gpus > 0 {
		c.Machines = append(c.Machines, Machines{Name: "gpu", Count: int64(gpus), CPU: 1000, GPUs: 1, GPUKind: "T4"})
	}
	out, err := openCloud(&c, parsed(t, ownAndCloud).Epoch, "")
	if err != nil {
		t.Fatal(err)
	}
	return out.base
}

// someJobs draws jobs in order of time, told apart by their users.
func someJobs(t *rapid.T) []sim.Job {
	var jobs []sim.Job
	var at sim.Time
	for i := range rapid.IntRange(1, 60).Draw(t, "jobs") {
		at += sim.Time(rapid.Int64Range(0, 3).Draw(t, "gap"))
		j := sim.Job{Submit: at, Demand: sim.Demand{CPU: 1000}, Work: 1 + int64(i), User: int32(i), Tasks: int32(rapid.IntRange(0, 3).Draw(t, "tasks"))}
		if i == 0 || rapid.Bool().Draw(t, "gpu") {
			j.Demand.GPUs, j.Demand.Share = 1, int32(rapid.IntRange(1, 1000).Draw(t, "share"))
		}
		if rapid.Bool().Draw(t, "deadline") {
			j.Deadline = at + 10
		}
		jobs = append(jobs, j)
	}
	return jobs
}

// request is what a job asks for, counted another way.
func request(j sim.Job) (thousandths int64) {
	for range max(j.Tasks, 1) {
		for range j.Demand.GPUs {
			thousandths += int64(j.Demand.Share)
		}
	}
	return thousandths
}

// Whatever is filled stands within one job of the wanted load, and holds either every
// job of the trace or none twice.
func TestFill(t *testing.T) {
	w := clusterWorld(t, 5, 7)
	rapid.Check(t, func(t *rapid.T) {
		jobs := someJobs(t)
		before := slices.Clone(jobs)
		change := transform{fill: rapid.Float64Range(0.05, 10).Draw(t, "fill")}
		seed := rapid.Uint64().Draw(t, "seed")
		got, err := change.apply(jobs, w, seed)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(before, jobs); d != "" {
			t.Fatalf("the trace itself has changed:\n%s", d)
		}
		var load, largest, original int64
		for _, j := range jobs {
			largest = max(largest, request(j))
			original += request(j)
		}
		copies := map[int32]int{}
		for i, j := range got {
			load += request(j)
			copies[j.User]++
			if i > 0 && j.Submit < got[i-1].Submit {
				t.Fatalf("job %d comes at %v after one at %v", i, j.Submit, got[i-1].Submit)
			}
			want := before[j.User]
			if d := cmp.Diff(want, j); d != "" {
				t.Fatalf("a job has changed:\n%s", d)
			}
		}
		target := change.fill * 5000
		if float64(load) > target+1 || float64(load+largest) < target-1 {
			t.Errorf("load is %d thousandths, want at most %v and more than %v", load, target, target-float64(largest))
		}
		if float64(original) <= target && len(copies) != len(jobs) {
			t.Errorf("%d of %d jobs are left where none was too much", len(copies), len(jobs))
		}
		for user, n := range copies {
			if float64(original) > target && n > 1 {
				t.Errorf("job %d comes %d times where there was too much", user, n)
			}
		}
		again, err := change.apply(jobs, w, seed)
		if err != nil || cmp.Diff(got, again) != "" {
			t.Errorf("the same seed gives other jobs: %v", err)
		}
	})
}

// Shuffled jobs are the same jobs under the same times, in another order, with as long
// for their deadlines as before.
func TestShuffle(t *testing.T) {
	w := clusterWorld(t, 5, 7)
	rapid.Check(t, func(t *rapid.T) {
		jobs := someJobs(t)
		change := transform{shuffle: true}
		got, err := change.apply(jobs, w, rapid.Uint64().Draw(t, "seed"))
		if err != nil || len(got) != len(jobs) {
			t.Fatalf("%d jobs of %d, %v", len(got), len(jobs), err)
		}
		seen := map[int32]bool{}
		for i, j := range got {
			if j.Submit != jobs[i].Submit || seen[j.User] {
				t.Errorf("job %d comes at %v, want %v; seen before: %v", i, j.Submit, jobs[i].Submit, seen[j.User])
			}
			seen[j.User] = true
			old := jobs[j.User]
			if (j.Deadline == 0) != (old.Deadline == 0) || (j.Deadline != 0 && j.Deadline-j.Submit != old.Deadline-old.Submit) {
				t.Errorf("job %d has its deadline at %v coming at %v, before at %v coming at %v", i, j.Deadline, j.Submit, old.Deadline, old.Submit)
			}
		}
	})
}

// Every one of three jobs comes first about as often.
func TestShuffleIsFair(t *testing.T) {
	w := clusterWorld(t, 5, 7)
	orders := map[[3]int32]int{}
	jobs := []sim.Job{{User: 0}, {User: 1}, {User: 2}}
	for seed := range uint64(6000) {
		change := transform{shuffle: true}
		got, err := change.apply(jobs, w, seed)
		if err != nil {
			t.Fatal(err)
		}
		orders[[3]int32{got[0].User, got[1].User, got[2].User}]++
	}
	for order, n := range orders {
		if math.Abs(float64(n)-1000) > 5*math.Sqrt(1000) {
			t.Errorf("order %v comes %d times of 6000, want about 1000", order, n)
		}
	}
	if len(orders) != 6 {
		t.Errorf("%d orders of 6", len(orders))
	}
}

func TestEveryStayAndKnown(t *testing.T) {
	w := clusterWorld(t, 5, 7)
	jobs := []sim.Job{{Submit: 5, Work: 7, Limit: 9, Deadline: 8}, {Submit: 5, Work: 8, Estimate: 3}, {Submit: 6, Work: 9}}
	for _, c := range []struct {
		name   string
		change transform
		want   []sim.Job
	}{
		{"nothing", transform{knownDemands: true}, jobs},
		{"every", transform{every: 10}, []sim.Job{{Work: 7, Limit: 9, Deadline: 3}, {Submit: 10, Work: 8, Estimate: 3}, {Submit: 20, Work: 9}}},
		{"stay", transform{stay: true}, []sim.Job{{Submit: 5, Work: math.MaxInt64, Deadline: 8}, {Submit: 5, Work: math.MaxInt64, Estimate: 3}, {Submit: 6, Work: math.MaxInt64}}},
		{"known", transform{knownRuntimes: true}, []sim.Job{{Submit: 5, Work: 7, Estimate: 7, Limit: 9, Deadline: 8}, {Submit: 5, Work: 8, Estimate: 8}, {Submit: 6, Work: 9, Estimate: 9}}},
	} {
		got, err := c.change.apply(jobs, w, 1)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: jobs differ (-want +got):\n%s", c.name, d)
		}
	}
}

func TestTransformErrors(t *testing.T) {
	w := clusterWorld(t, 5, 7)
	for _, c := range []struct {
		name, want string
		change     transform
		jobs       []sim.Job
	}{
		{"nothing is asked for", "the jobs ask for 0 thousandths of GPUs and the world owns 5000", transform{fill: 1}, []sim.Job{{Demand: sim.Demand{CPU: 1}}}},
		{"dependencies", "would tear them apart", transform{shuffle: true}, []sim.Job{{}, {After: []int64{0}}}},
		{"beyond the clock", "want a smaller every", transform{every: math.MaxInt64 / 2}, make([]sim.Job, 4)},
		{"too many", "makes more than 10000000 jobs", transform{fill: 5e6}, []sim.Job{{Demand: sim.Demand{GPUs: 1, Share: 1}}}},
	} {
		if _, err := c.change.apply(c.jobs, w, 1); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
	// In a world that owns no GPU, CPUs count.
	change := transform{fill: 2}
	got, err := change.apply([]sim.Job{{Demand: sim.Demand{CPU: 1000}}}, clusterWorld(t, 0, 7), 1)
	if err != nil || len(got) != 14 {
		t.Errorf("twice seven cores are filled by %d jobs of one, %v; want 14", len(got), err)
	}
}

// The demands of tasks are counted, the most frequent first, ties by first appearance.
func TestClasses(t *testing.T) {
	a, b, c := sim.Demand{CPU: 1}, sim.Demand{CPU: 2}, sim.Demand{CPU: 1, Mem: 1}
	got := classes([]sim.Job{{Demand: a}, {Demand: b}, {Demand: c, Tasks: 3}, {Demand: b, Tasks: 1}, {Demand: a}})
	want := []greedy.Class{{Demand: c, Count: 3}, {Demand: a, Count: 2}, {Demand: b, Count: 2}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("classes differ (-want +got):\n%s", d)
	}
}

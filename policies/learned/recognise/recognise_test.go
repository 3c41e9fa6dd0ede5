package recognise

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

var world = &sim.World{Epoch: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)}

func Example() {
	c, err := New([]string{"training", "batch"}, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	train := &sim.JobInfo{Tasks: 4, Demand: sim.Demand{CPU: 32000, GPUs: 8, Share: 1000}, Estimate: 20 * time.Hour, User: 1}
	batch := &sim.JobInfo{Tasks: 1, Demand: sim.Demand{CPU: 2000, Mem: 4096}, Estimate: 20 * time.Minute, User: 2}
	for range 3 {
		c.Observe(OfJob(train, world), 0)
		c.Observe(OfJob(batch, world), 1)
	}
	unknown := &sim.JobInfo{Tasks: 2, Demand: sim.Demand{CPU: 32000, GPUs: 8, Share: 1000}, Estimate: 9 * time.Hour, User: 3}
	class, p := c.Classify(OfJob(unknown, world))
	priority, _ := Priority(c.Classes()[class])
	fmt.Printf("%s with %.3f, priority %d\n", c.Classes()[class], p[class], priority)
	// Output:
	// training with 0.985, priority 10
}

// By hand: two classes with 3 and 1 jobs, one feature, smoothing 1. Of class 0 values were 5, 5, 6; of class 1
// it was 6. Two values and one for the rest: P(6|0) = (1+1)/(3+3), P(6|1) = (1+1)/(1+3); priors 4 and 2.
func TestNaiveBayesByHand(t *testing.T) {
	c, err := New([]string{"a", "b"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	c.Observe(Features{5}, 0)
	c.Observe(Features{5}, 0)
	c.Observe(Features{6}, 0)
	c.Observe(Features{6}, 1)
	class, p := c.Classify(Features{6})
	a, b := 4*2.0/6, 2*2.0/4
	if class != 0 || math.Abs(p[0]-a/(a+b)) > 1e-12 {
		t.Errorf("class %d with %v, want 0 with %v", class, p, a/(a+b))
	}
	// What nobody has shown, and what is not shown, leave it to what is usual.
	a, b = 4*1.0/6, 2*1.0/4
	if _, p := c.Classify(Features{9}); math.Abs(p[0]-a/(a+b)) > 1e-12 {
		t.Errorf("a new value: %v, want %v", p[0], a/(a+b))
	}
	if _, p := c.Classify(Features{Unknown}); math.Abs(p[0]-4.0/6) > 1e-12 {
		t.Errorf("no value: %v, want 2/3", p[0])
	}
}

// planted draws a job of a kind: kinds overlap in every single feature.
func planted(s *sim.Stream) (j sim.JobInfo, kind int) {
	kind = int(s.Int64N(int64(len(Kinds()))))
	pick := func(of ...int64) int64 { return of[s.Int64N(int64(len(of)))] }
	j.Tasks = 1
	j.User = int32(1+5*kind) + int32(s.Int64N(8)) // users of neighbours overlap
	j.Submit = sim.Time(time.Duration(s.Int64N(24)) * time.Hour)
	switch Kinds()[kind].Name {
	case "service":
		j.Demand.CPU, j.Demand.Mem = 1000*pick(2, 4, 8), 1024*pick(4, 8, 16)
	case "interactive":
		j.Demand.CPU, j.Demand.Mem, j.Estimate = 1000*pick(1, 2, 4), 1024*pick(2, 4, 8), time.Duration(pick(5, 10, 30, 60))*time.Minute
		j.Submit = sim.Time(time.Duration(8+s.Int64N(11)) * time.Hour)
	case "inference":
		j.Demand.CPU, j.Demand.GPUs, j.Demand.Share, j.Estimate = 1000*pick(2, 4, 8), 1, int32(pick(250, 500, 1000)), time.Duration(pick(5, 10, 30, 60, 120))*time.Minute
	case "training":
		j.Demand.CPU, j.Demand.GPUs, j.Demand.Share, j.Estimate = 1000*pick(4, 8, 32), int32(pick(1, 2, 4, 8)), 1000, time.Duration(pick(1, 4, 12, 24))*time.Hour
		j.Tasks, j.Restart.Keep = int32(pick(1, 1, 2, 4)), sim.Keep(pick(0, 1, 1))
	case "batch":
		j.Demand.CPU, j.Demand.Mem, j.Estimate = 1000*pick(1, 2, 4, 8, 16), 1024*pick(2, 4, 8, 16), time.Duration(pick(10, 30, 60, 240))*time.Minute
		j.Deadline = sim.Time(pick(0, 1)) * sim.Time(48*time.Hour)
	}
	return j, kind
}

// taught returns a classifier of planted jobs and others to try it on.
func taught(t *testing.T, seed uint64, train, held int) (*Classifier, []Sample) {
	t.Helper()
	var names []string
	for _, k := range Kinds() {
		names = append(names, k.Name)
	}
	c, err := New(names, 1)
	if err != nil {
		t.Fatal(err)
	}
	s := sim.NewStream(seed, "jobs")
	for range train {
		j, kind := planted(&s)
		c.Observe(OfJob(&j, world), kind)
	}
	var rest []Sample
	for range held {
		j, kind := planted(&s)
		rest = append(rest, Sample{OfJob(&j, world), kind})
	}
	return c, rest
}

func TestPlantedKindsAreRecognised(t *testing.T) {
	c, rest := taught(t, 1, 2000, 2000)
	table := Evaluate(c, rest)
	t.Logf("\n%vaccuracy %.3f, the most frequent class %.3f", &table, table.Accuracy(), table.Majority())
	if table.Accuracy() < 0.9 || table.Majority() > 0.25 {
		t.Errorf("accuracy %.3f, want 0.9 of what the most frequent class gets %.3f right", table.Accuracy(), table.Majority())
	}
	few, rest := taught(t, 1, 50, 2000)
	less := Evaluate(few, rest)
	if less.Accuracy() >= table.Accuracy() {
		t.Errorf("50 jobs teach as much as 2,000: %.3f and %.3f", less.Accuracy(), table.Accuracy())
	}
	again, rest := taught(t, 1, 2000, 2000)
	if same := Evaluate(again, rest); same.String() != table.String() {
		t.Errorf("the same jobs in the same order teach something else:\n%v", &same)
	}
}

// Labels that have nothing to do with jobs cannot be recognised, and it does not look as if they could.
func TestNoiseIsNotRecognised(t *testing.T) {
	c, err := New([]string{"heads", "tails"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	s := sim.NewStream(2, "noise")
	var rest []Sample
	for i := range 6000 {
		j, _ := planted(&s)
		sample := Sample{OfJob(&j, world), int(s.Int64N(2))}
		if i < 3000 {
			c.Observe(sample.Features, sample.Class)
		} else {
			rest = append(rest, sample)
		}
	}
	table := Evaluate(c, rest)
	if a := table.Accuracy(); math.Abs(a-0.5) > 0.03 {
		t.Errorf("coins are recognised with accuracy %.3f", a)
	}
}

// The order in which jobs are learned, and the order of classes, change nothing but the order of classes.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, _ := New([]string{"x", "y", "z"}, 0.5)
		b, _ := New([]string{"z", "y", "x"}, 0.5)
		var samples []Sample
		for range rapid.IntRange(0, 30).Draw(t, "jobs") {
			samples = append(samples, Sample{Features{rapid.Int32Range(-1, 3).Draw(t, "f"), rapid.Int32Range(-1, 2).Draw(t, "g")}, rapid.IntRange(0, 2).Draw(t, "class")})
		}
		for i, s := range samples {
			a.Observe(s.Features, s.Class)
			last := samples[len(samples)-1-i]
			b.Observe(last.Features, 2-last.Class)
		}
		f := Features{rapid.Int32Range(-1, 4).Draw(t, "asked"), rapid.Int32Range(-1, 4).Draw(t, "and")}
		_, p := a.Classify(f)
		_, q := b.Classify(f)
		for k := range p {
			if math.Abs(p[k]-q[2-k]) > 1e-12 {
				t.Fatalf("%v and %v", p, q)
			}
		}
	})
}

func TestWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		classes   []string
		smoothing float64
		want      string
	}{
		{[]string{"a"}, 1, "1 classes, want 2 or more"},
		{[]string{"a", "b", "a"}, 1, `class "a" is named twice`},
		{[]string{"a", "b"}, 0, "smoothing is 0"},
		{[]string{"a", "b"}, math.NaN(), "smoothing is NaN"},
	} {
		if _, err := New(c.classes, c.smoothing); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, %v: error %v, want %q", c.classes, c.smoothing, err, c.want)
		}
	}
	if _, known := Priority("nonsense"); known {
		t.Error("nonsense has a priority")
	}
	if len(FeatureNames()) != len(OfJob(&sim.JobInfo{}, world)) {
		t.Error("features and names differ in number")
	}
	tc := Confusion{Classes: []string{"a", "b"}, Counts: [][]int{{3, 1}, {2, 4}}}
	if tc.Accuracy() != 0.7 || tc.Majority() != 0.6 || tc.Recall(0) != 0.75 || tc.Precision(0) != 0.6 {
		t.Errorf("%v, %v, %v, %v of\n%v", tc.Accuracy(), tc.Majority(), tc.Recall(0), tc.Precision(0), &tc)
	}
}

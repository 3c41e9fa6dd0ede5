package reproduce

import (
	"context"
	"math"
	"strings"
	"testing"

	"skysim/bench"
	"skysim/sim"
)

// small makes an experiment a matter of a second: few seeds, few jobs.
func small(e *bench.Experiment, seeds, share int64) {
	e.Seeds.Count = min(e.Seeds.Count, seeds)
	e.Warmup /= sim.Duration(share)
	for i := range e.Workloads {
		for k, p := range e.Workloads[i].Params {
			if n, whole := p.Value.(int64); whole && (p.Key == "jobs" && n > 1000 || p.Key == "batches") {
				e.Workloads[i].Params[k].Value = n / share
			}
		}
	}
}

// Every part, much shortened, gives numbers of its own, and those that cannot fail
// by chance hold.
func TestTheoryInSmall(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range theoryParts() {
		lab := &Lab{}
		e, err := lab.Experiment(p.experiment)
		if err != nil {
			t.Fatal(err)
		}
		seeds, share := int64(5), int64(20)
		switch p.experiment {
		case "theory-choices":
			share = 4 // a thousand lines take longer to fill
		case "theory-checkpoint":
			seeds = 10 // neighbours differ by a thousandth
		}
		small(e, seeds, share)
		f, err := p.run(context.Background(), lab, e)
		if err != nil {
			t.Errorf("%s: %v", p.experiment, err)
			continue
		}
		numbers, intervals := f.numbers(0.995), 0
		for i := range numbers {
			n := &numbers[i]
			n.OK = n.holds()
			if n.Relation == Interval {
				intervals++
			}
			if err := n.check(); err != nil || seen[n.Case] || !n.OK {
				t.Errorf("%s: %+v: %v; it is twice there: %t", p.experiment, n, err, seen[n.Case])
			}
			if n.Relation == Interval && strings.Contains(n.Note, "by the formula") {
				t.Errorf("%s: %s was published and is compared with the formula", p.experiment, n.Case)
			}
			// What the printed number misses of the formula is said; of all that is
			// printed only SRPT's misses any (its page says by how much).
			if misses := strings.Contains(n.Note, "the formula gives"); misses && !strings.Contains(n.Case, "SRPT") {
				t.Errorf("%s: %s: %s", p.experiment, n.Case, n.Note)
			}
			seen[n.Case] = true
		}
		if len(numbers) == 0 || intervals > f.intervals {
			t.Errorf("%s: %d numbers with %d intervals, of which %d count", p.experiment, len(numbers), intervals, f.intervals)
		}
	}
}

// Other parameters than the printed ones are compared with the formula.
func TestTheoryOfOtherParameters(t *testing.T) {
	lab := &Lab{}
	e, err := lab.Experiment("theory-waits")
	if err != nil {
		t.Fatal(err)
	}
	small(e, 6, 10)
	e.Workloads, e.Clouds = e.Workloads[:1], e.Clouds[:1]
	e.Workloads[0].Name, e.Clouds[0].Machines[0].Count = "M/M/12 at 9", 12
	f, err := theoryWaits(context.Background(), lab, e)
	if err != nil {
		t.Fatal(err)
	}
	n := f.numbers(0.999)[0]
	if want := WaitMMC(12, 9, 1); n.Published != want || !n.holds() {
		t.Errorf("%+v, want it to hold with %v published", n, want)
	}
	// what other servers would do is no agreement
	if n.Published = WaitMMC(11, 9, 1); n.holds() {
		t.Errorf("%+v holds for 11 servers too", n)
	}
}

func TestOptimaByOtherWays(t *testing.T) {
	for _, c := range []struct {
		works []int64
		m     int
		want  int64
	}{
		{[]int64{7}, 3, 7}, {[]int64{3, 3, 2, 2, 2}, 2, 6}, {[]int64{5, 5, 4, 4, 3, 3, 3}, 3, 9},
		{[]int64{1, 1, 1, 1, 1, 1, 3}, 3, 3}, {[]int64{4, 5, 6}, 1, 15},
	} {
		if got := leastMakespan(c.works, c.m); got != c.want {
			t.Errorf("leastMakespan(%v, %d) = %d, want %d", c.works, c.m, got, c.want)
		}
	}
	for _, c := range []struct {
		sizes []int64
		want  int
	}{
		{[]int64{10}, 1}, {[]int64{6, 5, 5, 4}, 2}, {[]int64{6, 6, 6}, 3}, {[]int64{4, 4, 4, 3, 3, 2}, 2}, {[]int64{7, 5, 3, 2, 2, 1}, 2},
	} {
		if got := fewestBins(c.sizes, 10); got != c.want {
			t.Errorf("fewestBins(%v, 10) = %d, want %d", c.sizes, got, c.want)
		}
	}
}

func TestCheapestCannotTellWhatIsTooNear(t *testing.T) {
	options := []alternative{
		{1, []float64{10, 12, 11, 13}}, {2, []float64{9, 11, 10.5, 12}}, {3, []float64{9.1, 10.9, 10.6, 12.1}}, {4, []float64{19, 25, 18, 24}},
	}
	best, low, high := cheapest(options, 0.9)
	if best != 2 || low != 2 || high != 3 {
		t.Errorf("cheapest is %v in [%v, %v], want 2 in [2, 3]", best, low, high)
	}
	if _, low, high = cheapest(options, 0.999999); low != 1 || high != 4 {
		t.Errorf("almost certain of nothing: [%v, %v], want [1, 4]", low, high)
	}
	if got := math.Round(CheckpointInterval(1, 600)*1000) / 1000; got != 34.641 {
		t.Errorf("√(2·1·600) = %v, want 34.641", got)
	}
}

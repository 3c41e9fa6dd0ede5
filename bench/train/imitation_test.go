package train

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"testing"

	optimum "skysim/policies/dp/spot"
	"skysim/policies/learned/imitate"
	"skysim/policies/learned/weights"
	"skysim/policies/spot"
	"skysim/sim"
	"skysim/traces/tracetest"
)

// TestTutorKnowsEveryCost: in states that a careless rider comes to, the best first kind costs what the table's own
// decision does, no kind is cheaper, and a gain is the difference of two such costs.
func TestTutorKnowsEveryCost(t *testing.T) {
	asked := [imitate.None]int{}
	for seed := range uint64(150) {
		s := sim.NewStream(seed, "tutor")
		r := anyRide(&s)
		tu, err := newTutor(r)
		if err != nil {
			continue // there is no plan
		}
		start, ok := math.Inf(1), false
		_, _, err = r.play(func(at optimum.State, p *spot.Progress, _ *[imitate.Inputs]float64) spot.Kind {
			best, err := tu.table.Best(at)
			if err != nil {
				t.Fatal(err)
			}
			least, can := tu.cost(at, spot.Kind(best.Kind))
			costs := [3]float64{math.Inf(1), math.Inf(1), math.Inf(1)}
			for k := range costs {
				if k == int(spot.Spot) && !p.SpotUp {
					continue
				}
				if c, can := tu.cost(at, spot.Kind(k)); can {
					costs[k] = c
				}
			}
			if !can || least != min(costs[0], costs[1], costs[2]) {
				t.Errorf("seed %d, tick %d: the best costs %v, the kinds %v", seed, at.Tick, least, costs)
			}
			if at.Tick == 0 {
				start, ok = least, true
			}
			q := imitate.Asked(p)
			want := map[imitate.Question]float64{
				imitate.Rent: costs[0] - costs[2], imitate.Take: min(costs[0], costs[2]) - costs[1], imitate.Change: costs[2] - costs[1],
			}[q]
			if gain, can := tu.gain(q, at); q != imitate.None && can {
				asked[q]++
				if gain != want {
					t.Errorf("seed %d, tick %d: yes to %d gains %v, want %v of %v", seed, at.Tick, q, gain, want, costs)
				}
			}
			return p.Safe(spot.Kind(s.Int64N(2)) * spot.OnDemand)
		})
		if err != nil {
			t.Fatal(err)
		}
		if !ok || start != inHours(tu.table.Cost()) {
			t.Errorf("seed %d: from the start %v, the optimum %v", seed, start, tu.table.Cost())
		}
	}
	if slices.Min(asked[:]) < 100 {
		t.Errorf("the questions were asked %v times: the test says little", asked)
	}
}

// TestFitFindsWeights that examples were made with.
func TestFitFindsWeights(t *testing.T) {
	s := sim.NewStream(1, "fit")
	var want, x [imitate.Inputs]float64
	for i := range want {
		want[i] = s.Normal() / 4
	}
	var one, two examples
	for n := range 200_000 {
		gain := s.Normal() / 10
		for i := range x {
			x[i] = s.Float64()
			gain += want[i] * x[i]
		}
		if n%2 == 0 {
			one.add(&x, gain)
		} else {
			two.add(&x, gain)
		}
	}
	one.join(&two)
	for i, w := range one.fit() {
		if math.Abs(w-want[i]) > 0.01 {
			t.Errorf("weight %d is %v, want %v", i, w, want[i])
		}
	}
}

// TestPartsShareNothing: no zone and no day of a part is in another, and what is trained on is in the file.
func TestPartsShareNothing(t *testing.T) {
	parts := []part{trainingPart(), validationPart(), heldOutPart()}
	for i, p := range parts {
		for _, q := range parts[:i] {
			if p.from < q.until && q.from < p.until {
				t.Errorf("%v and %v share days", p, q)
			}
			for _, f := range p.files {
				if slices.Contains(q.files, f) {
					t.Errorf("%s is in %v and in %v", f, p, q)
				}
			}
		}
	}
	data := dataOf(t)
	for _, p := range parts {
		sums := map[string]string{}
		skies, err := openPart(data, p, sums)
		if err != nil {
			t.Fatal(err)
		}
		for _, z := range skies {
			if len(z.up) != (p.until-p.from)*144 || sums[z.file] == "" {
				t.Errorf("%s has %d ticks and the sum %q", z.file, len(z.up), sums[z.file])
			}
		}
	}
	inputs := readSpot1(t).Provenance.Inputs
	for i, f := range slices.Sorted(slices.Values(trainingPart().files)) {
		sum, err := sumOf(filepath.Join(data, filepath.FromSlash(f)))
		if err != nil || len(inputs) != len(trainingPart().files) || inputs[i] != (weights.Input{Path: f, SHA256: sum}) {
			t.Errorf("spot-1 is trained on %v, %s is %s, %v", inputs, f, sum, err)
		}
	}
}

// TestSpot1IsAsItReports sits the exam of one ratio again, and holds it to what is asked of the weights: cheaper than
// Uniform Progress on the mean of the main ratios, by more than chance, and never later.
func TestSpot1IsAsItReports(t *testing.T) {
	sums := map[string]string{}
	held, err := openPart(dataOf(t), heldOutPart(), sums)
	if err != nil {
		t.Fatal(err)
	}
	f := readSpot1(t)
	data, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	m, err := imitate.Read("spot-1", data)
	if err != nil {
		t.Fatal(err)
	}
	e := exam{skies: held, model: &m, fitted: &m}
	sat, err := e.sit(context.Background(), 2, 1.5)
	if err != nil {
		t.Fatal(err)
	}
	got := report("", []*marks{sat})
	if want := f.HeldOut[3]; got.Note != want.Note {
		t.Errorf("today it is\n%s\nand the file says\n%s", got.Note, want.Note)
	}
	var saved, low, high float64
	var n, uniform, ours int
	if _, err := fmt.Sscanf(f.HeldOut[0].Note, "%d jobs; imitate pays %f %% less than uniform, 95 %% interval over days of a zone %f to %f;", &n, &saved, &low, &high); err != nil {
		t.Fatal(err)
	}
	if n < 1000 || low <= 0 {
		t.Errorf("of %d jobs imitate saves %v %%, %v to %v", n, saved, low, high)
	}
	for _, r := range f.HeldOut {
		i := len(r.Note) - len("late are 0 and 0")
		if _, err := fmt.Sscanf(r.Note[i:], "late are %d and %d", &uniform, &ours); err != nil || ours > uniform {
			t.Errorf("%s: %v", r.Note, err)
		}
	}
}

func readSpot1(t *testing.T) *weights.Named {
	t.Helper()
	data, err := weights.Embedded("spot-1")
	if err != nil {
		t.Fatal(err)
	}
	f, err := weights.Read("spot-1", data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// dataOf returns the data directory, if the recordings are there.
func dataOf(t *testing.T) string {
	t.Helper()
	for _, p := range []part{trainingPart(), validationPart(), heldOutPart()} {
		for _, f := range p.files {
			tracetest.Path(t, f)
		}
	}
	return tracetest.Path(t, "")
}

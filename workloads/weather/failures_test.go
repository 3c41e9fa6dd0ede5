package weather

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// Times between failures have the mean and the spread of their distribution, and a
// share of machines breaks as early as it says.
func TestFailuresAreWeibull(t *testing.T) {
	for _, shape := range []float64{0.5, 0.7, 1, 3} {
		f, err := Failures{Every: 50 * time.Hour, Shape: shape, Repair: 2 * time.Hour, RepairShape: 1}.In(testWorld(), 1)
		if err != nil {
			t.Fatal(err)
		}
		const n = 40_000
		var sum, square, repair, young float64
		for i := range int64(n) {
			x := f.Life(sim.OfferID(i%4), i/40, int32(i/4%10)).Hours()
			sum, square = sum+x, square+x*x
			if x < 5 {
				young++
			}
			repair += f.Repair(sim.OfferID(i%4), i/40, int32(i/4%10)).Hours()
		}
		g1, g2 := math.Gamma(1+1/shape), math.Gamma(1+2/shape)
		spread := math.Sqrt(g2/(g1*g1) - 1) // of one draw ÷ the mean
		if off(sum/n, 50) > 4*spread/math.Sqrt(n) {
			t.Errorf("shape %v: %.3f h on average, want 50", shape, sum/n)
		}
		if got := math.Sqrt(square/n-sum/n*sum/n) / (sum / n); off(got, spread) > 0.06 {
			t.Errorf("shape %v: deviation ÷ mean is %.3f, want %.3f", shape, got, spread)
		}
		if got, want := young/n, 1-math.Exp(-math.Pow(5/(50/g1), shape)); math.Abs(got-want) > 4*math.Sqrt(want/n) {
			t.Errorf("shape %v: %.4f break within 5 h, want %.4f", shape, got, want)
		}
		if off(repair/n, 2) > 0.03 {
			t.Errorf("shape %v: repaired in %.3f h on average, want 2", shape, repair/n)
		}
	}
}

func TestLogGamma(t *testing.T) {
	for x := 1.0; x < 12; x += 0.01 {
		if want, _ := math.Lgamma(x); math.Abs(logGamma(x)-want) > 1e-12*max(1, math.Abs(want)) {
			t.Fatalf("logGamma(%v) = %v, want %v", x, logGamma(x), want)
		}
	}
}

// Machines are as slow as noise says, and never faster than their type.
func TestNoiseOnlySlows(t *testing.T) {
	const noise, n = 0.2, 40_000
	f, err := Failures{Noise: noise}.In(testWorld(), 1)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i := range int64(n) {
		p := f.Pace(1, i)
		if p < 1 || p > 1e6 {
			t.Fatalf("machine %d has a pace of %d", i, p)
		}
		sum += float64(p) / 1e6
	}
	want := 2 * math.Exp(noise*noise/2) * 0.5 * math.Erfc(noise/math.Sqrt2)
	if off(sum/n, want) > 0.003 {
		t.Errorf("a pace of %.4f on average, want %.4f", sum/n, want)
	}
	if f.Life(1, 0, 0) != sim.Duration(sim.Never) {
		t.Error("noise alone breaks a machine")
	}
}

// Slow boots come as often as they should and have the tail of a Pareto
// distribution; the other boots stay as they were.
func TestSlowBootsHaveAHeavyTail(t *testing.T) {
	plain, _ := Boots{Jitter: 0.3}.In(testWorld(), 1)
	b, err := Boots{Jitter: 0.3, Slow: 0.1, SlowFactor: 4}.In(testWorld(), 1)
	if err != nil {
		t.Fatal(err)
	}
	const n = 100_000
	var slow, sum, tail float64
	for i := range int64(n) {
		before, _ := plain.Boot(2, i)
		after, _ := b.Boot(2, i)
		ratio := float64(after) / float64(before)
		switch {
		case after == before:
			continue
		case ratio < 3.999 || ratio > 400.001:
			t.Fatalf("boot %d takes %v, without slow ones %v", i, after, before)
		}
		slow, sum = slow+1, sum+ratio
		if ratio >= 40 {
			tail++
		}
	}
	if off(slow/n, 0.1) > 0.04 || off(sum/slow, 8) > 0.06 || off(tail/slow, 0.01) > 0.4 {
		t.Errorf("a share of %.4f is slow, by %.2f on average, of which %.4f by 40 or more: want 0.1, 8 (0.04 less for the cut), 0.01", slow/n, sum/slow, tail/slow)
	}
}

// nodes are three nodes: one that breaks twice, one that is down at first, one that
// never breaks.
func nodes() []sim.Path {
	h := sim.Time(time.Hour)
	return []sim.Path{
		{At: []sim.Time{0, 2 * h, 3 * h, 7 * h, 9 * h}, Value: []int64{0, 1, 0, 1, 0}},
		{At: []sim.Time{0, h}, Value: []int64{1, 0}},
		sim.Constant(0),
	}
}

// owned is the test world with five owned machines in two offers.
func owned() (*sim.World, []sim.OfferID) {
	w := testWorld()
	for k, count := range []int64{3, 2} {
		w.Offers = append(w.Offers, sim.Offer{Type: sim.TypeID(k), Zone: 2, Purchase: sim.Owned, Price: sim.Constant(1), Supply: sim.Constant(count)})
	}
	w.SortOffers()
	var offers []sim.OfferID
	for o := range w.Offers {
		if w.Offers[o].Purchase == sim.Owned {
			offers = append(offers, sim.OfferID(o))
		}
	}
	return w, offers
}

// down adds up what a machine's faults say: a path that is 1 while it is down.
func down(f sim.Faults, o sim.OfferID, ordinal int64, until sim.Time) sim.Path {
	p := sim.Constant(0)
	at := sim.Time(0)
	for n := range int32(1000) {
		at = at.Add(f.Life(o, ordinal, n))
		if at >= until {
			break
		}
		back := at.Add(f.Repair(o, ordinal, n))
		p = Either(p, Span(at, back.Sub(at)))
		at = back
	}
	return p
}

// Owned machines are down exactly when their nodes were, whatever part of the
// recording the run sees, to a nanosecond at its beginning.
func TestMachinesFollowNodes(t *testing.T) {
	w, offers := owned()
	const span = 10 * time.Hour
	rapid.Check(t, func(t *rapid.T) {
		b := Broken{
			Nodes: nodes(), Span: span, Skip: sim.Duration(rapid.Int64Range(0, int64(span)-1).Draw(t, "skip")), Repeat: rapid.Bool().Draw(t, "repeat"),
		}
		until := sim.Time(35 * time.Hour)
		f, err := b.Over(w, offers, nil, until)
		if err != nil {
			t.Fatal(err)
		}
		for machine := range int64(5) {
			o, ordinal := offers[0], machine
			if machine >= 3 {
				o, ordinal = offers[1], machine-3
			}
			got := down(f, o, ordinal, until)
			for at := sim.Time(1); at < until; at += sim.Time(10 * time.Minute) {
				then := at.Add(b.Skip)
				if b.Repeat {
					then %= sim.Time(span)
				}
				p := nodes()[machine%3]
				if w := p.ValueAt(then); got.ValueAt(at) != w {
					t.Fatalf("machine %d at %v: %d, in the recording %d", machine, at, got.ValueAt(at), w)
				}
			}
		}
	})
}

// Machines that the recording is not laid over break as the model says, and are as
// slow everywhere.
func TestBrokenLeavesTheOthers(t *testing.T) {
	w, offers := owned()
	model, err := Failures{Every: time.Hour, Shape: 1, Repair: time.Hour, RepairShape: 1, Noise: 0.1}.In(w, 1)
	if err != nil {
		t.Fatal(err)
	}
	f, err := (&Broken{Nodes: nodes(), Span: 10 * time.Hour}).Over(w, offers[:1], model, until)
	if err != nil {
		t.Fatal(err)
	}
	if f.Life(offers[1], 1, 2) != model.Life(offers[1], 1, 2) || f.Repair(offers[1], 1, 2) != model.Repair(offers[1], 1, 2) || f.Pace(offers[0], 1) != model.Pace(offers[0], 1) {
		t.Error("another offer's machines follow the recording, or a machine's speed is forgotten")
	}
	if f.Life(offers[0], 0, 0) != 2*time.Hour || f.Repair(offers[0], 0, 0) != time.Hour || f.Life(offers[0], 0, 2) != sim.Duration(sim.Never) {
		t.Error("the first machine does not follow the first node")
	}
	if _, err := (&Broken{Span: time.Hour}).Over(w, offers, nil, until); err == nil {
		t.Error("a recording without nodes: no error")
	}
}

// Rented machines take all times of all nodes, one after the other.
func TestRentedMachinesTakeAllTimes(t *testing.T) {
	w := testWorld()
	f, err := (&Broken{Nodes: nodes(), Span: 10 * time.Hour}).Over(w, []sim.OfferID{0}, nil, until)
	if err != nil {
		t.Fatal(err)
	}
	var got []sim.Duration
	for ordinal := range int64(6) {
		got = append(got, f.Life(0, ordinal, 0))
	}
	slices.Sort(got)
	never := sim.Duration(sim.Never)
	if want := []sim.Duration{1, 1, 2 * time.Hour, 4 * time.Hour, never, never}; !slices.Equal(got, want) {
		t.Errorf("six machines work for %v, want %v", got, want)
	}
}

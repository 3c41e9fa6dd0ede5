package bench

import (
	"context"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// Both futures have the same past, the cell's own is the cell's row, and where the other
// is the same policy nothing ever differs.
func TestFork(t *testing.T) {
	p := weatherPlan(t)
	c := p.Cells[0]
	whole, err := p.simulate(context.Background(), c, meter{now: time.Now, tick: func(int64) {}})
	if err != nil {
		t.Fatal(err)
	}
	at := sim.Time(15 * time.Minute)
	own := p.policies[c.policy]
	for _, tt := range []struct {
		other string
		parts bool
	}{{own, false}, {"greedy(order=fcfs,place=fastest,spot=avoid)", true}} {
		f, err := MakeFork(context.Background(), p, c, at, tt.other)
		if err != nil {
			t.Fatal(err)
		}
		if f.Rows[0].Digest != whole.Row.Digest || f.Rows[0].Cost != whole.Row.Cost || *f.Rows[0].WaitMean != *whole.Row.WaitMean ||
			*f.Rows[0].Availability != *whole.Row.Availability || f.Rows[0].CostWasted != whole.Row.CostWasted {
			t.Errorf("under %s: A is\n%+v, the cell itself\n%+v", tt.other, f.Rows[0], whole.Row)
		}
		if tt.parts != (f.Parts >= at) || tt.parts == (f.Rows[0].Digest == f.Rows[1].Digest) || tt.parts != (len(f.Futures[0]) > 0 && len(f.Futures[1]) > 0) {
			t.Errorf("under %s: they part at %v; digests %s and %s; futures of %d and %d events", tt.other, f.Parts,
				f.Rows[0].Digest, f.Rows[1].Digest, len(f.Futures[0]), len(f.Futures[1]))
		}
		if f.Parts >= 0 && f.Futures[0][0] == f.Futures[1][0] {
			t.Errorf("under %s: both go on with %s", tt.other, f.Futures[0][0])
		}
		var told strings.Builder
		if err := f.Write(&told); err != nil {
			t.Fatal(err)
		}
		want := "they never part"
		if tt.parts {
			want = "they part at " + f.Parts.String()
		}
		if !strings.Contains(told.String(), want) || !strings.Contains(told.String(), f.Past) {
			t.Errorf("under %s the story lacks %q or the fingerprint:\n%s", tt.other, want, told.String())
		}
	}
}

func TestForkRefuses(t *testing.T) {
	p := weatherPlan(t)
	c := p.Cells[0]
	for at, want := range map[string]string{"soon": "an instant such as 30h", "-1h": "an instant such as 30h", "outage": "no zone goes down"} {
		if _, err := ForkAt(p, c, at); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("fork at %s: error %v, want %q", at, err, want)
		}
	}
	if _, err := MakeFork(context.Background(), p, c, sim.Time(1e6*time.Hour), p.policies[0]); err == nil || !strings.Contains(err.Error(), "the run is over at") {
		t.Errorf("fork after the end: error %v", err)
	}
	if _, err := MakeFork(context.Background(), p, c, 0, "greedy(order=fcsf)"); err == nil || !strings.Contains(err.Error(), "fcsf") {
		t.Errorf("fork under no policy: error %v", err)
	}
}

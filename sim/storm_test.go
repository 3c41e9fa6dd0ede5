package sim_test

import (
	"bytes"
	"flag"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"skysim/sim"
	"skysim/sim/simtest"
)

var (
	storms    = flag.Int("storms", 300, "how many worlds TestStorms draws")
	stormFrom = flag.Int("storms.from", 1, "the first of them, to look at one again: -storms.from=N -storms=1")
)

// TestStorms lets a policy without a plan loose on random worlds with all weather and all
// mechanisms on. No job is lost or run more often than it was asked for, no capacity and no
// quota is exceeded and no rule broken, work and money add up: that is what the engine
// checks at every instant, the policy at every decision and the audit from the log. The
// same seed gives the same bytes, even if the run is kept as bytes in the middle and resumed.
//
//	go test ./sim -run TestStorms -storms=10000 -timeout=60m
func TestStorms(t *testing.T) {
	seen := weatherSeen{}
	for n := *stormFrom; n < *stormFrom+*storms; n++ {
		p := rapid.Custom(drawStorm).Example(n)
		if err := p.weather(t, &seen); err != nil {
			t.Fatalf("world %d (see again: -run TestStorms -storms.from=%d -storms=1): %v", n, n, err)
		}
	}
	t.Logf("%+v", seen)
	if *storms >= 100 && seen.least() == 0 {
		t.Errorf("something never happened: %+v", seen)
	}
}

func drawStorm(t *rapid.T) play {
	p := drawMoney(t, 25)
	for len(p.jobs) < 5 || len(p.world.Offers) == 0 || len(p.world.Providers) < 2 {
		p = drawMoney(t, 25)
	}
	if up(t, "no horizon", 3) > 0 {
		p.until = 0
	}
	for i := range p.world.Types { // so that most jobs could run
		m := &p.world.Types[i]
		m.CPU, m.Mem = m.CPU+2000, m.Mem+3072
	}
	for i := range p.jobs {
		if d := &p.jobs[i].Demand; up(t, "GPUs after all", 2) > 0 {
			d.GPUs, d.Share, d.Kinds = 0, 0, 0
		}
	}
	p.brew(t)
	return p
}

// weatherSeen counts what happened, so that a test in which nothing does is found out.
type weatherSeen struct {
	Events, Finished, Broken, Down, Cut, Parted, Slow, Unlawful, OverQuota, CutOff, Standing, Forbidden int64
}

func (w *weatherSeen) least() int64 {
	return min(w.Events, w.Finished, w.Broken, w.Down, w.Cut, w.Parted, w.Unlawful, w.OverQuota, w.CutOff, w.Standing, w.Forbidden)
}

func (w *weatherSeen) count(events []sim.Event) {
	for i := range events {
		w.Events++
		switch e := &events[i]; e.Kind {
		case sim.JobEnded:
			w.Finished += truth(e.Outcome == sim.Finished)
			w.Forbidden += truth(e.Outcome == sim.Forbidden)
		case sim.MachineBroke:
			w.Broken += truth(e.Why == sim.BrokenMachine)
			w.Down += truth(e.Why == sim.ZoneOutage)
		case sim.RegionsCut:
			w.Cut++
		case sim.AttemptStarted:
			w.Slow += truth(e.Value < 300_000)
		case sim.AttemptEnded:
			w.Parted += truth(e.Why == sim.RegionsParted)
		case sim.ActionRefused:
			w.Unlawful += truth(e.Refusal >= sim.OutsideResidence && e.Refusal <= sim.ProviderBarred)
			w.OverQuota += truth(e.Refusal == sim.OverQuota)
			w.CutOff += truth(e.Refusal == sim.Unreachable)
			w.Standing += truth(e.Refusal == sim.MachineDown || e.Refusal == sim.ZoneIsDown)
		}
	}
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// failed is how a policy reports what it finds, as a panic that weather catches.
type failed struct{ what string }

func (failed) Fatalf(format string, args ...any) { panic(failed{fmt.Sprintf(format, args...)}) }

// weather plays a world twice: once through, watched by the audit, and once in two parts.
func (p play) weather(t *testing.T, seen *weatherSeen) (err error) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	audit, whole := simtest.NewAudit(p.world, p.jobs).Under(p.faults), &diary{}
	s, err := sim.New(p.config(failed{}, audit, whole))
	if err != nil {
		return err
	}
	if err := s.Run(); err != nil {
		return err
	}
	if err := audit.Check(s.Totals(), s.Now()); err != nil {
		return err
	}
	seen.count(whole.events)
	parts := &diary{}
	again, err := sim.New(p.config(nil, parts))
	if err != nil {
		return err
	}
	draw := sim.NewStream(p.seed, "kept")
	if err := again.RunUntil(1 + sim.Time(draw.Int64N(int64(s.Now())+1))); err != nil {
		return err
	}
	snap, err := again.Snapshot()
	if err != nil {
		return err
	}
	if again, err = sim.Resume(p.config(nil, parts), snap); err != nil {
		return err
	}
	if twin, err := again.Snapshot(); err != nil || !bytes.Equal(twin, snap) {
		return fmt.Errorf("a run resumed from bytes has other bytes: %v", err)
	}
	if err := again.Run(); err != nil {
		return err
	}
	if got, want := fmt.Sprintf("%v%+v", parts, again.Totals()), fmt.Sprintf("%v%+v", whole, s.Totals()); got != want {
		return fmt.Errorf("in two parts the run is\n%s\nwant\n%s", got, want)
	}
	return nil
}

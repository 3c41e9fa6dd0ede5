package sim_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
	"skysim/sim/simtest"
)

// To run one failing case again: go test ./sim -run TestX -rapid.seed=N, as the failure says.

// diary writes down everything that an observer is told.
type diary struct {
	events []sim.Event
	lines  []sim.Line
}

func (d *diary) Observe(_ *sim.View, events []sim.Event) { d.events = append(d.events, events...) }
func (d *diary) Charge(l sim.Line)                       { d.lines = append(d.lines, l) }

func (d *diary) String() string {
	var b bytes.Buffer
	for i := range d.events {
		fmt.Fprintf(&b, "%+v\n", d.events[i])
	}
	for i := range d.lines {
		fmt.Fprintf(&b, "%+v\n", d.lines[i])
	}
	return b.String()
}

// play is a drawn run: what is needed to make it again and again.
type play struct {
	world *sim.World
	jobs  []sim.Job
	boots sim.Boots
	until sim.Time
	seed  uint64
	needs sim.Needs
	sends bool
	moves bool

	faults sim.Faults
}

func drawPlay(t *rapid.T, jobs int) play {
	p := play{world: drawWorld(t), until: sim.Time(seconds(t, "horizon", 90)), seed: rapid.Uint64Range(0, 1<<20).Draw(t, "seed")}
	p.jobs = drawJobs(t, p.world, jobs)
	if rapid.Bool().Draw(t, "bad boots") {
		p.boots = badBoots{p.seed}
	}
	if p.until == 0 && rapid.Bool().Draw(t, "late horizon") {
		p.until = sim.Time(time.Hour)
	}
	p.needs = sim.Needs{FirstFit: rapid.Bool().Draw(t, "first fit"), BestFit: rapid.Bool().Draw(t, "best fit")}
	if rapid.Bool().Draw(t, "by priority") {
		p.needs.Order = func(j *sim.JobInfo) int64 { return -int64(j.Priority) }
	}
	p.sends = rapid.Bool().Draw(t, "sends")
	p.moves = rapid.Bool().Draw(t, "moves")
	if rapid.Bool().Draw(t, "storms") {
		p.brew(t)
	}
	return p
}

func (p play) config(t fataler, observers ...sim.Observer) sim.Config {
	return sim.Config{
		World: p.world, Jobs: sim.Jobs(p.jobs...), Boots: p.boots, Faults: p.faults,
		Policy: &chaos{t: t, seed: p.seed, needs: p.needs, sends: p.sends, moves: p.moves, jobs: p.jobs},
		Until:  p.until, Observers: observers, Thorough: true,
	}
}

func open(t *rapid.T, c sim.Config) *sim.Sim {
	s, err := sim.New(c)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return s
}

func run(t *rapid.T, s *sim.Sim) {
	if err := s.Run(); err != nil {
		t.Fatalf("%v", err)
	}
}

// TestEverythingAddsUp lets a policy without a plan loose on random worlds: every
// index agrees with a walk, the invariants hold, and the audit finds nothing.
func TestEverythingAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlay(t, 25)
		audit := simtest.NewAudit(p.world, p.jobs).Under(p.faults)
		s := open(t, p.config(t, audit))
		run(t, s)
		if err := audit.Check(s.Totals(), s.Now()); err != nil {
			t.Fatal(err)
		}
	})
}

// TestTheSameRunAgain runs twice, in pieces, and without anybody who looks.
func TestTheSameRunAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlay(t, 25)
		var first, second, third diary
		s := open(t, p.config(nil, &first))
		run(t, s)
		again := open(t, p.config(nil, &second, &diary{}))
		run(t, again)
		same(t, "again", &second, &first, again, s)

		pieces := open(t, p.config(nil, &third))
		for at := sim.Time(0); !pieces.Done(); at = at.Add(seconds(t, "piece", 20) + 1) {
			if err := pieces.RunUntil(at); err != nil {
				t.Fatal(err)
			}
			if at > 1 && !pieces.Done() && pieces.Now() >= at {
				t.Fatalf("RunUntil(%v) went on to %v", at, pieces.Now())
			}
		}
		same(t, "in pieces", &third, &first, pieces, s)

		alone := open(t, p.config(nil))
		run(t, alone)
		if got, want := fmt.Sprintf("%+v", alone.Totals()), fmt.Sprintf("%+v", s.Totals()); got != want {
			t.Fatalf("without observers the totals are\n%s\nwant\n%s", got, want)
		}
	})
}

func same(t *rapid.T, how string, got, want *diary, gotRun, wantRun *sim.Sim) {
	if g, w := got.String(), want.String(); g != w {
		t.Fatalf("%s: the log is\n%s\nwant\n%s", how, g, w)
	}
	if g, w := fmt.Sprintf("%+v", gotRun.Totals()), fmt.Sprintf("%+v", wantRun.Totals()); g != w {
		t.Fatalf("%s: the totals are\n%s\nwant\n%s", how, g, w)
	}
}

// TestSnapshotsGoOn keeps a run at several instants, goes on from the bytes, and
// from there keeps it again: the log, the totals and the later bytes are those of
// the run that went through.
func TestSnapshotsGoOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlay(t, 20)
		var whole, parts diary
		through, broken := open(t, p.config(nil, &whole)), open(t, p.config(nil, &parts))
		for range 1 + up(t, "snapshots", 3) {
			at := through.Now() + 1 + sim.Time(seconds(t, "snapshot after", 20))
			if err := through.RunUntil(at); err != nil {
				t.Fatal(err)
			}
			if err := broken.RunUntil(at); err != nil {
				t.Fatal(err)
			}
			want, err := through.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			got, err := broken.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Fatalf("at %v a run that was resumed has other bytes than one that was not", at)
			}
			if broken, err = sim.Resume(p.config(nil, &parts), got); err != nil {
				t.Fatal(err)
			}
		}
		run(t, through)
		run(t, broken)
		same(t, "resumed", &parts, &whole, broken, through)
	})
}

// TestSnapshotOfAnotherWorldIsRefused also cuts the bytes short and damages them.
func TestSnapshotOfAnotherWorldIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := drawPlay(t, 5), drawPlay(t, 5)
		s := open(t, p.config(nil))
		if err := s.RunUntil(sim.Time(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		snap, err := s.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		if cut := snap[:up(t, "cut", len(snap)-1)]; len(cut) < len(snap) {
			if _, err := sim.Resume(p.config(nil), cut); err == nil {
				t.Fatalf("a snapshot of %d of %d bytes is accepted", len(cut), len(snap))
			}
		}
		damaged := bytes.Clone(snap)
		damaged[up(t, "damaged", len(snap)-1)] ^= byte(1 + up(t, "bits", 254))
		if _, err := sim.Resume(p.config(nil), damaged); err == nil {
			t.Fatalf("a damaged snapshot is accepted")
		}
		if _, err := sim.Resume(q.config(nil), snap); err == nil && fmt.Sprintf("%+v", p.world) != fmt.Sprintf("%+v", q.world) {
			t.Fatalf("a snapshot is accepted in another world")
		}
	})
}
